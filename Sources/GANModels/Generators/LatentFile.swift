import GANData
import GANFiles
package import GANNumerics

/// Latent vectors that somebody gives, in a `.npy` file.
package enum LatentFile {
    /// Reads latent vectors `[n, latentSize]` for a generator; their axes may be cut otherwise, as images of one pixel are.
    ///
    /// Throws `ModelError.unsuitableSamples` for another size, `DataError.nonFiniteValue`, and what reading the file throws.
    package static func read(_ path: String, for generator: any Generator) throws -> Matrix<Float> {
        let array = try NPY.read(path)
        let rows = array.shape.first ?? 0
        guard rows > 0, array.count == rows * generator.latentSize else {
            throw ModelError.unsuitableSamples(
                source: path, found: "of shape \(array.shape)", expected: "latent vectors [n, \(generator.latentSize)]")
        }
        let latents = Matrix(rows: rows, columns: generator.latentSize, scalars: array.floats())
        if let (row, column) = latents.firstNonFinite {
            throw DataError.nonFiniteValue(
                path: path, row: row, column: column, value: "\(latents.scalars[row * latents.columns + column])")
        }
        return latents
    }
}

extension Generator {
    /// The samples `[n, size]` of given latent vectors `[n, latentSize]`; `path` is what errors call the generator.
    ///
    /// Throws `ModelError.constantOutput` where different vectors give one sample, and what the generator throws.
    package func generate(latents: Matrix<Float>, path: String, seed: UInt64) throws -> Matrix<Float> {
        let samples = try generate(latents: latents, firstSample: 0, seed: seed)
        func isConstant(_ rows: Matrix<Float>) -> Bool { (1..<rows.rows).allSatisfy { rows.row($0) == rows.row(0) } }
        if latents.rows > 1, isConstant(samples), !isConstant(latents) {
            throw ModelError.constantOutput(path: path, samples: latents.rows)
        }
        return samples
    }

    /// The first `count` samples of a seed's series, `[count, size]`; `progress` hears how many are done.
    package func sample(count: Int, seed: UInt64, progress: (Int) -> Void) throws -> Matrix<Float> {
        var scalars: [Float] = []
        for start in stride(from: 0, to: count, by: 1024) {
            let rows = start..<min(count, start + 1024)
            scalars += try sample(rows: rows, seed: seed).scalars
            progress(rows.upperBound)
        }
        return Matrix(rows: count, columns: sampleShape.size, scalars: scalars)
    }
}
