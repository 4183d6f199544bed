import GANNumerics
import Synchronization
import Testing

@Suite struct NearestNeighboursTests {
    @Test(arguments: NeighbourData.allCases, [1, 3, 40, 200])
    func agreesWithPlainLoopsToTheLastBit(data: NeighbourData, columns: Int) {
        let queries = data.rows(60, columns: columns, seed: 1)
        let rows = data.rows(1200, columns: columns, seed: 2)
        for count in [1, 4] {
            let expected = NaiveReference.neighbours(queries: queries, in: rows, count: count)
            #expect(NearestNeighbours.search(queries: queries, in: rows, count: count) == expected)
        }
    }

    @Test(arguments: NeighbourData.allCases)
    func aSearchOfRowsAmongThemselvesLeavesEachRowOut(data: NeighbourData) {
        let rows = data.rows(150, columns: 12, seed: 3)
        let expected = NaiveReference.neighbours(queries: rows, in: rows, count: 5, excludingSameIndex: true)
        #expect(NearestNeighbours.search(queries: rows, in: rows, count: 5, excludingSameIndex: true) == expected)
    }

    @Test func anExactCopyIsAtDistanceExactlyZero() {
        let rows = NeighbourData.offset.rows(2000, columns: 300, seed: 4)
        let copied = [1999, 0, 777]
        let table = NearestNeighbours.search(queries: rows.rows(at: copied), in: rows, count: 2)
        for (query, row) in copied.enumerated() {
            #expect(table.index(query: query, rank: 0) == row)
            #expect(table.distance(query: query, rank: 0) == 0)
            #expect(table.distance(query: query, rank: 1) > 0)
        }
    }

    @Test(arguments: [NeighbourData.normal, .grid, .duplicated])
    func blocksOfRowsMergeToTheWholeSearch(data: NeighbourData) {
        let queries = data.rows(40, columns: 9, seed: 5)
        let rows = data.rows(500, columns: 9, seed: 6)
        let whole = NearestNeighbours.search(queries: queries, in: rows, count: 6, excludingSameIndex: true)
        for cut in [7, 250, 400] {
            let first = NearestNeighbours.search(
                queries: queries, in: rows.rows(in: 0..<cut), count: 6, excludingSameIndex: true)
            let second = NearestNeighbours.search(
                queries: queries, in: rows.rows(in: cut..<500), count: 6, excludingSameIndex: true, rowOffset: cut)
            #expect(first.merged(with: second) == whole)
            #expect(second.merged(with: first) == whole)
        }
    }

    @Test(arguments: [NeighbourData.normal, .grid, .fewFactors])
    func theThreadCountAndTheCutOfTheQueriesChangeNoBit(data: NeighbourData) {
        // More rows than a tile, in several chunks when the queries are few.
        let queries = data.rows(700, columns: 130, seed: 7)
        let rows = data.rows(9000, columns: 130, seed: 8)
        let threads = Parallel.threadCount
        defer { Parallel.threadCount = threads }
        Parallel.threadCount = 1
        let single = NearestNeighbours.search(queries: queries, in: rows, count: 3)
        Parallel.threadCount = 3
        #expect(NearestNeighbours.search(queries: queries, in: rows, count: 3) == single)
        let few = NearestNeighbours.search(queries: queries.rows(in: 650..<653), in: rows, count: 3)
        for query in 0..<3 {
            for rank in 0..<3 {
                #expect(few.index(query: query, rank: rank) == single.index(query: 650 + query, rank: rank))
                #expect(few.distance(query: query, rank: rank) == single.distance(query: 650 + query, rank: rank))
            }
        }
        let expected = NaiveReference.neighbours(queries: queries.rows(in: 650..<653), in: rows, count: 3)
        #expect(few == expected)
    }

    @Test func edgesOfTheShape() {
        let rows = NeighbourData.normal.rows(3, columns: 2, seed: 9)
        let none = NearestNeighbours.search(queries: Matrix(rows: 0, columns: 2), in: rows, count: 2)
        #expect(none.queries == 0 && none.count == 2 && none.indices.isEmpty)
        #expect(NearestNeighbours.search(queries: rows, in: rows, count: 0).distances.isEmpty)
        let all = NearestNeighbours.search(queries: rows, in: rows, count: 3)
        #expect(all == NaiveReference.neighbours(queries: rows, in: rows, count: 3))
        let empty = Matrix<Float>(rows: 3, columns: 0)
        let first = NearestNeighbours.search(queries: empty, in: empty, count: 2, excludingSameIndex: true)
        #expect(first.indices == [1, 2, 0, 2, 0, 1] && first.distances.allSatisfy { $0 == 0 })
    }

    @Test func progressEndsAtOne() {
        let seen = Mutex<[Double]>([])
        let rows = NeighbourData.normal.rows(1100, columns: 2, seed: 10)
        _ = NearestNeighbours.search(queries: rows, in: rows, count: 1) { share in seen.withLock { $0.append(share) } }
        #expect(seen.withLock { $0.max() } == 1)
        #expect(seen.withLock { $0.allSatisfy { $0 > 0 && $0 <= 1 } })
    }

    @Test func moreNeighboursThanRowsStop() async {
        await #expect(processExitsWith: .failure) {
            let rows = Matrix<Float>(rows: 3, columns: 2)
            _ = NearestNeighbours.search(queries: rows, in: rows, count: 3, excludingSameIndex: true)
        }
    }
}
