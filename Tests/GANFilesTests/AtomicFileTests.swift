import Foundation
import Synchronization
import TestSupport
import Testing

@testable import GANFiles

@Suite struct AtomicFileTests {
    @Test func writesAndReplaces() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("notes.txt")
        try AtomicFile.write("first", to: path)
        try AtomicFile.write(Data("second".utf8), to: path)
        #expect(try BoundedFile.read(path, limit: 100) == Array("second".utf8))
        #expect(try folder.entries() == ["notes.txt"])
    }

    @Test func writesPartsInOrderSyncedOrNot() throws {
        let folder = try TemporaryFolder()
        for synced in [true, false] {
            try AtomicFile.write(parts: [[4], [], [5, 6]], to: folder.file("parts"), synced: synced)
            #expect(try BoundedFile.read(folder.file("parts"), limit: 3) == [4, 5, 6])
            try AtomicFile.write([7], to: folder.file("parts"), synced: synced)
            #expect(try BoundedFile.read(folder.file("parts"), limit: 3) == [7])
        }
        #expect(try folder.entries() == ["parts"])
    }

    @Test func writesNothingAndALot() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([UInt8](), to: folder.file("empty"))
        #expect(try BoundedFile.read(folder.file("empty"), limit: 0).isEmpty)
        let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        try AtomicFile.write(to: folder.file("large")) { (writer: inout FileWriter) throws(FileError) in
            for start in stride(from: 0, to: large.count, by: 7_001) {
                try writer.append(large[start..<min(large.count, start + 7_001)])
            }
            #expect(writer.count == large.count)
        }
        #expect(try BoundedFile.read(folder.file("large"), limit: large.count) == large)
    }

    @Test func aFailingBodyLeavesTheOldFileAndNoTrace() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("kept")
        try AtomicFile.write("old", to: path)
        #expect(throws: FileError.changed(path: "source", fact: "is gone")) {
            try AtomicFile.write(to: path) { (writer: inout FileWriter) throws(FileError) in
                try writer.append(Array("new".utf8))
                throw .changed(path: "source", fact: "is gone")
            }
        }
        #expect(try BoundedFile.read(path, limit: 100) == Array("old".utf8))
        #expect(try folder.entries() == ["kept"])
    }

    @Test func namesAMissingFolder() throws {
        let folder = try TemporaryFolder()
        #expect(throws: FileError.folderMissing(path: folder.file("no/x"), folder: folder.file("no"))) {
            try AtomicFile.write("text", to: folder.file("no/x"))
        }
    }

    @Test func refusesPlacesThatCannotHoldAFile() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([1], to: folder.file("file"))
        #expect(
            throws: FileError.notWritable(
                path: folder.file("file/a"), reason: "a part of the path is not a folder")
        ) { try AtomicFile.write([1], to: folder.file("file/a")) }
        for path in [folder.file(""), ""] {
            #expect(throws: FileError.notWritable(path: path, reason: "the path names a folder")) {
                try AtomicFile.write([1], to: path)
            }
        }
        #expect(try folder.entries() == ["file"])
    }

    @Test func replacesALinkAndLeavesItsTargetAlone() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write("target", to: folder.file("target"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"), withDestinationPath: folder.file("target"))
        try AtomicFile.write("new", to: folder.file("link"))
        #expect(try BoundedFile.read(folder.file("target"), limit: 10) == Array("target".utf8))
        #expect(try BoundedFile.read(folder.file("link"), limit: 10) == Array("new".utf8))
    }

    @Test func refusesAFolderInThePlaceOfTheFile() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.file("taken"), withIntermediateDirectories: false)
        do {
            try AtomicFile.write("text", to: folder.file("taken"))
            Issue.record("wrote over a folder")
        } catch {
            guard case .notWritable = error else { throw error }
        }
        #expect(try folder.entries() == ["taken"])
    }

    @Test(.enabled(if: getuid() != 0, "the superuser may write everywhere"))
    func namesAnUnwritableFolder() throws {
        let folder = try TemporaryFolder()
        chmod(folder.path, 0o555)
        do {
            try AtomicFile.write("text", to: folder.file("x"))
            Issue.record("wrote into a read-only folder")
        } catch {
            guard case .notWritable(folder.file("x"), _) = error else { throw error }
        }
    }

    @Test func findsTheFolder() {
        #expect(AtomicFile.folder(of: "name") == ".")
        #expect(AtomicFile.folder(of: "/name") == "/")
        #expect(AtomicFile.folder(of: "a/b/name") == "a/b")
    }

    @Test func aNameAsLongAsTheFileSystemAllowsCanBeWritten() throws {
        let folder = try TemporaryFolder()
        let name = String(repeating: "n", count: 255)
        try AtomicFile.write("text", to: folder.file(name))
        #expect(try folder.entries() == [name])
    }
}
