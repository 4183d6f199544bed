import Foundation
import TestSupport
import Testing

@testable import GANFiles

@Suite struct UnfinishedFilesTests {
    /// What a kill leaves: files and folders under names of their own, with nobody's lock on them.
    @Test func whatAKilledWriterLeftIsRemovedByTheNextOne() throws {
        let folder = try TemporaryFolder()
        for name in [".ganeval-1-1.partial", ".ganeval-\(getpid())-9.partial", ".ganeval-mine", ".other.partial"] {
            #expect(FileManager.default.createFile(atPath: folder.file(name), contents: Data([1])))
        }
        let staging = folder.file(".ganeval-1-2.partial")
        try FileManager.default.createDirectory(atPath: staging + "/samples", withIntermediateDirectories: true)
        #expect(FileManager.default.createFile(atPath: staging + "/samples/a.png", contents: Data([1])))
        try AtomicFile.write("text", to: folder.file("x"))
        #expect(try folder.entries() == [".ganeval-mine", ".other.partial", "x"])
    }

    /// Another writer's file is its own while it writes, in whichever process.
    @Test func whatSomebodyWritesStays() throws {
        let folder = try TemporaryFolder()
        let file = try UnfinishedFiles.makeFile(in: folder.path, for: "a")
        let other = try UnfinishedFiles.makeFolder(in: folder.path, for: "b")
        UnfinishedFiles.clear(folder.path)
        #expect(try folder.entries().count == 2)
        close(file.descriptor)
        close(other.descriptor)
        UnfinishedFiles.clear(folder.path)
        #expect(try folder.entries().isEmpty)
    }
}
