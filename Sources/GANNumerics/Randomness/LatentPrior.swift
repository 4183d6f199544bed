/// What a generator's latent vectors are drawn from: a distribution's name and the shape of one draw.
///
/// Models with one prior, sampled with one seed, share their latents. As JSON it is `{"distribution": "standard_normal", "shape": [64]}`.
public struct LatentPrior: Sendable, Equatable, Codable {
    /// The distribution's name, "standard_normal"; a file may name one that this release does not know.
    public var distribution: String
    /// The shape of one latent vector, `[64]`, or `[64, 1, 1]` where channels come first.
    public var shape: [Int]

    /// A prior as a file states it; neither the name nor the sizes are checked.
    public init(distribution: String, shape: [Int]) {
        self.distribution = distribution
        self.shape = shape
    }

    /// A prior of a distribution that this release draws from; the sizes are not checked.
    public init(distribution: LatentDistribution = .standardNormal, shape: [Int]) {
        self.init(distribution: distribution.rawValue, shape: shape)
    }

    /// The distribution, where this release knows its name; spaces may stand for underscores.
    public var known: LatentDistribution? { LatentDistribution(name: distribution) }

    /// Values in one latent vector; the greatest integer where the sizes' product is beyond all integers.
    public var size: Int {
        shape.reduce(1) { product, axis in
            let (value, overflow) = product.multipliedReportingOverflow(by: axis)
            return overflow ? .max : value
        }
    }

    /// "100 values (standard normal)".
    package var words: String { "\(size) values (\(distribution.replacing("_", with: " ")))" }
}
