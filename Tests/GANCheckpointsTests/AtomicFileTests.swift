import Foundation
import Testing

@testable import GANCheckpoints

@Suite struct AtomicFileTests {
    @Test func writesAndReplaces() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("notes.txt")
        try AtomicFile.write("first", to: path)
        try AtomicFile.write(Data("second".utf8), to: path)
        #expect(try BoundedFile.read(path, limit: 100) == Array("second".utf8))
        #expect(try folder.entries() == ["notes.txt"])
    }

    @Test func writesNothingAndALot() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([UInt8](), to: folder.file("empty"))
        #expect(try BoundedFile.read(folder.file("empty"), limit: 0).isEmpty)
        let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        try AtomicFile.write(to: folder.file("large")) { (writer: inout FileWriter) throws(CheckpointError) in
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
        #expect(throws: CheckpointError.notNative(path: "reason")) {
            try AtomicFile.write(to: path) { (writer: inout FileWriter) throws(CheckpointError) in
                try writer.append(Array("new".utf8))
                throw .notNative(path: "reason")
            }
        }
        #expect(try BoundedFile.read(path, limit: 100) == Array("old".utf8))
        #expect(try folder.entries() == ["kept"])
    }

    @Test func namesAMissingFolder() throws {
        let folder = try TemporaryFolder()
        #expect(throws: CheckpointError.folderMissing(path: folder.file("no/x"), folder: folder.file("no"))) {
            try AtomicFile.write("text", to: folder.file("no/x"))
        }
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

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
    func aFullDiskIsNamed() throws {
        let descriptor = open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        var writer = FileWriter(descriptor: descriptor, path: "run/step.safetensors")
        do {
            try writer.append([UInt8](repeating: 1, count: 10))
            Issue.record("wrote to a full disk")
        } catch {
            guard case .noSpace("run/step.safetensors", _) = error else { throw error }
        }
    }

    @Test func everyErrorNumberHasItsCase() {
        #expect(
            CheckpointError.writing("a/b", code: ENOSPC)
                == .noSpace(path: "a/b", reason: String(cString: strerror(ENOSPC))))
        #expect(
            CheckpointError.writing("a/b", code: EDQUOT)
                == .noSpace(path: "a/b", reason: String(cString: strerror(EDQUOT))))
        #expect(
            CheckpointError.writing("a/b", code: EACCES)
                == .notWritable(path: "a/b", reason: String(cString: strerror(EACCES))))
        #expect(
            CheckpointError.writing("a/b", code: EROFS)
                == .notWritable(path: "a/b", reason: String(cString: strerror(EROFS))))
        #expect(CheckpointError.writing("a/b", code: ENOENT) == .folderMissing(path: "a/b", folder: "a"))
        #expect(
            CheckpointError.writing("a/b", code: EIO)
                == .cannotWrite(path: "a/b", reason: String(cString: strerror(EIO))))
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
