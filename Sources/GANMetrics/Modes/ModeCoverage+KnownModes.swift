public import GANNumerics
import OrderedCollections
import RealModule

extension ModeCoverage {
    /// Coverage of known modes: a sample belongs to the nearest mode by Mahalanobis distance and is of high quality nearer
    /// than `radius` standard deviations; a mode is hit by `minimumCount` such samples.
    ///
    /// `generated` is `[n, d]`. The null is the expected number of hits of n samples of the mixture itself. A mode that is not hit is missing
    /// where the mixture's own samples would surely have hit it (exact, Holm over the modes, 5 %); else nobody can tell, and
    /// `undecided_classes` names it. `high_quality_share` has a Clopper–Pearson interval and, as `high_quality_ceiling`, the share that real data
    /// reach: 1 − e^(−radius²/2) in two dimensions, 98.889 % at 3. In more dimensions, where three standard deviations hold next to nothing, the
    /// radius is the one that holds as much as `radius` does in two; `high_quality_radius` is what was used.
    /// `kl_to_reference` and `js_to_reference` compare all samples' modes with the mixture's weights, in nats;
    /// `standings` calls modes rare and frequent beside their weights, by exact binomial tests that hold for all of them together.
    /// `spreads` says how far a mode's high-quality samples spread beside what the mode asks for, −1 where they are too
    /// few to tell; `collapsed_modes` are hit and surely less than half as wide, and `modes_covered` counts the hit ones that are not.
    ///
    /// The value has no interval: whether a mode is hit by a single sample is no estimate of anything.
    ///
    /// Source: Srivastava et al. 2017, arXiv 1705.07761 (VEEGAN), section 5.1; Lin et al. 2018, arXiv 1712.04086 (PacGAN),
    /// section 4.1.
    public static func evaluate(
        generated: Matrix<Float>, modes: KnownModes, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try check(options)
        guard modes.centres.columns == generated.columns else {
            throw .widthsDiffer(metric: name, real: modes.centres.columns, generated: generated.columns)
        }
        try FeatureCheck.single(generated, role: "generated", rows: 1, metric: name)
        let count = modes.centres.rows
        let radius = radius(options.radius, dimensions: generated.columns)
        var all = [Int](repeating: 0, count: count)
        var good = [Int](repeating: 0, count: count)
        var members = [Int?](repeating: nil, count: generated.rows)
        for row in 0..<generated.rows {
            let (mode, distance) = modes.nearest(to: generated.row(row))
            all[mode] += 1
            if distance < radius {
                good[mode] += 1
                members[row] = mode
            }
        }
        let histogram = Histogram(counts: all, reference: modes.weights)
        let within = probabilityWithin(radius, dimensions: generated.columns)
        let chances = modes.weights.map {
            atLeast(options.minimumCount, of: generated.rows, share: min(1, within * $0))
        }
        let expected = chances.reduce(0, +)
        let unhit = good.indices.filter { good[$0] < options.minimumCount }
        let surely = Set(MultipleTests.holm(good.indices.map { unhit.contains($0) ? 1 - chances[$0] : 1 }, level: 0.05))
        let missing = unhit.filter { surely.contains($0) }
        let highQuality = good.reduce(0, +)
        let bounds = Statistics.clopperPearsonInterval(
            successes: highQuality, trials: generated.rows, level: options.level)
        var result = MetricResult(
            value: Double(count - unhit.count),
            null: MetricReference(value: expected, basis: "expected for \(generated.rows) samples of the mixture"))
        result.parts["modes_hit"] = .count(count - unhit.count)
        result.parts["modes"] = .count(count)
        result.parts["missing_classes"] = .counts(missing)
        result.parts["undecided_classes"] = .counts(unhit.filter { !surely.contains($0) })
        let spread = ModeSpread(
            generated, members: members, modes: modes, radius: radius, level: options.level)
        let collapsed = spread.collapsed.filter { !unhit.contains($0) }
        result.parts["modes_covered"] = .count(count - unhit.count - collapsed.count)
        result.parts["collapsed_modes"] = .counts(collapsed)
        result.parts["spreads"] = .numbers(spread.spreads.map { $0 ?? -1 })
        result.parts["high_quality_share"] = .number(Double(highQuality) / Double(generated.rows))
        result.parts["high_quality_interval"] = .interval(
            MetricInterval(low: bounds.low, high: bounds.high, level: options.level, method: "Clopper–Pearson"))
        result.parts["high_quality_ceiling"] = .number(within)
        result.parts["high_quality_radius"] = .number(radius)
        result.parts["mode_weights"] = .numbers(modes.weights)
        if let divergence = histogram.divergence { result.parts["kl_to_reference"] = .number(divergence) }
        result.parts["js_to_reference"] = .number(histogram.jensenShannon)
        ClassShares(counts: all, shares: modes.weights).describe(counts: all, confusion: nil, in: &result)
        result.parts["counts"] = .counts(all)
        result.parts["high_quality_counts"] = .counts(good)
        result.diagnostics.append(
            Diagnostic(
                code: "interval_omitted", severity: .note,
                message:
                    "No interval: a mode counts as hit from \(options.minimumCount) samples on, whatever its share."))
        return result
    }

    /// The radius that holds in so many dimensions what `radius` holds in two, by bisection; `radius` itself in one or two.
    static func radius(_ radius: Double, dimensions: Int) -> Double {
        guard dimensions > 2 else { return radius }
        let wanted = probabilityWithin(radius, dimensions: 2)
        var (low, high) = (radius, radius + 2 * Double(dimensions).squareRoot() + 10)
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if probabilityWithin(middle, dimensions: dimensions) < wanted { low = middle } else { high = middle }
        }
        return high
    }

    /// The probability that a standard normal vector is shorter than `radius`: the chi distribution's cumulative.
    ///
    /// With x = radius²/2: in two dimensions 1 − e^(−x), in one erf(√x), and two dimensions more subtract
    /// e^(−x)·x^(d/2)/Γ(d/2 + 1).
    public static func probabilityWithin(_ radius: Double, dimensions: Int) -> Double {
        precondition(radius > 0 && dimensions > 0, "radius \(radius) in \(dimensions) dimensions")
        let x = radius * radius / 2
        let odd = dimensions % 2 == 1
        var probability = odd ? Double.erf(x.squareRoot()) : 1 - Double.exp(-x)
        var half = odd ? 0.5 : 1.0
        while half + 0.5 < Double(dimensions) / 2 {
            probability -= .exp(half * .log(x) - x - .logGamma(half + 1))
            half += 1
        }
        return min(1, max(0, probability))
    }
}
