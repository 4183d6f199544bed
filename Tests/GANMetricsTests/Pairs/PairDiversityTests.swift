import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct PairDiversityTests {
    private func values(_ count: Int, seed: UInt64, shift: Double = 0) -> [Double] {
        var stream = SeededGenerator(seed: seed)
        return (0..<count).map { _ in 0.3 + shift + 0.1 * stream.normalPair().0 }
    }

    @Test func isTheMeanBesideRealPairs() throws {
        let pairs = PairSimilarities.Values(real: values(50, seed: 1), generated: values(40, seed: 2))
        let result = try StructuralDiversity.evaluate(pairs)
        #expect(isClose(result.value, Statistics.mean(pairs.generated), relative: 1e-12))
        #expect(isClose(try #require(result.null).value, Statistics.mean(pairs.real), relative: 1e-12))
        #expect(result.parts["pairs"] == .count(40) && result.parts["real_pairs"] == .count(50))
        let interval = try #require(result.interval)
        // t with 39 degrees of freedom, 2.0227.
        let reach = 2.0227 * (Statistics.variance(pairs.generated) / 40).squareRoot()
        #expect(isClose(interval.high - result.value, reach, relative: 1e-3))
    }

    @Test func likelierPairsLeaveTheNullAndEqualOnesDoNot() throws {
        var outside = 0
        for seed in 0..<40 {
            let honest = try PerceptualDiversity.evaluate(
                .init(real: values(60, seed: UInt64(seed)), generated: values(60, seed: UInt64(seed + 100))))
            if case .interval(let difference)? = honest.parts["difference_interval"] {
                outside += difference.low > 0 || difference.high < 0 ? 1 : 0
            }
        }
        #expect(outside <= 6)
        let alike = try StructuralDiversity.evaluate(
            .init(real: values(60, seed: 1), generated: values(60, seed: 2, shift: 0.2)))
        guard case .interval(let difference)? = alike.parts["difference_interval"] else {
            Issue.record("no interval of the difference")
            return
        }
        #expect(difference.low > 0)
    }

    @Test func tooFewPairsAndStrayNumbersAreErrors() {
        #expect(throws: MetricError.tooFewRows(metric: "ssim_diversity", role: "generated", rows: 18, needed: 20)) {
            try StructuralDiversity.evaluate(.init(real: values(10, seed: 1), generated: values(9, seed: 2)))
        }
        #expect(throws: MetricError.self) {
            try StructuralDiversity.evaluate(
                .init(real: values(10, seed: 1), generated: values(9, seed: 2) + [.nan]))
        }
    }

    @Test func whatIsMissingIsNamed() {
        var inputs = MetricInputs()
        #expect(StructuralDiversity.missing(inputs) == "needs images, which a file of features does not hold")
        inputs.pairs = PairSimilarities()
        #expect(StructuralDiversity.missing(inputs) == "needs images of at least 11 pixels a side")
        #expect(MultiscaleDiversity.missing(inputs) == "needs images of at least 176 pixels a side")
        inputs.lackOfNetwork = "needs its weights"
        #expect(PerceptualDiversity.missing(inputs) == "needs its weights")
        inputs.lackOfPaths = "needs a generator"
        #expect(PerceptualPathLength.missing(inputs) == "needs a generator")
    }
}
