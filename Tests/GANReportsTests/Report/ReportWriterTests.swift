import Foundation
import GANEvaluation
import GANGate
import GANMetrics
import GANNumerics
import OrderedCollections
import Testing

@testable import GANReports

@Suite struct ReportWriterTests {
    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ganeval-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func makesANewFolderWithThreeFilesAndNothingElse() throws {
        try withFolder { parent in
            let folder = parent.appendingPathComponent("report")
            try ReportWriter.write(MockReport.full(), to: folder)
            #expect(try names(in: folder) == ["index.html", "report.json", "report.md"])
            #expect(try names(in: parent) == ["report"])
            let text = try String(contentsOf: folder.appendingPathComponent("report.json"), encoding: .utf8)
            #expect(text == ReportDocument.json(MockReport.full()))
        }
    }

    /// Reports of generators keep what each sample adds, so that later ones can be compared with them in pairs.
    @Test func contributionsLieBesideTheReport() throws {
        try withFolder { parent in
            let folder = parent.appendingPathComponent("report")
            var report = MockReport.full()
            report.evaluationProtocol.fields["samples"] = "3"
            let rows = RowContributions(metric: "precision", value: 0, generated: [1, 2, 6])
            report.contributions = ReportContributions(
                prior: LatentPrior(distribution: .uniform, shape: [2]), metrics: ["precision": rows])
            try ReportWriter.write(report, to: folder)
            #expect(
                try names(in: folder) == ["contributions.safetensors", "index.html", "report.json", "report.md"])
            report.evaluationProtocol.fields["reference_count"] = "60000"
            try ReportWriter.write(report, to: folder)
            let read = try GateReport.read(folder.appendingPathComponent("report.json").path).withContributions()
            #expect(read.contributions == .contributions(try #require(report.contributions)))
            // A report without any takes those of an earlier one away.
            report.contributions = nil
            try ReportWriter.write(report, to: folder)
            #expect(try names(in: folder) == ["index.html", "report.json", "report.md"])
        }
    }

    @Test func replacesItsFilesAndLeavesOthersAlone() throws {
        try withFolder { folder in
            try Data("mine".utf8).write(to: folder.appendingPathComponent("notes.txt"))
            try Data("old".utf8).write(to: folder.appendingPathComponent("report.md"))
            // Somebody's own tensors are not those of an earlier report.
            try Data("mine".utf8).write(to: folder.appendingPathComponent("contributions.safetensors"))
            try ReportWriter.write(MockReport.bare(), to: folder)
            #expect(
                try names(in: folder)
                    == ["contributions.safetensors", "index.html", "notes.txt", "report.json", "report.md"])
            let markdown = try String(contentsOf: folder.appendingPathComponent("report.md"), encoding: .utf8)
            #expect(markdown == MarkdownReport.render(MockReport.bare()))
        }
    }

    @Test func refusesAFileInTheFoldersPlace() throws {
        try withFolder { parent in
            let file = parent.appendingPathComponent("report")
            try Data("mine".utf8).write(to: file)
            #expect(throws: ReportError.notAFolder(path: file.path)) {
                try ReportWriter.write(MockReport.bare(), to: file)
            }
            #expect(try Data(contentsOf: file) == Data("mine".utf8))
        }
    }

    @Test func leavesNothingBehindWhenItCannotWrite() throws {
        try withFolder { folder in
            // A folder where a file should go can't be replaced by one, whoever runs the test.
            let obstacle = folder.appendingPathComponent("index.html/inside")
            try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
            #expect(throws: ReportError.self) { try ReportWriter.write(MockReport.bare(), to: folder) }
            #expect(try names(in: folder) == ["index.html"])
        }
    }
}
