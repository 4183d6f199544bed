import GANNumerics

/// How far apart the samples of a fixed batch of latent vectors are, beside as many real ones: a collapse shows here first.
struct SampleDiversity {
    /// The share of real samples' mean distance below which the samples are called collapsed.
    static let alarm = 0.1
    /// Samples that are compared.
    static let count = 64

    private let realDistance: Double
    private let batch: TrainingBatch
    private let seed: SeededGenerator

    /// Real samples to compare with, at least 2, with their labels.
    init(_ real: TrainingBatch, seed: SeededGenerator) {
        let rows = min(Self.count, real.samples.rows)
        batch = TrainingBatch(
            samples: real.samples.rows(in: 0..<rows), labels: Array(real.labels.prefix(rows)),
            inputs: real.inputs?.rows(in: 0..<rows))
        realDistance = Self.meanDistance(batch.samples)
        self.seed = seed
    }

    /// The mean distance between samples of the average generator as a share of that between the real ones; nil where
    /// all real ones are equal.
    func share(_ trainer: some Trainer) -> Double? {
        guard realDistance > 0 else { return nil }
        return Self.meanDistance(trainer.samples(of: batch, seed: seed)) / realDistance
    }

    /// The mean Euclidean distance between all pairs of rows; O(rows² · columns).
    static func meanDistance(_ rows: Matrix<Float>) -> Double {
        var sum = 0.0
        for i in 0..<rows.rows {
            for j in 0..<i {
                sum += zip(rows.row(i), rows.row(j)).reduce(0.0) {
                    let difference = Double($1.0) - Double($1.1)
                    return $0 + difference * difference
                }.squareRoot()
            }
        }
        return sum / Double(max(1, rows.rows * (rows.rows - 1) / 2))
    }
}
