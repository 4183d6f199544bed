import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

/// Samples beside held-out rows in their distance to the reference.
@Suite struct FrechetHeldOutTests {
    /// Heavy-tailed rows, `scale` times as wide.
    private func rows(_ count: Int, seed: UInt64, scale: Float = 1) -> Matrix<Float> {
        var rows = SeededGenerator(seed: seed).normalRows(count, columns: 5)
        for row in 0..<count {
            for column in 0..<5 { rows[row, column] *= scale * max(1, abs(rows[row, column])) }
        }
        return rows
    }

    private func pValue(
        generated: Matrix<Float>, heldOut: Matrix<Float>?, reference: Matrix<Float>? = nil, interval: Bool = true
    ) throws -> Double? {
        var options = MetricOptions()
        options.interval = interval
        let context = try MetricContext(
            [FrechetDistance.self],
            inputs: MetricInputs(real: reference ?? rows(400, seed: 1), generated: generated, heldOut: heldOut),
            options: options)
        guard case .number(let p)? = try FrechetDistance.evaluate(context).parts[FrechetDistance.heldOutPart] else {
            return nil
        }
        return p
    }

    /// Equal distributions differ by chance as often as that is said, though neither is the reference's.
    @Test func equalSetsDifferAsOftenAsIsSaid() throws {
        let reference = rows(400, seed: 1, scale: 0.8)
        var values: [Double] = []
        for seed in UInt64(0)..<60 {
            let (generated, heldOut) = (rows(150, seed: 100 + 2 * seed), rows(250, seed: 101 + 2 * seed))
            values += try pValue(generated: generated, heldOut: heldOut, reference: reference).map { [$0] } ?? []
        }
        #expect(values.count == 60)
        // Binomial: 12 of 60 at a fifth, 1 to 23 beyond any doubt.
        for level in [0.2, 0.8] {
            let below = Double(values.count { $0 <= level })
            #expect(abs(below - 60 * level) < 11)
        }
    }

    @Test func whatIsFartherIsSaidOfSamplesAlone() throws {
        let far = try #require(try pValue(generated: rows(300, seed: 2, scale: 1.5), heldOut: rows(300, seed: 3)))
        #expect(far == 0.001)
        let near = try #require(try pValue(generated: rows(300, seed: 2), heldOut: rows(300, seed: 3, scale: 1.5)))
        #expect(near > 0.99)
        // The same with fewer held-out rows, and the same for the same seed.
        let (wide, few) = (rows(300, seed: 2, scale: 1.5), rows(120, seed: 3))
        let first = try #require(try pValue(generated: wide, heldOut: few))
        let second = try pValue(generated: wide, heldOut: few)
        #expect(first < 0.05 && first == second)
    }

    @Test func nothingIsSaidOfFewRows() throws {
        #expect(try pValue(generated: rows(300, seed: 2), heldOut: rows(99, seed: 3)) == nil)
        #expect(try pValue(generated: rows(99, seed: 2), heldOut: rows(300, seed: 3)) == nil)
        #expect(try pValue(generated: rows(300, seed: 2), heldOut: nil) == nil)
        #expect(try pValue(generated: rows(300, seed: 2), heldOut: rows(300, seed: 3), interval: false) == nil)
    }
}
