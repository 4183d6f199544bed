import GANNumerics
import TestSupport
import Testing

@testable import GANEvaluation

@Suite struct EvaluationCacheTests {
    private let matrices = [
        Matrix<Float>(rows: 2, columns: 3, scalars: [1, -2, .pi, 0, .leastNonzeroMagnitude, 1e30]),
        Matrix<Float>(rows: 1, columns: 0), Matrix<Float>(rows: 0, columns: 4),
    ]
    private let table = NeighbourTable(
        queries: 2, count: 2, indices: [3, 1, 0, 2], distances: [0, 1.5, 0.25, 9])

    @Test func matricesComeBack() {
        #expect(CachedBytes.matrices(CachedBytes.encode(matrices)) == matrices)
        #expect(CachedBytes.matrices(CachedBytes.encode([])) == [])
    }

    @Test func tablesComeBack() throws {
        let found = try #require(CachedBytes.table(CachedBytes.encode(table)))
        #expect(found.queries == 2 && found.count == 2)
        #expect(found.indices == table.indices && found.distances == table.distances)
    }

    @Test func bytesThatAreTooFewOrTooManyAreNothing() {
        let (first, second) = (CachedBytes.encode(matrices), CachedBytes.encode(table))
        for count in 0..<first.count { #expect(CachedBytes.matrices(Array(first.prefix(count))) == nil) }
        for count in 0..<second.count { #expect(CachedBytes.table(Array(second.prefix(count))) == nil) }
        #expect(CachedBytes.matrices(first + [0]) == nil)
        #expect(CachedBytes.table(second + [0]) == nil)
    }

    @Test(arguments: [[-1], [1, -1, -1], [1, .max, 2], [1, 1 << 40, 1 << 40], [1 << 40], [1, -1, 0]] as [[Int64]])
    func sizesThatLieAreNothing(sizes: [Int64]) {
        let bytes = sizes.withUnsafeBytes { Array($0) }
        #expect(CachedBytes.matrices(bytes) == nil)
        let rest = Array(sizes.dropFirst())
        if rest.count == 2 { #expect(CachedBytes.table(rest.withUnsafeBytes { Array($0) }) == nil) }
    }

    @Test func computesOnceForTheSameIngredients() {
        let cache = MemoryCache()
        var computed = 0
        for ingredients in [["a"], ["a"], ["b"]] {
            let found = cache.matrices(kind: "kind", ingredients: ingredients) {
                computed += 1
                return matrices
            }
            #expect(found == matrices)
        }
        #expect(computed == 2 && cache.hits == ["kind"])
    }

    @Test func entriesOfAnotherFormAreComputedAnew() {
        let cache = MemoryCache()
        cache.keep([1, 2, 3], kind: "kind", ingredients: [])
        #expect(cache.matrices(kind: "kind", ingredients: []) { matrices } == matrices)
        let found = cache.table(kind: "kind", ingredients: []) { table }
        #expect(found.indices == table.indices)
    }
}
