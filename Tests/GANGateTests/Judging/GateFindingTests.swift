import GANMetrics
import Testing

@testable import GANGate

@Suite struct GateFindingTests {
    private func verdict(_ outcomes: [Outcome], _ inconclusive: GatePolicy.Inconclusive?) throws -> GateVerdict {
        let metric = try #require(GateMetric(path: "coverage"))
        return GateVerdict(
            findings: outcomes.map {
                GateFinding(rule: GateRule(metric, .atLeast(0.5)), figure: GateFigure(value: 1), outcome: $0)
            }, inconclusive: inconclusive)
    }

    @Test(arguments: [
        ([Outcome.passed, .passed], GatePolicy.Inconclusive?.none, Int32(0)), ([.passed, .failed], nil, 3),
        ([.inconclusive, .failed], .pass, 3), ([.inconclusive, .passed], nil, 4), ([.inconclusive], .pass, 0),
        ([.inconclusive], .fail, 3), ([.passed], .fail, 0),
    ])
    func theWorstOutcomeDecidesTheCode(
        outcomes: [Outcome], inconclusive: GatePolicy.Inconclusive?, code: Int32
    ) throws {
        #expect(try verdict(outcomes, inconclusive).exitCode == code)
    }
}
