import Testing

@testable import GANData

@Suite struct ZipArchiveTests {
    /// Opens and unpacks an archive after a change to its bytes.
    private func error(_ change: (inout [UInt8]) -> Void) throws -> DataError? {
        try withTemporaryFolder { folder in
            var bytes = try FileSystem.bytes(of: fixture("same/compressed.npz"))
            change(&bytes)
            try AtomicFile.write(bytes, to: "\(folder)/a.npz")
            return openingError("\(folder)/a.npz")
        }
    }

    /// Where the directory's entry `index` starts.
    private func directoryEntry(_ index: Int, in bytes: [UInt8]) -> Int {
        let starts = (0..<bytes.count - 4).filter { bytes.littleEndian32($0) == 0x0201_4b50 }
        return starts[index]
    }

    private func put(_ value: UInt32, at offset: Int, in bytes: inout [UInt8]) {
        bytes.replaceSubrange(offset..<offset + 4, with: value.bigEndianBytes.reversed())
    }

    @Test func listsAndUnpacks() throws {
        let archive = try ZipArchive(path: fixture("same/compressed.npz"))
        #expect(archive.entries.map(\.name) == ["images.npy", "labels.npy"])
        #expect(try archive.read(archive.entries[0], limit: 10_000) == FileSystem.bytes(of: fixture("same/images.npy")))
        #expect(throws: DataError.self) { try archive.read(archive.entries[0], limit: 100) }
    }

    @Test func refusesSizesThatLie() throws {
        let larger = try error { put(5_000, at: directoryEntry(0, in: $0) + 24, in: &$0) }
        guard case .tooShort = larger else {
            Issue.record("a larger size gave \(String(describing: larger))")
            return
        }
        let smaller = try error { put(100, at: directoryEntry(0, in: $0) + 24, in: &$0) }
        guard case .tooLong = smaller else {
            Issue.record("a smaller size gave \(String(describing: smaller))")
            return
        }
        let bomb = try error { put(0x7fff_ffff, at: directoryEntry(0, in: $0) + 24, in: &$0) }
        guard case .declaredSizeImplausible = bomb else {
            Issue.record("an impossible size gave \(String(describing: bomb))")
            return
        }
    }

    @Test func refusesOverlapsEncryptionAndOtherMethods() throws {
        let overlap = try error { put(0, at: directoryEntry(1, in: $0) + 42, in: &$0) }
        guard case .overlappingZipEntries = overlap else {
            Issue.record("an overlap gave \(String(describing: overlap))")
            return
        }
        for (offset, value) in [(8, UInt8(1)), (10, 9)] {
            let found = try error { $0[directoryEntry(0, in: $0) + offset] = value }
            guard case .unsupportedZipEntry = found else {
                Issue.record("a change at \(offset) gave \(String(describing: found))")
                continue
            }
        }
        let checksum = try error { $0[directoryEntry(0, in: $0) + 16] ^= 1 }
        guard case .checksumMismatch = checksum else {
            Issue.record("a wrong checksum gave \(String(describing: checksum))")
            return
        }
    }

    @Test func refusesWhatIsNoArchive() throws {
        guard case .notZip = try error({ $0 = Array("PK but no archive at all, only some text".utf8) }) else {
            Issue.record("text was accepted")
            return
        }
        guard case .notZip = try error({ $0 = [] }) else {
            Issue.record("an empty file was accepted")
            return
        }
    }
}
