import Foundation

/// An image at native size within a page, as its template reads it.
struct NativeView {
    let viewAnchor: String
    let viewLabel: String
    /// A data URI.
    let source: String
}

extension NativeImages {
    /// The images within the page; empty where they lie beside it.
    var views: [NativeView] {
        guard case .page = place else { return [] }
        return files.map { file in
            let name = String(file.name.dropLast(4))
            return NativeView(
                viewAnchor: "view-\(name)", viewLabel: Self.label(name),
                source: "data:image/png;base64," + Data(file.bytes).base64EncodedString())
        }
    }

    /// Whether a folder holds images of a report and nothing else.
    static func holdsOwnAlone(_ folder: String) -> Bool {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return false }
        return !names.isEmpty && names.allSatisfy(isOwn)
    }

    /// "sample 12" of "sample-000012".
    private static func label(_ name: String) -> String {
        for kind in Kind.allCases where name.hasPrefix(kind.rawValue + "-") {
            return "\(kind.word) \(Int(name.dropFirst(kind.rawValue.count + 1)) ?? 0)"
        }
        return name
    }
}
