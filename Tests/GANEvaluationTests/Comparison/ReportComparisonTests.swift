import GANMetrics
import GANNumerics
import OrderedCollections
import Testing

@testable import GANEvaluation

@Suite struct ReportComparisonTests {
    private func input(
        _ name: String, frechet: Double, reach: Double = 0.5, fields: OrderedDictionary<String, String> = [:],
        metrics: OrderedDictionary<String, MetricResult> = [:]
    ) -> ReportComparison.Input {
        var record: OrderedDictionary<String, String> = [
            "tool": "ganeval 1", "extractor": "pixels", "samples": "1000", "generator_weights": name,
        ]
        for (key, value) in fields { record[key] = value }
        var figures: OrderedDictionary<String, MetricResult> = [
            "frechet_distance": .init(
                value: frechet,
                interval: MetricInterval(low: frechet - reach, high: frechet + reach, method: "jackknife"),
                ceiling: MetricReference(value: 1, basis: "held-out data")),
            "realism": .init(value: 1),
        ]
        for (key, value) in metrics { figures[key] = value }
        return ReportComparison.Input(
            path: name + "/report.json", subject: Subject(name: name, path: name, digest: name, facts: [:]),
            reference: SourceSummary(name: "real", count: 1000, shape: "vector", rule: "none", digest: "d"),
            heldOut: nil, evaluationProtocol: EvaluationProtocol(fields: record),
            metrics: OrderedDictionary(
                uniqueKeysWithValues: figures.map {
                    ($0.key, MeasuredMetric(name: $0.key, extractor: "pixels", result: $0.value))
                }))
    }

    @Test func comparesByIntervals() throws {
        let report = try ReportComparison.compare(
            [input("a", frechet: 10), input("b", frechet: 12)], record: Sample.record)
        let metric = try #require(report.metrics.first)
        let found = metric.answers[0]
        let answer = try #require(found)
        // Half an interval of 95 % is 1.96 errors; of two sets, √2 times that.
        #expect(answer.difference == 2 && abs(answer.standardError - 0.5 / 1.959964 * 2.0.squareRoot()) < 1e-6)
        #expect(metric.outcomes == [.worse] && report.isWorse && metric.ceiling == 1)
        #expect(report.metrics[1].outcomes == [.unknown])
        #expect(!report.pairing.isPaired && report.samples == 1000 && report.extractor == "pixels")
        #expect(report.doubts == [.intervalsAlone, .metricsWithoutInterval(["realism"])])
    }

    @Test func overlappingIntervalsShowNothing() throws {
        let report = try ReportComparison.compare(
            [input("a", frechet: 10), input("b", frechet: 10.5)], record: Sample.record)
        #expect(report.metrics[0].outcomes == [.noDifference])
    }

    /// A metric at its null has no interval; the most that chance moves it by tells it from one that is far away.
    @Test func figuresAtTheirNullAreCompared() throws {
        func kernel(_ value: Double, near: Bool) -> MetricResult {
            .init(
                value: value,
                interval: near ? nil : MetricInterval(low: value - 0.1, high: value + 0.1, method: "blocks"),
                null: MetricReference(value: 0, basis: "unbiased"),
                parts: near ? [MetricResult.reachAtMost: .number(0.05)] : [:])
        }
        let (near, far) = (kernel(0.01, near: true), kernel(13, near: false))
        let report = try ReportComparison.compare(
            [
                input("a", frechet: 1, metrics: ["kernel_distance": near]),
                input("b", frechet: 31, metrics: ["kernel_distance": far]),
            ], record: Sample.record)
        let metric = try #require(report.metrics.first { $0.name == "kernel_distance" })
        #expect(metric.outcomes == [.worse] && metric.answers[0].map { $0.detectable > 0 } == true)
        let same = try ReportComparison.compare(
            [
                input("a", frechet: 1, metrics: ["kernel_distance": near]),
                input("b", frechet: 1, metrics: ["kernel_distance": kernel(0.03, near: true)]),
            ], record: Sample.record)
        #expect(same.metrics.first { $0.name == "kernel_distance" }?.outcomes == [.noDifference])
    }

    /// Nearer to real data's figure is better, whichever side of 1 that lies on.
    @Test func distanceRatiosAreBetterNearTheirNull() throws {
        func ratio(_ value: Double) -> MetricResult {
            .init(
                value: value,
                interval: MetricInterval(low: value - 0.002, high: value + 0.002, method: "rows"),
                null: MetricReference(value: 0.916, basis: "held-out data"))
        }
        let report = try ReportComparison.compare(
            [
                input("a", frechet: 1, metrics: ["distance_ratio": ratio(0.917)]),
                input("b", frechet: 1, metrics: ["distance_ratio": ratio(0.942)]),
            ], record: Sample.record)
        #expect(report.metrics.first { $0.name == "distance_ratio" }?.outcomes == [.worse])
    }

    @Test func intervalsOfSharesStayWithinThem() throws {
        func share(_ value: Double) -> MetricResult {
            .init(
                value: value,
                interval: MetricInterval(low: max(0, value - 0.2), high: value + 0.1, method: "jackknife"))
        }
        let report = try ReportComparison.compare(
            [
                input("a", frechet: 10, metrics: ["recall": share(0.98)]),
                input("b", frechet: 10, metrics: ["recall": share(0.01)]),
            ], record: Sample.record)
        let metric = try #require(report.metrics.first { $0.name == "recall" })
        let found = metric.answers[0]
        let answer = try #require(found)
        #expect(answer.low == -1 && answer.high < -0.7)
        // 1 less the cumulative share would be 0 from eight errors on.
        #expect(answer.pValue > 0)
    }

    @Test func reportsOfTheSameLatentsAreComparedInPairs() throws {
        // The second set's rows are the first's with a little noise, so their difference varies far less than each.
        let rows = SeededGenerator(seed: 3).normalRows(2000, columns: 1).scalars.map { Double($0) }
        func contributions(_ noise: Double, size: Int = 2) -> ReportContributions {
            let values = (0..<1000).map { 8 * rows[$0] + noise * rows[1000 + $0] }
            return ReportContributions(
                prior: LatentPrior(distribution: .uniform, shape: [size]),
                metrics: ["frechet_distance": RowContributions(metric: "frechet_distance", value: 0, generated: values)]
            )
        }
        var (first, second) = (input("a", frechet: 10), input("b", frechet: 10.2))
        #expect(
            try ReportComparison.compare([first, second], record: Sample.record).metrics[0].outcomes == [.noDifference])
        (first.contributions, second.contributions) = (contributions(0), contributions(1))
        let report = try ReportComparison.compare([first, second], record: Sample.record)
        let found = report.metrics[0].answers[0]
        let answer = try #require(found)
        #expect(report.pairing.isPaired && report.metrics[0].outcomes == [.worse])
        #expect(abs(answer.standardError - 1 / 1000.0.squareRoot()) < 0.003, "\(answer.standardError)")
        #expect(!report.doubts.contains(.intervalsAlone) && report.isFromReports)
        second.contributions = contributions(1, size: 3)
        let other = try ReportComparison.compare([first, second], record: Sample.record)
        #expect(other.pairing == .otherLatents(subject: 1))
        // Three reports of which one keeps nothing: none is compared in pairs, and the words say so.
        second.contributions = contributions(1)
        let three = try ReportComparison.compare([first, second, input("c", frechet: 10)], record: Sample.record)
        #expect(three.pairing == .notKept(subject: 2))
        #expect(three.metrics[0].outcomes == [.noDifference, .noDifference])
        second = input("b", frechet: 10.2, fields: ["sampling_seed": "2"])
        second.contributions = contributions(1)
        #expect(try !ReportComparison.compare([first, second], record: Sample.record).pairing.isPaired)
    }

    /// Contributions alone do not tell how a metric varies near its null: there the most that chance moves it by counts.
    @Test func figuresAtTheirNullAreNeverComparedInPairs() throws {
        let rows = SeededGenerator(seed: 3).normalRows(2000, columns: 1).scalars.map { Double($0) }
        func nearNull(_ name: String, _ value: Double, noise: Double) -> ReportComparison.Input {
            var result = input(name, frechet: 10)
            result.metrics["frechet_distance"]?.result = MetricResult(
                value: value, null: MetricReference(value: 0, basis: "unbiased"),
                parts: [MetricResult.reachAtMost: .number(0.5)])
            result.metrics["kernel_distance"] = MeasuredMetric(
                name: "kernel_distance", extractor: "pixels",
                result: .init(value: 2, interval: MetricInterval(low: 1, high: 3, method: "blocks")))
            let values = (0..<1000).map { 8 * rows[$0] + noise * rows[1000 + $0] }
            result.contributions = ReportContributions(
                prior: LatentPrior(shape: [2]),
                metrics: [
                    "frechet_distance": .init(metric: "frechet_distance", value: 0, generated: values),
                    "kernel_distance": .init(metric: "kernel_distance", value: 0, generated: values),
                ])
            return result
        }
        let report = try ReportComparison.compare(
            [nearNull("a", 0.1, noise: 0), nearNull("b", 0.4, noise: 1)], record: Sample.record)
        let found = report.metrics.first { $0.name == "frechet_distance" }?.answers[0]
        let answer = try #require(found)
        #expect(report.pairing == .sameLatentsOfReports(metrics: ["kernel_distance"]))
        #expect(abs(answer.standardError - 0.5 / 1.959964 * 2.0.squareRoot()) < 1e-6, "\(answer.standardError)")
        #expect(report.metrics.first { $0.name == "frechet_distance" }?.outcomes == [.noDifference])
    }

    /// Three comparisons: the smallest p-value counts three times, and none falls below a smaller one.
    @Test func pValuesAreHolms() throws {
        let report = try ReportComparison.compare(
            [input("a", frechet: 10), input("b", frechet: 10.9), input("c", frechet: 10.8), input("d", frechet: 10.1)],
            record: Sample.record)
        let answers = report.metrics[0].answers.compactMap { $0 }
        #expect(answers.count == 3)
        #expect(abs(answers[0].adjustedPValue - 3 * answers[0].pValue) < 1e-12)
        #expect(abs(answers[1].adjustedPValue - 2 * answers[1].pValue) < 1e-12)
        #expect(answers[2].adjustedPValue == answers[2].pValue)
    }

    @Test func otherProtocolsAreRefusedWithTheirFields() {
        let first = input("a", frechet: 1)
        let second = input("b", frechet: 1, fields: ["extractor": "classifier", "neighbours": "3"])
        #expect(
            throws: ComparisonError.protocolsDiffer(
                first: "a/report.json", second: "b/report.json",
                fields: [
                    "extractor is pixels in one and classifier in the other",
                    "neighbours is missing in one and 3 in the other",
                ])
        ) { try ReportComparison.compare([first, second], record: Sample.record) }
    }

    @Test func theSubjectMayDiffer() throws {
        let first = input("a", frechet: 1, fields: ["sampling_seed": "1"])
        let second = input("b", frechet: 1, fields: ["generator_weights": "raw", "sampling_seed": "2"])
        #expect(
            ReportComparison.differingFields(first.evaluationProtocol, second.evaluationProtocol).isEmpty)
        #expect(try ReportComparison.compare([first, second], record: Sample.record).metrics.count == 2)
    }

    @Test func refusesOneReportAndStrangers() {
        #expect(throws: ComparisonError.tooFewSubjects(count: 1)) {
            try ReportComparison.compare([input("a", frechet: 1)], record: Sample.record)
        }
        var other = input("b", frechet: 1)
        other.metrics = ["unknown": MeasuredMetric(name: "unknown", extractor: "", result: MetricResult(value: 1))]
        #expect(throws: ComparisonError.noSharedMetrics(first: "a/report.json", second: "b/report.json")) {
            try ReportComparison.compare([input("a", frechet: 1), other], record: Sample.record)
        }
    }
}
