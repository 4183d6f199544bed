/// How a discriminator of a conditional training uses labels, which its layers alone don't tell.
public enum LabelUse: String, Sendable, CaseIterable, Codable {
    /// It takes them as one-hot planes behind a sample's channels.
    case concatenation
    /// Its logit is its first output plus that of the sample's class, which follow.
    case projection
    /// Its logit is its first output; the others are logits of classes, and no labels go in.
    case auxiliaryClassifier = "auxiliary_classifier"
}
