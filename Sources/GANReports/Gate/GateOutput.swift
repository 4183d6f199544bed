import Foundation
import GANFiles
import GANText

/// Where a gate's outcome goes as files; nil where one is not wanted.
package struct GateOutput: Sendable, Equatable {
    /// JUnit XML, which CI systems show as tests.
    package var junit: String?
    /// Markdown for a pull request.
    package var markdown: String?
    /// `GateDocument`.
    package var json: String?

    package init(junit: String? = nil, markdown: String? = nil, json: String? = nil) {
        self.junit = junit
        self.markdown = markdown
        self.json = json
    }

    /// All three, beside a report or an audit, by the names of `GateFiles`.
    package init(folder: String) {
        self.init(junit: "\(folder)/gate.xml", markdown: "\(folder)/gate.md", json: "\(folder)/gate.json")
    }

    /// Writes what is wanted; throws `ReportError` where that can't be.
    package func write(_ record: GateRecord) throws {
        if let junit { try ReportWriter.write(document: GateJUnit.render(record), to: junit) }
        if let markdown { try ReportWriter.write(document: GateMarkdown.render(record), to: markdown) }
        if let json { try ReportWriter.write(document: GateDocument.json(record), to: json) }
    }

    /// Appends the Markdown to a file, which is made where there is none: the summary that GitHub Actions shows of a step.
    ///
    /// Throws `cannotWrite`.
    package static func append(_ record: GateRecord, toSummary path: String) throws(ReportError) {
        let text = Data((GateMarkdown.render(record) + "\n").utf8)
        do {
            // By its path: in a working folder deeper than the system can name, a relative URL leads nowhere.
            if !FileManager.default.fileExists(atPath: path) {
                try AtomicFile.write([], to: path)
            }
            guard let file = FileHandle(forWritingAtPath: path) else {
                throw ReportError.cannotWrite(path: path, reason: String(cString: strerror(errno)))
            }
            defer { try? file.close() }
            try file.seekToEnd()
            try file.write(contentsOf: text)
        } catch let error as ReportError {
            throw error
        } catch let error as FileError {
            throw .cannotWrite(path: path, reason: error.reason)
        } catch {
            throw .cannotWrite(path: path, reason: error.localizedDescription)
        }
    }
}
