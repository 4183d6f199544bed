import Foundation
import TestSupport
import Testing

@testable import GANReports

@Suite struct GateOutputTests {
    @Test func whatIsWantedIsWritten() throws {
        let folder = try TemporaryFolder()
        let record = try MockGate.record()
        try GateOutput(folder: folder.path).write(record)
        #expect(try TemporaryFolder.contents(of: folder.path).keys.sorted() == ["gate.json", "gate.md", "gate.xml"])
        try GateFiles.checkForeign(in: folder.path)
        try "own words".write(toFile: folder.file("gate.md"), atomically: false, encoding: .utf8)
        #expect(throws: ReportError.self) { try GateFiles.checkForeign(in: folder.path) }
    }

    @Test func aSummaryIsAppendedTo() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("summary.md")
        let record = try MockGate.record()
        try GateOutput.append(record, toSummary: path)
        try GateOutput.append(record, toSummary: path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let once = GateMarkdown.render(record) + "\n"
        #expect(text == once + once)
        #expect(throws: ReportError.self) { try GateOutput.append(record, toSummary: folder.file("no/such/folder")) }
    }
}
