package import Foundation
package import GANEvaluation
import GANFiles
import GANGate
import GANMetrics
import GANText

/// Writes a report's files into a folder: `fileNames`, and of a generator `contributions.safetensors`.
package enum ReportWriter {
    package static let fileNames = ["index.html", "report.md", "report.json"]

    /// Renders everything, writes it beside its final place, then renames it.
    ///
    /// A new folder appears whole or not at all. In a folder that exists, each of the files is replaced in one step
    /// and nothing else is touched. On failure whatever was begun is removed and `ReportError` says what went wrong.
    package static func write(_ report: EvaluationReport, to folder: URL) throws {
        let texts = [
            ("index.html", try HTMLReport.render(report)), ("report.md", MarkdownReport.render(report)),
            ("report.json", ReportDocument.json(report)),
        ]
        var files = texts.map { name, text in (name, { (path: String) throws in try AtomicFile.write(text, to: path) })
        }
        if let contributions = report.contributions {
            // Before report.json takes its place: a report that is there has its contributions.
            files.insert(
                (ReportContributions.fileName, { try contributions.write(to: $0, run: report.run.identifier) }), at: 0)
        }
        try write(files, to: folder)
        if report.contributions == nil {
            // Those of a report that was here before would belong to nothing.
            let path = folder.appendingPathComponent(ReportContributions.fileName).path
            if ReportContributions.isOwn(path) {
                do { try FileManager.default.removeItem(atPath: path) } catch {
                    throw ReportError.cannotRemove(path: path, reason: (error as NSError).localizedDescription)
                }
            }
        }
    }

    /// Writes files of these names and texts into a folder, all or none; see the form for a report.
    static func write(_ texts: [(String, String)], to folder: URL) throws {
        try write(texts.map { name, text in (name, { try AtomicFile.write(text, to: $0) }) }, to: folder)
    }

    /// Each of `files` is a name and what writes it to a path.
    private static func write(_ files: [(String, (String) throws -> Void)], to folder: URL) throws {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        let exists = manager.fileExists(atPath: folder.path, isDirectory: &isFolder)
        if exists && !isFolder.boolValue { throw ReportError.notAFolder(path: folder.path) }
        // Staged inside a folder that exists, for it may be a file system of its own; beside one that doesn't.
        let parent = exists ? folder : folder.deletingLastPathComponent()
        let staging = parent.appendingPathComponent(".ganeval-report-\(UUID().uuidString)", isDirectory: true)
        do {
            try manager.createDirectory(at: staging, withIntermediateDirectories: true)
            for (name, write) in files { try write(staging.appendingPathComponent(name).path) }
            if exists {
                for (name, _) in files {
                    let target = folder.appendingPathComponent(name).path
                    try rename(staging.appendingPathComponent(name).path, to: target)
                }
                try manager.removeItem(at: staging)
            } else {
                try rename(staging.path, to: folder.path)
            }
            AtomicFile.flush(folder: parent.path)
        } catch let error as FileError {
            try? manager.removeItem(at: staging)
            throw ReportError.cannotWrite(path: folder.path, reason: error.reason)
        } catch {
            try? manager.removeItem(at: staging)
            if let error = error as? ReportError { throw error }
            if let error = error as? any ExplainedError {
                throw ReportError.cannotWrite(path: folder.path, reason: error.fact)
            }
            throw ReportError.cannotWrite(path: folder.path, reason: error.localizedDescription)
        }
    }

    /// Writes one document, whole or not at all; throws as the form for a report does.
    package static func write(document: String, to path: String) throws(ReportError) {
        do throws(FileError) { try AtomicFile.write(document, to: path) } catch {
            throw .cannotWrite(path: path, reason: error.reason)
        }
    }

    private static func rename(_ source: String, to target: String) throws(ReportError) {
        guard Foundation.rename(source, target) == 0 else {
            throw .cannotWrite(path: target, reason: String(cString: strerror(errno)))
        }
    }
}
