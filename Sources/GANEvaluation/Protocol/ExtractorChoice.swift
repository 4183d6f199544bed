/// The feature space that a person may choose.
public enum ExtractorChoice: Sendable, Equatable {
    /// `classifier` for small grey labelled images, `efficientnet-lite0` for colour or larger ones, `pixels-pca64` for other
    /// images, coordinates for vectors.
    case automatic
    case pixels
    case pixelsPCA
    case classifier
    /// A registered extractor, or a file that describes one.
    case network(String)

    /// The choices that need no network, by the names that people give.
    public static let names: [String] = ["automatic", "pixels", "pixels-pca64", "classifier"]

    /// The choice that a name of `names` stands for; any other name is a registered extractor's or a file's.
    public init(named name: String) {
        switch name {
        case "automatic": self = .automatic
        case "pixels": self = .pixels
        case "pixels-pca64": self = .pixelsPCA
        case "classifier": self = .classifier
        default: self = .network(name)
        }
    }
}
