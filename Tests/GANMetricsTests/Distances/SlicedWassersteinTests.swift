import Foundation
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct SlicedWassersteinTests {
    static let axes = SlicedWasserstein.Options(directions: .coordinateAxes)
    static let few = SlicedWasserstein.Options(directions: .random(count: 100))

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected = try Fixture.json("lcg/expected.json")
        let result = try SlicedWasserstein.evaluate(
            real: LinearCongruential.training.converted(to: Float.self).rows(in: 0..<250),
            generated: LinearCongruential.generated.converted(to: Float.self), options: Self.axes)
        #expect(
            isClose(
                result.value, try lookUp(["W1 mean over coordinate axes train[:250] vs gen"], in: expected)))
        let second = number("wasserstein_2", result)
        #expect(isClose(second * second, try lookUp(["W2^2 mean over coordinate axes"], in: expected)))
        #expect(
            isClose(
                number("mind", result),
                try lookUp(["MIND-style alpha=3d * mean W2^2 on coordinate axes"], in: expected)))
        #expect(isFinite(result) && number("directions", result) == 8)
    }

    /// Tools that cut the longer set, or interpolate quantiles, fail these.
    @Test func unequalCountsAreExact() throws {
        let byHand = SlicedWasserstein.Quantiles.distances([0, 1], [0, 0, 3])
        #expect(isClose(byHand.first, 5.0 / 6, relative: 1e-12) && isClose(byHand.second, 1.5, relative: 1e-12))
        let (real, generated) = (normalRows(1, 60, 5), mapped(normalRows(2, 35, 5)) { 2 * $0 + 0.3 })
        let result = try SlicedWasserstein.evaluate(real: real, generated: generated, options: Self.few)
        let repeated = generated.rows(at: (0..<105).map { $0 % 35 })
        let same = try SlicedWasserstein.evaluate(real: real, generated: repeated, options: Self.few)
        #expect(isClose(same.value, result.value, relative: 1e-6))
        #expect(isClose(number("mind", same), number("mind", result), relative: 1e-6))
    }

    @Test func sortsAnyFloats() {
        let values: [Float] = [3, -1, 0, -0.0, .leastNonzeroMagnitude, -1e30, 1e30, -1, 2.5, -.leastNonzeroMagnitude]
        var sorted = SlicedWasserstein.SortedProjection(count: values.count)
        for _ in 0..<2 {
            sorted.sort(Matrix(rows: 1, columns: values.count, scalars: values), row: 0)
            #expect(sorted.values == values.sorted())
            #expect(sorted.order.map { values[Int($0)] } == sorted.values)
        }
        let many = normalRows(3, 2, 5000)
        var large = SlicedWasserstein.SortedProjection(count: 5000)
        large.sort(many, row: 1)
        #expect(large.values == many.row(1).sorted())
    }

    /// A shift by v moves every projection by ⟨u, v⟩: W₁ is E|⟨u, v⟩|, W₂² is ‖v‖²/d, and `mind` 3‖v‖².
    ///
    /// Directions from one orthant only would see (1, 1) and (1, −1) differently.
    @Test(arguments: [[Float(1), 1], [1, -1], [-1, 1]])
    func shiftInThePlane(_ shift: [Float]) throws {
        let real = normalRows(1, 50, 2)
        var generated = real
        for row in 0..<50 { for column in 0..<2 { generated[row, column] += shift[column] } }
        let result = try SlicedWasserstein.evaluate(
            real: real, generated: generated, options: .init(directions: .random(count: 4000)))
        #expect(isClose(result.value, 2.0.squareRoot() * 2 / Double.pi, relative: 0.03), "\(result.value)")
        #expect(isClose(number("mind", result), 6, relative: 0.05))
    }

    @Test func shiftOfEveryColumn() throws {
        let real = normalRows(1, 300, 64)
        let result = try SlicedWasserstein.evaluate(
            real: real, generated: mapped(real) { $0 + 0.5 }, options: .init(directions: .random(count: 2000)))
        #expect(isClose(number("mind", result), 3 * 64 * 0.25, relative: 0.1))
    }

    @Test func directionsAreUniformOnTheSphere() throws {
        let directions = try SlicedWasserstein.Directions(.init(directions: .random(count: 6000), seed: 3), width: 3)
        let rows = directions.rows(in: 0..<6000)
        var octants = [Int](repeating: 0, count: 8)
        var heights: [Double] = []
        for row in 0..<6000 {
            let unit = rows.row(row).map(Double.init)
            #expect(isClose(unit.reduce(0) { $0 + $1 * $1 }, 1, relative: 1e-6))
            octants[(unit[0] > 0 ? 1 : 0) + (unit[1] > 0 ? 2 : 0) + (unit[2] > 0 ? 4 : 0)] += 1
            heights.append(unit[2])
        }
        // 750 ± 5 standard deviations.
        #expect(octants.allSatisfy { abs($0 - 750) < 130 }, "\(octants)")
        // On the sphere in three dimensions each coordinate is uniform in [−1, 1].
        for (index, height) in heights.sorted().enumerated() {
            #expect(abs((height + 1) / 2 - (Double(index) + 0.5) / 6000) < 0.03)
        }
        // A direction is a function of seed and number, however many are made at a time.
        #expect(directions.rows(in: 70..<72).scalars == rows.rows(in: 70..<72).scalars)
    }

    @Test func givenDirectionsAreScaledToUnitLength() throws {
        let (real, generated) = (normalRows(1, 90, 3), mapped(normalRows(2, 80, 3)) { $0 + 1 })
        var given = Matrix<Float>(rows: 3, columns: 3)
        for axis in 0..<3 { given[axis, axis] = Float(axis + 2) }
        let result = try SlicedWasserstein.evaluate(
            real: real, generated: generated, options: .init(directions: .given(given)))
        let axes = try SlicedWasserstein.evaluate(real: real, generated: generated, options: Self.axes)
        #expect(result == axes && number("direction_error", result) == 0)
    }

    @Test func symmetricAndBlindToOrderAndOffsetAndScalesWithTheUnit() throws {
        let (real, generated) = (normalRows(1, 120, 6), mapped(normalRows(2, 150, 6)) { 1.2 * $0 + 0.4 })
        func value(_ real: Matrix<Float>, _ generated: Matrix<Float>) throws -> Double {
            try SlicedWasserstein.evaluate(real: real, generated: generated, options: Self.few).value
        }
        let direct = try value(real, generated)
        #expect(isClose(try value(generated, real), direct, relative: 1e-6))
        #expect(isClose(try value(real.rows(at: (0..<120).reversed()), generated), direct, relative: 1e-6))
        #expect(isClose(try value(mapped(real) { 8 * $0 }, mapped(generated) { 8 * $0 }), 8 * direct, relative: 1e-6))
        let offset = try value(mapped(real) { $0 + 1000 }, mapped(generated) { $0 + 1000 })
        #expect(isClose(offset, direct, relative: 1e-4))
        let turned = try SlicedWasserstein.evaluate(
            real: rotated(real), generated: rotated(generated), options: .init(directions: .random(count: 3000)))
        let straight = try SlicedWasserstein.evaluate(
            real: real, generated: generated, options: .init(directions: .random(count: 3000)))
        #expect(isClose(turned.value, straight.value, relative: 0.05))
        #expect(try value(real, real) == 0)
    }

    @Test func growsWithNoiseAndWithDroppedModes() throws {
        let (real, noise) = (normalRows(1, 400, 8), normalRows(7, 400, 8))
        var last = -1.0
        for amount: Float in [0, 0.5, 1, 2] {
            var noisy = normalRows(3, 400, 8)
            for index in noisy.scalars.indices { noisy.scalars[index] += amount * noise.scalars[index] }
            let value = try SlicedWasserstein.evaluate(real: real, generated: noisy, options: Self.few).value
            #expect(value > last)
            last = value
        }
        var clusters = normalRows(1, 400, 4)
        for row in 0..<400 { clusters[row, row % 4] += 6 }
        last = -1
        for modes in [4, 3, 2, 1] {
            let kept = clusters.rows(at: (0..<400).filter { $0 % 4 < modes })
            let value = try SlicedWasserstein.evaluate(real: clusters, generated: kept, options: Self.few).value
            #expect(value > last)
            last = value
        }
    }

    /// Influences against what leaving out a row really does.
    @Test func influencesAreThoseOfLeavingOutARow() throws {
        let (real, generated) = (normalRows(1, 400, 1), mapped(normalRows(2, 300, 1)) { 1.5 * $0 + 0.7 })
        let directions = try SlicedWasserstein.Directions(Self.axes, width: 1)
        let slices = SlicedWasserstein.slices(
            real: real, generated: generated, directions: directions, influences: true)
        func check(_ influences: [Double], _ without: (Int) -> Double) {
            let mean = Statistics.mean(influences)
            for index in [0, 7, 100, 250] {
                let change = Double(influences.count - 1) * (slices.first[0] - without(index))
                #expect(isClose(influences[index] - mean, change, relative: 0.1, absolute: 0.03))
            }
        }
        func distance(_ x: Matrix<Float>, _ y: Matrix<Float>) -> Double {
            SlicedWasserstein.Quantiles.distances(x.scalars.sorted(), y.scalars.sorted()).first
        }
        check(slices.realInfluences) { left in
            distance(real.rows(at: (0..<400).filter { $0 != left }), generated)
        }
        check(slices.generatedInfluences) { left in
            distance(real, generated.rows(at: (0..<300).filter { $0 != left }))
        }
    }

    @Test func errorMatchesSpreadOverSeeds() throws {
        for (directions, shift) in [
            (SlicedWasserstein.Options.Directions.coordinateAxes, Float(0.5)), (.random(count: 20), 1),
        ] {
            var (values, reaches) = ([Double](), [Double]())
            for seed in 0..<60 {
                let result = try SlicedWasserstein.evaluate(
                    real: normalRows(UInt64(seed), 150, 6),
                    generated: mapped(normalRows(UInt64(seed + 100), 200, 6)) { $0 + shift },
                    options: .init(directions: directions, seed: UInt64(seed)))
                let interval = try #require(result.interval)
                values.append(result.value)
                reaches.append(interval.high - result.value)
            }
            let ratio = Statistics.mean(reaches) / 1.96 / Statistics.standardDeviation(values)
            #expect(ratio > 0.75 && ratio < 1.4, "\(ratio)")
        }
    }

    @Test func nullIsThatOfHeldOutRowsAtTheSameCount() throws {
        let (real, heldOut) = (normalRows(1, 500, 6), normalRows(3, 400, 6))
        let generated = normalRows(2, 100, 6)
        let result = try SlicedWasserstein.evaluate(
            real: real, generated: generated, heldOut: heldOut, options: Self.few)
        let null = try #require(result.null)
        #expect(isClose(result.value, null.value, relative: 0.4) && null.basis.contains("100 of 400"))
        let all = try SlicedWasserstein.evaluate(real: real, generated: heldOut, options: Self.few)
        #expect(all.value < 0.8 * null.value)
        for few in [nil, heldOut.rows(in: 0..<99)] {
            let none = try SlicedWasserstein.evaluate(
                real: real, generated: generated, heldOut: few, options: Self.few)
            #expect(none.null == nil && none.diagnostics.contains { $0.code == "null_needs_held_out" })
        }
    }

    @Test func sameBytesForAnyNumberOfThreads() throws {
        let (real, generated) = (normalRows(1, 700, 24), normalRows(2, 600, 24))
        let one = try withThreads(1) { try SlicedWasserstein.evaluate(real: real, generated: generated) }
        let five = try withThreads(5) { try SlicedWasserstein.evaluate(real: real, generated: generated) }
        #expect(one == five)
    }

    @Test(arguments: [Float(1e-38), 1e18, 3e37])
    func extremeScalesScaleTheValue(_ scale: Float) throws {
        let (real, generated) = (normalRows(1, 60, 4), mapped(normalRows(2, 60, 4)) { $0 + 0.5 })
        let value = try SlicedWasserstein.evaluate(real: real, generated: generated, options: Self.few).value
        let scaled = try SlicedWasserstein.evaluate(
            real: mapped(real) { scale * $0 }, generated: mapped(generated) { scale * $0 }, options: Self.few)
        #expect(isFinite(scaled) && isClose(scaled.value, value * Double(scale), relative: 1e-4))
    }

    @Test func hostileInputIsAnErrorOrADiagnostic() throws {
        let good = normalRows(1, 10, 3)
        func evaluate(
            _ real: Matrix<Float>, _ generated: Matrix<Float>, _ options: SlicedWasserstein.Options = .init()
        ) throws -> MetricResult {
            try SlicedWasserstein.evaluate(real: real, generated: generated, options: options)
        }
        #expect(throws: MetricError.tooFewRows(metric: "sliced_wasserstein", role: "generated", rows: 0, needed: 1)) {
            try evaluate(good, good.rows(in: 0..<0))
        }
        #expect(throws: MetricError.widthsDiffer(metric: "sliced_wasserstein", real: 3, generated: 2)) {
            try evaluate(good, normalRows(1, 10, 2))
        }
        var bad = good
        bad[9, 0] = -.infinity
        #expect(throws: MetricError.nonFinite(metric: "sliced_wasserstein", role: "real", row: 9, column: 0)) {
            try evaluate(bad, good)
        }
        #expect(throws: MetricError.self) { try evaluate(Matrix(rows: 4, columns: 0), Matrix(rows: 4, columns: 0)) }
        #expect(throws: MetricError.self) {
            try SlicedWasserstein.evaluate(real: good, generated: good, heldOut: normalRows(1, 10, 2))
        }
        for directions in [
            .random(count: 0), .given(Matrix(rows: 1, columns: 3)), .given(Matrix(rows: 1, columns: 2, repeating: 1)),
            .given(Matrix(rows: 0, columns: 3)),
        ] as [SlicedWasserstein.Options.Directions] {
            #expect(throws: MetricError.self) { try evaluate(good, good, .init(directions: directions)) }
        }
        let single = try evaluate(good.rows(in: 0..<1), good)
        #expect(single.interval == nil && single.diagnostics.contains { $0.code == "interval_omitted" })
        let one = try evaluate(good, good, .init(directions: .random(count: 1)))
        #expect(one.interval == nil && one.value == 0)
        let constant = Matrix<Float>(rows: 20, columns: 3, repeating: 7)
        #expect(try evaluate(constant, constant).value == 0)
        let wide = Matrix<Float>(rows: 3, columns: 100_000, repeating: 1)
        #expect(isFinite(try evaluate(wide, mapped(wide) { $0 + 1 }, .init(directions: .random(count: 70)))))
    }
}
