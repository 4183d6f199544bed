package import Foundation
package import GANEvaluation
import GANFiles
import GANGate
import GANMetrics
import GANText

/// Writes a report's files into a folder: `fileNames`, its images at native size in `samples`, and of a generator
/// `contributions.safetensors`.
package enum ReportWriter {
    /// Where images at native size go in a report's folder.
    package static let imageFolder = NativeImages.folder
    package static let fileNames = ["index.html", "report.md", "report.json", MetricCSV.name, SampleCSV.name]

    /// Renders everything, writes it beside its final place, then renames it.
    ///
    /// A new folder appears whole or not at all. In a folder that exists, each of the files is replaced in one step
    /// and nothing else is touched, but for images of an earlier report that are not this one's. With `embedded` images at native
    /// size are in the page, as many as there is room for, and not beside it. On failure whatever was begun is removed and
    /// `ReportError` says what went wrong.
    package static func write(
        _ report: EvaluationReport, to folder: URL, embedded: Bool = false,
        companions: ReportCompanions = ReportCompanions()
    ) throws {
        let images = try HTMLReport.images(report, place: embedded ? .page : .folder)
        var texts = [
            ("index.html", try HTMLReport.render(report, images: images, companions: companions)),
            ("report.md", MarkdownReport.render(report, companions: companions)),
            (MetricCSV.name, MetricCSV.csv(report)),
        ]
        if let samples = report.samples { texts.append((SampleCSV.name, SampleCSV.csv(samples))) }
        texts.append(("report.json", ReportDocument.json(report)))
        var files = texts.map { name, text in (name, { (path: String) throws in try AtomicFile.write(text, to: path) })
        }
        if let contributions = report.contributions {
            // Before report.json takes its place: a report that is there has its contributions.
            files.insert(
                (ReportContributions.fileName, { try contributions.write(to: $0, run: report.run.identifier) }), at: 0)
        }
        // Before the page that leads to them.
        let beside = embedded ? [] : images.files
        let pictures = beside.map { file in
            (
                "\(NativeImages.folder)/\(file.name)",
                { (path: String) throws in try AtomicFile.write(file.bytes, to: path, synced: false) }
            )
        }
        try write(pictures + files, to: folder)
        try removeStale(in: folder, keeping: Set(beside.map(\.name)), samples: report.samples != nil)
        if report.contributions == nil {
            // Those of a report that was here before would belong to nothing.
            let path = folder.appendingPathComponent(ReportContributions.fileName).path
            if ReportContributions.isOwn(path) { try remove(path) }
        }
    }

    /// Writes the page and the Markdown of a report that is there again, with what was found since: the gates read its `report.json`.
    package static func writePage(
        _ report: EvaluationReport, to folder: URL, embedded: Bool = false, companions: ReportCompanions
    ) throws {
        let images = try HTMLReport.images(report, place: embedded ? .page : .folder)
        try write(
            [
                ("index.html", try HTMLReport.render(report, images: images, companions: companions)),
                ("report.md", MarkdownReport.render(report, companions: companions)),
            ], to: folder)
    }

    /// Removes what an earlier report left and this one does not write: its images, and its table of samples.
    private static func removeStale(in folder: URL, keeping names: Set<String>, samples: Bool) throws(ReportError) {
        let images = folder.appendingPathComponent(NativeImages.folder, isDirectory: true)
        let manager = FileManager.default
        for name in (try? manager.contentsOfDirectory(atPath: images.path)) ?? []
        where NativeImages.isOwn(name) && !names.contains(name) {
            try remove(images.appendingPathComponent(name).path)
        }
        if (try? manager.contentsOfDirectory(atPath: images.path))?.isEmpty == true { try remove(images.path) }
        let table = folder.appendingPathComponent(SampleCSV.name).path
        if !samples, let text = try? String(contentsOfFile: table, encoding: .utf8),
            text.hasPrefix(SampleCSV.columns.joined(separator: ","))
        {
            try remove(table)
        }
    }

    private static func remove(_ path: String) throws(ReportError) {
        do { try FileManager.default.removeItem(atPath: path) } catch {
            throw ReportError.cannotRemove(path: path, reason: (error as NSError).localizedDescription)
        }
    }

    /// Writes files of these names and texts into a folder, all or none; see the form for a report.
    static func write(_ texts: [(String, String)], to folder: URL) throws {
        try write(texts.map { name, text in (name, { try AtomicFile.write(text, to: $0) }) }, to: folder)
    }

    /// Each of `files` is a name and what writes it to a path.
    private static func write(_ files: [(String, (String) throws -> Void)], to folder: URL) throws {
        let manager = FileManager.default
        // Paths, not URLs: in a working folder deeper than the system can name, a relative URL leads nowhere.
        let target = folder.path
        var isFolder: ObjCBool = false
        let exists = manager.fileExists(atPath: target, isDirectory: &isFolder)
        if exists && !isFolder.boolValue { throw ReportError.notAFolder(path: target) }
        // Staged inside a folder that exists, for it may be a file system of its own; beside one that doesn't.
        let parent = exists ? target : AtomicFile.folder(of: target)
        var begun: String?
        func remove() {
            guard let begun else { return }
            try? manager.removeItem(atPath: begun)
            UnfinishedFiles.forget(begun)
        }
        do {
            try manager.createDirectory(atPath: parent, withIntermediateDirectories: true)
            let (lock, staging) = try UnfinishedFiles.makeFolder(in: parent, for: target)
            defer { close(lock) }
            begun = staging
            let folders = Set(files.compactMap { name, _ in name.lastIndex(of: "/").map { String(name[..<$0]) } })
            for name in folders {
                try manager.createDirectory(atPath: "\(staging)/\(name)", withIntermediateDirectories: true)
            }
            for (name, write) in files { try write("\(staging)/\(name)") }
            if exists {
                for name in folders {
                    try manager.createDirectory(atPath: "\(target)/\(name)", withIntermediateDirectories: true)
                }
                for (name, _) in files { try rename("\(staging)/\(name)", to: "\(target)/\(name)") }
                try manager.removeItem(atPath: staging)
            } else {
                try rename(staging, to: target)
            }
            UnfinishedFiles.forget(staging)
            AtomicFile.flush(folder: parent)
        } catch let error as FileError {
            remove()
            throw ReportError.cannotWrite(path: target, reason: error.reason)
        } catch {
            remove()
            if let error = error as? ReportError { throw error }
            if let error = error as? any ExplainedError {
                throw ReportError.cannotWrite(path: target, reason: error.fact)
            }
            throw ReportError.cannotWrite(path: target, reason: error.localizedDescription)
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
