import GANMetrics

/// The rules by which a comparison claims a difference; `ComparisonWords` of `GANReports` says what came of them.
public enum ComparisonVerdict {
    /// What one candidate's difference in one metric amounts to.
    public enum Outcome: String, Sendable, Codable {
        case better, worse
        /// A difference that is neither: density on the other side of 1.
        case different
        case noDifference = "no_difference"
        /// Nothing says how the metric varies.
        case unknown
    }

    /// What differences are claimed at.
    package static let level = 0.95

    /// The outcome of a difference from `baseline` to `candidate`.
    ///
    /// A metric that is best near its null counts as better where the candidate is nearer to it and on the same side; where no `null`
    /// is known it only differs.
    static func outcome(
        _ answer: DifferenceTest.Answer?, direction: MetricRegistry.Direction, baseline: Double, candidate: Double,
        null: Double?
    ) -> Outcome {
        guard let answer else { return .unknown }
        guard answer.isDifferent(level: level) else { return .noDifference }
        switch direction {
        case .lower: return answer.difference < 0 ? .better : .worse
        case .higher: return answer.difference > 0 ? .better : .worse
        case .closerToNull:
            guard let null else { return .different }
            let (before, after) = (baseline - null, candidate - null)
            guard before * after > 0 else { return .different }
            return abs(after) < abs(before) ? .better : .worse
        }
    }
}
