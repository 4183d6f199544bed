import GANNumerics
import Testing

@testable import GANEvaluation

@Suite struct SeriesRulesTests {
    private func readings(_ values: [Double], reach: Double = 1) -> [SeriesRules.Reading] {
        values.map { SeriesRules.Reading(value: $0, low: $0 - reach, high: $0 + reach) }
    }

    @Test func aLastingRiseBeyondNoiseIsMarkedFromItsFirstCheckpoint() {
        let found = SeriesRules.episodes(readings([30, 12, 10, 11, 20, 25, 24]), lowerIsBetter: true, factor: 1.25)
        #expect(found == [SeriesRules.Episode(first: 4, last: 6, reference: 2, isOpen: true)])
    }

    @Test func oneBadCheckpointIsNone() {
        for values in [[10, 30, 10, 9], [10, 9, 30]] as [[Double]] {
            #expect(SeriesRules.episodes(readings(values), lowerIsBetter: true, factor: 1.25).isEmpty)
        }
    }

    @Test func whatIntervalsExplainIsNone() {
        let values: [Double] = [10, 13, 14, 15, 14]
        #expect(!SeriesRules.episodes(readings(values, reach: 1), lowerIsBetter: true, factor: 1.25).isEmpty)
        #expect(SeriesRules.episodes(readings(values, reach: 3), lowerIsBetter: true, factor: 1.25).isEmpty)
    }

    @Test func whatIsTooSmallToMatterIsNone() {
        let values: [Double] = [10, 11, 11, 12, 12]
        #expect(SeriesRules.episodes(readings(values, reach: 0.01), lowerIsBetter: true, factor: 1.25).isEmpty)
    }

    @Test func aStretchThatEndsIsClosed() {
        let found = SeriesRules.episodes(readings([10, 20, 21, 10, 9, 30, 31]), lowerIsBetter: true, factor: 1.25)
        #expect(
            found == [
                SeriesRules.Episode(first: 1, last: 2, reference: 0, isOpen: false),
                SeriesRules.Episode(first: 5, last: 6, reference: 4, isOpen: true),
            ])
    }

    @Test func higherMayBeBetter() {
        let values = [0.5, 0.7, 0.71, 0.4, 0.3]
        let found = SeriesRules.episodes(readings(values, reach: 0.02), lowerIsBetter: false, factor: 0.85)
        #expect(found == [SeriesRules.Episode(first: 3, last: 4, reference: 2, isOpen: true)])
    }

    @Test func whatHasNoIntervalDecidesNothing() {
        var series = readings([10, 20, 21, 22])
        series[2].low = nil
        series[2].high = nil
        let found = SeriesRules.episodes(series, lowerIsBetter: true, factor: 1.25)
        #expect(found == [SeriesRules.Episode(first: 1, last: 3, reference: 0, isOpen: true)])
        let none = [10, 20, 21].map { SeriesRules.Reading(value: $0, low: nil, high: nil) }
        #expect(SeriesRules.episodes(none, lowerIsBetter: true, factor: 1.25).isEmpty)
        #expect(SeriesRules.episodes([], lowerIsBetter: true, factor: 1.25).isEmpty)
    }

    @Test func moreCanBeAskedOfEachCheckpoint() {
        let values: [Double] = [10, 20, 21, 22]
        let found = SeriesRules.episodes(readings(values), lowerIsBetter: true, factor: 1.25) { $0 != 1 }
        #expect(found == [SeriesRules.Episode(first: 2, last: 3, reference: 0, isOpen: true)])
    }

    /// Twenty checkpoints without any change: how often noise alone is marked.
    @Test func noiseAloneIsRarelyMarked() {
        var marked = 0
        for seed in 0..<400 {
            var random = SeededGenerator(seed: UInt64(seed))
            let series = (0..<20).map { _ -> SeriesRules.Reading in
                // Noise so large that the factor alone would not hold it back.
                let value = 10 + 2 * random.normalPair().0
                return SeriesRules.Reading(value: value, low: value - 1.96 * 2, high: value + 1.96 * 2)
            }
            marked += SeriesRules.episodes(series, lowerIsBetter: true, factor: 1.25).isEmpty ? 0 : 1
        }
        #expect(marked <= 20, "\(marked) of 400")
    }

    @Test func aCollapseIsFoundThroughNoise() {
        var found = 0
        for seed in 0..<200 {
            var random = SeededGenerator(seed: UInt64(seed))
            let series = (0..<12).map { place -> SeriesRules.Reading in
                let value = (place < 8 ? 0.7 : 0.4) + 0.02 * random.normalPair().0
                return SeriesRules.Reading(value: value, low: value - 0.04, high: value + 0.04)
            }
            let episodes = SeriesRules.episodes(series, lowerIsBetter: false, factor: SeriesRules.collapse)
            found += episodes.map(\.first) == [8] ? 1 : 0
        }
        #expect(found >= 195, "\(found) of 200")
    }
}
