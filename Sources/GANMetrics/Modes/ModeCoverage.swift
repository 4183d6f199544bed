public import GANNumerics
import OrderedCollections
import RealModule

/// How many classes, or known modes, of the real data the generated samples reach.
///
/// The value is the number of modes hit, in 0…K, higher is better. A class is hit when it holds a sample and its share
/// could be, by its Wilson interval, at least `minimumRelativeShare` of its share in the reference: a classifier that errs
/// now and then would otherwise find every class. Known modes, of a ring or grid, are in `ModeCoverage+KnownModes.swift`.
///
/// Blind to what happens inside a mode, and to the classifier's own errors.
///
/// Source: Metz et al. 2017, arXiv 1611.02163 (classes of stacked digits); Lin et al. 2018, arXiv 1712.04086 (PacGAN).
public enum ModeCoverage: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// The least share of a class, relative to the reference's, that counts as a hit.
        public var minimumRelativeShare: Double
        /// The two-sided level of all intervals.
        public var level: Double
        /// The least number of high-quality samples that hits a known mode; 1 in VEEGAN and PacGAN.
        public var minimumCount: Int
        /// The Mahalanobis radius, in standard deviations, of high quality; 3 in VEEGAN and PacGAN.
        public var radius: Double

        /// Each parameter is the property of its name.
        public init(
            minimumRelativeShare: Double = 0.25, level: Double = 0.95, minimumCount: Int = 1, radius: Double = 3
        ) {
            self.minimumRelativeShare = minimumRelativeShare
            self.level = level
            self.minimumCount = minimumCount
            self.radius = radius
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "mode_coverage"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Modes hit", section: .modes, direction: .higher,
        values: .init(0 ... .infinity, greatest: "K"),
        sees: "classes or known modes without samples",
        blindTo: "what happens inside a mode, and the classifier's errors",
        paper: "Lin et al. 2018, arXiv 1712.04086",
        needs: [.probabilities, .modes],
        formula:
            "number of modes hit: classes whose share reaches a quarter of the reference's, by its Wilson interval, "
            + "or known modes with a sample within three standard deviations",
        reading:
            "Fewer than the null means missing modes; missing_classes names them. kl_to_reference tells how far the "
            + "shares of the hit modes are from the reference's.",
        references: "The null is the expected number of hits of as many samples of the reference itself.",
        uncertainty:
            "No interval: a count has no 95 % bounds. modes_surely_hit and modes_possibly_hit, from Wilson intervals that "
            + "hold for all classes together, held the truth in every simulation. For known modes high_quality_share has "
            + "an interval, Clopper-Pearson's.",
        conventions:
            "A class needs a quarter of its share in the reference, so that a classifier's rare errors do not hit "
            + "all classes; a known mode needs one sample, as in VEEGAN and PacGAN.")

    /// Coverage of classes by each generated sample's most probable class (the lowest number among equals).
    ///
    /// `generated` holds class probabilities `[n, C]`, `referenceCounts` the reference's samples in each of the C classes.
    public static func evaluate(
        generated probabilities: Matrix<Float>, referenceCounts: [Int], options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        guard probabilities.columns == referenceCounts.count else {
            throw .widthsDiffer(metric: name, real: referenceCounts.count, generated: probabilities.columns)
        }
        try FeatureCheck.probabilities(probabilities, role: "generated", metric: name)
        return try evaluate(
            generatedClasses: probabilities.greatestColumns, referenceCounts: referenceCounts, options: options)
    }

    /// Coverage of classes by the generated samples' classes, numbers in 0..<C.
    ///
    /// The reference's shares are taken as known. The null is the expected number of hits of as many samples drawn from
    /// them. The value has no interval; `modes_surely_hit` and `modes_possibly_hit` count the classes that surely, and that
    /// possibly, reach the least share, by Wilson intervals at a level that holds for all classes together (Bonferroni). `kl_to_reference` is KL(generated ‖
    /// reference) of the class histograms in nats; it is absent where samples fall into a class that the reference lacks.
    public static func evaluate(
        generatedClasses: [Int], referenceCounts: [Int], options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try check(options)
        guard !generatedClasses.isEmpty else {
            throw .tooFewRows(metric: name, role: "generated", rows: 0, needed: 1)
        }
        guard referenceCounts.allSatisfy({ $0 >= 0 }), referenceCounts.contains(where: { $0 > 0 }) else {
            throw .invalidOption(
                metric: name, option: "the reference histogram", value: "\(referenceCounts.prefix(20))",
                allowed: "counts of at least 0, not all 0")
        }
        var counts = [Int](repeating: 0, count: referenceCounts.count)
        for number in generatedClasses {
            guard counts.indices.contains(number) else {
                throw .invalidOption(
                    metric: name, option: "a generated sample's class", value: "\(number)",
                    allowed: "0 to \(counts.count - 1)")
            }
            counts[number] += 1
        }
        let referenceTotal = referenceCounts.reduce(0.0) { $0 + Double($1) }
        let histogram = Histogram(counts: counts, reference: referenceCounts.map { Double($0) / referenceTotal })
        return result(histogram, options: options)
    }

    private static func result(_ histogram: Histogram, options: Options) -> MetricResult {
        let modes = histogram.reference.indices.filter { histogram.reference[$0] > 0 }
        let total = histogram.total
        let intervals = histogram.intervals(level: options.level)
        let joint = histogram.intervals(level: 1 - (1 - options.level) / Double(modes.count))
        var (missing, undecided) = ([Int](), [Int]())
        var (sure, possible, expected) = (0, 0, 0.0)
        for mode in modes {
            let least = options.minimumRelativeShare * histogram.reference[mode]
            if histogram.counts[mode] == 0 || intervals[mode].high < least { missing.append(mode) }
            if histogram.counts[mode] == 0, intervals[mode].high >= least { undecided.append(mode) }
            if histogram.counts[mode] > 0, joint[mode].low >= least { sure += 1 }
            if joint[mode].high >= least { possible += 1 }
            let count = leastCount(reaching: least, of: total, level: options.level)
            expected += atLeast(count, of: total, share: histogram.reference[mode])
        }
        let hit = modes.count - missing.count
        var result = MetricResult(
            value: Double(hit),
            null: MetricReference(
                value: expected, basis: "expected for \(total) samples with the reference's shares"))
        result.parts["modes_hit"] = .count(hit)
        result.parts["modes"] = .count(modes.count)
        result.parts["modes_surely_hit"] = .count(min(sure, hit))
        result.parts["modes_possibly_hit"] = .count(max(possible, hit))
        result.parts["missing_classes"] = .counts(missing)
        if let divergence = histogram.divergence { result.parts["kl_to_reference"] = .number(divergence) }
        result.parts["counts"] = .counts(histogram.counts)
        result.parts["shares"] = .numbers(histogram.shares)
        result.parts["shares_low"] = .numbers(intervals.map(\.low))
        result.parts["shares_high"] = .numbers(intervals.map(\.high))
        result.parts["reference_shares"] = .numbers(histogram.reference)
        result.diagnostics.append(
            Diagnostic(
                code: BlockInterval.omitted, severity: .note,
                message: "No interval: bounds of a count of classes hold nearly always; modes_surely_hit and "
                    + "modes_possibly_hit are such bounds."))
        if !undecided.isEmpty {
            result.diagnostics.append(
                Diagnostic(
                    code: "too_few_samples_for_modes",
                    message:
                        "\(total) samples are too few to tell whether \(undecided.count) of the missing classes are "
                        + "really missing."))
        }
        let outside = histogram.counts.indices.filter { histogram.reference[$0] == 0 && histogram.counts[$0] > 0 }
        if !outside.isEmpty {
            result.diagnostics.append(
                Diagnostic(
                    code: "classes_outside_reference",
                    message:
                        "\(outside.reduce(0) { $0 + histogram.counts[$1] }) samples fall into \(outside.count) classes that "
                        + "the reference lacks; the divergence from it is infinite and left out."))
        }
        return result
    }

    static func check(_ options: Options) throws(MetricError) {
        try FeatureCheck.share("minimumRelativeShare", options.minimumRelativeShare, metric: name)
        try FeatureCheck.share("level", options.level, metric: name)
        try FeatureCheck.option("minimumCount", options.minimumCount, atLeast: 1, metric: name)
        guard options.radius > 0, options.radius.isFinite else {
            throw .invalidOption(
                metric: name, option: "radius", value: "\(options.radius)", allowed: "positive and finite")
        }
    }

    /// Counts of generated samples over modes, beside the reference's shares.
    struct Histogram {
        var counts: [Int]
        var reference: [Double]

        var total: Int { counts.reduce(0, +) }
        var shares: [Double] { counts.map { Double($0) / Double(total) } }

        func intervals(level: Double) -> [(low: Double, high: Double)] {
            counts.map { Statistics.wilsonInterval(successes: $0, trials: total, level: level) }
        }

        /// KL(counts ‖ reference) in nats, or nil where it is infinite.
        var divergence: Double? {
            var sum = 0.0
            for (share, reference) in zip(shares, reference) where share > 0 {
                guard reference > 0 else { return nil }
                sum += share * (.log(share) - .log(reference))
            }
            return max(0, sum)
        }
    }

    /// The smallest positive count whose Wilson interval reaches `share`.
    private static func leastCount(reaching share: Double, of total: Int, level: Double) -> Int {
        var (low, high) = (1, total)
        while low < high {
            let middle = low + (high - low) / 2
            if Statistics.wilsonInterval(successes: middle, trials: total, level: level).high >= share {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }

    /// P(X ≥ count) for a binomial X.
    static func atLeast(_ count: Int, of total: Int, share: Double) -> Double {
        if count <= 0 { return 1 }
        if count > total { return 0 }
        return Statistics.incompleteBeta(min(1, share), Double(count), Double(total - count + 1))
    }
}

extension ModeCoverage {
    /// What keeps it from being computed.
    public static func missing(_ inputs: MetricInputs) -> String? {
        if inputs.modes != nil, inputs.generated?.rows != nil { return nil }
        if inputs.probabilities == nil { return "needs class probabilities of the samples" }
        if inputs.realProbabilities == nil, inputs.realClassCounts == nil {
            return "needs class probabilities of the real data"
        }
        return nil
    }

    /// Of classes where a classifier tells them, else of the known modes.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        let inputs = context.inputs
        if let probabilities = inputs.probabilities {
            if let counts = inputs.realClassCounts {
                return try evaluate(generated: probabilities, referenceCounts: counts)
            }
            if let real = inputs.realProbabilities {
                try FeatureCheck.realProbabilities(real, beside: probabilities, metric: name)
                return try evaluate(generated: probabilities, referenceCounts: classCounts(real))
            }
        }
        guard let modes = inputs.modes else {
            throw .tooFewRows(metric: name, role: "probabilities", rows: 0, needed: 1)
        }
        return try evaluate(generated: try context.generated, modes: modes)
    }

    /// How many rows of `probabilities` `[n, C]` have each class as the likeliest one.
    public static func classCounts(_ probabilities: Matrix<Float>) -> [Int] {
        var counts = [Int](repeating: 0, count: probabilities.columns)
        for likeliest in probabilities.greatestColumns { counts[likeliest] += 1 }
        return counts
    }
}
