import Foundation
import GANFiles
import GANGate
import GANMetrics

/// What an earlier run wrote into a folder, kept beside what another writes there: one run back, in `previous`.
package struct EarlierFiles {
    /// The folder within the folder.
    package static let folderName = "previous"
    /// Documents are read whole, as gates read them.
    private static let limit = 64 << 20

    private let folder: String
    private let names: [String]
    private let mark: String
    private let schema: String

    /// Files of `names` in `folder`; they are an earlier run's where `mark` is one of them and a document of `schema`, "ganeval.report".
    package init(in folder: String, names: [String], mark: String, schema: String) {
        self.folder = folder
        self.names = names
        self.mark = mark
        self.schema = schema
    }

    private var aside: String { "\(folder)/\(Self.folderName)" }

    /// The document that an earlier run left; nil where there is none.
    package var document: [String: Any]? { document(in: folder) }

    private func document(in folder: String) -> [String: Any]? {
        guard let bytes = try? BoundedFile.read("\(folder)/\(mark)", limit: Self.limit),
            let document = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any],
            (document["schema"] as? String)?.hasPrefix(schema + "/") == true
        else { return nil }
        return document
    }

    /// Throws where there is something to keep and `previous` holds somebody else's file of one of the names.
    ///
    /// Before the work begins: minutes of it must not end there.
    package func check() throws(ReportError) {
        guard document != nil, document(in: aside) == nil else { return }
        for path in [aside] + names.map({ "\(aside)/\($0)" }) where Self.exists(path) {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            if path == aside, isFolder.boolValue { continue }
            throw .cannotWrite(path: path, reason: "earlier files would be kept there, and it is not ganeval's")
        }
    }

    /// Moves an earlier run's files into `previous`, where they replace those of the run before it; the folder's path, or nil
    /// where there was nothing to keep.
    package func keepAside() throws(ReportError) -> String? {
        guard document != nil else { return nil }
        try check()
        do {
            try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: true)
            // The mark comes last: until then the files that are there are known for what they are.
            for name in names.filter({ $0 != mark }) + [mark] {
                let (source, target) = ("\(folder)/\(name)", "\(aside)/\(name)")
                if Self.exists(target) { try FileManager.default.removeItem(atPath: target) }
                if Self.exists(source) { try FileManager.default.moveItem(atPath: source, toPath: target) }
            }
        } catch {
            throw .cannotWrite(path: aside, reason: (error as NSError).localizedDescription)
        }
        return aside
    }

    /// The way from the page in `folder` to the report's page in `other`, as a link; nil where that page is gone.
    ///
    /// `kept` is where this run put what `folder` held before: the other report may have been that one.
    package static func link(from folder: String, to other: String, kept: String?) -> String? {
        let from = URL(fileURLWithPath: folder, isDirectory: true).standardizedFileURL
        var to = URL(fileURLWithPath: other, isDirectory: true).standardizedFileURL
        if let kept, to.path == from.path { to = URL(fileURLWithPath: kept, isDirectory: true).standardizedFileURL }
        guard exists("\(to.path)/index.html"), to.path != from.path else { return nil }
        let (start, end) = (from.pathComponents, to.pathComponents)
        let shared = zip(start, end).prefix { $0 == $1 }.count
        let steps = Array(repeating: "..", count: start.count - shared) + end[shared...] + ["index.html"]
        // The dot keeps a folder named like a scheme a folder.
        return ("./" + steps.joined(separator: "/")).addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)
    }

    /// Whether something is there, a broken link too.
    private static func exists(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)) != nil
    }
}

extension EarlierFiles {
    /// What `report` leaves in a folder, with the gates' files but those that somebody else wrote.
    package static func report(in folder: String) -> EarlierFiles {
        let foreign = GateFiles.present(in: folder).foreign.map { ($0 as NSString).lastPathComponent }
        return EarlierFiles(
            in: folder,
            names: ReportWriter.fileNames + [ReportContributions.fileName]
                + GateFiles.names.filter { !foreign.contains($0) }
                + (NativeImages.holdsOwnAlone("\(folder)/\(NativeImages.folder)") ? [NativeImages.folder] : []),
            mark: "report.json", schema: "ganeval.report")
    }

    /// What `audit` leaves.
    package static func audit(in folder: String) -> EarlierFiles {
        EarlierFiles(in: folder, names: AuditWriter.fileNames, mark: "audit.json", schema: "ganeval.audit")
    }

    /// What `series` leaves.
    package static func series(in folder: String) -> EarlierFiles {
        EarlierFiles(in: folder, names: SeriesWriter.fileNames, mark: "series.json", schema: "ganeval.series")
    }

    /// What `selftest` leaves.
    package static func selfTest(in folder: String) -> EarlierFiles {
        EarlierFiles(in: folder, names: SelfTestWriter.fileNames, mark: "selftest.json", schema: "ganeval.selftest")
    }

    /// What `compare` leaves.
    package static func comparison(in folder: String) -> EarlierFiles {
        EarlierFiles(in: folder, names: ComparisonWriter.fileNames, mark: "compare.json", schema: "ganeval.compare")
    }
}
