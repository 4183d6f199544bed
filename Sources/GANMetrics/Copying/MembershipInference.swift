import GANNumerics
import OrderedCollections

/// How well a score tells rows that a model was trained on from rows that it never saw.
///
///     AUC = P(score of a member > score of a non-member) + ½·P(equal)
///
/// ½ without leakage. The score may be anything that is larger for members: minus the distance to the nearest sample, or a
/// discriminator's logit. The area is a mean over all rows; an attack that is sure of a few rows shows in the true
/// positive rate at a small false positive rate, which is its null.
///
/// Sources: Hayes et al. 2019, arXiv 1705.07663 (logits); Chen et al. 2020, arXiv 1909.03935 (distances); Carlini et al. 2022,
/// arXiv 2112.03570 (rates at small false positive rates).
public enum MembershipInference {
    /// What is told of the curve, and how sure to be.
    public struct Options: Sendable, Equatable {
        /// The two-sided level of intervals.
        public var level: Double
        /// The false positive rates at which the true positive rate is told.
        public var falsePositiveRates: [Double]

        /// Intervals at `level`, true positive rates at each of `falsePositiveRates`, all between 0 and 1; the metric checks them and throws.
        public init(level: Double = 0.95, falsePositiveRates: [Double] = [0.001, 0.01]) {
            self.level = level
            self.falsePositiveRates = falsePositiveRates
        }
    }

    static let name = "membership_inference_auc"

    /// The area from finite scores of members and of non-members, larger for members; at least two of each.
    ///
    /// The interval is DeLong's; `p_value` is the one-sided Mann–Whitney one, given the scores. Parts hold, for each false
    /// positive rate, the true positive rate with Clopper–Pearson's interval (which takes the threshold as given) and the
    /// false positive rate that the threshold really has. Cost n·log n. Throws for too few scores and scores that are not finite.
    public static func evaluate(
        members: [Double], nonMembers: [Double], options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.share("level", options.level, metric: name)
        for rate in options.falsePositiveRates { try FeatureCheck.share("false positive rate", rate, metric: name) }
        for (scores, role) in [(members, "members"), (nonMembers, "non-members")] {
            guard scores.count >= 2 else {
                throw .tooFewRows(metric: name, role: role, rows: scores.count, needed: 2)
            }
            if let place = scores.firstIndex(where: { !$0.isFinite }) {
                throw .nonFinite(metric: name, role: role, row: place, column: 0)
            }
        }
        let ranks = RankSum(first: nonMembers, second: members)
        var result = MetricResult(
            value: ranks.area, null: MetricReference(value: 0.5, basis: "exact: scores that know nothing of membership")
        )
        if let error = ranks.areaError {
            let reach = Statistics.normalQuantile(0.5 + options.level / 2) * error
            result.interval = MetricInterval(
                low: max(0, ranks.area - reach), high: min(1, ranks.area + reach), level: options.level,
                method: "DeLong")
        }
        let deviation = ranks.nullDeviation
        let excess = ranks.pairsAbove - Double(members.count) * Double(nonMembers.count) / 2
        result.parts["p_value"] = .number(deviation > 0 ? Statistics.normalCumulative(-excess / deviation) : 1)
        result.parts["members"] = .count(members.count)
        result.parts["non_members"] = .count(nonMembers.count)
        let descending = nonMembers.sorted(by: >)
        for rate in options.falsePositiveRates {
            let allowed = Int(rate * Double(nonMembers.count))
            // Above the first score that may not be passed: ties with it are not counted.
            let threshold = descending[min(allowed, nonMembers.count - 1)]
            let hits = members.count { $0 > threshold }
            let bounds = Statistics.clopperPearsonInterval(
                successes: hits, trials: members.count, level: options.level)
            let key = "\(rate)"
            result.parts["true_positive_rate_at_" + key] = .number(Double(hits) / Double(members.count))
            result.parts["true_positive_rate_interval_at_" + key] = .interval(
                MetricInterval(
                    low: bounds.low, high: bounds.high, level: options.level,
                    method: "Clopper–Pearson, given the threshold"))
            result.parts["false_positive_rate_at_" + key] = .number(
                Double(nonMembers.count { $0 > threshold }) / Double(nonMembers.count))
            if allowed < 1 {
                result.diagnostics.append(
                    Diagnostic(
                        code: "too_few_non_members", severity: .note,
                        message: "\(nonMembers.count) non-members can't resolve a false positive rate of \(rate): the "
                            + "threshold lets none of them pass."))
            }
        }
        if ranks.hasTies {
            result.diagnostics.append(
                Diagnostic(
                    code: "tied_scores", severity: .note, message: "Some scores are equal and count half."))
        }
        return result
    }
}
