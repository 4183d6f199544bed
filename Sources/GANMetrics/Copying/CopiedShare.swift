import GANNumerics
import RealModule

/// The share of samples that can be shown to be copies of training rows, with an interval: a lower bound of the share that are.
///
/// Of m samples, T beyond the threshold have a training row as winner. A sample that is no copy is beyond it with
/// probability π (the share of reference rows that are) and then wins for a training row with p = n/(n + h), so that
///
///     copies = (T − m·π·p) / (1 − π·p),      share = copies/m
///
/// The threshold is chosen without labels, so T is not picked. Where calibration can't be used, labels estimate the chance
/// matches instead: copies = T − D·n/h. The interval is for the generator's own probability of giving away a copy as clear as
/// the threshold: Wilson's for the share, widened in quadrature by the error of the chance matches. Copies beyond recognition
/// are not in it, unless the labels of all nearest rows show more (`atLeast`).
package struct CopiedShare: Sendable, Equatable {
    /// copies/m, 0 to 1.
    package let value: Double
    /// The generator's own probability of giving away such a copy.
    package let interval: MetricInterval
    /// Samples beyond the threshold that training rows won, and those that held-out rows won.
    package let training: Int
    /// Samples beyond the threshold that held-out rows won.
    package let heldOut: Int
    /// Chance matches expected among `training`.
    package let expectedByChance: Double

    /// By calibration.
    ///
    /// `referenceShare` is π, seen on `referenceRows` rows.
    init(
        samples: Int, training: Int, heldOut: Int, referenceShare: Double, referenceRows: Int, trainingChance: Double,
        level: Double = 0.95
    ) {
        let m = Double(samples)
        let chance = referenceShare * trainingChance
        let copies = min(m, max(0, (Double(training) - m * chance) / max(1e-9, 1 - chance)))
        let expected = (m - copies) * chance
        let seen = referenceShare * Double(referenceRows)
        // Chance matches among the samples vary like a Poisson count, and π with those among the reference.
        let variance = expected + (seen > 0 ? expected * expected / seen : 0)
        self.init(
            samples: samples, training: training, heldOut: heldOut, copies: copies, expected: expected,
            variance: variance, level: level, method: "Wilson, with the error of chance matches by calibration")
    }

    /// By labels alone; `ratio` is n/h.
    init(samples: Int, training: Int, heldOut: Int, ratio: Double, level: Double = 0.95) {
        let expected = min(Double(training), Double(heldOut) * ratio)
        // Given D decoys, chance targets vary like a negative binomial count; one decoy more stands for what D = 0 hides.
        let variance = ratio * (1 + ratio) * Double(heldOut + 1)
        self.init(
            samples: samples, training: training, heldOut: heldOut, copies: max(0, Double(training) - expected),
            expected: expected, variance: variance, level: level,
            method: "Wilson, with the error of chance matches by labels")
    }

    private init(
        samples: Int, training: Int, heldOut: Int, copies: Double, expected: Double, variance: Double, level: Double,
        method: String
    ) {
        self.training = training
        self.heldOut = heldOut
        expectedByChance = expected
        let m = Double(max(1, samples))
        value = copies / m
        let z = Statistics.normalQuantile(0.5 + level / 2)
        let (low, high) = Statistics.wilsonInterval(share: copies / m, trials: m, level: level)
        let reach = z * variance.squareRoot() / m
        func widened(_ side: Double) -> Double { (side * side + reach * reach).squareRoot() }
        interval = MetricInterval(
            low: max(0, value - widened(value - low)), high: min(1, value + widened(high - value)), level: level,
            method: method)
    }

    private init(value: Double, interval: MetricInterval, training: Int, heldOut: Int, expectedByChance: Double) {
        self.value = value
        self.interval = interval
        self.training = training
        self.heldOut = heldOut
        self.expectedByChance = expectedByChance
    }

    /// This share, or what labels show where their lower end lies above it.
    func atLeast(_ labels: LabelledShare) -> CopiedShare {
        guard labels.low > value else { return self }
        return CopiedShare(
            value: labels.estimate,
            interval: MetricInterval(
                low: labels.low, high: labels.high, level: labels.level, method: LabelledShare.method),
            training: training, heldOut: heldOut, expectedByChance: expectedByChance)
    }

    /// The share where matches are no more than chance gives: 0, up to this one's upper end.
    var withNothingListed: CopiedShare {
        CopiedShare(
            value: 0,
            interval: MetricInterval(low: 0, high: interval.high, level: interval.level, method: interval.method),
            training: training, heldOut: heldOut, expectedByChance: expectedByChance)
    }
}
