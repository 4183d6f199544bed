import GANFiles
import GANNumerics
import Testing

@testable import GANData

@Suite struct LMDBImagesTests {
    /// Value k of image i is 7 (3072 i + k) modulo 251, channels last.
    @Test func valuesAreImagesInTheOrderOfTheirKeys() throws {
        let source = try SampleSources.open(fixture("lmdb/images.mdb"))
        #expect(source.count == 3 && source.shape == .image(height: 32, width: 32, channels: 3))
        #expect((0..<3).map(source.origin(of:)) == ["32-00000", "32-00001", "32-00002"])
        #expect(try source.read(rows: 0..<3).scalars == (0..<9216).map { Float($0 * 7 % 251) })
        #expect(source.rule.hasSuffix("without 1 record that is no image"))
    }

    @Test func aFolderOfTheDatabaseIsRead() throws {
        try withTemporaryFolder { folder in
            makeFolder("\(folder)/lsun")
            try overwrite("\(folder)/lsun/data.mdb", FileSystem.bytes(of: fixture("lmdb/tree.mdb")))
            try overwrite("\(folder)/lsun/lock.mdb", [1])
            let tree = try SampleSources.open("\(folder)/lsun")
            #expect(tree.count == 400)
            #expect(try tree.read(rows: 0..<400).scalars == (0..<400).map { Float($0 % 256) })
        }
    }

    /// A tree that leads back to itself ends, and what leads out of the file is an error.
    @Test func pagesAreNotBelieved() throws {
        try withTemporaryFolder { folder in
            let whole = try FileSystem.bytes(of: fixture("lmdb/tree.mdb"))
            func fact(_ offset: Int, _ bytes: [UInt8]) throws -> String? {
                var damaged = whole
                damaged.replaceSubrange(offset..<offset + bytes.count, with: bytes)
                try overwrite("\(folder)/a.mdb", damaged)
                return openingError("\(folder)/a.mdb")?.fact
            }
            let meta = 4096
            #expect(try fact(meta + 128, [0xFF, 0xFF]) == "the LMDB database is wrong: it has no page 65535")
            #expect(try fact(40, [0, 0, 0, 0]) == "the LMDB database is wrong: its page size is 0")
            let root = Int(whole[meta + 128]) * 4096
            let node = root + Int(whole[root + 16]) + Int(whole[root + 17]) << 8
            #expect(
                try fact(node, [whole[meta + 128], 0, 0, 0]) == "the LMDB database is wrong: its tree does not end")
        }
    }
}
