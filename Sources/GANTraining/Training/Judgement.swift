import GANAutodiff
import GANNumerics

/// What a discriminator says of a batch: a logit for each sample, and classes where it tells them.
struct Judgement {
    /// `[n, …]`: one logit a sample or pack, or one a patch.
    let logits: Variable
    /// `[n, classes]` of a discriminator that tells classes.
    let classes: Variable?

    /// Takes a network's outputs apart.
    init(_ outputs: Variable, condition: Condition?, labels: [Int], classCount: Int) {
        switch condition {
        case nil, .concatenation:
            logits = outputs
            classes = nil
        case .projection:
            let rows = outputs.reshaped([labels.count, 1 + classCount])
            let selector = Variable.constant(.oneHot(labels, classes: classCount))
            let projected = (rows.channels(1..<1 + classCount) * selector).summedRows().reshaped([labels.count, 1])
            logits = rows.channels(0..<1) + projected
            classes = nil
        case .auxiliaryClassifier:
            let rows = outputs.reshaped([labels.count, 1 + classCount])
            logits = rows.channels(0..<1)
            classes = rows.channels(1..<1 + classCount)
        }
    }
}
