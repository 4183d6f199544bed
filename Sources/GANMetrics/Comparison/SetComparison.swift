import GANNumerics

/// Compares generated sets against one reference: the first is the baseline, the others are candidates.
///
/// Values are those of the metrics themselves. What is relabelled is for the Fréchet distance its derivative at the moments of
/// both sets together, which gives the difference up to third order; for the kernel distance, precision, density and coverage
/// the difference itself.
public enum SetComparison {
    /// How differences are tested.
    public struct Options: Sendable, Equatable {
        /// Relabellings, level and seed of all tests; the best set is told with the same.
        public var test: DifferenceTest.Options

        /// With these tests.
        public init(test: DifferenceTest.Options = .init()) { self.test = test }
    }

    /// One metric of all sets, with its tests.
    public struct Metric: Sendable {
        /// The registry's name.
        public var name: String
        /// Of each set.
        public var values: [Double]
        /// Of each candidate against the baseline, without the baseline.
        public var answers: [DifferenceTest.Answer]
        /// Which sets may be the best by this metric; nil where it has no better end.
        public var best: BestSet.Result?
    }

    /// Compares `sets`, at least two with equally many rows; `paired` where row i of all came from one latent.
    ///
    /// All are measured by one `ComparisonReference`. p-values are adjusted over all metrics and candidates together. Cost for each candidate m·d² + d³ + m²·d, and
    /// permutations · m for each difference. Throws what decompositions throw, and for unequal counts.
    public static func evaluate(
        _ sets: [ComparedSet], paired: Bool, options: Options = Options()
    ) throws(MetricError) -> [Metric] {
        precondition(sets.count >= 2, "a comparison of \(sets.count) sets")
        let baseline = sets[0]
        for set in sets where set.features.rows != baseline.features.rows {
            throw .invalidOption(
                metric: ComparisonReference.name, option: "the number of samples", value: "\(set.features.rows)",
                allowed: "\(baseline.features.rows), as in the first set")
        }
        var questions: [[DifferenceTest.Question]] = []
        for candidate in sets.dropFirst() {
            questions.append(try self.questions(baseline, candidate, paired: paired))
        }
        let answers = DifferenceTest.evaluate(questions, paired: paired, options: options.test)
        let best = BestSet.Options(
            level: options.test.level, draws: options.test.permutations, seed: options.test.seed)
        return baseline.contributions.indices.map { index in
            let contributions = sets.map { $0.contributions[index] }
            let name = contributions[0].metric
            let direction = MetricRegistry.entry(named: name)?.direction ?? .closerToNull
            return Metric(
                name: name, values: contributions.map(\.value), answers: answers.map { $0[index] },
                best: direction == .closerToNull
                    ? nil
                    : BestSet.evaluate(
                        contributions, lowerIsBetter: direction == .lower, paired: paired, options: best))
        }
    }

    /// In the order of the contributions.
    private static func questions(
        _ first: ComparedSet, _ second: ComparedSet, paired: Bool
    ) throws(MetricError) -> [DifferenceTest.Question] {
        let pair = ComparedPair(first.context, second.context)
        var questions: [DifferenceTest.Question] = []
        for (own, other) in zip(first.contributions, second.contributions) {
            guard let metric = MetricRegistry.metric(named: own.metric), let statistic = try metric.compared(pair)
            else {
                preconditionFailure("\(own.metric) has contributions and no difference")
            }
            let variances = other.differenceVariances(to: own, paired: paired)
            questions.append(
                DifferenceTest.Question(
                    metric: own.metric, difference: other.value - own.value, statistic: statistic,
                    variances: (statistic.hasVarianceOfRows ? variances.generated : 0, variances.reference),
                    growth: own.growth,
                    bounds: metric.entry.differenceBounds))
        }
        return questions
    }
}
