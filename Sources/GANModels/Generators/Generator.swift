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
    /// What latent vectors are drawn from; N(0, 1) for each value where a generator does not say.
    var latentDistribution: LatentDistribution { get }
    var sampleShape: SampleShape { get }
    /// Samples in one run. A row's last bits can depend on its place in its run, so series are cut at multiples of it.
    var piece: Int { get }
    /// The samples of latent vectors `[n, latentSize]`, one a row: whole grey levels 0 to 255 for images, the
    /// network's own values for vectors.
    ///
    /// The first row is sample `firstSample` of the series that belongs to `seed`: class labels and noise, where the model
    /// takes them, are drawn for each sample by its number. A row's sample depends on its latent vector, its number and, in
    /// its last bits, on its row modulo `piece`, not on the other rows. Throws `ModelError.nonFiniteOutput`, and what
    /// running the model throws.
    func generate(latents: Matrix<Float>, firstSample: Int, seed: UInt64) throws -> Matrix<Float>
    /// The same for samples in any order: row i has the class label and the noise of sample `numbers[i]`.
    ///
    /// For a search that keeps a sample's label and noise while its latent vector moves.
    func generate(latents: Matrix<Float>, numbers: [Int], seed: UInt64) throws -> Matrix<Float>
    /// The same before anything is rounded or cut: of images grey levels with fractions, beyond 0 and 255 where the network goes there.
    ///
    /// For derivatives along latent vectors, which rounding to whole levels destroys. nil of a generator that has nothing but whole levels.
    func unroundedSamples(latents: Matrix<Float>, numbers: [Int], seed: UInt64) throws -> Matrix<Float>?
    /// The classes of samples `rows` of the series that belongs to a seed; nil of an unconditional generator.
    func labels(rows: Range<Int>, seed: UInt64) -> [Int]?
}

extension Generator {
    /// "all": a model that holds one set of weights.
    public var weights: String { "all" }
    /// Distribution and size of the latent vectors.
    public var latentPrior: LatentPrior { LatentPrior(distribution: latentDistribution, shape: [latentSize]) }
    /// Independent normal values.
    public var latentDistribution: LatentDistribution { .standardNormal }
    /// nil: no classes.
    public func labels(rows: Range<Int>, seed: UInt64) -> [Int]? { nil }
    /// nil: nothing but whole levels.
    public func unroundedSamples(latents: Matrix<Float>, numbers: [Int], seed: UInt64) throws -> Matrix<Float>? { nil }
    /// The rows that a native network evaluates at a time.
    public var piece: Int { Network.evaluationPiece }

    /// One run for each row, which holds for every model.
    public func generate(latents: Matrix<Float>, numbers: [Int], seed: UInt64) throws -> Matrix<Float> {
        precondition(latents.rows == numbers.count, "\(numbers.count) numbers for \(latents.rows) latent vectors")
        var values: [Float] = []
        values.reserveCapacity(latents.rows * sampleShape.size)
        for (row, number) in numbers.enumerated() {
            values += try generate(latents: latents.rows(in: row..<row + 1), firstSample: number, seed: seed).scalars
        }
        return Matrix(rows: latents.rows, columns: sampleShape.size, scalars: values)
    }

    /// The latent vectors of samples `rows` of the series that belongs to a seed.
    public func latents(rows: Range<Int>, seed: UInt64) -> Matrix<Float> {
        latentDistribution.rows(
            rows.count, columns: latentSize, firstRow: rows.lowerBound,
            of: SeededGenerator(seed: seed).split("latents"))
    }

    /// Samples `rows` of the endless series that belongs to a seed: sample i has latents from stream `split(i)` of
    /// the seed's stream "latents".
    ///
    /// The same bits whichever other rows are asked for. Throws what `generate` throws, and `ModelError.constantOutput`
    /// for a generator whose samples are all the same.
    public func sample(rows: Range<Int>, seed: UInt64) throws -> Matrix<Float> {
        // A network's last bits depend on a row's place in its piece, so pieces begin where they always do.
        let skipped = rows.lowerBound % piece
        let first = rows.lowerBound - skipped
        let samples = try samples(rows.upperBound - first, from: first, seed: seed)
        if samples.rows >= 2, samples.rowsAreEqual { try refuseConstantOutput(seed: seed) }
        return samples.rows(in: skipped..<samples.rows)
    }

    private func samples(_ count: Int, from first: Int, seed: UInt64) throws -> Matrix<Float> {
        try generate(latents: latents(rows: first..<first + count, seed: seed), firstSample: first, seed: seed)
    }

    /// Throws unless the series' first samples differ.
    ///
    /// A few equal rows are no proof: a generator of few images may repeat one by chance. 256 equal ones are.
    private func refuseConstantOutput(seed: UInt64) throws {
        let count = 256
        if try samples(count, from: 0, seed: seed).rowsAreEqual {
            throw ModelError.constantOutput(path: name, samples: count)
        }
    }
}

extension Matrix where Scalar == Float {
    /// Whether all rows hold the same numbers; ends at the first difference.
    fileprivate var rowsAreEqual: Bool {
        scalars.withUnsafeBufferPointer { elements in
            elements.indices.dropFirst(columns).allSatisfy { elements[$0] == elements[$0 - columns] }
        }
    }
}

extension ValueRange {
    /// A network's outputs as samples: whole grey levels for images, the values themselves for vectors.
    ///
    /// Throws `nonFiniteOutput` for NaN and infinity, which would otherwise become black or white; `path` names the
    /// model, `firstSample` the number of the first row.
    package func samples(
        of outputs: Matrix<Float>, shape: SampleShape, path: String, firstSample: Int
    ) throws(ModelError) -> Matrix<Float> {
        if let (row, _) = outputs.firstNonFinite {
            throw .nonFiniteOutput(path: path, sample: firstSample + row)
        }
        if case .image = shape { return quantize(outputs) }
        return outputs
    }

    /// A network's outputs as samples whose grey levels are neither rounded nor cut; throws as `samples`, where `number` tells a row's sample.
    package func unrounded(
        _ outputs: Matrix<Float>, shape: SampleShape, path: String, number: (Int) -> Int
    ) throws(ModelError) -> Matrix<Float> {
        if let (row, _) = outputs.firstNonFinite { throw .nonFiniteOutput(path: path, sample: number(row)) }
        guard case .image = shape else { return outputs }
        let (low, factor) = (self.low, 255 / (high - self.low))
        return outputs.mapped { ($0 - low) * factor }
    }
}
