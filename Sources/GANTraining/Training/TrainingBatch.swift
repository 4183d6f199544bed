public import GANNumerics

/// Real samples of one update.
public struct TrainingBatch: Sendable, Equatable {
    /// `[n, size]` in the networks' value range.
    public var samples: Matrix<Float>
    /// Their labels; empty where the training asks for none.
    public var labels: [Int]

    /// Takes both as they are: no labels, or as many as samples.
    public init(samples: Matrix<Float>, labels: [Int] = []) {
        precondition(
            labels.isEmpty || labels.count == samples.rows, "\(labels.count) labels of \(samples.rows) samples")
        self.samples = samples
        self.labels = labels
    }
}
