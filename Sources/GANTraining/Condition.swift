import GANCheckpoints

/// How a class label reaches both networks.
///
/// The generator always gets the label as one-hot values behind its latent vector.
public enum Condition: String, Sendable, CaseIterable, Codable {
    /// The discriminator gets it as planes behind the image's channels (1411.1784).
    case concatenation
    /// The discriminator's logit is ψ(φ(x)) + ⟨v_y, φ(x)⟩, v_y being rows of its last layer (1802.05637, equation 3).
    case projection
    /// The discriminator tells the class too, which it learns from real samples, and the generator wants it told right
    /// (1610.09585, equations 2 and 3, where the discriminator learns it from generated samples as well).
    case auxiliaryClassifier = "auxiliary_classifier"
}

extension Condition {
    /// What a checkpoint says of it.
    var labelUse: LabelUse {
        switch self {
        case .concatenation: .concatenation
        case .projection: .projection
        case .auxiliaryClassifier: .auxiliaryClassifier
        }
    }
}
