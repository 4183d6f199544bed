import GANMetrics
import Testing

@testable import GANGate

@Suite struct GateRuleTests {
    @Test func figuresOfADiscriminatorCanBeHeldToLimits() throws {
        let metric = try #require(GateMetric(path: "discriminator_overfitting"))
        #expect(metric.name == "discriminator_overfitting" && metric.direction == .closerToNull)
        #expect(GateMetric(path: "discriminator_membership_auc.true_positive_rate_at_0.01") != nil)
        #expect(GateMetric(path: "discriminator_luck") == nil)
    }

    @Test func pathsNameMetricsPartsAndFiguresOfTheAudit() {
        #expect(GateMetric(path: "coverage")?.source == .metric)
        #expect(GateMetric(path: "mode_coverage.missing_classes")?.source == .part("missing_classes"))
        #expect(GateMetric(path: "audit.copied_share")?.source == .audit)
        for wrong in ["", "coverag", "coverage.", ".coverage", "audit.", "audit", "audit.copy", "Coverage"] {
            #expect(GateMetric(path: wrong) == nil, "\(wrong)")
        }
    }

    @Test func everyKnownPathIsOne() {
        #expect(GateMetric.knownPaths.count > 30)
        #expect(GateMetric.knownPaths.allSatisfy { GateMetric(path: $0)?.path == $0 })
    }

    @Test func onlyMetricsThemselvesHaveADirection() {
        #expect(GateMetric(path: "coverage")?.direction == .higher)
        #expect(GateMetric(path: "frechet_distance")?.direction == .lower)
        #expect(GateMetric(path: "mode_coverage.modes")?.direction == nil)
        #expect(GateMetric(path: "audit.copies")?.direction == nil)
        #expect(GateMetric(path: "kernel_distance")?.canBeNegative == true)
        #expect(GateMetric(path: "frechet_distance")?.canBeNegative == false)
    }

    @Test func everyRequirementHasAKey() {
        let all: [GateRule.Requirement] = [
            .atMost(1), .atLeast(1), .equals(.number(1)), .atLeastShareOfReal(1), .atMostMultipleOfReal(1),
            .noWorseThanBaseline(margin: 1),
        ]
        #expect(all.map(\.key) == GateRule.Requirement.keys)
    }
}
