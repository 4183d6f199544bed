import Foundation
import TestSupport
import Testing

@testable import GANReports

@Suite struct EarlierFilesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ text: String, _ name: String) throws {
        let path = folder.file(name)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    private func texts() throws -> [String: String] {
        try TemporaryFolder.contents(of: folder.path).mapValues { String(decoding: $0, as: UTF8.self) }
    }

    private var files: EarlierFiles {
        EarlierFiles(in: folder.path, names: ["page.html", "page.json"], mark: "page.json", schema: "ganeval.page")
    }

    private static let mark = "{\"schema\": \"ganeval.page/1\", \"command\": \"x\"}"

    @Test func nothingToKeepTouchesNothing() throws {
        #expect(try files.keepAside() == nil)
        try write("mine", "page.html")
        try write("{\"schema\": \"other/1\"}", "page.json")
        #expect(try files.keepAside() == nil)
        #expect(try texts() == ["page.html": "mine", "page.json": "{\"schema\": \"other/1\"}"])
    }

    /// One run back: what was kept before goes, files of others stay where they are.
    @Test func anEarlierRunIsKeptAndTheOneBeforeItGoes() throws {
        try write(Self.mark, "page.json")
        try write("second", "page.html")
        try write("others", "notes.txt")
        #expect(files.document?["command"] as? String == "x")
        #expect(try files.keepAside() == folder.file("previous"))
        #expect(
            try texts() == [
                "notes.txt": "others", "previous/page.html": "second", "previous/page.json": Self.mark,
            ])
        // The third run wrote no page: that of the second must not seem to be the third's.
        try write(Self.mark, "page.json")
        _ = try files.keepAside()
        #expect(try texts() == ["notes.txt": "others", "previous/page.json": Self.mark])
    }

    @Test func foldersOfOthersAreNotFilled() throws {
        try write(Self.mark, "page.json")
        try write("somebody's", "previous/page.html")
        #expect(throws: ReportError.self) { try files.check() }
        #expect(throws: ReportError.self) { try files.keepAside() }
        #expect(try texts() == ["page.json": Self.mark, "previous/page.html": "somebody's"])
        try FileManager.default.removeItem(atPath: folder.file("previous"))
        try write("a file", "previous")
        #expect(throws: ReportError.self) { try files.check() }
    }

    /// The page of the run before is reached from where this one's page lies, by a way that names no machine.
    @Test func theLinkLeadsToTheEarlierPage() throws {
        try write("page", "runs/a b/index.html")
        try write("page", "new/previous/index.html")
        func link(_ name: String, kept: String? = nil) -> String? {
            EarlierFiles.link(from: folder.file("new"), to: folder.file(name), kept: kept)
        }
        #expect(link("runs/a b") == "./../runs/a%20b/index.html")
        #expect(link("new", kept: folder.file("new/previous")) == "./previous/index.html")
        #expect(link("new") == nil)
        #expect(link("runs/gone") == nil)
    }

    @Test func whatEachCommandLeavesIsKnown() {
        #expect(EarlierFiles.report(in: folder.path).document == nil)
        #expect(EarlierFiles.audit(in: folder.path).document == nil)
        #expect(EarlierFiles.series(in: folder.path).document == nil)
        #expect(EarlierFiles.comparison(in: folder.path).document == nil)
    }
}
