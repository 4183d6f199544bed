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

    private static let files = ["index.html", "metrics.csv", "report.json", "report.md", "samples"]

    @Test func makesANewFolderWithItsFilesAndNothingElse() throws {
        try withFolder { parent in
            let folder = parent.appendingPathComponent("report")
            try ReportWriter.write(MockReport.full(), to: folder)
            #expect(try names(in: folder) == Self.files)
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
            #expect(try names(in: folder) == ["contributions.safetensors"] + Self.files)
            report.evaluationProtocol.fields["reference_count"] = "60000"
            try ReportWriter.write(report, to: folder)
            let read = try GateReport.read(folder.appendingPathComponent("report.json").path).withContributions()
            #expect(read.contributions == .contributions(try #require(report.contributions)))
            // A report without any takes those of an earlier one away.
            report.contributions = nil
            try ReportWriter.write(report, to: folder)
            #expect(try names(in: folder) == Self.files)
        }
    }

    @Test func everyPictureOpensAtNativeSize() throws {
        try withFolder { parent in
            let folder = parent.appendingPathComponent("report")
            try ReportWriter.write(MockReport.full(), to: folder)
            let samples = folder.appendingPathComponent("samples")
            let page = try String(contentsOf: folder.appendingPathComponent("index.html"), encoding: .utf8)
            let links = Set(
                page.components(separatedBy: "href=\"samples/").dropFirst().map { $0.prefix { $0 != "\"" } })
            #expect(links.count > 60)
            let files = try names(in: samples)
            #expect(links.allSatisfy { files.contains(String($0)) })
            // The header of a PNG file holds width and height.
            let image = try [UInt8](Data(contentsOf: samples.appendingPathComponent("sample-000002.png")))
            #expect(image.count > 24 && image[19] == 28 && image[23] == 28)

            // Images of an earlier report go, others' stay.
            for name in ["sample-987654.png", "mine.png"] {
                try Data("old".utf8).write(to: samples.appendingPathComponent(name))
            }
            try ReportWriter.write(MockReport.full(), to: folder)
            #expect(try names(in: samples) == (files + ["mine.png"]).sorted())

            // A page that holds them leaves none beside it.
            try FileManager.default.removeItem(at: samples.appendingPathComponent("mine.png"))
            try ReportWriter.write(MockReport.full(), to: folder, embedded: true)
            #expect(try names(in: folder) == Self.files.filter { $0 != "samples" })
            let alone = try String(contentsOf: folder.appendingPathComponent("index.html"), encoding: .utf8)
            #expect(!alone.contains("href=\"samples/") && alone.contains("id=\"view-sample-000002\""))
        }
    }

    @Test func tablesHaveALineForEachMetricAndEachSample() throws {
        try withFolder { folder in
            var report = MockReport.full()
            report.samples = SampleTable(rows: [
                .init(
                    sample: 0, origin: "=a.png", className: "Bag, small", realism: 1.5, nearestRow: 7,
                    nearestOrigin: "row 7", distance: 0.25, ratio: .infinity)
            ])
            try ReportWriter.write(report, to: folder)
            let samples = try String(contentsOf: folder.appendingPathComponent("per_sample.csv"), encoding: .utf8)
            #expect(samples.hasSuffix("0,'=a.png,\"Bag, small\",1.5,7,row 7,0.25,\r\n"))
            let metrics = try String(contentsOf: folder.appendingPathComponent("metrics.csv"), encoding: .utf8)
            #expect(metrics.components(separatedBy: "\r\n").count == report.metrics.count + 2)
            #expect(metrics.contains("frechet_distance,classifier,quality,lower,30.4182,27.4482"))
            // A report without the table takes that of an earlier one away.
            try ReportWriter.write(MockReport.full(), to: folder)
            #expect(try !names(in: folder).contains("per_sample.csv"))
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
                    == [
                        "contributions.safetensors", "index.html", "metrics.csv", "notes.txt", "report.json",
                        "report.md",
                    ])
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
