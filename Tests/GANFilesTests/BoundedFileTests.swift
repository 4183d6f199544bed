import Foundation
import TestSupport
import Testing

@testable import GANFiles

@Suite struct BoundedFileTests {
    @Test func readsUpToTheLimit() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([1, 2, 3] as [UInt8], to: folder.file("three"))
        #expect(try BoundedFile.read(folder.file("three"), limit: 3) == [1, 2, 3])
        #expect(throws: FileError.fileTooLarge(path: folder.file("three"), bytes: 3, limit: 2)) {
            try BoundedFile.read(folder.file("three"), limit: 2)
        }
    }

    @Test func refusesWhatIsNotARegularFile() throws {
        let folder = try TemporaryFolder()
        mkfifo(folder.file("pipe"), 0o600)
        #expect(throws: FileError.isFolder(path: folder.path)) { try BoundedFile.read(folder.path, limit: 10) }
        for path in [folder.file("pipe"), "/dev/null"] {
            #expect(throws: FileError.notRegularFile(path: path)) { try BoundedFile.read(path, limit: 10) }
        }
    }

    @Test func namesAMissingFile() throws {
        let folder = try TemporaryFolder()
        #expect(throws: FileError.missing(path: folder.file("gone"))) {
            try BoundedFile.read(folder.file("gone"), limit: 10)
        }
        try AtomicFile.write([1], to: folder.file("file"))
        #expect(throws: FileError.missing(path: folder.file("file/inside"))) {
            try BoundedFile.read(folder.file("file/inside"), limit: 10)
        }
    }

    @Test(.enabled(if: getuid() != 0, "the superuser may read everything"))
    func namesAFileThatMayNotBeRead() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([1], to: folder.file("secret"))
        chmod(folder.file("secret"), 0o000)
        #expect(throws: FileError.cannotOpen(path: folder.file("secret"), reason: "permission denied")) {
            try BoundedFile.read(folder.file("secret"), limit: 10)
        }
    }

    @Test func aHugeSparseFileTakesNoMemory() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("sparse")
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        #expect(truncate(path, 1 << 40) == 0)
        #expect(throws: FileError.fileTooLarge(path: path, bytes: 1 << 40, limit: 1 << 30)) {
            try BoundedFile.read(path, limit: 1 << 30)
        }
    }
}
