import GANFiles
import GANNumerics
import Testing

@testable import GANData

@Suite struct TarFileTests {
    private func plain() throws -> any SampleSource { try SampleSources.open(fixture("same/folder")) }

    @Test func shardsHaveLabelsBesideTheirImages() throws {
        let (shard, folder) = (try SampleSources.open(fixture("same/shard.tar")), try plain())
        #expect(try shard.contentDigest() == folder.contentDigest())
        #expect(shard.labels == folder.labels && shard.classNames == nil)
        #expect(shard.rule.hasSuffix("; labels by .cls or .json") && shard.origin(of: 3) == "000003.png")
        #expect(try shard.read(rows: 4..<6) == folder.read(rows: 4..<6))
    }

    @Test func otherArchivesHaveClassFolders() throws {
        let (archive, folder) = (try SampleSources.open(fixture("same/classes.tar")), try plain())
        #expect(try archive.contentDigest() == folder.contentDigest())
        #expect(archive.classNames == folder.classNames && archive.origin(of: 0) == "0/00.png")
    }

    @Test func aFolderOfShardsIsOneSource() throws {
        try withTemporaryFolder { folder in
            let bytes = try FileSystem.bytes(of: fixture("same/shard.tar"))
            for name in ["s-000000.tar", "s-000001.tar"] { try overwrite("\(folder)/\(name)", bytes) }
            let source = try SampleSources.open(folder)
            #expect(source.count == 24 && source.labels?.filter { $0 == 2 }.count == 8)
        }
    }

    @Test func whatIsWrongIsNamed() throws {
        try withTemporaryFolder { folder in
            let whole = try FileSystem.bytes(of: fixture("same/shard.tar"))
            let path = "\(folder)/a.tar"
            func error(_ change: (inout [UInt8]) -> Void) throws -> DataError? {
                var bytes = whole
                change(&bytes)
                try overwrite(path, bytes)
                return openingError(path)
            }
            #expect(
                try error { $0[0] ^= 1 }
                    == .content(.notTar(path: path, reason: "the header at byte 0 has a wrong sum")))
            #expect(try error { $0 = Array($0.prefix(520)) }?.fact.contains("ends early") == true)
            #expect(try error { $0 = [] }?.fact.contains("there is no file in it") == true)
            // One label is gone: its file is called otherwise, and the sum stays.
            let place = try #require(
                (0..<whole.count - 10).first { whole[$0..<$0 + 10].elementsEqual("000001.cls".utf8) })
            let gone = try error { $0.swapAt(place + 7, place + 8) }
            #expect(gone?.fact == "000001.png has no label, and other images have one")
        }
    }
}
