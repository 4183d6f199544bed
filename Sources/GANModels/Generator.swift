public import GANData
public import GANNumerics

/// Something that turns latent vectors into samples.
public protocol Generator: Sendable {
    /// How a person names it: a file's name with the weights that were chosen.
    var name: String { get }
    /// SHA-256 over architecture and weights.
    var digest: String { get }
    /// Values in one latent vector, drawn from N(0, 1) each.
    var latentSize: Int { get }
    var sampleShape: SampleShape { get }
    /// The samples of latent vectors `[n, latentSize]`, one a row: whole grey levels 0 to 255 for images, the
    /// network's own values for vectors.
    ///
    /// A row's sample depends on its latent vector and, in its last bits, on its row modulo 64, not on the other rows.
    /// Throws `ModelError.nonFiniteOutput`.
    func generate(latents: Matrix<Float>, firstSample: Int) throws -> Matrix<Float>
}

extension Generator {
    /// Samples `rows` of the endless series that belongs to a seed: sample i has latents from stream `split(i)` of
    /// the seed's stream "latents".
    ///
    /// The same bits whichever other rows are asked for.
    public func sample(rows: Range<Int>, seed: UInt64) throws -> Matrix<Float> {
        // A network's last bits depend on a row's place in its piece, so pieces begin where they always do.
        let skipped = rows.lowerBound % Network.evaluationPiece
        let first = rows.lowerBound - skipped
        let latents = SeededGenerator(seed: seed).split("latents").normalRows(
            rows.upperBound - first, columns: latentSize, firstRow: first)
        return try generate(latents: latents, firstSample: first).rows(in: skipped..<rows.upperBound - first)
    }
}
