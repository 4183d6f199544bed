import GANFiles
import GANNumerics
import Testing

@testable import GANData

@Suite struct SampleSourcesTests {
    @Test func namesTellWhatMayHoldFloats() {
        for name in ["a.npy", "a.NPZ", "a.npz:x_train[:5]", "a/b.npy[3:]"] {
            #expect(SampleSources.mayHoldFloats(name), "\(name)")
        }
        for name in ["", "a.png", "a.zip", "builtin:ring", "stacked:a.npy", "a.npy[5:1]", "folder", "a.csv"] {
            #expect(!SampleSources.mayHoldFloats(name), "\(name)")
        }
    }

    @Test func explainsWhatCannotBeOpened() throws {
        #expect(openingError(fixture("nothing.npy")) == .file(.missing(path: fixture("nothing.npy"))))
        #expect(openingError(fixture("make.py")) == .unsupportedSource(path: fixture("make.py")))
        #expect(openingError("builtin:rings") == .unknownBuiltin(name: "rings", known: BuiltinSources.names))
        #expect(openingError("") == .file(.missing(path: "")))
        try withTemporaryFolder { folder in
            makeFolder("\(folder)/a.npy")
            #expect(openingError("\(folder)/a.npy") == .emptyFolder(path: "\(folder)/a.npy"))
            #expect(throws: ContentError.file(.isFolder(path: folder))) { try NPY.read(folder) }
        }
    }

    @Test func chosenRowsComeInTheirOrder() throws {
        let source = try SampleSources.open("builtin:ring[0:50]")
        let all = try source.read(rows: 0..<50)
        for rows in [[49, 3, 3, 4, 5, 17], [4, 5, 6], [0], Array(0..<50), [2, 1]] {
            #expect(try source.read(rows: rows) == all.rows(at: rows))
        }
        #expect(try source.read(rows: []).rows == 0)
    }

    @Test func blocksFitTheirMemory() {
        let wide = SampleShape.image(height: 1024, width: 1024, channels: 3)
        #expect(wide.blockRows(atMost: 16_384) == 21 && wide.blockRows(atMost: 16_384, multipleOf: 64) == 64)
        let small = SampleShape.image(height: 28, width: 28, channels: 1)
        #expect(small.blockRows(atMost: 16_384) == 16_384 && small.blockRows(atMost: 100, multipleOf: 64) == 64)
        #expect(SampleShape.vector(10).blockRows(atMost: 1000, values: 100) == 10)
        #expect(SampleShape.vector(1 << 40).blockRows(atMost: 1000) == 1)
    }

    @Test func rangesAreViews() throws {
        let whole = try SampleSources.open("builtin:shapes")
        let part = try SampleSources.open("builtin:shapes[100:110]")
        #expect(part.count == 10 && part.name == "builtin:shapes[100:110]")
        #expect(part.labels == whole.labels.map { Array($0[100..<110]) })
        #expect(try part.read(rows: 3..<5) == whole.read(rows: 103..<105))
        #expect(part.origin(of: 3) == whole.origin(of: 103))
        #expect(part.classNames == whole.classNames)
        let ring = try SampleSources.open("builtin:ring[5:]")
        #expect(ring.knownModes == KnownModes.ring)
    }
}
