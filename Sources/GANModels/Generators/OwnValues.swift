import GANData
package import GANNumerics

/// A network's outputs as it gives them, in its own range, neither rounded to grey levels nor cut.
package enum OwnValues {
    /// The first `count` samples of a seed's series, `[count, size]`; `progress` hears how many are done.
    ///
    /// nil for a generator that has nothing but whole grey levels. Throws what running the model throws.
    package static func sample(
        _ generator: any Generator, count: Int, seed: UInt64, progress: (Int) -> Void
    ) throws -> Matrix<Float>? {
        var scalars: [Float] = []
        // Cut where `sample` cuts it: the last bits depend on a row's place in its piece.
        for start in stride(from: 0, to: count, by: 1024) {
            let rows = start..<min(count, start + 1024)
            guard
                let found = try of(
                    generator, latents: generator.latents(rows: rows, seed: seed), numbers: Array(rows), seed: seed)
            else { return nil }
            scalars += found.scalars
            progress(rows.upperBound)
        }
        return Matrix(rows: count, columns: generator.sampleShape.size, scalars: scalars)
    }

    /// The values for given latent vectors, where row i has the label and the noise of sample `numbers[i]`; nil as above.
    package static func of(
        _ generator: any Generator, latents: Matrix<Float>, numbers: [Int], seed: UInt64
    ) throws -> Matrix<Float>? {
        guard let levels = try generator.unroundedSamples(latents: latents, numbers: numbers, seed: seed) else {
            return nil
        }
        guard case .image = generator.sampleShape else { return levels }
        let range = (generator as? NetworkGenerator)?.valueRange ?? (generator as? ONNXGenerator)?.valueRange
        guard let range else { return nil }
        // Grey levels with fractions, back in the range that they were taken from.
        let (low, step) = (range.low, (range.high - range.low) / 255)
        return levels.mapped { low + $0 * step }
    }
}
