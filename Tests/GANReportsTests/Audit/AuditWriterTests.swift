import Foundation
import TestSupport
import Testing

@testable import GANReports

@Suite struct AuditWriterTests {
    @Test func writesFourFilesAndLeavesOthersAlone() throws {
        let folder = try TemporaryFolder()
        let out = URL(fileURLWithPath: folder.file("audit"))
        try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: out.appendingPathComponent("notes.txt"))
        try AuditWriter.write(MockAudit.copying(), to: out)
        let names = try FileManager.default.contentsOfDirectory(atPath: out.path).sorted()
        #expect(names == ["audit.html", "audit.json", "audit.md", "copies.csv", "notes.txt"])
        let text = try String(contentsOf: out.appendingPathComponent("audit.json"), encoding: .utf8)
        #expect(text == AuditDocument.json(MockAudit.copying()))
    }

    @Test func withoutImagesNoFileHoldsAny() throws {
        let folder = try TemporaryFolder()
        let out = folder.file("audit")
        try AuditWriter.write(MockAudit.copying(withImages: false), to: URL(fileURLWithPath: out))
        for (name, bytes) in try TemporaryFolder.contents(of: out) {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains("base64") && !text.contains("data:image") && !text.contains("PNG"), "\(name)")
        }
    }
}
