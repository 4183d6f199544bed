import Testing

@testable import GANNumerics

@Suite struct TransformedTableTests {
    private func table(_ entries: [(Int32, Double, Int32)], bound: Double) -> TransformedTable {
        var table = TransformedTable(queries: 1, count: 3)
        for (place, entry) in entries.enumerated() {
            table.indices[place] = entry.0
            table.distances[place] = entry.1
            table.views[place] = entry.2
        }
        table.bounds = [bound]
        return table
    }

    @Test func mergingKeepsTheNearestAndTheLeastBound() {
        let first = table([(1, 1, 0), (4, 3, 1), (2, 5, 0)], bound: 5)
        let second = table([(9, 2, 2), (3, 3, 0)], bound: 4)
        let merged = first.merged(with: second)
        #expect(merged.indices == [1, 9, 3])
        #expect(merged.distances == [1, 2, 3])
        #expect(merged.views == [0, 2, 0])
        // Row 4 fell off at distance 3, so nothing beyond 3 is certain.
        #expect(merged.bounds == [3])
        #expect(second.merged(with: first) == merged)
    }

    @Test func aRowOfBothTablesCountsOnceByItsBetterView() {
        let merged = table([(1, 2, 0), (5, 6, 0)], bound: 9).merged(with: table([(1, 1, 3), (7, 8, 3)], bound: 9))
        #expect(merged.indices == [1, 5, 7])
        #expect(merged.views == [3, 0, 3])
    }

    @Test func mergingWithAnEmptyTableChangesNothing() {
        let full = table([(1, 1, 0), (4, 3, 1), (2, 5, 0)], bound: 5)
        #expect(full.merged(with: TransformedTable(queries: 1, count: 3)) == full)
        let partial = table([(1, 1, 0)], bound: .infinity)
        #expect(partial.merged(with: TransformedTable(queries: 1, count: 3)) == partial)
    }

    @Test func anExactTableIsCertain() {
        let rows = NeighbourData.normal.rows(20, columns: 3, seed: 1)
        let found = NearestNeighbours.search(queries: rows, in: rows, count: 4)
        let table = TransformedTable(found, view: 2)
        #expect(table.index(query: 3, rank: 0) == 3)
        #expect(table.view(query: 3, rank: 3) == 2)
        #expect((0..<20).allSatisfy { table.isCertain(query: $0, rank: 3) })
    }
}
