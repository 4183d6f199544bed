import GANNumerics
import RealModule
import Testing

@testable import GANMetrics

@Suite struct DualityGapTests {
    private func logits(_ real: Double, _ generated: Double) -> DualityGap.Logits {
        .init(real: [real, real], generated: [generated, generated])
    }

    /// At an equilibrium nobody can do anything: every logit is 0, M is −log 4, and the gap is 0.
    @Test func anEquilibriumHasNoGap() {
        let gap = DualityGap(
            pair: logits(0, 0), discriminator: logits(0, 0), generator: logits(0, 0), steps: [0, 0])
        #expect(gap.value == 0 && abs(gap.objective + .log(4)) < 1e-12 && gap.standardError == 0)
    }

    @Test func bothResponsesWidenIt() {
        let gap = DualityGap(
            pair: logits(1, -1), discriminator: logits(3, -3), generator: logits(1, 2), steps: [50, 75])
        func m(_ real: Double, _ generated: Double) -> Double {
            -.log(1 + .exp(-real)) - .log(1 + .exp(generated))
        }
        #expect(abs(gap.bestDiscriminator - m(3, -3)) < 1e-12 && abs(gap.bestGenerator - m(1, 2)) < 1e-12)
        #expect(abs(gap.value - (m(3, -3) - m(1, 2))) < 1e-12 && gap.value > 0)
    }

    /// Real rows are the same on both sides, so that only what they are judged differently by counts.
    @Test func theErrorPairsRealRows() {
        var one = DualityGap.Logits(real: [0, 2, -2], generated: [0, 0, 0])
        let same = DualityGap(pair: one, discriminator: one, generator: one, steps: [0, 0])
        #expect(same.standardError == 0)
        one.generated = [1, -1, 0]
        let other = DualityGap(pair: one, discriminator: one, generator: one, steps: [0, 0])
        let variance = Statistics.variance(one.generated.map { -Statistics.softplus($0) })
        #expect(abs(other.standardError - (2 * variance / 3).squareRoot()) < 1e-12)
    }
}
