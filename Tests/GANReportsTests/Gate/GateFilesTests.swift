import Foundation
import TestSupport
import Testing

@testable import GANReports

@Suite struct GateFilesTests {
    private func write(_ folder: TemporaryFolder, _ texts: [String: String]) throws {
        for (name, text) in texts { try text.write(toFile: folder.file(name), atomically: false, encoding: .utf8) }
    }

    private func texts() throws -> [String: String] {
        let record = try MockGate.record()
        return [
            "gate.xml": GateJUnit.render(record), "gate.md": GateMarkdown.render(record),
            "gate.json": GateDocument.json(record),
        ]
    }

    @Test func knowsItsOwnAgain() throws {
        let folder = try TemporaryFolder()
        #expect(GateFiles.present(in: folder.path).own.isEmpty)
        try write(folder, texts())
        #expect(GateFiles.present(in: folder.path).own == GateFiles.names.map(folder.file))
        // A report with a subject that means harm is as recognizable.
        let record = try MockGate.record(report: MockGate.report(subject: MockGate.evil), path: MockGate.evil)
        try write(
            folder,
            [
                "gate.xml": GateJUnit.render(record), "gate.md": GateMarkdown.render(record),
                "gate.json": GateDocument.json(record),
            ])
        #expect(GateFiles.present(in: folder.path).own.count == 3)
        try GateFiles.removeStale(in: folder.path)
        #expect(try folder.entries().isEmpty)
    }

    @Test(arguments: [
        ("gate.json", #"{"gates": [{"metric": "coverage", "min": 0}]}"#), ("gate.json", ""), ("gate.json", "[1]"),
        ("gate.json", #"{"schema": "another.gate/1"}"#), ("gate.md", "# Gates of our house\n"),
        ("gate.md", "## Gates\n"),
        ("gate.xml", "<?xml version=\"1.0\"?><testsuites><testsuite name=\"pytest\"/></testsuites>"),
    ])
    func othersStay(name: String, text: String) throws {
        let folder = try TemporaryFolder()
        try write(folder, [name: text])
        #expect(GateFiles.present(in: folder.path).foreign == [folder.file(name)])
        try GateFiles.removeStale(in: folder.path)
        #expect(try folder.entries() == [name])
    }

    /// A verdict on something else must not stay in silence.
    @Test func whatCannotBeRemovedIsAnError() throws {
        let folder = try TemporaryFolder()
        try write(folder, texts())
        #expect(throws: ReportError.cannotRemove(path: folder.file("gate.xml"), reason: "busy")) {
            try GateFiles.removeStale(in: folder.path) { _ in
                throw NSError(domain: "test", code: 1, userInfo: [NSLocalizedDescriptionKey: "busy"])
            }
        }
        #expect(try folder.entries().count == 3)
    }
}
