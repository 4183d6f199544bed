import GANNumerics

extension Variable {
    /// log softmax over the last axis of `[n, classes]`, stable for any size of the logits.
    public func logSoftmax() -> Variable {
        precondition(shape.count == 2, "log softmax of shape \(shape)")
        let (rows, columns) = (shape[0], shape[1])
        // Subtracting each row's largest logit changes nothing and keeps the exponentials finite; it is a constant.
        let largest = (0..<rows).map { -(value.matrix.row($0).max() ?? 0) }
        let shifted = self + Variable.constant(Tensor(shape: [rows], scalars: largest)).broadcastRows(columns: columns)
        let normalizer = shifted.exponential().summedRows().logarithm()
        return shifted - normalizer.broadcastRows(columns: columns)
    }

    /// The mean cross entropy of logits `[n, classes]` against class numbers, in nats.
    public func crossEntropy(labels: [Int]) -> Variable {
        precondition(shape.count == 2 && labels.count == shape[0], "\(labels.count) labels for logits \(shape)")
        var selector = Tensor(shape: shape)
        for (row, label) in labels.enumerated() {
            precondition(label >= 0 && label < shape[1], "label \(label) of \(shape[1]) classes")
            selector.scalars[row * shape[1] + label] = -1 / Float(shape[0])
        }
        return (logSoftmax() * .constant(selector)).sum()
    }
}
