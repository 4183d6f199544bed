public import GANNumerics
import GANText
import OrderedCollections
import RealModule

/// How many classes, or known modes, of the real data the generated samples reach.
///
/// The value is the number of modes hit, in 0…K, higher is better. A class is hit when it holds more samples than the
/// classifier's errors explain and its share could be, by its Wilson interval, at least `minimumRelativeShare` of its share in the reference: a
/// classifier that errs now and then would otherwise find every class. Known modes, of a ring or grid, are in `ModeCoverage+KnownModes.swift`.
///
/// Blind to what happens inside a mode, and to errors of the classifier that nobody measured.
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

        /// A class is hit from `minimumRelativeShare` of the reference's share on, a known mode by `minimumCount` (at least 1) samples
        /// within `radius` (positive and finite); share and `level` lie between 0 and 1.
        ///
        /// The metric checks them and throws.
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
        blindTo: "what happens inside a mode, and errors of the classifier that nobody measured",
        paper: "Lin et al. 2018, arXiv 1712.04086",
        needs: [.probabilities, .modes],
        formula:
            "number of modes hit: classes with more samples than the classifier's errors explain, whose share may reach a "
            + "quarter of the reference's by its Wilson interval, or known modes with a sample within three standard deviations",
        reading:
            "Fewer than the null means missing modes; missing_classes names those that hold surely fewer samples than a "
            + "perfect generator's would, undecided_classes those that chance may have passed over. kl_excess tells how far the shares are from the "
            + "reference's beyond chance, uneven_p_value whether they are. classes_seen (with any sample at all) and kl_to_uniform are what the "
            + "literature reports of stacked digits; standings says of each class whether "
            + "it is usual, rare or frequent, all classes together, and corrected_shares what the shares are without the classifier's "
            + "errors. Of known modes collapsed_modes names those that are hit, "
            + "but by samples less than half as wide as the mode: modes_covered leaves them out.",
        references:
            "The null is the expected number of hits of equal distributions, given what each class holds of both sets together.",
        uncertainty:
            "No interval: a count has no 95 % bounds. modes_surely_hit and modes_possibly_hit, from Wilson intervals that "
            + "hold for all classes together, held the truth in every simulation. For known modes high_quality_share has "
            + "an interval, Clopper-Pearson's.",
        conventions:
            "A class needs a quarter of its share in the reference, and more samples than the errors of the classifier on "
            + "images it was not trained on; a known mode needs one sample, as in VEEGAN and PacGAN.")

    /// Coverage of classes by each generated sample's most probable class (the lowest number among equals).
    ///
    /// `generated` holds class probabilities `[n, C]`, `referenceCounts` the reference's samples in each of the C classes.
    public static func evaluate(
        generated probabilities: Matrix<Float>, referenceCounts: [Int], confusion: Matrix<Double>? = nil,
        options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        guard probabilities.columns == referenceCounts.count else {
            throw .widthsDiffer(metric: name, real: referenceCounts.count, generated: probabilities.columns)
        }
        try FeatureCheck.probabilities(probabilities, role: "generated", metric: name)
        return try evaluate(
            generatedClasses: probabilities.greatestColumns, referenceCounts: referenceCounts, confusion: confusion,
            options: options)
    }

    /// Coverage of classes by the generated samples' classes, numbers in 0..<C.
    ///
    /// A class of the reference is hit where it holds more samples than the classifier's errors explain, and not surely fewer than
    /// `minimumRelativeShare` of its share; it is missing where it is not hit and holds surely fewer than a perfect generator's sample
    /// would (Fisher, Holm over the classes); else nobody can tell, and `undecided_classes` names it. `confusion` `[C, C]` is the share
    /// of each class (row) that the classifier takes for each other one, from images it was not trained on; without it no errors are
    /// expected.
    ///
    /// The null is the expected number of hits of equal distributions given what each class holds of both sets together, which
    /// knows that the reference's shares are counts too. The value has no interval; `modes_surely_hit` and `modes_possibly_hit` count the
    /// classes that surely, and that possibly, reach the least share, at a level that holds for all classes together (Bonferroni).
    /// `kl_to_reference` is KL(generated ‖ reference) of the class histograms in nats, absent where samples fall into a class that the
    /// reference lacks; `kl_expected` is what equal distributions give, (K − 1)/2·(1/n + 1/m) to first order, `kl_excess` what is above it, and
    /// `uneven_p_value` the test of equal shares, by seeded draws.
    public static func evaluate(
        generatedClasses: [Int], referenceCounts: [Int], confusion: Matrix<Double>? = nil, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try check(options)
        guard !generatedClasses.isEmpty else {
            throw .tooFewRows(metric: name, role: "generated", rows: 0, needed: 1)
        }
        let referenceTotal = referenceCounts.reduce(0.0) { $0 + Double($1) }
        guard referenceCounts.allSatisfy({ $0 >= 0 }), referenceTotal > 0, referenceTotal <= greatestTotal else {
            throw .invalidOption(
                metric: name, option: "the reference histogram", value: "\(referenceCounts.prefix(20))",
                allowed: "counts of at least 0, not all 0, at most 10¹² together")
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
        let errors = try strays(counts, confusion: confusion)
        let histogram = Histogram(counts: counts, reference: referenceCounts.map { Double($0) / referenceTotal })
        var result = result(
            histogram,
            ClassDecisions(
                counts: counts, reference: referenceCounts, strays: errors, share: options.minimumRelativeShare,
                level: options.level), knowsErrors: confusion != nil, options: options)
        if referenceTotal + Double(histogram.total) <= Double(greatestDrawn) {
            ClassShares(counts: counts, reference: referenceCounts)
                .describe(counts: counts, confusion: confusion, in: &result)
        }
        return result
    }

    /// More rows than any data set has.
    private static let greatestTotal = 1e12
    /// More rows than this are not drawn from for a p-value.
    private static let greatestDrawn = 10_000_000

    /// How many samples of other classes the classifier is expected to take for each class.
    private static func strays(_ counts: [Int], confusion: Matrix<Double>?) throws(MetricError) -> [Double] {
        guard let confusion else { return counts.map { _ in 0 } }
        guard confusion.rows == counts.count, confusion.columns == counts.count,
            confusion.scalars.allSatisfy({ $0.isFinite && $0 >= 0 })
        else {
            throw .invalidOption(
                metric: name, option: "the confusion", value: "[\(confusion.rows), \(confusion.columns)]",
                allowed: "shares [\(counts.count), \(counts.count)]")
        }
        return counts.indices.map { column in
            counts.indices.reduce(0.0) { sum, row in
                row == column ? sum : sum + Double(counts[row]) * min(1, confusion[row, column])
            }
        }
    }

    private static func result(
        _ histogram: Histogram, _ decisions: ClassDecisions, knowsErrors: Bool, options: Options
    ) -> MetricResult {
        let modes = histogram.reference.indices.filter { histogram.reference[$0] > 0 }
        let total = histogram.total
        let intervals = histogram.intervals(level: options.level)
        let joint = histogram.intervals(level: 1 - (1 - options.level) / Double(modes.count))
        let decided = decisions.decide(modes)
        var (sure, possible) = (0, 0)
        for mode in modes {
            let least = options.minimumRelativeShare * histogram.reference[mode]
            let errors = decisions.strays[mode] / Double(total)
            if histogram.counts[mode] > 0, joint[mode].low >= least + errors, decided.hit.contains(mode) { sure += 1 }
            if joint[mode].high >= least { possible += 1 }
        }
        let hit = decided.hit.count
        var result = MetricResult(
            value: Double(hit),
            null: MetricReference(
                value: decisions.expectedHits,
                basis:
                    "expected for equal distributions given each class's total, \(decisions.referenceTotal) real rows and "
                    + "\(total) samples"))
        result.parts["modes_hit"] = .count(hit)
        result.parts["modes"] = .count(modes.count)
        result.parts["classes_seen"] = .count(modes.count { histogram.counts[$0] > 0 })
        result.parts["kl_to_uniform"] = .number(histogram.divergenceFromUniform(over: modes.count))
        result.parts["modes_surely_hit"] = .count(min(sure, hit))
        result.parts["modes_possibly_hit"] = .count(max(possible, hit))
        result.parts["missing_classes"] = .counts(decided.missing)
        result.parts["undecided_classes"] = .counts(decided.undecided)
        result.parts["classifier_errors_known"] = .text(knowsErrors ? "yes" : "no")
        if knowsErrors { result.parts["expected_errors"] = .numbers(decisions.strays) }
        if let divergence = histogram.divergence {
            let expected =
                Double(modes.count - 1) / 2 * (1 / Double(total) + 1 / Double(max(1, decisions.referenceTotal)))
            result.parts["kl_to_reference"] = .number(divergence)
            result.parts["kl_expected"] = .number(expected)
            result.parts["kl_excess"] = .number(max(0, divergence - expected))
        }
        if decisions.referenceTotal + total <= greatestDrawn {
            result.parts["uneven_p_value"] = .number(
                BinTable(first: decisions.reference, second: histogram.counts).divergencePValue(seed: 0))
        }
        result.parts["counts"] = .counts(histogram.counts)
        result.parts["reference_counts"] = .counts(decisions.reference)
        result.parts["shares"] = .numbers(histogram.shares)
        result.parts["shares_low"] = .numbers(intervals.map(\.low))
        result.parts["shares_high"] = .numbers(intervals.map(\.high))
        result.parts["reference_shares"] = .numbers(histogram.reference)
        addDiagnostics(histogram, undecided: decided.undecided.count, to: &result)
        return result
    }

    private static func addDiagnostics(_ histogram: Histogram, undecided: Int, to result: inout MetricResult) {
        result.diagnostics.append(
            Diagnostic(
                code: BlockInterval.omitted, severity: .note,
                message: "No interval: bounds of a count of classes hold nearly always; modes_surely_hit and "
                    + "modes_possibly_hit are such bounds."))
        if undecided > 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "too_few_samples_for_modes",
                    message:
                        "\(histogram.total) samples, and what the reference holds, are too few to tell whether \(undecided) "
                        + FigureText.noun(undecided, "class that was not hit is", "classes that were not hit are")
                        + " really missing."))
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

        /// KL(counts ‖ equal shares of `modes`) in nats: the reverse KL of stacked digits in the literature.
        func divergenceFromUniform(over modes: Int) -> Double {
            max(0, shares.reduce(.log(Double(max(1, modes)))) { $1 > 0 ? $0 + $1 * .log($1) : $0 })
        }

        /// Jensen and Shannon's divergence from the reference's shares in nats, 0…log 2.
        var jensenShannon: Double {
            let sum = zip(shares, reference).reduce(0.0) { sum, pair in
                let middle = (pair.0 + pair.1) / 2
                return sum + (pair.0 > 0 ? pair.0 * .log(pair.0 / middle) : 0)
                    + (pair.1 > 0 ? pair.1 * .log(pair.1 / middle) : 0)
            }
            return max(0, sum / 2)
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
        if inputs.probed != nil { return nil }
        if inputs.probabilities == nil { return "needs class probabilities of the samples" }
        if inputs.realProbabilities == nil, inputs.realClassCounts == nil {
            return "needs class probabilities of the real data"
        }
        return nil
    }

    /// Of classes where a classifier tells them, else of the known modes.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        let inputs = context.inputs
        if let probed = inputs.probed {
            var result = try evaluate(
                generated: probed.generated, referenceCounts: probed.realCounts, confusion: probed.probe.confusion)
            probed.probe.describe(in: &result)
            return result
        }
        if let probabilities = inputs.probabilities {
            if let counts = inputs.realClassCounts {
                return try evaluate(
                    generated: probabilities, referenceCounts: counts, confusion: inputs.classConfusion)
            }
            if let real = inputs.realProbabilities {
                try FeatureCheck.realProbabilities(real, beside: probabilities, metric: name)
                return try evaluate(
                    generated: probabilities, referenceCounts: classCounts(real), confusion: inputs.classConfusion)
            }
        }
        guard let modes = inputs.modes else {
            throw .tooFewRows(metric: name, role: "probabilities", rows: 0, needed: 1)
        }
        return try evaluate(generated: try context.generated, modes: modes)
    }

    /// The share of each class (row) that a classifier takes for each class, `[C, C]`, from probabilities `[n, C]` of rows whose `labels` are
    /// known and that it was not trained on.
    ///
    /// Half a row more in each place of a row's own class and half a row spread over the others: an error that a few hundred rows
    /// did not show is not impossible. Labels outside 0..<C are left out.
    public static func confusion(_ probabilities: Matrix<Float>, labels: [Int]) -> Matrix<Double> {
        let classes = probabilities.columns
        var shares = Matrix<Double>(rows: classes, columns: classes)
        guard classes > 1, labels.count == probabilities.rows else { return shares }
        for row in 0..<classes {
            for column in 0..<classes { shares[row, column] = row == column ? 0.5 : 0.5 / Double(classes - 1) }
        }
        for (taken, label) in zip(probabilities.greatestColumns, labels) where (0..<classes).contains(label) {
            shares[label, taken] += 1
        }
        for row in 0..<classes {
            let total = (0..<classes).reduce(0.0) { $0 + shares[row, $1] }
            for column in 0..<classes { shares[row, column] /= total }
        }
        return shares
    }

    /// How many rows of `probabilities` `[n, C]` have each class as the likeliest one.
    public static func classCounts(_ probabilities: Matrix<Float>) -> [Int] {
        var counts = [Int](repeating: 0, count: probabilities.columns)
        for likeliest in probabilities.greatestColumns { counts[likeliest] += 1 }
        return counts
    }
}
