public import GANData
import GANNumerics

/// What a discriminator says of many samples, in a few figures.
public struct ScoreSummary: Sendable, Equatable {
    /// The discriminator's name.
    public let discriminator: String
    /// The discriminator's SHA-256.
    public let digest: String
    /// How many scores there are.
    public let count: Int
    /// The mean score; 0 without any.
    public let mean: Double
    /// With n − 1; 0 of fewer than two scores.
    public let standardDeviation: Double
    /// The least score, the quartiles and the greatest, each one of the scores; empty without any.
    public let quantiles: [Double]
    /// The share of samples that are taken for real: of logits above 0.
    public let positiveShare: Double

    /// The figures of logits, in any order.
    ///
    /// O(n log n).
    public init(_ scores: [Float], of discriminator: any Discriminator) {
        let values = scores.map(Double.init).sorted()
        let count = Double(max(1, values.count))
        let mean = values.reduce(0, +) / count
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let last = values.count - 1
        self.discriminator = discriminator.name
        digest = discriminator.digest
        self.count = values.count
        self.mean = mean
        standardDeviation = (square / max(1, count - 1)).squareRoot()
        quantiles = last < 0 ? [] : [0, 0.25, 0.5, 0.75, 1].map { values[Int((Double(last) * $0).rounded())] }
        positiveShare = Double(values.count { $0 > 0 }) / count
    }
}

extension Discriminator {
    /// The logits of all samples of a source, block by block; `progress` hears how many samples are done, and `name` is what errors
    /// call the source.
    ///
    /// Throws `ModelError.unsuitableSamples` for samples of another shape, and what reading and scoring throw.
    public func scores(
        of source: any SampleSource, called name: String, progress: (Int) -> Void = { _ in }
    ) throws -> [Float] {
        guard sampleShape == source.shape else {
            throw ModelError.unsuitableSamples(
                source: name, found: "each a \(source.shape)", expected: "a \(sampleShape) each")
        }
        var scores: [Float] = []
        for start in stride(from: 0, to: source.count, by: 1024) {
            let rows = start..<min(source.count, start + 1024)
            scores += try self.scores(try source.read(rows: rows), labels: source.labels.map { Array($0[rows]) })
            progress(rows.upperBound)
        }
        return scores
    }
}
