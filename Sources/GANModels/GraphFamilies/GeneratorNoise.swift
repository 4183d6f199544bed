/// Where the noise inside a generator comes from, as StyleGAN adds it after its convolutions.
public enum GeneratorNoise: String, Sendable, CaseIterable {
    /// The noise images that the file holds, the same for all samples.
    case constant = "const"
    /// None is added.
    case none
    /// Each sample's own, drawn from its own stream: what published metrics are measured with.
    case random

    /// For people and protocols.
    var words: String {
        switch self {
        case .constant: "const: the file's own images"
        case .none: "none"
        case .random: "random: each sample's own"
        }
    }
}
