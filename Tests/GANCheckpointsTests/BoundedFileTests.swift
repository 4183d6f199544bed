import Foundation
import Testing

@testable import GANCheckpoints

@Suite struct BoundedFileTests {
    @Test func readsUpToTheLimit() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([1, 2, 3] as [UInt8], to: folder.file("three"))
        #expect(try BoundedFile.read(folder.file("three"), limit: 3) == [1, 2, 3])
        #expect(throws: CheckpointError.fileTooLarge(path: folder.file("three"), bytes: 3, limit: 2)) {
            try BoundedFile.read(folder.file("three"), limit: 2)
        }
    }

    @Test func refusesWhatIsNotARegularFile() throws {
        let folder = try TemporaryFolder()
        mkfifo(folder.file("pipe"), 0o600)
        for path in [folder.path, folder.file("pipe"), "/dev/null"] {
            #expect(throws: CheckpointError.notRegularFile(path: path)) { try BoundedFile.read(path, limit: 10) }
        }
    }

    @Test func namesAMissingFile() throws {
        let folder = try TemporaryFolder()
        do {
            _ = try BoundedFile.read(folder.file("gone"), limit: 10)
            Issue.record("read a file that is not there")
        } catch {
            guard case .cannotOpen(folder.file("gone"), _) = error else { throw error }
        }
    }

    @Test func aHugeSparseFileTakesNoMemory() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("sparse")
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        #expect(truncate(path, 1 << 40) == 0)
        #expect(throws: CheckpointError.fileTooLarge(path: path, bytes: 1 << 40, limit: SafetensorsFile.fileLimit)) {
            try SafetensorsFile.read(path)
        }
    }
}
