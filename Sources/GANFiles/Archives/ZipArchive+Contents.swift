import CZlib
import GANNumerics
import Synchronization

extension ZipArchive {
    /// Whether the archive's writer left all checksums out, as PyTorch does when asked to.
    ///
    /// Every one of them is zero then; contents have that checksum by chance once in 2³² entries.
    package var lacksChecksums: Bool { entries.allSatisfy { $0.checksum == 0 } && entries.contains { $0.size > 0 } }

    /// The contents of entries of an archive that lies in memory, all verified by their checksums, on several threads.
    ///
    /// What is stored as it is stays a slice of the archive; what is compressed is unpacked, and refused if all of it
    /// together has more than `limit` bytes. Checksums are not verified where the archive has none. O(bytes).
    package func contents(of entries: [Entry], unpackLimit limit: Int) throws(ContentError) -> [ArraySlice<UInt8>] {
        var unpacked = 0
        var contents: [ArraySlice<UInt8>] = []
        for entry in entries {
            guard entry.deflated else {
                let range = try dataRange(of: entry, limit: .max)
                contents.append(file.slice(range) ?? [])
                continue
            }
            guard entry.size <= limit - unpacked else {
                throw .declaredSizeOverLimit(
                    path: "\(path), entry \(entry.name)", what: "unpacks to \(entry.size) bytes",
                    limit: limit - unpacked)
            }
            unpacked += entry.size
            contents.append([])
        }
        if unpacked > 0 { try unpack(entries, to: &contents) }
        if !lacksChecksums { try verify(entries, contents) }
        return contents
    }

    private func unpack(_ entries: [Entry], to contents: inout [ArraySlice<UInt8>]) throws(ContentError) {
        let results = Mutex<[Int: Result<[UInt8], ContentError>]>([:])
        Parallel.forEach(entries.count) { index in
            guard entries[index].deflated else { return }
            let result = Result { () throws(ContentError) in try unpacked(entries[index], limit: entries[index].size) }
            results.withLock { $0[index] = result }
        }
        // In the order of entries, so that the same damage gives the same error.
        for (index, result) in results.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            contents[index] = try result.get()[...]
        }
    }

    private func verify(_ entries: [Entry], _ contents: [ArraySlice<UInt8>]) throws(ContentError) {
        // A large entry is cut up, and the checksums of its pieces are put together.
        let size = 1 << 20
        var pieces: [(entry: Int, range: Range<Int>)] = []
        for (index, bytes) in contents.enumerated() {
            for start in stride(from: bytes.startIndex, to: max(bytes.endIndex, bytes.startIndex + 1), by: size) {
                pieces.append((index, start..<min(bytes.endIndex, start + size)))
            }
        }
        let work = pieces
        let sums = Mutex([UInt](repeating: 0, count: work.count))
        Parallel.forEach(work.count) { index in
            let (entry, range) = work[index]
            let sum = contents[entry][range].withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
            sums.withLock { $0[index] = sum }
        }
        let found = sums.withLock { $0 }
        var index = 0
        for (entry, expected) in entries.enumerated() {
            var checksum: UInt = 0
            while index < work.count, work[index].entry == entry {
                checksum = crc32_combine(checksum, found[index], work[index].range.count)
                index += 1
            }
            guard UInt32(truncatingIfNeeded: checksum) == expected.checksum else {
                throw .checksumMismatch(path: "\(path), entry \(expected.name)")
            }
        }
    }
}
