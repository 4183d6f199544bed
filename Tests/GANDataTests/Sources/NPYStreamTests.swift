import GANFiles
import GANNumerics
import TestSupport
import Testing

@testable import GANData

@Suite struct NPYStreamTests {
    private func stream(_ name: String) throws -> NPYStream {
        try NPYStream(ByteRegion(path: fixture("npy/\(name).npy")))
    }

    @Test(arguments: Fixture.npyKinds) func givesTheRowsOfEveryTypeAndOrder(name: String) throws {
        let expected = try NPY.read(fixture("npy/expected.npy")).floats()
        let array = try stream(name)
        #expect(array.shape == [2, 3] && array.count == 6 && array.residentBytes == 0)
        #expect(try array.floats(rows: 0..<2) == expected)
        #expect(try array.floats(rows: 1..<2) == Array(expected[3...]))
        #expect(try array.floats(rows: 1..<1).isEmpty && array.elements(3..<3).floats().isEmpty)
        #expect(try !array.isInCOrder || array.elements(2..<5).floats() == Array(expected[2..<5]))
    }

    @Test func anotherOrderIsReadFromItsPlaces() throws {
        let columns = try stream("fortran3")
        #expect(!columns.isInCOrder)
        #expect(try columns.elements(0..<24).floats() != (0..<24).map { Float($0) })
        #expect(try columns.floats(rows: 0..<2) == (0..<24).map { Float($0) })
        #expect(try columns.floats(rows: 1..<2) == (12..<24).map { Float($0) })
    }

    @Test func placesFollowTheFilesOrder() throws {
        let rows = try stream("f4-little")
        #expect(rows.place(of: 4) == (1, 1))
        let columns = try stream("fortran")
        #expect(columns.place(of: 4) == (0, 2) && columns.place(of: 5) == (1, 2))
    }

    @Test func piecesCoverAllElementsOnce() throws {
        try withTemporaryFolder { folder in
            // Just above two pieces of a megabyte.
            let count = (1 << 19) + 3
            try NPY.write((0..<count).map { Float($0) }, shape: [count], to: "\(folder)/a.npy")
            let array = try NPYStream(ByteRegion(path: "\(folder)/a.npy"))
            var (next, pieces) = (0, 0)
            try array.forEachPiece { first, elements in
                #expect(first == next)
                #expect(elements.floats().enumerated().allSatisfy { $1 == Float(first + $0) })
                next += elements.count
                pieces += 1
            }
            #expect(next == count && pieces == 3)
        }
    }

    @Test func badNumbersAreNamedByRowAndColumn() throws {
        try withTemporaryFolder { folder in
            var values = [Float](repeating: 0, count: 400_000)
            values[300_007] = .nan
            try NPY.write(values, shape: [1000, 20, 20], to: "\(folder)/a.npy")
            let array = try NPYStream(ByteRegion(path: "\(folder)/a.npy"))
            #expect(throws: DataError.nonFiniteValue(path: "\(folder)/a.npy", row: 750, column: 7, value: "nan")) {
                try array.forEachPiece { first, elements throws(DataError) in
                    _ = try array.finiteFloats(elements, first: first)
                }
            }
        }
    }
}
