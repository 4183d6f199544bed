import Foundation
import GANFiles

/// The files that gates leave beside a report or an audit, and how to know them again.
package enum GateFiles {
    /// JUnit XML, Markdown and JSON.
    package static let names = ["gate.xml", "gate.md", "gate.json"]

    /// The head of the Markdown's table.
    private static let markdownHead = "| | Metric | Value | Wanted |"
    /// The gate's outcomes are small; whatever is larger is somebody else's.
    private static let limit = 16 << 20

    /// Those of `names` in `folder` that ganeval wrote, and those that are somebody else's: a policy that is kept there.
    package static func present(in folder: String) -> (own: [String], foreign: [String]) {
        let present = names.map { "\(folder)/\($0)" }.filter { path in
            (try? FileManager.default.attributesOfItem(atPath: path)) != nil
        }
        return (present.filter { isOwn($0) }, present.filter { !isOwn($0) })
    }

    /// Throws `cannotWrite` where the files beside a report or an audit would replace somebody else's.
    package static func checkForeign(in folder: String) throws(ReportError) {
        guard let path = present(in: folder).foreign.first else { return }
        throw .cannotWrite(path: path, reason: "it is there, and ganeval did not write it")
    }

    /// Takes away what an earlier policy said about what was in the folder before; files of others stay.
    ///
    /// Throws `cannotRemove`: a verdict on something else must not stay beside a new report in silence.
    package static func removeStale(in folder: String) throws(ReportError) {
        try removeStale(in: folder) { try FileManager.default.removeItem(atPath: $0) }
    }

    /// The same by whatever removes a file.
    static func removeStale(in folder: String, by remove: (String) throws -> Void) throws(ReportError) {
        for path in present(in: folder).own {
            do { try remove(path) } catch {
                throw .cannotRemove(path: path, reason: (error as NSError).localizedDescription)
            }
        }
    }

    /// Whether ganeval wrote the file, by its schema or by the marks that its form always has.
    private static func isOwn(_ path: String) -> Bool {
        guard let bytes = try? BoundedFile.read(path, limit: limit) else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        switch (path as NSString).pathExtension {
        case "json":
            let document = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
            return (document?["schema"] as? String)?.hasPrefix("ganeval.gate/") == true
        case "md":
            let lines = text.split(separator: "\n")
            return text.hasPrefix("## ") && lines.contains(markdownHead[...])
                && lines.last?.contains("ganeval ") == true
        default: return text.hasPrefix("<?xml") && text.contains(GateJUnit.mark)
        }
    }
}
