public import Foundation
public import GANEvaluation
import GANFiles

/// Writes a report's files into a folder: `index.html`, `report.md`, `report.json`.
public enum ReportWriter {
    public static let fileNames = ["index.html", "report.md", "report.json"]

    /// Renders everything, writes it beside its final place, then renames it.
    ///
    /// A new folder appears whole or not at all. In a folder that exists, each of the three files is replaced in one step
    /// and nothing else is touched. On failure whatever was begun is removed and `ReportError` says what went wrong.
    public static func write(_ report: EvaluationReport, to folder: URL) throws {
        try write(
            [
                ("index.html", try HTMLReport.render(report)), ("report.md", MarkdownReport.render(report)),
                ("report.json", ReportDocument.json(report)),
            ], to: folder)
    }

    /// Writes files of these names and texts into a folder, all or none; see the form for a report.
    static func write(_ files: [(String, String)], to folder: URL) throws {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        let exists = manager.fileExists(atPath: folder.path, isDirectory: &isFolder)
        if exists && !isFolder.boolValue { throw ReportError.notAFolder(path: folder.path) }
        // Staged inside a folder that exists, for it may be a file system of its own; beside one that doesn't.
        let parent = exists ? folder : folder.deletingLastPathComponent()
        let staging = parent.appendingPathComponent(".ganeval-report-\(UUID().uuidString)", isDirectory: true)
        do {
            try manager.createDirectory(at: staging, withIntermediateDirectories: true)
            for (name, text) in files { try AtomicFile.write(text, to: staging.appendingPathComponent(name).path) }
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
            throw ReportError.cannotWrite(path: folder.path, reason: error.localizedDescription)
        }
    }

    /// Writes one document, whole or not at all; throws as the form for a report does.
    public static func write(document: String, to path: String) throws(ReportError) {
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
