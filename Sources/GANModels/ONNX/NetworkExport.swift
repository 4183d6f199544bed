import GANAutodiff
import GANFiles
import GANNumerics
import GANONNX

/// Writes a native network as an ONNX file, and only one that computes the same.
public enum NetworkExport {
    /// What the comparison of both showed.
    public struct Outcome: Sendable, Equatable {
        /// The largest difference of any value, in the network's own range.
        public let largestDifference: Double
        /// How many inputs were run through both.
        public let inputs: Int
        /// The size of the file that was written.
        public let bytes: Int
    }

    /// Largest difference that is put down to another order of sums, relative to the outputs' size.
    static let tolerance = 1e-4
    static let inputCount = 16

    /// Builds the graph, runs it and the network on the same seeded inputs, and writes the file when both agree.
    ///
    /// Inputs are standard normal draws, for generators and discriminators alike. The file takes a generator's latent images
    /// as the network reads them, pixel by pixel, or channel by channel where `latentsAreChannelsFirst`. Throws `exportDiffers` above the tolerance,
    /// `layersDoNotFit` or `outputMismatch` for a network that is not what `description` says, and what ONNX Runtime and writing throw.
    public static func write(
        _ network: Network, description: ONNXModelDescription, latentsAreChannelsFirst: Bool = false, to path: String
    ) throws -> Outcome {
        let bytes = try NetworkGraph.build(
            network, description: description, latentsAreChannelsFirst: latentsAreChannelsFirst
        ).bytes(path: path)
        let inputs = SeededGenerator(seed: 0).split("export").normalRows(
            inputCount, columns: network.description.input.reduce(1, *))
        let session = try ONNXSession(.bytes(bytes), path: path, runtime: try .shared())
        let expected = network.evaluate(
            latentsAreChannelsFirst ? inputs.channelsLast(network.description.input) : inputs)
        if let (row, _) = expected.firstNonFinite { throw ModelError.nonFiniteOutput(path: path, sample: row) }
        if description.role == .generator, (1..<expected.rows).allSatisfy({ expected.row($0) == expected.row(0) }) {
            throw ModelError.constantOutput(path: path, samples: expected.rows)
        }
        let found = try run(session, inputs, description: description, path: path)
        var difference = 0.0
        var size = 1.0
        for (mine, other) in zip(expected.scalars, found) {
            size = max(size, abs(Double(mine)))
            // NaN must stay, which `max` does not promise.
            let distance = abs(Double(mine) - Double(other))
            if !(distance <= difference) { difference = distance }
        }
        guard found.count == expected.scalars.count, difference.isFinite, difference <= tolerance * size else {
            throw ModelError.exportDiffers(path: path, difference: difference, tolerance: tolerance * size)
        }
        try AtomicFile.write(bytes, to: path)
        return Outcome(largestDifference: difference, inputs: inputs.rows, bytes: bytes.count)
    }

    /// The graph's outputs for `inputs` `[n, d]`, images with channels last as the network itself gives them.
    private static func run(
        _ session: ONNXSession, _ inputs: Matrix<Float>, description: ONNXModelDescription, path: String
    ) throws -> [Float] {
        let sample = description.sampleShape
        var values = inputs.scalars
        var shape = [inputs.rows, inputs.columns]
        if description.role == .discriminator, sample.count == 3 {
            shape = [inputs.rows, sample[2], sample[0], sample[1]]
            values = moved(values, sample) { layout, from, to in
                layout.fromChannelsLast(from, height: sample[0], width: sample[1], channels: sample[2], into: to)
            }
        }
        guard session.inputs.count == 1, session.outputs.count == 1 else {
            throw ModelError.outputsUnclear(
                path: path, outputs: session.outputs.map(GeneratorInputs.describe), wanted: nil)
        }
        let result = try session.run(
            [(session.inputs[0].name, ONNXTensor(shape: shape, floats: values))], outputs: [session.outputs[0].name])[0]
        guard description.role == .generator, sample.count == 3 else { return result.floats }
        return moved(result.floats, sample) { layout, from, to in
            layout.channelsLast(
                Array(from)[...], height: sample[0], width: sample[1], channels: sample[2], into: to)
        }
    }

    /// Each image of `values` through `move`, between channels first and last.
    private static func moved(
        _ values: [Float], _ sample: [Int],
        _ move: (ImageLayout, UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) -> Void
    ) -> [Float] {
        let size = sample.reduce(1, *)
        return [Float](unsafeUninitializedCapacity: values.count) { target, initialized in
            values.withUnsafeBufferPointer { source in
                for start in stride(from: 0, through: values.count - size, by: size) {
                    move(
                        .channelsFirst, UnsafeBufferPointer(rebasing: source[start..<start + size]),
                        UnsafeMutableBufferPointer(rebasing: target[start..<start + size]))
                }
            }
            initialized = values.count
        }
    }
}

extension Matrix where Scalar == Float {
    /// Rows that hold images channel by channel as rows that hold them pixel by pixel; `shape` is `[height, width, channels]`.
    func channelsLast(_ shape: [Int]) -> Matrix {
        Tensor(shape: [rows, shape[2], shape[0], shape[1]], scalars: scalars).permuted([0, 2, 3, 1]).matrix
    }
}
