import GANNumerics
import Testing

@testable import GANMetrics

@Suite struct CopyCalibrationTests {
    private func uniforms(_ count: Int, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in generator.uniform() }
    }

    @Test func valuesAreRanksAmongTheReference() {
        let calibration = CopyCalibration(samples: [0, 0.25, 5], reference: [0.1, 0.2, 0.3, 0.4])
        #expect(calibration.pValues == [0.2, 0.6, 1])
        #expect(calibration.inflation == 1)
        for (value, expected) in zip(calibration.qValues, [0.6, 0.9, 1]) { #expect(abs(value - expected) < 1e-12) }
    }

    @Test func honestSamplesAreFlaggedNoMoreOftenThanTheLevel() {
        var alarms = 0
        for seed in 0..<300 as Range<UInt64> {
            let calibration = CopyCalibration(
                samples: uniforms(200, seed: 2 * seed), reference: uniforms(400, seed: 2 * seed + 1))
            if calibration.qValues.contains(where: { $0 <= 0.1 }) { alarms += 1 }
        }
        // 30 ± 5.2 at most; four deviations.
        #expect(alarms <= 51)
        #expect(alarms >= 1)
    }

    @Test func aFewCopiesBeyondTheReferenceAreFound() {
        let samples = [Double](repeating: -1, count: 6) + uniforms(994, seed: 1)
        let calibration = CopyCalibration(samples: samples, reference: uniforms(5000, seed: 2))
        #expect(calibration.qValues.prefix(6).allSatisfy { $0 <= 0.05 })
    }

    @Test func exactCopiesHaveANullOfTheirOwn() {
        let samples = [0.0, 0.0, 0.5]
        let exactness = CopyCalibration.Exactness(isExact: [true, false, true], twins: 4, rows: 9999)
        let calibration = CopyCalibration(
            samples: samples, reference: (1...99).map { Double($0) / 100 }, exactness: exactness)
        #expect(abs(calibration.pValues[0] - 5.0 / 10_000) < 1e-12)
        #expect(abs(calibration.pValues[1] - 0.01) < 1e-12)
        #expect(abs(calibration.pValues[2] - 5.0 / 10_000) < 1e-12)
        // Where real rows repeat each other, equality means nothing.
        let common = CopyCalibration.Exactness(isExact: [true, false, true], twins: 5000, rows: 9999)
        #expect(
            CopyCalibration(samples: samples, reference: (1...99).map { Double($0) / 100 }, exactness: common)
                .pValues[0] == 0.01)
    }

    @Test func closerMatchesWithUnseenRowsInflate() {
        let training = uniforms(5000, seed: 3)
        // Twice as many samples in the lowest 5 % as training rows have.
        let eager = uniforms(5000, seed: 4).map { $0 < 0.1 ? $0 / 2 : $0 }
        let inflation = CopyCalibration.inflation(samples: eager, training: training)
        #expect(inflation > 1.5 && inflation < 2.2)
        // Blurred samples never match closely: no discount is given for that.
        #expect(CopyCalibration.inflation(samples: eager.map { $0 + 1 }, training: training) == 1)
        let few = CopyCalibration.inflation(samples: [0, 0, 0], training: uniforms(20, seed: 5))
        #expect(few == 1)
    }

    @Test func adjustedValuesAreBenjaminiAndHochbergs() {
        let values = [0.01, 0.04, 0.03, 0.5]
        let adjusted = CopyCalibration.adjusted(values)
        for (value, expected) in zip(adjusted, [0.04, 0.16 / 3, 0.16 / 3, 0.5]) {
            #expect(abs(value - expected) < 1e-12)
        }
        for level in [0.03, 0.05, 0.2] {
            #expect(
                MultipleTests.benjaminiHochberg(values, level: level)
                    == adjusted.indices.filter { adjusted[$0] <= level })
        }
    }
}
