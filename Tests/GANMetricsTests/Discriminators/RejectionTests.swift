import Foundation
import GANNumerics
import Testing

@testable import GANMetrics

@Suite struct RejectionTests {
    @Test func acceptanceAgreesWithAnIndependentOne() throws {
        let fixture = try DiscriminatorFixture.load()
        let outcome = DiscriminatorRejection.evaluate(logits: fixture.generated, seed: 1)
        #expect(abs(outcome.acceptance.value - fixture.rejectionAcceptance) < 1e-12)
        let gamma = try #require(outcome.acceptance.figure("gamma"))
        #expect(abs(gamma - fixture.gamma) < 1e-9)
    }

    @Test func rejectionKeepsWhatLooksRealAndHalfOfWhatLooksAlike() {
        let logits = normalScores(4000, seed: 5)
        let outcome = DiscriminatorRejection.evaluate(logits: logits, seed: 2)
        let kept = outcome.accepted.map { logits[$0] }
        #expect(Statistics.mean(kept) > 0.5)
        #expect(abs(Double(kept.count) / 4000 - outcome.acceptance.value) < 0.03)
        #expect(outcome == DiscriminatorRejection.evaluate(logits: logits, seed: 2))
        let alike = DiscriminatorRejection.evaluate(logits: [Double](repeating: 3, count: 1000), seed: 2)
        #expect(alike.acceptance.value == 0.5)
        #expect(abs(alike.accepted.count - 500) < 80)
    }

    @Test func longChainsDrawFromTheRealData() {
        // Real data are 0.2·A + 0.8·B, samples half of each: the optimal discriminator says 2/7 and 8/13.
        let kinds = (0..<20_000).map { $0 % 2 }
        let probabilities = kinds.map { [2.0 / 7, 8.0 / 13][$0] }
        let outcome = MetropolisHastings.evaluate(
            probabilities: probabilities, starts: [2.0 / 7, 8.0 / 13, 8.0 / 13, 8.0 / 13, 8.0 / 13], seed: 3, length: 20
        )
        let share = Double(outcome.states.count { kinds[$0] == 1 }) / Double(outcome.states.count)
        // A standard deviation of 0.0063.
        #expect(abs(share - 0.8) < 0.025)
        #expect(outcome.states.count > 3990)
        // In equilibrium: 0.8·(½ + ½·¼) + 0.2.
        #expect(abs(outcome.acceptance.value - 0.7) < 0.02)
        #expect(Set(outcome.accepted).count == outcome.accepted.count)
        #expect(Set(outcome.accepted) == Set(outcome.states) && outcome.accepted.count < outcome.states.count)
    }

    /// One sample in a hundred looks real: of ten proposals hardly any chain meets one, of 640 nearly every chain does.
    @Test func longChainsFindWhatIsRare() throws {
        let kinds = (0..<2000).map { $0 % 100 == 0 }
        let probabilities = kinds.map { $0 ? 0.99 : 0.01 }
        func share(_ length: Int) -> Double {
            let states = MetropolisHastings.evaluate(
                probabilities: probabilities, starts: [0.01], seed: 4, length: length
            ).states
            return Double(states.count { kinds[$0] }) / Double(states.count)
        }
        #expect(share(10) < 0.3 && share(MetropolisHastings.length) > 0.9)
        // Groups, and the interval over them, hold the acceptance of other samples of the kind.
        var random = SeededGenerator(seed: 6)
        let logits = (0..<4000).map { _ in random.normalPair().0 }
        let all = MetropolisHastings.evaluate(
            probabilities: logits.map { 1 / (1 + exp(-$0)) }, starts: [0.5], seed: 1, length: 100
        ).acceptance
        let interval = try #require(all.interval)
        #expect(interval.low < all.value && all.value < interval.high && interval.high - interval.low < 0.1)
    }

    @Test func aDiscriminatorThatCanNotTellAcceptsEverything() {
        let outcome = MetropolisHastings.evaluate(
            probabilities: [Double](repeating: 0.5, count: 100), starts: [0.5], seed: 1)
        #expect(outcome.acceptance.value == 1)
        #expect(outcome.states.count == 20)
        // From a real row that is surely real no chain gets away to samples that surely are not.
        let stuck = MetropolisHastings.evaluate(
            probabilities: [Double](repeating: 1e-12, count: 100), starts: [1 - 1e-12], seed: 1)
        #expect(stuck.accepted.isEmpty)
    }
}
