import GANEvaluation
import GANGate
import GANMetrics
import GANText
import OrderedCollections
import Testing

@testable import GANReports

@Suite struct SeriesPolicyTests {
    private let rules = EvaluationProtocol(fields: ["extractor": "classifier", "samples": "400"])

    private func policy(_ text: String) throws -> GatePolicy {
        try GatePolicy(text: "\(text)\n", path: "policy.yaml")
    }

    private func candidate(without metric: String? = nil, weights: String = "raw") -> SeriesCandidate {
        var candidate = MockSeries.candidate(0, 0, distance: 10, coverage: 0.7, share: 0.01)
        if let metric { candidate.measurement.metrics[metric] = nil }
        candidate.weights = weights
        return candidate
    }

    /// Everything that can be known is said before the first checkpoint is measured.
    @Test func mistakesShowBeforeAnythingIsMeasured() throws {
        for (text, words) in [
            ("gates: [{metric: energy_distance, max: 1}]", "energy_distance can't be judged"),
            ("protocol: {extractor: pixels}\ngates: [{metric: coverage, min: 0}]", "its protocol has extractor"),
            ("protocol: {tool: ganeval 0.0.1}\ngates: [{metric: coverage, min: 0}]", "its protocol has tool"),
            ("gates: [{metric: coverage, no_worse_than_baseline: {margin: 0}}]", "there is no baseline"),
        ] {
            let judge = SeriesPolicy(try policy(text))
            do {
                try judge.prepare(rules, weights: "raw")
                Issue.record("\(text) was taken")
            } catch let error as GateError { #expect(error.fact.contains(words), "\(error.fact)") }
        }
        try SeriesPolicy(try policy("gates: [{metric: coverage, min: 0}]")).prepare(rules, weights: "raw")
    }

    /// A policy for one release finds it in a checkpoint as in a report.
    @Test func checkpointsSayWhichReleaseMeasured() throws {
        let text = "protocol: {tool: ganeval \(ToolVersion.current)}\ngates: [{metric: coverage, min: 0.1}]"
        let judge = SeriesPolicy(try policy(text))
        try judge.prepare(rules, weights: "raw")
        try judge.check(first: candidate(), rules)
        #expect(try judge.gates(candidate(), rules).map(\.outcome) == [.passed])
    }

    @Test func theFirstCheckpointShowsWhatOnlyAReportTells() throws {
        let text = "gates: [{metric: coverage.no_such_part, max: 1}]"
        #expect(throws: GateError.self) {
            try SeriesPolicy(try policy(text)).check(first: candidate(), rules)
        }
        try SeriesPolicy(try policy(text), takesMissing: true).check(first: candidate(), rules)
    }

    /// One checkpoint without a figure is undecided by that rule, and judged by the others.
    @Test func aCheckpointWithoutTheFigureIsUndecided() throws {
        let judge = SeriesPolicy(
            try policy("gates: [{metric: coverage, at_least_share_of_real: 0.5}, {metric: precision, max: 0.1}]"))
        try judge.prepare(rules, weights: "raw")
        let whole = try judge.gates(candidate(), rules)
        #expect(whole.map(\.outcome) == [.passed, .failed] && whole.allSatisfy(\.isMeasured))
        let gates = try judge.gates(candidate(without: "coverage"), rules)
        #expect(gates.map(\.outcome) == [.inconclusive, .failed] && gates.map(\.isMeasured) == [false, true])
        #expect(
            gates[0].reason
                == "coverage can't be judged: checkpoint 0 has no coverage; wanted is at least 50 % of real data's."
        )
        #expect(judge.outcome(gates) == .failed)
    }

    /// A policy about one kind of weights leaves the others undecided instead of ending the series.
    @Test func weightsThatThePolicyIsNotAboutAreUndecided() throws {
        let judge = SeriesPolicy(
            try policy("protocol: {generator_weights: moving average}\ngates: [{metric: coverage, min: 0.1}]"))
        try judge.prepare(rules, weights: "moving average")
        #expect(try judge.gates(candidate(weights: "moving average"), rules).map(\.outcome) == [.passed])
        let raw = try judge.gates(candidate(weights: "raw"), rules)
        #expect(
            raw.map(\.outcome) == [.inconclusive] && raw[0].reason.contains("where the policy wants moving average"))
    }

    @Test func theBaselineIsLookedForOnce() throws {
        var asked: [String] = []
        let judge = SeriesPolicy(
            try policy("gates: [{metric: coverage, no_worse_than_baseline: {margin: 0.1}}]"),
            baseline: { report in
                asked.append(report.fingerprint)
                var found = report
                found.path = "old.json"
                found.metrics = MockGate.report(metrics: [("coverage", MockGate.figure(0.7, 0.69, 0.71))]).metrics
                return found
            })
        #expect(judge.pairedMetrics == ["coverage"])
        try judge.prepare(rules, weights: "raw")
        #expect(try judge.gates(candidate(), rules).map(\.outcome) == [.passed])
        #expect(asked.count == 1)
    }

    @Test func inconclusiveCountsAsThePolicySays() throws {
        let gates = [SeriesGate(rule: "r", outcome: .inconclusive, reason: "")]
        let text = "gates: [{metric: coverage, min: 0}]"
        #expect(SeriesPolicy(try policy(text)).outcome(gates) == .inconclusive)
        #expect(SeriesPolicy(try policy("inconclusive: fail\n" + text)).outcome(gates) == .failed)
    }
}
