import GANMetrics
import OrderedCollections
import Testing

@testable import GANGate

/// `GatePolicy+Checking.swift`: what is known to be wrong before anything is measured.
@Suite struct PolicyCheckingTests {
    private typealias Scene = GateScene

    private func fault(_ gates: String, head: String = "", baseline: GateReport? = nil) throws -> GateError? {
        let policy = try Scene.policy(gates, head: head)
        do throws(GateError) {
            try policy.check(before: Scene.report([]), measuring: ["coverage", "density"], baseline: baseline)
            return nil
        } catch { return error }
    }

    @Test func whatCanBeMeasuredIsNoMistake() throws {
        #expect(try fault("  - {metric: coverage, min: 0.1}\n  - {metric: coverage.anything, max: 1}") == nil)
        #expect(try fault("  - {metric: coverage, at_least_share_of_real: 0.9}") == nil)
    }

    @Test func otherMetricsAndAuditsAreRefused() throws {
        let other = try fault("  - {metric: vendi_score, min: 1}")
        #expect(other?.fact == "vendi_score can't be judged: it is not measured")
        #expect(
            other?.location == "policy.yaml, line 3, column 32" && other?.remedy.contains("coverage, density") == true)
        #expect(try fault("  - {metric: audit.copies, max: 0}")?.fact.contains("no audit is made") == true)
    }

    @Test func anotherProtocolIsRefused() throws {
        let gate = "  - {metric: coverage, min: 0.1}"
        #expect(try fault(gate, head: "protocol: {extractor: pixels}") == nil)
        let error = try fault(gate, head: "protocol: {extractor: classifier}")
        #expect(error?.fact == "its protocol has extractor \"pixels\"")
    }

    @Test func aBaselineMustHaveTheFigures() throws {
        let rule = "  - {metric: coverage, no_worse_than_baseline: {margin: 0.1}}"
        #expect(try fault(rule)?.remedy.contains("--baseline") == true)
        let bare = Scene.report([("recall", Scene.figure(1))], path: "old.json")
        #expect(try fault(rule, baseline: bare)?.fact.contains("old.json has no such figure") == true)
        let whole = Scene.report([("coverage", Scene.figure(1))], path: "old.json")
        #expect(try fault(rule, baseline: whole) == nil)
        var other = whole
        other.evaluationProtocol.fields["extractor"] = "classifier"
        guard case .protocolsDiffer? = try fault(rule, baseline: other) else { throw CancellationError() }
        // Distances from a null need it.
        let density = "  - {metric: density, no_worse_than_baseline: {margin: 0.1}}"
        let nullLess = Scene.report([("density", Scene.figure(1))], path: "old.json")
        #expect(try fault(density, baseline: nullLess)?.fact.contains("lacks the null") == true)
        let full = Scene.report([("density", Scene.figure(1, null: 1))], path: "old.json")
        #expect(try fault(density, baseline: full) == nil)
    }
}
