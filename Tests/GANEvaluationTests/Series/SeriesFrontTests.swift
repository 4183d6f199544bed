import GANNumerics
import Testing

@testable import GANEvaluation

@Suite struct SeriesFrontTests {
    private func aims(_ values: [Double], reach: Double = 0) -> [SeriesFront.Aim] {
        values.map { SeriesFront.Aim(value: $0, low: $0 - reach, high: $0 + reach, lowerIsBetter: true) }
    }

    @Test func theUsualFrontWithoutNoise() {
        let candidates = [[1, 9], [2, 5], [3, 6], [4, 1], [4, 1], [9, 9]].map { aims($0) }
        #expect(SeriesFront.indices(candidates) == [0, 1, 3, 4])
    }

    @Test func noiseAloneTakesNobodyOff() {
        let values = [[1.0, 1], [1.1, 1.2], [3, 3]]
        #expect(SeriesFront.indices(values.map { aims($0, reach: 0.2) }) == [0, 1])
        #expect(SeriesFront.indices(values.map { aims($0) }) == [0])
    }

    @Test func figuresThatShouldBeHighAreTurnedRound() {
        func candidate(_ distance: Double, _ coverage: Double) -> [SeriesFront.Aim] {
            [
                .init(value: distance, low: nil, high: nil, lowerIsBetter: true),
                .init(value: coverage, low: coverage - 0.01, high: coverage + 0.02, lowerIsBetter: false),
            ]
        }
        #expect(SeriesFront.indices([candidate(10, 0.5), candidate(12, 0.9), candidate(13, 0.8)]) == [0, 1])
        let aim = candidate(1, 0.5)[1]
        #expect(aim.value == -0.5 && aim.low == -0.52 && aim.high == -0.49)
    }

    @Test func someoneIsAlwaysOnIt() {
        for seed in 0..<50 {
            var random = SeededGenerator(seed: UInt64(seed))
            let candidates = (0..<12).map { _ in
                aims((0..<3).map { _ in random.normalPair().0 }, reach: Double(seed % 3) * 0.3)
            }
            let front = SeriesFront.indices(candidates)
            #expect(!front.isEmpty)
            // Nobody on the front is dominated, and everybody off it is, by somebody on it or off it.
            for index in candidates.indices {
                let isDominated = candidates.contains { SeriesFront.dominates($0, candidates[index]) }
                #expect(front.contains(index) != isDominated)
            }
        }
        #expect(SeriesFront.indices([]).isEmpty)
    }
}
