import TestSupport
import Testing

@testable import GANNumerics

@Suite struct TransformedSearchTests {
    /// Three views: as it is, backwards, and one column to the left.
    private func views(of queries: Matrix<Float>) -> TransformedSearch.Views {
        let width = queries.columns
        return .init(count: 3, width: width) { query, target in
            for column in 0..<width {
                target[column] = queries[query, column]
                target[width + column] = queries[query, width - 1 - column]
                target[2 * width + column] = queries[query, (column + 1) % width]
            }
        }
    }

    /// The least distance over all views of each query to each row.
    private func allDistances(
        _ queries: Matrix<Float>, _ views: TransformedSearch.Views, _ rows: Matrix<Float>
    ) -> [[(distance: Double, row: Int)]] {
        (0..<queries.rows).map { query in
            let seen = Matrix<Float>(rows: views.count, columns: views.width) { target in
                if let base = target.baseAddress { views.write(query, base) }
            }
            return (0..<rows.rows).map { row in
                let least = (0..<views.count).filter { !seen[$0, 0].isNaN }
                    .map { EuclideanDistance.between(seen, row: $0, rows, row: row) }.min()
                return (least ?? .infinity, row)
            }.sorted { $0 < $1 }
        }
    }

    @Test(arguments: NeighbourData.allCases.filter { $0 != .huge && $0 != .tiny })
    func distancesAreTheLeastOverViewsAndBoundsHold(data: NeighbourData) {
        let (queries, rows) = (data.rows(40, columns: 120, seed: 1), data.rows(900, columns: 120, seed: 2))
        let views = views(of: queries)
        let table = TransformedSearch.search(queries: 40, views: views, in: rows, count: 4)
        let expected = allDistances(queries, views, rows)
        for query in 0..<40 {
            let byRow = Dictionary(uniqueKeysWithValues: expected[query].map { ($0.row, $0.distance) })
            var listed: Set<Int> = []
            for rank in 0..<4 {
                guard let row = table.index(query: query, rank: rank) else { continue }
                listed.insert(row)
                #expect(table.distance(query: query, rank: rank) == byRow[row])
            }
            #expect(listed.count == 4)
            for (distance, row) in expected[query] where !listed.contains(row) {
                #expect(distance >= table.bounds[query])
            }
        }
    }

    @Test func plantedCopiesAreFoundInTheirViewAndCertain() {
        let rows = NeighbourData.subspace.rows(2000, columns: 200, seed: 3)
        // Query i is row 7i backwards, as view 1 undoes.
        let queries = Matrix<Float>(rows: 50, columns: 200) { target in
            for query in 0..<50 {
                for column in 0..<200 { target[query * 200 + column] = rows[7 * query, 199 - column] }
            }
        }
        let table = TransformedSearch.search(queries: 50, views: views(of: queries), in: rows, count: 6)
        for query in 0..<50 {
            #expect(table.index(query: query, rank: 0) == 7 * query)
            #expect(table.distance(query: query, rank: 0) == 0)
            #expect(table.view(query: query, rank: 0) == 1)
            #expect(table.isCertain(query: query, rank: 0))
        }
    }

    @Test func moreCandidatesGiveTheExactList() {
        let (queries, rows) = (
            NeighbourData.normal.rows(20, columns: 60, seed: 4), NeighbourData.normal.rows(300, columns: 60, seed: 5)
        )
        let views = views(of: queries)
        let table = TransformedSearch.search(
            queries: 20, views: views, in: rows, count: 5, effort: .init(candidates: 300))
        for (query, all) in allDistances(queries, views, rows).enumerated() {
            for rank in 0..<5 {
                #expect(table.index(query: query, rank: rank) == all[rank].row)
                #expect(table.isCertain(query: query, rank: rank))
            }
        }
    }

    /// The kernel takes six views at a time and the rest one by one.
    @Test(arguments: [1, 5, 6, 7, 13])
    func anyNumberOfViewsKeepsListsAndBounds(count: Int) {
        let (queries, rows) = (
            NeighbourData.subspace.rows(12, columns: 120, seed: 12),
            NeighbourData.subspace.rows(333, columns: 120, seed: 13)
        )
        // View v is v columns to the left.
        let views = TransformedSearch.Views(count: count, width: 120) { query, target in
            for view in 0..<count {
                for column in 0..<120 { target[view * 120 + column] = queries[query, (column + view) % 120] }
            }
        }
        let expected = allDistances(queries, views, rows)
        let whole = TransformedSearch.search(
            queries: 12, views: views, in: rows, count: 4, effort: .init(candidates: 333))
        let screened = TransformedSearch.search(queries: 12, views: views, in: rows, count: 4)
        for query in 0..<12 {
            for rank in 0..<4 {
                #expect(whole.index(query: query, rank: rank) == expected[query][rank].row)
                #expect(whole.distance(query: query, rank: rank) == expected[query][rank].distance)
            }
            let listed = Set((0..<4).compactMap { screened.index(query: query, rank: $0) })
            for (distance, row) in expected[query] where !listed.contains(row) {
                #expect(distance >= screened.bounds[query])
            }
        }
    }

    @Test func leftOutRowsAndAbsentViewsTakeNoPart() {
        let rows = NeighbourData.normal.rows(100, columns: 30, seed: 6)
        // The view as it is is absent for query 1.
        let views = TransformedSearch.Views(count: 2, width: 30) { query, target in
            for column in 0..<30 {
                target[column] = rows[query, column]
                target[30 + column] = -rows[query, column]
            }
            if query == 1 { target[0] = .nan }
        }
        let table = TransformedSearch.search(
            queries: 2, views: views, in: rows, count: 3, excluded: [50, 10], rowOffset: 50)
        #expect(table.index(query: 0, rank: 0) != 50)
        #expect(table.distance(query: 0, rank: 0) > 0)
        #expect(table.view(query: 1, rank: 0) == 1)
        let own = TransformedSearch.search(queries: 1, views: views, in: rows, count: 3, rowOffset: 50)
        #expect(own.index(query: 0, rank: 0) == 50)
        #expect(own.distance(query: 0, rank: 0) == 0)
    }

    @Test func fewRowsLeavePlacesFree() {
        let rows = NeighbourData.normal.rows(2, columns: 8, seed: 7)
        let table = TransformedSearch.search(queries: 1, views: views(of: rows), in: rows, count: 4)
        #expect(table.index(query: 0, rank: 1) == 1)
        #expect(table.index(query: 0, rank: 2) == nil)
        #expect(table.distance(query: 0, rank: 3) == .infinity)
        #expect(table.bounds[0] == .infinity)
    }

    @Test func vectorsFarOutsideOfTheRowsHaveValidBounds() {
        let rows = NeighbourData.normal.rows(500, columns: 150, seed: 8)
        var queries = NeighbourData.normal.rows(10, columns: 150, seed: 9)
        for index in queries.scalars.indices { queries.scalars[index] *= 100 }
        let views = views(of: queries)
        let table = TransformedSearch.search(queries: 10, views: views, in: rows, count: 3)
        for (query, all) in allDistances(queries, views, rows).enumerated() {
            let listed = Set((0..<3).compactMap { table.index(query: query, rank: $0) })
            for (distance, row) in all where !listed.contains(row) { #expect(distance >= table.bounds[query]) }
        }
    }

    @Test func threadsDoNotMatterAndBlocksMerge() {
        let (queries, rows) = (
            NeighbourData.subspace.rows(120, columns: 130, seed: 10),
            NeighbourData.subspace.rows(1500, columns: 130, seed: 11)
        )
        let views = views(of: queries)
        func whole() -> TransformedTable { TransformedSearch.search(queries: 120, views: views, in: rows, count: 6) }
        let one = withThreads(1) { whole() }
        #expect(withThreads(3) { whole() } == one)
        let first = TransformedSearch.search(queries: 120, views: views, in: rows.rows(in: 0..<700), count: 6)
        let second = TransformedSearch.search(
            queries: 120, views: views, in: rows.rows(in: 700..<1500), count: 6, rowOffset: 700)
        let merged = first.merged(with: second)
        for query in 0..<120 where one.isCertain(query: query, rank: 0) && merged.isCertain(query: query, rank: 0) {
            #expect(merged.index(query: query, rank: 0) == one.index(query: query, rank: 0))
        }
        #expect((0..<120).contains { one.isCertain(query: $0, rank: 0) && merged.isCertain(query: $0, rank: 0) })
    }
}
