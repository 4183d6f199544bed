import GANData
package import GANNumerics
import GANONNX

/// A generator taken apart behind its mapping network: w of latent vectors, and images of w, with the generator's labels, truncation and noise.
package struct MappedGenerator {
    private let generator: ONNXGenerator
    private let mapping: ONNXSession
    private let synthesis: ONNXSession

    /// Samples in one run.
    private static let piece = 16

    init(_ generator: ONNXGenerator, mapping: [UInt8], synthesis: [UInt8]) throws {
        let runtime = try ONNXRuntime.shared()
        self.generator = generator
        self.mapping = try ONNXSession(.bytes(mapping), path: generator.path, runtime: runtime)
        self.synthesis = try ONNXSession(.bytes(synthesis), path: generator.path, runtime: runtime)
    }

    /// w of latent vectors `[n, latentSize]`, one a row; `numbers` are the samples', which decide their labels.
    package func mapped(_ latents: Matrix<Float>, numbers: [Int], seed: UInt64) throws -> Matrix<Float> {
        let result = try run(latents: latents, numbers: numbers, seed: seed, session: mapping, w: nil, output: "w")
        let columns = max(1, latents.rows == 0 ? 1 : result.count / latents.rows)
        return Matrix(rows: latents.rows, columns: columns, scalars: result)
    }

    /// The images of w, `[n, values]`, channels last, in the model's own range.
    func values(of w: Matrix<Float>, numbers: [Int], seed: UInt64) throws -> Matrix<Float> {
        let latents = Matrix<Float>(rows: w.rows, columns: generator.latentSize)
        let result = try run(
            latents: latents, numbers: numbers, seed: seed, session: synthesis, w: w, output: generator.output)
        let size = generator.sampleShape.size
        guard result.count == w.rows * size else {
            throw ModelError.outputUnclear(path: generator.path, output: generator.output, shape: [result.count])
        }
        return Matrix<Float>(rows: w.rows, columns: size) { target in
            for row in 0..<w.rows {
                generator.place(
                    result[row * size..<(row + 1) * size],
                    into: UnsafeMutableBufferPointer(rebasing: target[row * size..<(row + 1) * size]))
            }
        }
    }

    /// The images of w with fractions of grey levels; nil of a model that gives whole levels.
    package func unroundedSamples(mapped w: Matrix<Float>, numbers: [Int], seed: UInt64) throws -> Matrix<Float>? {
        guard generator.givesFractions else { return nil }
        return try generator.valueRange.unrounded(
            values(of: w, numbers: numbers, seed: seed), shape: generator.sampleShape, path: generator.path
        ) { numbers[$0] }
    }

    /// One output of one part, piece by piece; inputs that the part does not have are left out.
    private func run(
        latents: Matrix<Float>, numbers: [Int], seed: UInt64, session: ONNXSession, w: Matrix<Float>?, output: String
    ) throws -> [Float] {
        let names = Set(session.inputs.map(\.name))
        let stream = SeededGenerator(seed: seed)
        var result: [Float] = []
        for start in stride(from: 0, to: latents.rows, by: Self.piece) {
            let rows = start..<min(latents.rows, start + Self.piece)
            var given = generator.inputs.tensors(
                latents: latents.rows(in: rows), numbers: Array(numbers[rows]), batch: rows.count, stream: stream,
                truncation: generator.truncation, labels: generator.labels
            ).filter { names.contains($0.name) }
            if let w {
                given.append(
                    ("w", ONNXTensor(shape: [rows.count, w.columns], floats: Array(w.rows(in: rows).scalars))))
            }
            result += try session.run(given, outputs: [output])[0].floats
        }
        return result
    }
}

extension ONNXGenerator {
    /// The generator behind its mapping network; nil where it has none, or is a file of ONNX.
    ///
    /// Throws what building the two models throws.
    package func behindMapping() throws -> MappedGenerator? {
        guard let parts else { return nil }
        let found = try parts()
        return try MappedGenerator(self, mapping: found.mapping, synthesis: found.synthesis)
    }
}
