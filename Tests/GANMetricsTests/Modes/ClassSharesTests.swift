import GANNumerics
import OrderedCollections
import Testing

@testable import GANMetrics

/// Shares of classes behind a classifier that errs, and which classes are too rare or too frequent.
@Suite struct ClassSharesTests {
    @Test func correctedSharesUndoTheConfusion() {
        // Of 60 % and 40 % a classifier takes a tenth of the first and a fifth of the second for the other.
        let confusion = Matrix<Double>(rows: 2, columns: 2, scalars: [0.9, 0.1, 0.2, 0.8])
        let shares = ClassShares.corrected([620, 380], confusion: confusion)
        #expect(abs(shares[0] - 0.6) < 1e-3 && abs(shares[1] - 0.4) < 1e-3)
        // A class whose samples are all errors has none.
        let none = ClassShares.corrected([900, 100], confusion: confusion)
        #expect(none[1] < 0.01)
        let exact = ClassShares.corrected([30, 70], confusion: Matrix(rows: 2, columns: 2, scalars: [1, 0, 0, 1]))
        #expect(abs(exact[0] - 0.3) < 1e-4)
    }

    @Test func intervalsHoldTheTruth() {
        let confusion = Matrix<Double>(rows: 3, columns: 3, scalars: [0.8, 0.1, 0.1, 0.1, 0.8, 0.1, 0.05, 0.15, 0.8])
        let truth = [0.5, 0.3, 0.2]
        var generator = SeededGenerator(seed: 4)
        var held = 0
        for _ in 0..<25 {
            var counts = [0, 0, 0]
            for _ in 0..<400 {
                func pick(_ shares: [Double]) -> Int {
                    var draw = generator.uniform()
                    for (place, share) in shares.enumerated().dropLast() {
                        if draw < share { return place }
                        draw -= share
                    }
                    return shares.count - 1
                }
                counts[pick(Array(confusion.row(pick(truth))))] += 1
            }
            let intervals = ClassShares.intervals(
                counts, shares: ClassShares.corrected(counts, confusion: confusion), confusion: confusion, seed: 1)
            held += zip(intervals, truth).count { $0.low <= $1 && $0.high >= $1 }
        }
        // Of 75 at 95 %: 65 or fewer come once in 2,000 runs.
        #expect(held >= 66, "\(held) of 75")
    }

    @Test func rareAndFrequentClassesAreNamedAndHonestOnesAreNot() {
        let reference = [1000, 1000, 1000, 1000, 1000]
        let shares = ClassShares(counts: [500, 1000, 1000, 1000, 1500], reference: reference)
        #expect(shares.standings == [.rare, .usual, .usual, .usual, .frequent])
        #expect(
            ClassShares(counts: [200, 190, 210, 205, 195], reference: reference).standings.allSatisfy { $0 == .usual })
        // A class that the reference lacks is no class of it.
        #expect(ClassShares(counts: [50, 50], reference: [100, 0]).standings[1] == .usual)
    }

    private static let even = [Double](repeating: 0.04, count: 25)

    /// Of 25 known modes among 1,500 samples one at half its share is seen; honest draws are not accused.
    @Test func knownModesAreHeldAgainstTheirOwnShares() {
        var counts = [Int](repeating: 61, count: 25)
        counts[7] = 30
        let standings = ClassShares(counts: counts, shares: Self.even).standings
        #expect(standings[7] == .rare && standings.count { $0 != .usual } == 1)
        var generator = SeededGenerator(seed: 2)
        var accused = 0
        for _ in 0..<60 {
            var drawn = [Int](repeating: 0, count: 25)
            for _ in 0..<1500 { drawn[generator.index(below: 25)] += 1 }
            if ClassShares(counts: drawn, shares: Self.even).standings.contains(where: { $0 != .usual }) {
                accused += 1
            }
        }
        // At 2.5 %, of 60: 6 or more come once in 300 runs.
        #expect(accused <= 5, "\(accused) of 60")
        // At half of its share a mode has 30 of 1,480 samples, give or take 5: it is seen in about nine of ten draws.
        var seen = 0
        for _ in 0..<60 {
            var drawn = [Int](repeating: 0, count: 25)
            var made = 0
            while made < 1500 {
                let mode = generator.index(below: 25)
                if mode == 3, generator.uniform() < 0.5 { continue }
                drawn[mode] += 1
                made += 1
            }
            if ClassShares(counts: drawn, shares: Self.even).standings[3] == .rare { seen += 1 }
        }
        #expect(seen >= 46, "\(seen) of 60")
    }

    @Test func theMetricCarriesThem() throws {
        let confusion = Matrix<Double>(rows: 2, columns: 2, scalars: [0.9, 0.1, 0.2, 0.8])
        let classes = [Int](repeating: 0, count: 620) + [Int](repeating: 1, count: 380)
        let result = try ModeCoverage.evaluate(
            generatedClasses: classes, referenceCounts: [620, 380], confusion: confusion)
        guard case .numbers(let shares)? = result.parts["corrected_shares"],
            case .numbers(let low)? = result.parts["corrected_shares_low"],
            case .numbers(let high)? = result.parts["corrected_shares_high"]
        else {
            Issue.record("no corrected shares")
            return
        }
        #expect(abs(shares[0] - 0.6) < 1e-3 && low[0] < 0.6 && high[0] > 0.6 && isFinite(result))
        #expect(result.parts["standings"] == .texts(["usual", "usual"]))
    }

    /// A class of two images, with noise, is collapsed inside; an honest one is not.
    @Test func insideOfAClassIsHeldBesideRealRows() throws {
        func rows(_ seed: UInt64, _ count: Int) -> Matrix<Float> {
            var rows = SeededGenerator(seed: seed).normalRows(count, columns: 6)
            for row in 0..<count { rows[row, 0] += row % 2 == 0 ? 0 : 30 }
            return rows
        }
        let (real, classes) = (rows(1, 400), (0..<400).map { $0 % 2 })
        var generated = rows(2, 240)
        for row in stride(from: 1, to: 240, by: 2) {
            for column in 0..<6 {
                generated[row, column] = real[1 + 2 * (row / 2 % 2), column] + 0.0001 * Float(row)
            }
        }
        let found = try ClassInterior.of(
            real: real, realClasses: classes, generated: generated, generatedClasses: (0..<240).map { $0 % 2 },
            neighbours: 3, seed: 1)
        #expect(found.map(\.number) == [0, 1] && found.allSatisfy { $0.rows == 100 })
        #expect(!found[0].isCollapsed && found[1].isCollapsed)
        #expect(found[1].samples.vendi < found[1].real.vendi && found[1].distinct.support < 10)
        #expect(found[0].samples.coverage > 0.8 && found[1].samples.coverage < 0.2)
        #expect(abs(found[0].samples.recall - found[0].real.recall) < 0.25)
        // Classes with too few rows are left out.
        let few = try ClassInterior.of(
            real: real, realClasses: classes, generated: generated.rows(in: 0..<40),
            generatedClasses: (0..<40).map { $0 % 2 }, neighbours: 3, seed: 1)
        #expect(few.isEmpty)
    }
}
