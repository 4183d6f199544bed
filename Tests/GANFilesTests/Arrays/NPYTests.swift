import GANNumerics
import TestSupport
import Testing

@testable import GANFiles

@Suite struct NPYTests {
    @Test(arguments: Fixture.npyKinds) func readsEveryType(name: String) throws {
        let expected = try NPY.read(fixture("npy/expected.npy")).doubles()
        #expect(expected == [0, 20, 40, 60, 80, 100])
        let array = try NPY.read(fixture("npy/\(name).npy"))
        #expect(array.shape == [2, 3])
        #expect(array.doubles() == expected)
        #expect(array.floats() == expected.map { Float($0) })
        #expect(array.integers() == (array.elementType.isInteger ? expected.map { Int($0) } : nil))
    }

    @Test func readsBooleansAndHigherRanks() throws {
        #expect(try NPY.read(fixture("npy/b1.npy")).floats() == [0, 0, 0, 1, 1, 1])
        let cube = try NPY.read(fixture("npy/fortran3.npy"))
        #expect(cube.shape == [2, 3, 4] && cube.floats() == (0..<24).map { Float($0) })
    }

    @Test func refusesObjectsStructuresAndComplexNumbers() {
        #expect(throws: ContentError.objectArray(path: fixture("npy/objects.npy"))) {
            try NPY.read(fixture("npy/objects.npy"))
        }
        #expect(
            throws: ContentError.unsupportedNPYType(
                path: fixture("npy/structured.npy"), descriptor: "a structure of fields")
        ) {
            try NPY.read(fixture("npy/structured.npy"))
        }
        #expect(throws: ContentError.unsupportedNPYType(path: fixture("npy/complex.npy"), descriptor: "<c8")) {
            try NPY.read(fixture("npy/complex.npy"))
        }
    }

    @Test func writesWhatItReads() throws {
        try withTemporaryFolder { folder in
            let matrix = Matrix<Float>(
                rows: 2, columns: 3, scalars: [1, -2.5, 3, .infinity, 0, .leastNonzeroMagnitude])
            try NPY.write(matrix, to: "\(folder)/m.npy")
            let array = try NPY.read("\(folder)/m.npy")
            #expect(array.shape == [2, 3] && array.floats() == matrix.scalars)
            #expect(array.offset % 64 == 0)
            try NPY.write(bytes: [1, 2, 3], shape: [3], to: "\(folder)/b.npy")
            #expect(try NPY.read("\(folder)/b.npy").integers() == [1, 2, 3])
            try NPY.write([], shape: [0, 4], to: "\(folder)/e.npy")
            #expect(try NPY.read("\(folder)/e.npy").shape == [0, 4])
        }
    }

    @Test(arguments: [
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'more': 1}",
        "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (2, 3)}",
        "{'descr': '<f4', 'shape': (2, 3)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, -3)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 99999999999999999999)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} + exit()",
        "{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)}",
        "{'descr: '<f4'}", "{", "",
    ])
    func refusesOtherHeaders(header: String) {
        let error = decodingError(header, dataBytes: 24)
        guard case .malformedNPYHeader = error else {
            Issue.record("\(header) gave \(String(describing: error))")
            return
        }
    }

    @Test func refusesShapesThatLie() {
        func header(_ shape: String) -> String { "{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }" }
        #expect(decodingError(header("(2, 3)"), dataBytes: 24) == nil)
        #expect(
            decodingError(header("(2, 3)"), dataBytes: 23)
                == .tooShort(path: "a", what: "the array", needed: 24, found: 23))
        #expect(
            decodingError(header("(2, 3)"), dataBytes: 25)
                == .tooLong(path: "a", what: "the array", expected: 24, found: 25))
        guard case .declaredSizeOverLimit = decodingError(header("(4294967296, 4294967296)"), dataBytes: 0) else {
            Issue.record("an overflowing shape was accepted")
            return
        }
    }

    private func decodingError(_ header: String, dataBytes: Int) -> ContentError? {
        let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]
        do throws(ContentError) {
            _ = try NPY.decode(start + Array(header.utf8) + [UInt8](repeating: 0, count: dataBytes), path: "a")
            return nil
        } catch { return error }
    }
}
