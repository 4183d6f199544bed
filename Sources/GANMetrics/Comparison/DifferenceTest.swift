import GANNumerics

/// Tests differences between a baseline and one or more candidates by relabelling rows, all of them together.
///
/// The p-value of a difference is the share of relabellings with one at least as large in size, exact at any sample size for
/// sets whose rows are exchangeable: within pairs where row i of both came from one latent, among all rows otherwise.
///
/// Two different distributions can have equal metrics, and the reference is a sample too. Neither shows in relabelling, both
/// show in the standard error: its variance is the larger of what relabelling shows and what the contributions of rows show, and
/// that of the reference's rows is added where they are known. The interval is normal with it. An adjusted p-value is the larger
/// of Westfall and Young's from relabelling and Holm's from the standard error, so a claim has to stand by both.
public enum DifferenceTest {
    /// How relabellings are drawn, and how sure to be.
    public struct Options: Sendable, Equatable {
        /// How many relabellings are drawn; the smallest p-value is 1/(permutations + 1).
        public var permutations: Int
        /// The level of intervals.
        public var level: Double
        /// Of the relabellings: the same seed gives the same p-values.
        public var seed: UInt64

        /// So many `permutations`, at least 1, and intervals at `level`, between 0 and 1; both are preconditions of the test.
        public init(permutations: Int = 2000, level: Double = 0.95, seed: UInt64 = 1) {
            self.permutations = permutations
            self.level = level
            self.seed = seed
        }
    }

    /// One metric of one candidate against the baseline's.
    public struct Question: Sendable {
        /// The metric's name, which its answer gets too.
        public var metric: String
        /// The candidate's value less the baseline's.
        public var difference: Double
        /// The same as a function of labels; the baseline's rows are the first set.
        public var statistic: ComparedStatistic
        /// The variance of the difference from generated rows, and from reference rows (0 where they are taken as fixed).
        public var variances: (generated: Double, reference: Double)
        /// By how much the variance grows with each unit of a true difference; 0 where it does not.
        public var growth: Double
        /// What the difference can be; intervals end there.
        public var bounds: ClosedRange<Double>

        /// A difference in the metric's unit with its statistic and the variances of the same unit squared; `growth` is theirs for each
        /// unit of a true difference.
        ///
        /// Questions that are asked together must have equally many rows, a precondition of the test.
        public init(
            metric: String, difference: Double, statistic: ComparedStatistic,
            variances: (generated: Double, reference: Double), growth: Double = 0,
            bounds: ClosedRange<Double> = -.infinity ... .infinity
        ) {
            self.metric = metric
            self.difference = difference
            self.statistic = statistic
            self.variances = variances
            self.growth = growth
            self.bounds = bounds
        }
    }

    /// A difference with its interval and its p-values.
    public struct Answer: Sendable, Equatable {
        /// The question's metric.
        public var metric: String
        /// The candidate's value less the baseline's.
        public var difference: Double
        /// At the options' level.
        public var low: Double
        /// The interval's upper end, within the question's bounds.
        public var high: Double
        /// By the larger of both variances, with the reference's where it is known.
        public var standardError: Double
        /// Of this difference alone, by relabelling.
        public var pValue: Double
        /// Of this one among all that were asked about, by relabelling and by the standard error, whichever is larger.
        public var adjustedPValue: Double
        /// The true difference that would be found in four of five repeats, with the correction for all differences that are read
        /// together and the standard error that it would have; as `DetectableDifference` says.
        public var detectable: Double

        package init(
            metric: String, difference: Double, low: Double, high: Double, standardError: Double, pValue: Double,
            adjustedPValue: Double, detectable: Double
        ) {
            self.metric = metric
            self.difference = difference
            self.low = low
            self.high = high
            self.standardError = standardError
            self.pValue = pValue
            self.adjustedPValue = adjustedPValue
            self.detectable = detectable
        }

        /// Whether the difference may be claimed: its adjusted p-value is at most 1 − `level`, and its interval does not hold 0.
        public func isDifferent(level: Double) -> Bool {
            adjustedPValue <= 1 - level + 1e-12 && (low > 0 || high < 0)
        }
    }

    /// Answers `questions`: one list for each candidate, about sets of equally many rows.
    ///
    /// Paired candidates are relabelled together, so their dependence is kept; independent ones each alone, which is conservative
    /// as they share the baseline. Cost permutations · rows · questions. The same bytes for any thread count.
    public static func evaluate(
        _ questions: [[Question]], paired: Bool, options: Options = Options()
    ) -> [[Answer]] {
        precondition(options.permutations >= 1, "\(options.permutations) permutations")
        precondition(options.level > 0 && options.level < 1, "level \(options.level)")
        guard let rows = questions.joined().first?.statistic.rows else { return questions.map { _ in [] } }
        let stream = SeededGenerator(seed: options.seed).split("relabelling")
        let prepared = questions.map { list in
            list.map { question in
                precondition(question.statistic.rows == rows, "sets of \(rows) and \(question.statistic.rows) rows")
                return question.statistic.prepared()
            }
        }
        func relabelling(_ candidate: Int) -> Relabelling {
            Relabelling(rows: rows, paired: paired, stream: paired ? stream : stream.split(candidate))
        }
        @Sendable func differences(_ prepared: [ComparedStatistic.Prepared], _ labels: [Double]) -> [Double] {
            labels.withUnsafeBufferPointer { labels in prepared.map { $0.difference(labels) } }
        }
        let relabellings = questions.indices.map(relabelling)
        let observed = zip(prepared, relabellings).flatMap { differences($0, $1.observed) }
        var draws = [[Double]](repeating: [], count: options.permutations)
        draws.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer
            Parallel.forEach(options.permutations) { number in
                var labels: [Double] = []
                var found: [Double] = []
                for (candidate, list) in prepared.enumerated() {
                    if !paired || candidate == 0 { labels = relabellings[candidate].labels(number) }
                    found += differences(list, labels)
                }
                target[number] = found
            }
        }
        let noise = prepared.joined().map(\.noise)
        return answers(questions, observed: observed, draws: draws, noise: noise, options: options)
    }

    private static func answers(
        _ questions: [[Question]], observed: [Double], draws: [[Double]], noise: [Double], options: Options
    ) -> [[Answer]] {
        let count = Double(draws.count)
        let spreads = observed.indices.map { index -> Double in
            let spread = (draws.reduce(0) { $0 + $1[index] * $1[index] } / count).squareRoot()
            return spread > noise[index] ? spread : 0
        }
        // A row's sum in another order differs in its last digits; equal differences must count as equal.
        let slack = 1e-9
        func scaled(_ value: Double, _ index: Int) -> Double {
            spreads[index] > 0 ? abs(value) / spreads[index] : 0
        }
        let sizes = observed.indices.map { scaled(observed[$0], $0) * (1 - slack) }
        let drawn = draws.map { draw in draw.indices.map { scaled(draw[$0], $0) } }
        let relabelled = StepDownMaximum.adjusted(observed: sizes, draws: drawn)
        let flat = Array(questions.joined())
        let errors = flat.enumerated().map { index, question in
            (max(spreads[index] * spreads[index], question.variances.generated) + question.variances.reference)
                .squareRoot()
        }
        let normal = MultipleTests.holmAdjusted(
            zip(flat, errors).map { question, error in
                guard error > 0 else { return question.difference == 0 ? 1 : 0 }
                return 2 * Statistics.normalCumulative(-abs(question.difference) / error)
            })
        let found = flat.indices.map { index in
            let reach = Statistics.normalQuantile(0.5 + options.level / 2) * errors[index]
            let (difference, bounds) = (flat[index].difference, flat[index].bounds)
            return Answer(
                metric: flat[index].metric, difference: difference, low: max(bounds.lowerBound, difference - reach),
                high: min(bounds.upperBound, difference + reach),
                standardError: errors[index],
                pValue: Double(drawn.count { $0[index] >= sizes[index] } + 1) / (count + 1),
                adjustedPValue: max(relabelled[index], normal[index]),
                detectable: DetectableDifference.of(
                    variance: errors[index] * errors[index], growth: flat[index].growth, tests: flat.count,
                    level: options.level))
        }
        var start = 0
        return questions.map { list in
            defer { start += list.count }
            return Array(found[start..<start + list.count])
        }
    }
}
