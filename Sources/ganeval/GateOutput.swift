import Foundation
import GANEvaluation
import GANReports

/// Where a gate's outcome goes besides the exit code.
struct GateOutput {
    var junit: String?
    var markdown: String?
    var json: String?

    init(junit: String? = nil, markdown: String? = nil, json: String? = nil) {
        (self.junit, self.markdown, self.json) = (junit, markdown, json)
    }

    /// All three, beside a report or an audit.
    init(folder: String) {
        self.init(junit: "\(folder)/gate.xml", markdown: "\(folder)/gate.md", json: "\(folder)/gate.json")
    }

    /// Throws where the files beside a report or an audit would replace somebody else's.
    static func check(_ folder: String) throws {
        guard let path = GateFiles.present(in: folder).foreign.first else { return }
        throw ReportError.cannotWrite(path: path, reason: "it is there, and ganeval did not write it")
    }

    static func headline(_ record: GateRecord) -> String { "Gates: \(record.headline)" }

    /// Writes what was asked for, and the step's summary where GitHub Actions offers one.
    func write(_ record: GateRecord) throws {
        if let junit { try ReportWriter.write(document: GateJUnit.render(record), to: junit) }
        if let markdown { try ReportWriter.write(document: GateMarkdown.render(record), to: markdown) }
        if let json { try ReportWriter.write(document: GateDocument.json(record), to: json) }
        Self.summarize(record)
    }

    /// The table on standard output; in GitHub Actions the annotations after it.
    static func show(_ record: GateRecord, environment: [String: String] = ProcessInfo.processInfo.environment) {
        GateTable.lines(record, width: Console.width).forEach { Console.result($0) }
        if environment["GITHUB_ACTIONS"] == "true" { GateAnnotations.lines(record).forEach { Console.command($0) } }
    }

    /// Appends the Markdown to the step's summary; a summary that can't be written does not change the outcome.
    private static func summarize(
        _ record: GateRecord, environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        guard let path = environment["GITHUB_STEP_SUMMARY"], !path.isEmpty else { return }
        let text = Data((GateMarkdown.render(record) + "\n").utf8)
        do {
            if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            defer { try? file.close() }
            try file.seekToEnd()
            try file.write(contentsOf: text)
        } catch {
            Console.warning("\(path): the step's summary can't be written: \(error.localizedDescription)")
        }
    }
}
