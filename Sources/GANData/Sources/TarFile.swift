import Foundation
import GANFiles

/// Images in a tar archive, or in a folder of them (shards): WebDataset's, with labels beside images of the same name, or any other.
///
/// - A label is the whole number of `KEY.cls`, or `label`, `cls` or `class` of `KEY.json`; KEY is an image's path up to the first dot of its name.
///   Where one image has a label all must.
/// - Without labels folders are classes, as `ImageLayout` has it.
/// - Images come in the order of their paths, shards in that of their names.
package enum TarFile: SourceFormat {
    package static let words = [FormatWords.ending(".tar")]

    /// No file of one label may be longer.
    private static let longestLabel = 1 << 20

    package static func claim(_ place: SourcePlace) throws(DataError) -> FormatClaim {
        guard place.isFolder else { return place.isFile(endingWith: ".tar") ? .sure : .no }
        return try shards(of: place.path).isEmpty ? .no : .sure
    }

    /// The archives in a folder that holds no image beside them.
    private static func shards(of folder: String) throws(DataError) -> [String] {
        let names = try FileSystem.names(in: folder)
        if names.contains(where: { ImageCodecs.claims(fileNamed: $0) }) { return [] }
        return names.filter { $0.lowercased().hasSuffix(".tar") }.map { FileSystem.join(folder, $0) }
    }

    package static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
        var places: [ImageFilesSource.Item.Place] = []
        var found: [[String]] = []
        var labels: [Int?] = []
        for path in try place.isFolder ? shards(of: place.path) : [place.path] {
            let archive = try DataError.reading(try TarArchive(path: path))
            let known = try findLabels ? Self.labels(in: archive) : [:]
            for entry in archive.entries {
                let parts = entry.name.split(separator: "/").map(String.init).filter { $0 != "." }
                guard let name = parts.last, !parts.contains(where: { $0.hasPrefix(".") || $0 == "__MACOSX" }),
                    ImageCodecs.claims(fileNamed: name)
                else { continue }
                places.append(.tar(archive, entry))
                found.append(parts)
                labels.append(known[key(entry.name)])
            }
        }
        guard !found.isEmpty else { throw .noImages(path: place.path, found: "no entry ends as an image does") }
        let isLabelled = labels.contains { $0 != nil }
        var layout = try ImageLayout(found, hasDocument: isLabelled, place: place.path)
        if isLabelled {
            var ordered: [Int] = []
            for index in layout.order {
                guard let label = labels[index] else {
                    throw .notLabels(
                        path: place.path,
                        fact: "\(found[index].joined(separator: "/")) has no label, and other images have one")
                }
                ordered.append(label)
            }
            layout.take(labels: ordered, remark: "labels by .cls or .json")
        }
        let items = layout.order.map {
            ImageFilesSource.Item(
                name: found[$0].dropFirst(layout.packaging).joined(separator: "/"), place: places[$0])
        }
        return try ImageFilesSource(
            name: FileSystem.lastComponent(of: place.path), items: items, archive: nil, layout: layout,
            conversion: place.reading.conversion)
    }

    /// The path up to the first dot of the name.
    private static func key(_ path: String) -> String {
        let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        return String(path[..<(path[start...].firstIndex(of: ".") ?? path.endIndex)])
    }

    private static func labels(in archive: TarArchive) throws(DataError) -> [String: Int] {
        var found: [String: Int] = [:]
        for entry in archive.entries {
            let isNumber = entry.name.hasSuffix(".cls")
            guard isNumber || entry.name.hasSuffix(".json") else { continue }
            let key = Self.key(entry.name)
            let bytes = try DataError.reading(try archive.read(entry, limit: longestLabel))
            if isNumber {
                let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
                guard let label = Int(text), label >= 0 else {
                    throw .notLabels(
                        path: "\(archive.path), entry \(entry.name)", fact: "“\(text.prefix(20))” is no class number")
                }
                found[key] = label
            } else if found[key] == nil, let label = Self.label(ofJSON: bytes) {
                found[key] = label
            }
        }
        return found
    }

    /// Nil where the document has none: many hold captions alone.
    private static func label(ofJSON bytes: [UInt8]) -> Int? {
        struct Document: Decodable {
            let label: Int?
            let cls: Int?
            let `class`: Int?
        }
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)) else { return nil }
        return [document.label, document.cls, document.class].compactMap { $0 }.first { $0 >= 0 }
    }
}
