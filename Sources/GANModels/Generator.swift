public import GANData
public import GANNumerics

/// Something that turns latent vectors into samples.
public protocol Generator: Sendable {
    /// How a person names it: a file's name with the weights that were chosen.
    var name: String { get }
    /// SHA-256 over architecture and weights.
    var digest: String { get }
    /// Which of a file's weights these are: "moving average", "raw", or the path within the file.
    var weights: String { get }
    /// Values in one latent vector.
    var latentSize: Int { get }
    /// What latent vectors are drawn from.
    var prior: LatentDistribution { get }
    var sampleShape: SampleShape { get }
    /// Samples in one run. A row's last bits can depend on its place in its run, so series are cut at multiples of it.
    var piece: Int { get }
    /// What a report tells about the model: its inputs, its range, where that is known from.
    var facts: [(name: String, value: String)] { get }
    /// The samples of latent vectors `[n, latentSize]`, one a row: whole grey levels 0 to 255 for images, the
    /// network's own values for vectors.
    ///
    /// The first row is sample `firstSample` of the series that belongs to `seed`: class labels and noise, where the model
    /// takes them, are drawn for each sample by its number. A row's sample depends on its latent vector, its number and, in
    /// its last bits, on its row modulo `piece`, not on the other rows. Throws `ModelError.nonFiniteOutput`, and what
    /// running the model throws.
    func generate(latents: Matrix<Float>, firstSample: Int, seed: UInt64) throws -> Matrix<Float>
}

extension Generator {
    public var weights: String { "all" }
    public var prior: LatentDistribution { .standardNormal }
    public var piece: Int { Network.evaluationPiece }
    public var facts: [(name: String, value: String)] { [] }

    /// Samples `rows` of the endless series that belongs to a seed: sample i has latents from stream `split(i)` of
    /// the seed's stream "latents".
    ///
    /// The same bits whichever other rows are asked for. Throws what `generate` throws, and `constantOutput` when eight
    /// samples or more are asked for and all are equal.
    public func sample(rows: Range<Int>, seed: UInt64) throws -> Matrix<Float> {
        let skipped = rows.lowerBound % piece
        let first = rows.lowerBound - skipped
        let latents = prior.rows(
            rows.upperBound - first, columns: latentSize, stream: SeededGenerator(seed: seed).split("latents"),
            firstRow: first)
        let samples = try generate(latents: latents, firstSample: first, seed: seed)
        if samples.rows >= Self.fewestToCompare, (1..<samples.rows).allSatisfy({ samples.row($0) == samples.row(0) }) {
            throw ModelError.constantOutput(path: name, samples: samples.rows)
        }
        return samples.rows(in: skipped..<rows.upperBound - first)
    }

    /// Fewer equal samples may come from a generator that has just a few images.
    private static var fewestToCompare: Int { 8 }
}
