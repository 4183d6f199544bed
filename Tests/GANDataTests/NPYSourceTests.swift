import GANNumerics
import Testing

@testable import GANData

@Suite struct NPYSourceTests {
    private func source(_ scalars: [Float], _ shape: [Int]) throws -> any SampleSource {
        try withTemporaryFolder { folder in
            try NPY.write(scalars, shape: shape, to: "\(folder)/a.npy")
            return try SampleSources.open("\(folder)/a.npy")
        }
    }

    @Test func layoutFollowsTheChannelAxis() throws {
        let values = (0..<24).map { Float($0) }
        #expect(try source(values, [2, 12]).shape == .vector(12))
        #expect(try source(values, [2, 3, 4]).shape == .image(height: 3, width: 4, channels: 1))
        #expect(try source(values, [2, 2, 2, 3]).shape == .image(height: 2, width: 2, channels: 3))
        let planes = try source(values, [2, 3, 2, 2])
        #expect(planes.shape == .image(height: 2, width: 2, channels: 3))
        #expect(try planes.read(rows: 0..<1).scalars == [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11])
        #expect(planes.rule == "npy float32, [n, c, h, w], grey levels")
    }

    @Test(arguments: [[24], [2, 3, 4, 1], [2, 2, 2, 2, 3], [2, 0, 3], [0, 24], [2, 5, 5, 4], [2, 5, 5, 5]])
    func refusesUnclearLayouts(shape: [Int]) {
        #expect(throws: DataError.self) { try source([Float](repeating: 0, count: shape.reduce(1, *)), shape) }
    }

    @Test func floatRangesFollowTheNamedRules() throws {
        #expect(try source([-1, 0, 1, 0.5], [1, 2, 2]).read(rows: 0..<1).scalars == [0, 127.5, 255, 191.25])
        #expect(try source([0, 0, 1, 0.5], [1, 2, 2]).read(rows: 0..<1).scalars == [0, 0, 255, 127.5])
        #expect(try source([0, 0, 200, 0.5], [1, 2, 2]).read(rows: 0..<1).scalars == [0, 0, 200, 0.5])
        #expect(try source([-1, 0, 1, 0.5], [1, 2, 2]).rule == "npy float32, [n, h, w], from [-1, 1] to grey levels")
        for value in [-1.01, 255.5, Float.nan, .infinity] {
            #expect(throws: DataError.self) { try source([0, 0, value, -0.5], [1, 2, 2]) }
        }
        #expect(throws: DataError.self) { try source([0, -1, 2, 0], [1, 2, 2]) }
    }

    @Test func vectorsStayAsTheyAreButMustBeFinite() throws {
        #expect(try source([-5, 300, 0.25, 1], [2, 2]).read(rows: 0..<2).scalars == [-5, 300, 0.25, 1])
        do {
            _ = try source([1, 2, 3, .nan], [2, 2])
            Issue.record("NaN was accepted")
        } catch {
            guard case DataError.nonFiniteValue(_, 1, 1, "nan") = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test func archivesGiveImagesAndLabels() throws {
        let named = try SampleSources.open(fixture("same/compressed.npz"))
        #expect(named.labels == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])
        #expect(named.rule == "npz uint8, [n, h, w], grey levels")
        let positional = try SampleSources.open(fixture("same/positional.npz"))
        #expect(positional.labels == named.labels)
        #expect(try positional.read(rows: 0..<12) == named.read(rows: 0..<12))
    }

    @Test func refusesObjectArrays() {
        #expect(openingError(fixture("npy/objects.npy")) == .objectArray(path: fixture("npy/objects.npy")))
    }
}
