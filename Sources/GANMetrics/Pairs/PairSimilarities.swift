import GANNumerics
import OrderedCollections

/// How alike the images of random pairs are, within each set; no image is in two pairs, so that pairs are independent.
public struct PairSimilarities: Sendable, Equatable {
    /// One similarity or distance for each pair of a set.
    public struct Values: Sendable, Equatable {
        /// Of pairs of real images.
        public var real: [Double]
        /// Of pairs of samples.
        public var generated: [Double]
        /// Of pairs of held-out images; nil without any.
        public var heldOut: [Double]?

        /// Values of pairs, in any order.
        public init(real: [Double], generated: [Double], heldOut: [Double]? = nil) {
            self.real = real
            self.generated = generated
            self.heldOut = heldOut
        }

        /// Held-out pairs in the samples' place; nil without any.
        var heldOutInPlace: Values? { heldOut.map { Values(real: real, generated: $0) } }
    }

    /// SSIM; nil of images smaller than its window.
    public var structural: Values?
    /// MS-SSIM; nil of images too small for five scales.
    public var multiscale: Values?
    /// A perceptual distance in a network's layers; nil where there is no network.
    public var perceptual: Values?
    /// What measured that distance.
    public var perceptualDistance: String?

    /// Similarities that were measured.
    public init(
        structural: Values? = nil, multiscale: Values? = nil, perceptual: Values? = nil,
        perceptualDistance: String? = nil
    ) {
        self.perceptualDistance = perceptualDistance
        self.structural = structural
        self.multiscale = multiscale
        self.perceptual = perceptual
    }

    /// Held-out pairs in the samples' place.
    var heldOutInPlace: PairSimilarities {
        PairSimilarities(
            structural: structural?.heldOutInPlace, multiscale: multiscale?.heldOutInPlace,
            perceptual: perceptual?.heldOutInPlace, perceptualDistance: perceptualDistance)
    }
}

/// What metrics of random pairs within a set have in common: a mean, beside that of real images.
enum PairDiversity {
    /// Pairs of a set that a mean takes.
    static let fewestPairs = 10

    /// The mean of the samples' pairs, with real pairs' as the null.
    ///
    /// Throws for fewer pairs than `fewestPairs`, and for values that are not finite.
    static func result(
        _ values: PairSimilarities.Values, metric: String, interval: Bool, level: Double = 0.95
    ) throws(MetricError) -> MetricResult {
        for (pairs, role) in [(values.real, "real"), (values.generated, "generated")] {
            guard pairs.count >= fewestPairs else {
                throw .tooFewRows(metric: metric, role: role, rows: 2 * pairs.count, needed: 2 * fewestPairs)
            }
            if let place = pairs.firstIndex(where: { !$0.isFinite }) {
                throw .nonFinite(metric: metric, role: role, row: 2 * place, column: 0)
            }
        }
        func error(_ pairs: [Double]) -> Double {
            (Statistics.variance(pairs) / Double(pairs.count)).squareRoot()
        }
        let (own, real) = (Statistics.mean(values.generated), Statistics.mean(values.real))
        var result = MetricResult(
            value: own,
            null: MetricReference(value: real, basis: "\(values.real.count) pairs of real images"))
        result.parts["pairs"] = .count(values.generated.count)
        result.parts["real_pairs"] = .count(values.real.count)
        guard interval else { return result }
        func around(_ value: Double, _ error: Double, degrees: Int, _ method: String) -> MetricInterval {
            let reach = Statistics.studentQuantile(0.5 + level / 2, degrees: Double(degrees)) * error
            return MetricInterval(low: value - reach, high: value + reach, level: level, method: method)
        }
        let count = values.generated.count
        result.interval = around(own, error(values.generated), degrees: count - 1, "Student's t of independent pairs")
        let both = error(values.generated), other = error(values.real)
        result.parts["difference_from_real"] = .number(own - real)
        result.parts["difference_interval"] = .interval(
            around(
                own - real, (both * both + other * other).squareRoot(), degrees: min(count, values.real.count) - 1,
                "Welch's t of independent pairs"))
        return result
    }

    static let references =
        "Null: real images in pairs drawn the same way, as what equal variety would give. Ceiling: pairs of held-out images."
    static let uncertainty =
        "Student's t over pairs, of which no two share an image. difference_interval is that of the difference from real images."
    static let conventions =
        "At most 2,000 pairs of a set, fewer of large images, drawn by the seed without replacement. Others draw pairs with replacement, whose intervals "
        + "are too narrow."
}
