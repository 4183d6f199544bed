import GANNumerics
import Testing

@Suite struct NeighbourTableTests {
    private let table = NeighbourTable(queries: 2, count: 2, indices: [3, 1, 0, 2], distances: [1, 2, 0, 5])

    @Test func elementsAreInOrderOfQueryAndRank() {
        #expect(table.index(query: 0, rank: 1) == 1 && table.distance(query: 0, rank: 1) == 2)
        #expect(table.index(query: 1, rank: 0) == 0 && table.distance(query: 1, rank: 0) == 0)
        #expect(table.lastDistances == [2, 5])
    }

    @Test func mergingKeepsTheNearestAndBreaksTiesByIndex() {
        let other = NeighbourTable(queries: 2, count: 2, indices: [7, 8, 9, 10], distances: [1, 1.5, 6, 7])
        let merged = table.merged(with: other)
        #expect(merged.indices == [3, 7, 0, 2] && merged.distances == [1, 1, 0, 5])
        #expect(other.merged(with: table) == merged)
    }

    @Test func wrongShapesStop() async {
        await #expect(processExitsWith: .failure) {
            _ = NeighbourTable(queries: 1, count: 2, indices: [1], distances: [1, 2])
        }
        await #expect(processExitsWith: .failure) {
            _ = NeighbourTable(queries: 1, count: 1, indices: [1], distances: [1]).distance(query: 0, rank: 1)
        }
    }
}
