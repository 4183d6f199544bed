public import GANMetrics
import GANNumerics
public import OrderedCollections

/// Compares reports that were made before, from their intervals and from what each sample adds to the metrics.
///
/// `ReportDifference` says which metrics are compared in pairs; elsewhere a difference's standard error is √(s_A² + s_B²), s being
/// half an interval's width over its normal quantile, or, of a metric too near its null for one, the most that chance moves it by.
/// Sets that share the reference differ less than that says: the comparison errs on the side of no difference.
public enum ReportComparison {
    /// One report's figures.
    public struct Input: Sendable {
        /// Where it was read.
        public var path: String
        /// What the report judged.
        public var subject: Subject
        /// The real data that it was held against.
        public var reference: SourceSummary
        /// Real data that its generator never saw, where there were any.
        public var heldOut: SourceSummary?
        /// What decided its figures.
        public var evaluationProtocol: EvaluationProtocol
        /// Their extractor's name is empty where the report does not say it.
        public var metrics: OrderedDictionary<String, MeasuredMetric>
        /// What each of its samples adds; nil where the report kept nothing of it.
        public var contributions: ReportContributions?
        /// What failed before the report judged, a sentence each.
        public var failedChecks: [String] = []

        /// A report's figures by metric, read from `path`, which errors name; without `contributions` it is compared by intervals alone.
        public init(
            path: String, subject: Subject, reference: SourceSummary, heldOut: SourceSummary?,
            evaluationProtocol: EvaluationProtocol, metrics: OrderedDictionary<String, MeasuredMetric>,
            contributions: ReportContributions? = nil
        ) {
            self.path = path
            self.subject = subject
            self.reference = reference
            self.heldOut = heldOut
            self.evaluationProtocol = evaluationProtocol
            self.metrics = metrics
            self.contributions = contributions
        }
    }

    /// Compares `inputs`, the first being the baseline.
    ///
    /// Throws `ComparisonError` for fewer than two, for protocols that differ in more than the subject, and where no metric is in
    /// all of them.
    public static func compare(_ inputs: [Input], record: RunRecord = .none) throws(ComparisonError) -> ComparisonReport
    {
        guard let baseline = inputs.first, inputs.count >= 2 else {
            throw .tooFewSubjects(count: inputs.count)
        }
        for other in inputs.dropFirst() {
            let fields = differingFields(baseline.evaluationProtocol, other.evaluationProtocol)
            guard fields.isEmpty else {
                throw .protocolsDiffer(first: baseline.path, second: other.path, fields: fields)
            }
        }
        let names = baseline.metrics.keys.filter { name in
            MetricRegistry.entry(named: name) != nil && inputs.allSatisfy { $0.metrics[name] != nil }
        }
        guard !names.isEmpty else { throw .noSharedMetrics(first: baseline.path, second: inputs[1].path) }
        let pairing = pairing(inputs)
        var answers = names.map { name in
            inputs.dropFirst().map { answer(name, baseline, $0, paired: pairing.isPaired) }
        }
        adjust(&answers)
        addDetectable(Array(names), baseline, inputs.dropFirst(), to: &answers)
        let metrics = names.enumerated().map { index, name -> ComparisonReport.Metric in
            let figures = inputs.compactMap { $0.metrics[name] }
            let direction = MetricRegistry.entry(named: name)?.direction ?? .closerToNull
            return ComparisonReport.Metric(
                name: name, direction: direction, values: figures.map(\.result.value),
                ceiling: figures.first?.result.ceiling?.value,
                answers: answers[index],
                outcomes: answers[index].enumerated().map { place, answer in
                    ComparisonVerdict.outcome(
                        answer, direction: direction, baseline: figures[0].result.value,
                        candidate: figures[place + 1].result.value,
                        null: (figures[0].result.null ?? figures[0].result.ceiling)?.value)
                }, best: nil, extractor: figures.first.flatMap { $0.extractor.isEmpty ? nil : $0.extractor })
        }
        let samples = Int(baseline.evaluationProtocol[.samples] ?? "") ?? 0
        let bare = names.indices.filter { index in answers[index].allSatisfy { $0 == nil } }.map { names[$0] }
        var doubts = inputs.enumerated().flatMap { index, input in
            input.failedChecks.map { ComparisonDoubt.failedCheck(subject: index, found: $0) }
        }
        if !pairing.isPaired { doubts.append(.intervalsAlone) }
        if !bare.isEmpty { doubts.append(.metricsWithoutInterval(bare)) }
        var fields = baseline.evaluationProtocol.fields.filter {
            !EvaluationProtocol.subjectFields.contains($0.key)
        }
        let basis = pairing.isPaired ? "from contributions in pairs, else from intervals" : "from intervals"
        fields[ProtocolKey.comparison.rawValue] = "\(basis); Holm's correction over all metrics and candidates"
        var report = ComparisonReport(
            subjects: inputs.map(\.subject), reference: baseline.reference, heldOut: baseline.heldOut,
            evaluationProtocol: EvaluationProtocol(fields: fields),
            pairing: pairing,
            samples: samples, extractor: baseline.evaluationProtocol[.extractor], metrics: metrics,
            classes: nil,
            changes: [], doubts: doubts, run: record)
        report.isFromReports = true
        return report
    }

    /// The fields in which two protocols differ, each with both values; what belongs to the subject is left out.
    public static func differingFields(_ first: EvaluationProtocol, _ second: EvaluationProtocol) -> [String] {
        first.differences(from: second, ignoring: EvaluationProtocol.subjectFields).map {
            "\($0.name) is \($0.own ?? "missing") in one and \($0.other ?? "missing") in the other"
        }
    }

    private static func side(_ input: Input, _ name: String? = nil) -> ReportDifference.Side {
        .init(
            contributions: input.contributions, samplingSeed: input.evaluationProtocol[.samplingSeed],
            hasInterval: name.flatMap { input.metrics[$0]?.result.interval } != nil)
    }

    private static func pairing(_ inputs: [Input]) -> ComparisonReport.Pairing {
        if let strange = inputs.dropFirst().firstIndex(where: {
            ReportDifference.obstacle(side(inputs[0]), side($0)) != nil
        }) {
            return [0, strange].first { inputs[$0].contributions == nil }.map { .notKept(subject: $0) }
                ?? .otherLatents(subject: strange)
        }
        let names = (inputs[0].contributions?.metrics.keys.elements ?? []).filter { name in
            inputs.dropFirst().allSatisfy { pairedError(name, inputs[0], $0) != nil }
        }
        return names.isEmpty ? .noMetricInPairs : .sameLatentsOfReports(metrics: names)
    }

    /// The standard error of a difference in pairs; nil where it is taken as that of independent sets.
    private static func pairedError(_ name: String, _ one: Input, _ other: Input) -> Double? {
        guard case .paired(let error) = ReportDifference.pairing(of: name, side(other, name), side(one, name)) else {
            return nil
        }
        return error
    }

    private static func answer(
        _ name: String, _ one: Input, _ other: Input, paired: Bool
    ) -> DifferenceTest.Answer? {
        guard let first = one.metrics[name]?.result, let second = other.metrics[name]?.result,
            let own = error(first.intervalOrReach), let others = error(second.intervalOrReach)
        else { return nil }
        let inPairs = paired ? pairedError(name, one, other) : nil
        let error = inPairs ?? ReportDifference.independent(own, others)
        let difference = second.value - first.value
        let reach = Statistics.normalQuantile(0.5 + ComparisonVerdict.level / 2) * error
        guard error.isFinite, difference.isFinite else { return nil }
        let tail = error > 0 ? 2 * Statistics.normalCumulative(-abs(difference) / error) : difference == 0 ? 1 : 0
        let bounds = MetricRegistry.entry(named: name)?.differenceBounds ?? -.infinity ... .infinity
        return DifferenceTest.Answer(
            metric: name, difference: difference, low: max(bounds.lowerBound, difference - reach),
            high: min(bounds.upperBound, difference + reach),
            standardError: error, pValue: min(1, tail), adjustedPValue: min(1, tail),
            detectable: 0)
    }

    /// What would be found in four of five repeats, corrected for all differences; the variance of a distance grows with it.
    private static func addDetectable(
        _ names: [String], _ baseline: Input, _ others: some Sequence<Input>,
        to answers: inout [[DifferenceTest.Answer?]]
    ) {
        let tests = answers.joined().count { $0 != nil }
        for (index, name) in names.enumerated() {
            let isDistance = MetricSet.squaredDistances.names.contains(name)
            let result = baseline.metrics[name]?.result
            var growth = 0.0
            if isDistance, let result, let own = error(result.intervalOrReach), let reach = result.intervalOrReach {
                // Near the null the value may be 0 or less; chance alone lies about this far.
                let distance = max(result.value, (reach.high - reach.low) / 2)
                growth = distance > 0 ? own * own / distance : 0
            }
            for candidate in answers[index].indices {
                guard let answer = answers[index][candidate] else { continue }
                answers[index][candidate]?.detectable = DetectableDifference.of(
                    variance: answer.standardError * answer.standardError, growth: growth, tests: tests,
                    level: ComparisonVerdict.level)
            }
        }
    }

    private static func error(_ interval: MetricInterval?) -> Double? {
        guard let interval, interval.level > 0, interval.level < 1 else { return nil }
        return (interval.high - interval.low) / 2 / Statistics.normalQuantile(0.5 + interval.level / 2)
    }

    /// Holm's adjusted p-values over all answers.
    private static func adjust(_ answers: inout [[DifferenceTest.Answer?]]) {
        var values = MultipleTests.holmAdjusted(answers.joined().compactMap { $0?.pValue })[...]
        for metric in answers.indices {
            for candidate in answers[metric].indices where answers[metric][candidate] != nil {
                answers[metric][candidate]?.adjustedPValue = values.removeFirst()
            }
        }
    }
}
