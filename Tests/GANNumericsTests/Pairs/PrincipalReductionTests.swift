import Testing

@testable import GANNumerics

@Suite struct PrincipalReductionTests {
    /// Enough rows and columns for a reduction to be considered.
    private func pair(_ data: NeighbourData) -> (queries: Matrix<Float>, rows: Matrix<Float>) {
        (data.rows(600, columns: 150, seed: 1), data.rows(8000, columns: 150, seed: 2))
    }

    @Test func rowsNearASubspaceAreReducedAndNormalRowsAreNot() {
        let (queries, rows) = pair(.subspace)
        #expect(PrincipalReduction.fastest(queries: queries, rows: rows)?.width == 32)
        let (normalQueries, normalRows) = pair(.normal)
        #expect(PrincipalReduction.fastest(queries: normalQueries, rows: normalRows) == nil)
        #expect(PrincipalReduction.fastest(queries: queries.rows(in: 0..<2), rows: rows) == nil)
    }

    @Test(arguments: [NeighbourData.fewFactors, .subspace, .offset, .mixedScales, .collapsed, .descending])
    func reducedDistancesDoNotExceedTrueOnes(data: NeighbourData) throws {
        var (queries, rows) = pair(data)
        // One strong direction makes every kind of data worth reducing.
        for row in 0..<rows.rows { rows[row, 0] += Float(row % 100) * 1e3 }
        for row in 0..<queries.rows { queries[row, 0] += Float(row % 100) * 1e3 }
        guard let reduction = PrincipalReduction.fastest(queries: queries, rows: rows) else { return }
        let (first, second) = (reduction.reduce(queries), reduction.reduce(rows))
        let origin = Matrix<Float>(rows: 1, columns: reduction.width)
        for query in stride(from: 0, to: 600, by: 29) {
            for row in stride(from: 0, to: 8000, by: 31) {
                let norms =
                    EuclideanDistance.between(first, row: query, origin, row: 0)
                    + EuclideanDistance.between(second, row: row, origin, row: 0)
                let reduced = EuclideanDistance.between(first, row: query, second, row: row)
                let exact = EuclideanDistance.between(queries, row: query, rows, row: row)
                #expect(reduced <= exact + 1.01 * reduction.relativeError * norms)
            }
        }
    }

    @Test func theLeadingReductionHasTheWidthThatWasAskedFor() {
        let rows = NeighbourData.subspace.rows(500, columns: 150, seed: 3)
        #expect(PrincipalReduction.leading(of: rows, width: 32)?.width == 32)
        #expect(PrincipalReduction.leading(of: rows, width: 151) == nil)
        // Rows that are all equal span nothing.
        #expect(PrincipalReduction.leading(of: NeighbourData.equal.rows(50, columns: 150, seed: 1), width: 32) == nil)
    }

    /// The same search with few queries runs over the rows themselves.
    @Test(arguments: NeighbourData.allCases)
    func aReducedSearchAgreesWithTheDirectOne(data: NeighbourData) {
        let (queries, rows) = pair(data)
        let whole = NearestNeighbours.search(queries: queries, in: rows, count: 4)
        for start in [0, 300, 580] {
            let few = NearestNeighbours.search(queries: queries.rows(in: start..<start + 20), in: rows, count: 4)
            #expect(few.indices == Array(whole.indices[start * 4..<(start + 20) * 4]))
            #expect(few.distances == Array(whole.distances[start * 4..<(start + 20) * 4]))
        }
    }

    @Test func aReducedSearchOfRowsAmongThemselvesFindsCopies() {
        var rows = NeighbourData.subspace.rows(3000, columns: 150, seed: 3)
        for column in 0..<150 { rows[2500, column] = rows[7, column] }
        #expect(PrincipalReduction.fastest(queries: rows, rows: rows) != nil)
        let table = NearestNeighbours.search(queries: rows, in: rows, count: 1, excludingSameIndex: true)
        #expect(table.index(query: 7, rank: 0) == 2500 && table.distance(query: 7, rank: 0) == 0)
        #expect(table.index(query: 2500, rank: 0) == 7)
    }
}
