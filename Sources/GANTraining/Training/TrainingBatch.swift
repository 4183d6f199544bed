public import GANNumerics

/// Real samples of one update.
public struct TrainingBatch: Sendable, Equatable {
    /// `[n, size]` in the networks' value range.
    public var samples: Matrix<Float>
    /// Their labels; empty where the training asks for none.
    public var labels: [Int]
    /// What a generator from images to images works on, `[n, size]` in the networks' value range, paired: row i belongs to sample i; nil of
    /// other trainings.
    public var inputs: Matrix<Float>?

    /// Takes all as they are: no labels, or as many as samples, and as many inputs.
    public init(samples: Matrix<Float>, labels: [Int] = [], inputs: Matrix<Float>? = nil) {
        precondition(
            inputs.map { $0.rows == samples.rows } ?? true,
            "\(inputs?.rows ?? 0) inputs of \(samples.rows) samples")
        precondition(
            labels.isEmpty || labels.count == samples.rows, "\(labels.count) labels of \(samples.rows) samples")
        self.samples = samples
        self.labels = labels
        self.inputs = inputs
    }
}
