import GANNumerics
import Testing

@testable import GANMetrics

@Suite struct SplitClassifierTests {
    private func bits(_ rows: Int, _ shares: [Double], seed: UInt64) -> Matrix<Float> {
        var random = SeededGenerator(seed: seed)
        var result = Matrix<Float>(rows: rows, columns: shares.count)
        for row in 0..<rows {
            for (column, share) in shares.enumerated() { result[row, column] = random.uniform() < share ? 1 : 0 }
        }
        return result
    }

    @Test func randomSplitsAreNotToldApart() throws {
        var (small, area) = (0, 0.0)
        for seed in 0..<100 as Range<UInt64> {
            let rows = SeededGenerator(seed: seed).normalRows(300, columns: 8)
            let found = try #require(
                SplitClassifier(rows.rows(in: 0..<200), rows.rows(in: 200..<300), rule: .means))
            if found.pValue <= 0.05 { small += 1 }
            area += found.area / 100
        }
        #expect(small <= 13 && abs(area - 0.5) < 0.03)
    }

    @Test func aShiftIsToldBySomeColumn() throws {
        let rows = SeededGenerator(seed: 1).normalRows(300, columns: 8)
        var moved = rows.rows(in: 200..<300)
        for row in 0..<100 { moved[row, 3] += 3 }
        let found = try #require(SplitClassifier(rows.rows(in: 0..<200), moved, rule: .means))
        #expect(found.area > 0.95 && found.pValue < 1e-6)
    }

    @Test func columnsThatNeverOccurAreTold() throws {
        let usual = [0.5, 0.4, 0.3, 0.6]
        let first = bits(200, usual + [0.5, 0.5, 0.5], seed: 2)
        let found = try #require(
            SplitClassifier(first, bits(100, usual + [0, 0, 0], seed: 3), rule: .presence))
        #expect(found.area > 0.9 && found.pValue < 1e-6)
        let alike = try #require(
            SplitClassifier(first, bits(100, usual + [0.5, 0.5, 0.5], seed: 4), rule: .presence))
        #expect(alike.area < 0.65)
    }

    @Test func constantColumnsAndFewRowsAreSurvived() throws {
        let flat = Matrix<Float>(rows: 30, columns: 2)
        let found = try #require(SplitClassifier(flat, flat, rule: .means))
        #expect(found.area == 0.5 && found.pValue == 1)
        var other = flat
        for row in 0..<30 { other[row, 1] = 2 }
        #expect(try #require(SplitClassifier(flat, other, rule: .means)).area == 1)
        #expect(SplitClassifier(flat, flat.rows(in: 0..<19), rule: .means) == nil)
    }
}
