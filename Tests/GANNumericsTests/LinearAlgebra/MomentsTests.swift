import GANNumerics
import Testing

@Suite struct MomentsTests {
    private func rows(_ count: Int, columns: Int, offset: Float = 0) -> Matrix<Float> {
        var rows = SeededGenerator(seed: 8).normalRows(count, columns: columns)
        for index in rows.scalars.indices { rows.scalars[index] += offset }
        return rows
    }

    /// Largest difference relative to the largest element.
    private func relative(_ a: [Double], _ b: [Double]) -> Double {
        NaiveReference.largestDifference(a, b) / (b.map { abs($0) }.max() ?? 1)
    }

    @Test(arguments: [(1, 3), (2, 1), (300, 20), (1025, 5), (40, 300)], [Float(0), 1000])
    func agreesWithTwoPlainPasses(shape: (Int, Int), offset: Float) {
        let rows = rows(shape.0, columns: shape.1, offset: offset)
        let moments = Moments(of: rows)
        let expected = NaiveReference.moments(rows)
        #expect(moments.count == shape.0)
        #expect(relative(moments.mean, expected.mean) < 1e-14)
        if shape.0 > 1 { #expect(relative(moments.scatter.scalars, expected.scatter.scalars) < 1e-12) }
        #expect(moments.scatter == moments.scatter.transposed)
    }

    @Test(arguments: [1, 100, 150, 299])
    func mergedBlocksAgreeWithTheWhole(cut: Int) {
        let rows = rows(300, columns: 12, offset: 50)
        var merged = Moments(of: rows.rows(in: 0..<cut))
        merged.merge(Moments(of: rows.rows(in: cut..<300)))
        let whole = Moments(of: rows)
        #expect(merged.count == 300)
        #expect(relative(merged.mean, whole.mean) < 1e-14)
        #expect(relative(merged.scatter.scalars, whole.scatter.scalars) < 1e-12)
        #expect(merged.scatter == merged.scatter.transposed)
    }

    @Test func mergingNothingChangesNothing() {
        let moments = Moments(of: rows(10, columns: 3))
        var merged = moments
        merged.merge(Moments(width: 3))
        #expect(merged == moments)
        var empty = Moments(width: 3)
        empty.merge(moments)
        #expect(empty == moments)
    }

    @Test func covarianceByBothEstimators() {
        let moments = Moments(of: Matrix(rows: 3, columns: 2, scalars: [1, 2, 3, 2, 5, 8]))
        #expect(moments.mean == [3, 4])
        #expect(moments.covariance().scalars == [4, 6, 6, 12])
        let scale = moments.covariance(.maximumLikelihood).scalars
        #expect(NaiveReference.largestDifference(scale, [8.0 / 3, 4, 4, 8]) < 1e-15)
    }

    @Test func equalRowsHaveNoScatter() {
        let moments = Moments(of: Matrix<Float>(rows: 2000, columns: 3, repeating: 0.1))
        #expect(moments.scatter.scalars.allSatisfy { abs($0) < 1e-27 })
    }

    @Test func theThreadCountChangesNoBit() {
        let rows = rows(2100, columns: 530, offset: 3)
        let threads = Parallel.threadCount
        defer { Parallel.threadCount = threads }
        Parallel.threadCount = 1
        let single = Moments(of: rows)
        Parallel.threadCount = 5
        #expect(Moments(of: rows) == single)
    }

    @Test func covarianceOfOneRowStops() async {
        await #expect(processExitsWith: .failure) {
            _ = Moments(of: Matrix<Float>(rows: 1, columns: 2)).covariance()
        }
    }
}
