import GANAudit
import GANData
import GANEvaluation
import GANMetrics
import GANNumerics
import OrderedCollections
import Testing

@testable import GANSelfTest

@Suite struct SelfTestRunTests {
    private func run(_ faults: [any SelfTestFault.Type], audits: Bool = false) throws -> SelfTestReport {
        var plan = SelfTestRun.Plan(
            MeasuringPlan(reference: SmallImages.source(900, seed: 1), extractor: .pixels),
            heldOut: SmallImages.source(220, seed: 2), samples: 210, faults: faults, audits: audits)
        plan.measuring.seed = 3
        return try SelfTestRun(plan).run()
    }

    @Test func strongFaultsAreSeenAndHonestSetsAreNot() throws {
        let report = try run([Noise.self, Collapse.self], audits: false)
        #expect(report.controls.count == 2 && report.samples == 210 && report.training.count == 480)
        #expect(report.controls.allSatisfy { $0.objections.isEmpty && $0.audit == nil && $0.verdict != nil })
        #expect(report.faults.map(\.kind) == [.noise, .collapse] && report.leftOut.isEmpty)
        for finding in report.faults {
            let strongest = try #require(finding.trials.last)
            let (isSeen, isSeenSomewhere) = (strongest.isSeenByReport, finding.seenFrom != nil)
            #expect(isSeen && isSeenSomewhere, "\(finding.kind)")
            let moved = strongest.moved
            #expect(!moved.isEmpty)
        }
        // The same plan, the same findings.
        let again = try run([Noise.self])
        #expect(again.faults[0].trials.map(\.verdict) == report.faults[0].trials.map(\.verdict))
        #expect(again.evaluationProtocol == report.evaluationProtocol)
    }

    @Test func copiesAreAudited() throws {
        let report = try run([ExactCopies.self], audits: true)
        #expect(report.controls[0].audit?.outcome != .copying)
        let strongest = try #require(report.faults.first?.trials.last)
        #expect(strongest.audit?.outcome == .copying && strongest.isSeen)
    }

    @Test func whatHonestSetsOffendTooCountsForNothing() throws {
        let witness = Witness(
            rule: "kernel", section: .quality, metric: KernelDistance.name, grade: .weak, finding: .noExactCopy,
            limits: .init(good: 1, .atMost))
        var other = witness
        other.rule = "precision"
        func verdict(_ witnesses: [Witness], _ grade: Grade = .weak) -> Verdict {
            let tile = Verdict.Tile(section: .quality, grade: grade, metric: nil, finding: .noExactCopy)
            return Verdict(grade: grade, tiles: [tile], findings: [], witnesses: witnesses)
        }
        let beside = ControlComparison([SelfTestTrial(strength: nil, verdict: verdict([witness]))])
        #expect(beside.objections(verdict([witness, other])).map(\.rule) == ["precision"])
        // Where the section has no word, a report says nothing of it.
        #expect(beside.objections(verdict([other], .cannotTell)).isEmpty)
        let failed = Check(name: .levels, outcome: .failed)
        #expect(beside.failures(Verdict(grade: .cannotTell, tiles: [], findings: [], failures: [failed])) == [failed])
    }

    @Test func aMetricMovesWhereItsIntervalLeavesEveryHonestOne() {
        func metrics(_ low: Double, _ high: Double) -> OrderedDictionary<String, MeasuredMetric> {
            let interval = MetricInterval(low: low, high: high, method: "made")
            return [
                Sharpness.name: MeasuredMetric(
                    name: Sharpness.name, extractor: "pixels",
                    result: MetricResult(value: (low + high) / 2, interval: interval))
            ]
        }
        let beside = ControlComparison([
            SelfTestTrial(strength: nil, metrics: metrics(0, 1)), SelfTestTrial(strength: nil, metrics: metrics(2, 3)),
        ])
        #expect(beside.moved(metrics(4, 5)) == [Sharpness.name] && beside.moved(metrics(1.2, 1.8)) == [Sharpness.name])
        #expect(beside.moved(metrics(2.5, 5)).isEmpty)
        #expect(ControlComparison([]).moved(metrics(4, 5)).isEmpty)
    }
}
