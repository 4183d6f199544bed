import Foundation
import GANNumerics
import OrderedCollections
import Testing

@testable import GANMetrics

/// Known modes against a recount that shares no code with them.
@Suite struct KnownModesTests {
    private static func mixture(_ centres: [[Double]], deviation: Double) -> KnownModes {
        KnownModes(
            centres: Matrix(rows: centres.count, columns: 2, scalars: Array(centres.joined())),
            standardDeviations: [Double](repeating: deviation, count: centres.count))
    }

    private static let ring: KnownModes = {
        let angles: [Double] = (0..<8).map { Double($0) * Double.pi / 4 }
        return mixture(angles.map { [cos($0), sin($0)] }, deviation: 0.01)
    }()
    private static let grid: KnownModes = {
        var centres: [[Double]] = []
        for row in 0..<5 { for column in 0..<5 { centres.append([2 * Double(column) - 4, 2 * Double(row) - 4]) } }
        return mixture(centres, deviation: 0.05)
    }()

    private func draw(
        _ modes: KnownModes, _ count: Int, seed: UInt64, of used: [Int], narrow: [Int] = []
    ) -> Matrix<Float> {
        let noise = SeededGenerator(seed: seed).normalRows(count, columns: 2)
        return Matrix(rows: count, columns: 2) { target in
            for row in 0..<count {
                let mode = used[row % used.count]
                let width = modes.standardDeviations[mode] * (narrow.contains(mode) ? 0.1 : 1)
                for column in 0..<2 {
                    target[row * 2 + column] = Float(modes.centres[mode, column] + width * Double(noise[row, column]))
                }
            }
        }
    }

    /// Counts, shares and divergences by plain loops over all centres.
    @Test(arguments: [true, false]) func equalsABruteForceRecount(isRing: Bool) throws {
        let modes = isRing ? Self.ring : Self.grid
        let total = modes.centres.rows
        let used = (0..<total).filter { $0 % 4 != 3 }
        let rows = draw(modes, 1500, seed: 3, of: used)
        let result = try ModeCoverage.evaluate(generated: rows, modes: modes)
        var (all, good) = ([Int](repeating: 0, count: total), [Int](repeating: 0, count: total))
        var members = [[(Double, Double)]](repeating: [], count: total)
        for row in 0..<1500 {
            let (x, y) = (Double(rows[row, 0]), Double(rows[row, 1]))
            let distances = (0..<total).map { hypot(x - modes.centres[$0, 0], y - modes.centres[$0, 1]) }
            let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
            all[nearest] += 1
            if distances[nearest] < 3 * modes.standardDeviations[nearest] {
                good[nearest] += 1
                members[nearest].append((x, y))
            }
        }
        #expect(result.parts["counts"] == .counts(all) && result.parts["high_quality_counts"] == .counts(good))
        #expect(result.value == Double(used.count) && result.parts["modes_covered"] == .count(used.count))
        #expect(result.parts["missing_classes"] == .counts((0..<total).filter { !used.contains($0) }))
        #expect(abs(number("high_quality_share", result) - Double(good.reduce(0, +)) / 1500) < 1e-12)
        let shares = all.map { Double($0) / 1500 }
        let even = 1 / Double(total)
        var (kl, js) = (0.0, 0.0)
        for share in shares {
            let middle = (share + even) / 2
            if share > 0 {
                kl += share * log(share / even)
                js += share * log(share / middle) / 2
            }
            js += even * log(even / middle) / 2
        }
        #expect(abs(number("kl_to_reference", result) - kl) < 1e-9)
        #expect(abs(number("js_to_reference", result) - js) < 1e-9)
        // Within three standard deviations of two dimensions a coordinate keeps 1 − 4.5·e^(−4.5)/(1 − e^(−4.5)) of its variance.
        let kept = 1 - 4.5 * exp(-4.5) / (1 - exp(-4.5))
        guard case .numbers(let spreads)? = result.parts["spreads"] else {
            Issue.record("no spreads")
            return
        }
        for mode in 0..<total where used.contains(mode) {
            let own = members[mode]
            var (mx, my, sum) = (0.0, 0.0, 0.0)
            for (x, y) in own {
                mx += x / Double(own.count)
                my += y / Double(own.count)
            }
            for (x, y) in own { sum += (x - mx) * (x - mx) + (y - my) * (y - my) }
            let deviation = modes.standardDeviations[mode]
            let freedom = 2 * Double(own.count - 1)
            let expected: Double = (sum / (freedom * deviation * deviation * kept)).squareRoot()
            #expect(abs(spreads[mode] - expected) < 1e-6 && abs(expected - 1) < 0.3)
        }
        #expect((0..<total).allSatisfy { used.contains($0) || spreads[$0] == -1 })
    }

    @Test func aModeThatIsHitButCollapsedIsNotCovered() throws {
        let rows = draw(Self.ring, 800, seed: 1, of: Array(0..<8), narrow: [2, 5])
        let result = try ModeCoverage.evaluate(generated: rows, modes: Self.ring)
        #expect(result.value == 8 && result.parts["collapsed_modes"] == .counts([2, 5]))
        #expect(result.parts["modes_covered"] == .count(6))
        // Three samples of a mode tell no spread, and no one is accused.
        let few = try ModeCoverage.evaluate(generated: draw(Self.ring, 24, seed: 1, of: Array(0..<8)), modes: Self.ring)
        #expect(few.parts["collapsed_modes"] == .counts([]) && few.parts["modes_covered"] == .count(8))
    }

    /// Three modes that make up 60, 30 and 10 %: samples of the mixture are usual, and even ones are not.
    @Test func modesAreHeldAgainstTheirWeights() throws {
        let modes = KnownModes(
            centres: Matrix(rows: 3, columns: 2, scalars: [0, 0, 5, 0, 0, 5]), standardDeviations: [0.1, 0.2, 0.3],
            weights: [6, 3, 1], names: ["most", "some", "few"])
        #expect(modes.weights.map { ($0 * 1000).rounded() } == [600, 300, 100])
        let own = draw(modes, 1000, seed: 5, of: [0, 0, 0, 0, 0, 0, 1, 1, 1, 2])
        let right = try ModeCoverage.evaluate(generated: own, modes: modes)
        #expect(right.parts["standings"] == .texts(["usual", "usual", "usual"]) && right.value == 3)
        #expect(number("kl_to_reference", right) < 1e-9 && number("js_to_reference", right) < 1e-9)
        #expect(right.parts["collapsed_modes"] == .counts([]))
        let even = try ModeCoverage.evaluate(generated: draw(modes, 900, seed: 5, of: [0, 1, 2]), modes: modes)
        #expect(even.parts["standings"] == .texts(["rare", "usual", "frequent"]))
        let divergence = (log(1 / 1.8) + log(1 / 0.9) + log(1 / 0.3)) / 3
        #expect(abs(number("kl_to_reference", even) - divergence) < 1e-9)
    }

    /// A mode that chance may have passed over is not called missing.
    @Test func fewSamplesAccuseNoSmallMode() throws {
        let modes = KnownModes(
            centres: Matrix(rows: 2, columns: 2, scalars: [0, 0, 5, 5]), standardDeviations: [0.1, 0.1],
            weights: [99, 1])
        let few = try ModeCoverage.evaluate(generated: draw(modes, 60, seed: 1, of: [0]), modes: modes)
        #expect(few.parts["missing_classes"] == .counts([]) && few.parts["undecided_classes"] == .counts([1]))
        #expect(few.value == 1 && (few.null?.value ?? 0) < 1.5)
        let many = try ModeCoverage.evaluate(generated: draw(modes, 600, seed: 1, of: [0]), modes: modes)
        #expect(many.parts["missing_classes"] == .counts([1]) && many.parts["undecided_classes"] == .counts([]))
    }

    /// Of 64 coordinates no sample lies within three standard deviations: the radius grows to hold as much as in two.
    @Test func modesOfManyCoordinatesCanBeHit() throws {
        let noise = SeededGenerator(seed: 8).normalRows(400, columns: 64)
        let modes = KnownModes(
            centres: Matrix(rows: 1, columns: 64, repeating: 0), standardDeviations: [1])
        let result = try ModeCoverage.evaluate(generated: noise, modes: modes)
        #expect(abs(number("high_quality_ceiling", result) - (1 - exp(-4.5))) < 1e-9)
        #expect(number("high_quality_share", result) > 0.96 && number("high_quality_radius", result) > 8)
        guard case .numbers(let spreads)? = result.parts["spreads"] else {
            Issue.record("no spreads")
            return
        }
        #expect(abs(spreads[0] - 1) < 0.05)
    }

    @Test func honestModesAreNotCollapsed() throws {
        for seed in 0..<20 {
            let rows = draw(Self.grid, 400, seed: UInt64(seed), of: Array(0..<25))
            let result = try ModeCoverage.evaluate(generated: rows, modes: Self.grid)
            #expect(result.parts["collapsed_modes"] == .counts([]))
        }
    }
}
