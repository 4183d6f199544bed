import Foundation
import TestSupport
import Testing

@testable import GANFiles

@Suite struct RandomAccessFileTests {
    @Test func readsAnyPart() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([0, 1, 2, 3, 4], to: folder.file("five"))
        let file = try RandomAccessFile(path: folder.file("five"))
        #expect(file.size == 5)
        #expect(try file.read(at: 3, count: 2) == [3, 4])
        #expect(try file.read(at: 0, count: 3) == [0, 1, 2])
        #expect(try file.read(at: 5, count: 0).isEmpty)
    }

    @Test func severalThreadsReadALargeFile() throws {
        let folder = try TemporaryFolder()
        // More than two pieces of four megabytes, and not a whole number of them.
        let bytes = (0..<9_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        try AtomicFile.write(bytes, to: folder.file("large"))
        let file = try RandomAccessFile(path: folder.file("large"))
        for threads in [1, 3] {
            try withThreads(threads) {
                let (whole, part) = (
                    try file.read(at: 0, count: bytes.count), try file.read(at: 1, count: 8_500_000)
                )
                #expect(whole == bytes)
                #expect(part == Array(bytes[1..<8_500_001]))
            }
        }
        #expect(truncate(folder.file("large"), 5_000_000) == 0)
        #expect(throws: FileError.self) { try file.read(at: 0, count: bytes.count) }
    }

    @Test func aFileThatBecameShorterIsAnError() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("shrinking")
        try AtomicFile.write([0, 1, 2, 3, 4], to: path)
        let file = try RandomAccessFile(path: path)
        #expect(truncate(path, 2) == 0)
        #expect(throws: FileError.changed(path: path, fact: "became shorter while it was read")) {
            try file.read(at: 0, count: 5)
        }
    }

    @Test func keepsTheContentThatItOpened() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([1], to: folder.file("replaced"))
        let file = try RandomAccessFile(path: folder.file("replaced"))
        try AtomicFile.write([2], to: folder.file("replaced"))
        #expect(try file.read(at: 0, count: 1) == [1])
    }
}
