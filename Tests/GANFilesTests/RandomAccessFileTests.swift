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
