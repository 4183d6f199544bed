import Foundation
import GANNumerics
import GANText
import Testing

@testable import GANFiles

@Suite struct FileErrorTests {
    static let all: [FileError] = [
        .missing(path: "p"), .cannotOpen(path: "p", reason: "r"), .isFolder(path: "p"), .notRegularFile(path: "p"),
        .fileTooLarge(path: "p", bytes: 2, limit: 1), .cannotRead(path: "p", reason: "r"),
        .changed(path: "p", fact: "f"), .folderMissing(path: "p", folder: "d"), .notWritable(path: "p", reason: "r"),
        .noSpace(path: "p", reason: "r"), .cannotWrite(path: "p", reason: "r"),
    ]

    @Test(arguments: all) func saysWhereWhatAndWhatToDo(error: FileError) {
        #expect(error.location == "p")
        #expect(!error.fact.isEmpty && !error.fact.hasSuffix("."))
        #expect(error.fact.contains(error.reason) || error.reason == "it \(error.fact)")
        #expect(!error.expectation.isEmpty && !error.expectation.hasSuffix("."))
        #expect(error.remedy.hasSuffix("."))
    }

    @Test func readsAsSentences() {
        #expect(
            FileError.missing(path: "a.npy").description
                == "a.npy: no such file or folder; expected a file that exists. Check the path and the working folder.")
        #expect(
            FileError.noSpace(path: "a.npy", reason: "the disk is full").description
                == "a.npy: cannot be written: the disk is full; expected room for the file. "
                + "Free some space or write elsewhere; nothing was changed.")
    }

    @Test func everyErrorNumberOfWritingHasItsCase() {
        #expect(FileError.writing("a/b", code: ENOSPC) == .noSpace(path: "a/b", reason: "the disk is full"))
        #expect(FileError.writing("a/b", code: EDQUOT) == .noSpace(path: "a/b", reason: "the disk quota is used up"))
        #expect(FileError.writing("a/b", code: EACCES) == .notWritable(path: "a/b", reason: "permission denied"))
        #expect(
            FileError.writing("a/b", code: EROFS)
                == .notWritable(path: "a/b", reason: "the file system is read-only"))
        #expect(FileError.writing("a/b", code: ENOENT) == .folderMissing(path: "a/b", folder: "a"))
        #expect(
            FileError.writing("a/b", code: EIO)
                == .cannotWrite(path: "a/b", reason: "the disk reports an input or output error"))
    }

    @Test func everyErrorNumberOfOpeningHasItsCase() {
        #expect(FileError.opening("a", code: ENOENT) == .missing(path: "a"))
        #expect(FileError.opening("a", code: ENOTDIR) == .missing(path: "a"))
        // What the system's bytes became that are no UTF-8: "no such file" would send people looking for it.
        #expect(FileError.opening("m\u{FFFD}.pth", code: ENOENT).fact == "its name is not UTF-8")
        #expect(FileError.opening("a", code: EISDIR) == .isFolder(path: "a"))
        #expect(FileError.opening("a", code: EMFILE) == .cannotOpen(path: "a", reason: "too many files are open"))
        let reason = String(cString: strerror(ELOOP))
        #expect(FileError.opening("a", code: ELOOP) == .cannotOpen(path: "a", reason: reason))
    }
}
