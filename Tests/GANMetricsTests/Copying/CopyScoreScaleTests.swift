import Foundation
import Testing

@testable import GANMetrics

@Suite struct CopyScoreScaleTests {
    @Test func ranksCountAndStayBelowOne() {
        let scale = CopyScoreScale(reference: (1...99).map { Double($0) / 100 })
        #expect(scale.probability(0.5) == 51.0 / 100)
        #expect(scale.probability(0.505) == 51.0 / 100)
        #expect(scale.probability(2) == 1)
    }

    @Test func theTailFollowsThePowerOfItsScores() {
        // Scores whose distribution function is s⁴.
        let scale = CopyScoreScale(reference: (1...10_000).map { pow(Double($0) / 10_000, 0.25) })
        let anchor = pow(0.01, 0.25)
        let ratio = scale.probability(anchor / 4) / scale.probability(anchor / 2)
        #expect(abs(ratio - 1.0 / 16) < 0.01)
        #expect(scale.probability(0) == 0)
    }

    @Test func strengthGrowsWithTheScoreWithoutAStep() {
        let scale = CopyScoreScale(reference: (1...1000).map { pow(Double($0) / 1000, 0.2) })
        var last = 0.0
        for step in 0...200 {
            let value = scale.probability(Double(step) / 200)
            #expect(value >= last)
            last = value
        }
    }

    @Test func noReferenceAndEqualScoresAreNoEvidence() {
        #expect(CopyScoreScale(reference: []).probability(0) == 1)
        #expect(CopyScoreScale(reference: [Double](repeating: 0, count: 50)).probability(0) == 1)
    }
}
