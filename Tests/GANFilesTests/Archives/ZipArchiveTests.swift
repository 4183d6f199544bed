import Testing

@testable import GANFiles

@Suite struct ZipArchiveTests {
    /// Opens and unpacks an archive after a change to its bytes.
    private func error(_ change: (inout [UInt8]) -> Void) throws -> ContentError? {
        try withTemporaryFolder { folder in
            var bytes = try fixtureBytes("same/compressed.npz")
            change(&bytes)
            try AtomicFile.write(bytes, to: "\(folder)/a.npz")
            do throws(ContentError) {
                let archive = try ZipArchive(path: "\(folder)/a.npz")
                for entry in archive.entries { _ = try archive.read(entry, limit: 1 << 32) }
                return nil
            } catch { return error }
        }
    }

    /// Where the directory's entry `index` starts.
    private func directoryEntry(_ index: Int, in bytes: [UInt8]) -> Int {
        let starts = (0..<bytes.count - 4).filter { bytes.littleEndian32($0) == 0x0201_4b50 }
        return starts[index]
    }

    private func put(_ value: UInt32, at offset: Int, in bytes: inout [UInt8]) {
        bytes.replaceSubrange(offset..<offset + 4, with: withUnsafeBytes(of: value.littleEndian) { Array($0) })
    }

    @Test func listsAndUnpacks() throws {
        let archive = try ZipArchive(path: fixture("same/compressed.npz"))
        #expect(archive.entries.map(\.name) == ["images.npy", "labels.npy"])
        #expect(try archive.read(archive.entries[0], limit: 10_000) == fixtureBytes("same/images.npy"))
        #expect(throws: ContentError.self) { try archive.read(archive.entries[0], limit: 100) }
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

    /// An archive of one stored entry whose numbers stand in the 64-bit fields.
    private func large(size: UInt64, offset: UInt64) -> [UInt8] {
        func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
            withUnsafeBytes(of: number.littleEndian) { Array($0) }
        }
        let all = UInt32.max
        // The checksum is that of "123456789", the check value of CRC-32.
        let common = bytes(UInt32(0)) + bytes(UInt32(0)) + bytes(UInt32(0xcbf4_3926)) + bytes(all) + bytes(all)
        let local =
            bytes(UInt32(0x0403_4b50)) + bytes(UInt16(45)) + common + bytes(UInt16(1)) + bytes(UInt16(0)) + [0x61]
        let data = Array("123456789".utf8)
        let extra = bytes(UInt16(1)) + bytes(UInt16(24)) + bytes(size) + bytes(size) + bytes(offset)
        var directory = bytes(UInt32(0x0201_4b50)) + bytes(UInt32(45)) + common
        directory += bytes(UInt16(1)) + bytes(UInt16(extra.count)) + bytes(UInt16(0)) + [UInt8](repeating: 0, count: 8)
        directory += bytes(all) + [0x61] + extra
        let start = local.count + data.count
        let end = start + directory.count
        var tail = bytes(UInt32(0x0606_4b50)) + bytes(UInt64(44)) + bytes(UInt32(45)) + bytes(UInt64(0))
        tail += bytes(UInt64(1)) + bytes(UInt64(1)) + bytes(UInt64(directory.count)) + bytes(UInt64(start))
        tail += bytes(UInt32(0x0706_4b50)) + bytes(UInt32(0)) + bytes(UInt64(end)) + bytes(UInt32(1))
        tail +=
            bytes(UInt32(0x0605_4b50)) + bytes(UInt32(0)) + bytes(UInt32.max) + bytes(all) + bytes(all)
            + bytes(UInt16(0))
        return local + data + directory + tail
    }

    @Test func readsNumbersOf64Bits() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/a.zip"
            try AtomicFile.write(large(size: 9, offset: 0), to: path)
            let archive = try ZipArchive(path: path)
            #expect(try archive.read(archive.entries[0], limit: 9) == Array("123456789".utf8))
            for (size, offset) in [(UInt64(Int.max), UInt64(0)), (.max, 0), (9, UInt64(Int.max)), (9, .max), (10, 1)] {
                try AtomicFile.write(large(size: size, offset: offset), to: path)
                #expect(throws: ContentError.self) {
                    let archive = try ZipArchive(path: path)
                    _ = try archive.read(archive.entries[0], limit: .max)
                }
            }
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

@Suite struct ZipArchiveContentsTests {
    private func archive(_ name: String, _ change: (inout [UInt8]) -> Void = { _ in }) throws -> ZipArchive {
        var bytes = try fixtureBytes(name)
        change(&bytes)
        return try ZipArchive(bytes: bytes, path: "a")
    }

    @Test(arguments: ["same/compressed.npz", "same/images.zip"])
    func contentsAreThoseOfSingleEntries(name: String) throws {
        let archive = try archive(name)
        let contents = try archive.contents(of: archive.entries, unpackLimit: 1 << 20)
        for (entry, bytes) in zip(archive.entries, contents) {
            #expect(Array(bytes) == (try archive.read(entry, limit: 1 << 20)))
        }
        #expect(!archive.lacksChecksums)
    }

    @Test func largeEntriesAreVerifiedInPieces() throws {
        // Three pieces of a megabyte and a bit; the checksum is zlib's over the whole.
        let data = (0..<3_200_000).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 11) }
        func file(_ data: [UInt8]) -> [UInt8] { StoredArchive.file(name: "large", data: data, checksum: 0xA3AB_6753) }
        let whole = try ZipArchive(bytes: file(data), path: "a")
        #expect(try whole.contents(of: whole.entries, unpackLimit: 0)[0].elementsEqual(data))
        for place in [0, 1_048_575, 1_048_576, 3_199_999] {
            var damaged = data
            damaged[place] ^= 0x10
            let archive = try ZipArchive(bytes: file(damaged), path: "a")
            #expect(throws: ContentError.checksumMismatch(path: "a, entry large")) {
                try archive.contents(of: archive.entries, unpackLimit: 0)
            }
        }
    }

    @Test func unpackingHasALimitForAllTogether() throws {
        let archive = try archive("same/compressed.npz")
        let total = archive.entries.reduce(0) { $0 + $1.size }
        #expect(try archive.contents(of: archive.entries, unpackLimit: total).count == 2)
        #expect(throws: ContentError.self) { try archive.contents(of: archive.entries, unpackLimit: total - 1) }
    }
}

/// An archive of one stored entry.
private enum StoredArchive {
    static func file(name: String, data: [UInt8], checksum: UInt32) -> [UInt8] {
        func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
            withUnsafeBytes(of: number.littleEndian) { Array($0) }
        }
        let sizes = bytes(checksum) + bytes(UInt32(data.count)) + bytes(UInt32(data.count))
        let common = bytes(UInt16(20)) + bytes(UInt32(0)) + bytes(UInt32(0)) + sizes
        let lengths = bytes(UInt16(name.utf8.count)) + bytes(UInt16(0))
        let local = bytes(UInt32(0x0403_4b50)) + common + lengths + Array(name.utf8) + data
        let directory =
            bytes(UInt32(0x0201_4b50)) + bytes(UInt16(20)) + common + lengths + [UInt8](repeating: 0, count: 14)
            + Array(name.utf8)
        let counts = bytes(UInt32(0)) + bytes(UInt16(1)) + bytes(UInt16(1))
        return local + directory + bytes(UInt32(0x0605_4b50)) + counts + bytes(UInt32(directory.count))
            + bytes(UInt32(local.count)) + bytes(UInt16(0))
    }
}
