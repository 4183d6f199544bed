import GANFiles
import GANNumerics
import Testing

@testable import GANData

@Suite struct SampleSourcesTests {
    @Test func explainsWhatCannotBeOpened() throws {
        #expect(openingError(fixture("nothing.npy")) == .file(.missing(path: fixture("nothing.npy"))))
        #expect(openingError(fixture("make.py")) == .unsupportedSource(path: fixture("make.py")))
        #expect(openingError("builtin:rings") == .unknownBuiltin(name: "rings", known: BuiltinSources.names))
        #expect(openingError("") == .file(.missing(path: "")))
        try withTemporaryFolder { folder in
            makeFolder("\(folder)/a.npy")
            #expect(openingError("\(folder)/a.npy") == .emptyFolder(path: "\(folder)/a.npy"))
            #expect(throws: DataError.file(.isFolder(path: folder))) { try NPY.read(folder) }
        }
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
