import Testing

@testable import GANData

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct AtomicFileTests {
    @Test func replacesTheWholeFileAndLeavesNoOther() throws {
        try withTemporaryFolder { folder in
            try AtomicFile.write([1, 2, 3], to: "\(folder)/a")
            try AtomicFile.write([7], to: "\(folder)/a", synced: false)
            #expect(try FileSystem.bytes(of: "\(folder)/a") == [7])
            try AtomicFile.write(parts: [[4], [], [5, 6]], to: "\(folder)/a")
            #expect(try FileSystem.bytes(of: "\(folder)/a") == [4, 5, 6])
            #expect(try names(folder) == ["a"])
        }
    }

    @Test func refusesPlacesThatCannotHoldAFile() throws {
        try withTemporaryFolder { folder in
            #expect(throws: DataError.unwritable(path: "\(folder)/no/a", reason: "the folder does not exist")) {
                try AtomicFile.write([1], to: "\(folder)/no/a")
            }
            try AtomicFile.write([1], to: "\(folder)/file")
            #expect(
                throws: DataError.unwritable(path: "\(folder)/file/a", reason: "a part of the path is not a folder")
            ) {
                try AtomicFile.write([1], to: "\(folder)/file/a")
            }
            #expect(throws: DataError.unwritable(path: "\(folder)/", reason: "the path names a folder")) {
                try AtomicFile.write([1], to: "\(folder)/")
            }
            // The rename fails after the data were written; nothing may stay behind.
            makeFolder("\(folder)/taken")
            #expect(throws: DataError.self) { try AtomicFile.write([1], to: "\(folder)/taken") }
            #expect(try names(folder) == ["file", "taken"])
        }
    }

    @Test func namesAFullDisk() {
        #expect(DataError.writing("a", code: ENOSPC) == .diskFull(path: "a"))
        #expect(DataError.writing("a", code: EACCES) == .unwritable(path: "a", reason: "permission denied"))
    }

    /// All names in a folder, hidden ones too.
    private func names(_ folder: String) throws -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
