import GANFiles

/// Finds the images of a folder or zip archive and checks, by their headers, that they fit together.
///
/// `ImageLayout` says what order and which classes they have. Names that start with a dot are passed over.
package enum ImageFiles: SourceFormat {
    package static let words =
        [FormatWords.phrase("a folder or zip of images (\(ImageCodecs.names))")]
        + [".png", ".jpg", ".webp", ".bmp", ".ppm"].map { .ending($0) }

    /// Formats that a person may expect to be read; other files (texts, tables) are passed over.
    private static let otherFormats = [
        ".gif", ".tif", ".tiff", ".avif", ".heic", ".heif", ".jp2", ".jxl", ".tga", ".psd",
    ]

    /// Any folder may be one of images, where no other format knows it for its own.
    package static func claim(_ place: SourcePlace) -> FormatClaim {
        if place.isFolder { return .likely }
        return place.name.hasSuffix(".zip") || ImageCodecs.claims(fileNamed: place.name) ? .sure : .no
    }

    package static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
        let conversion = place.reading.conversion
        if place.isFolder { return try open(folder: place.path, conversion) }
        return place.name.hasSuffix(".zip")
            ? try open(archive: place.path, conversion) : try open(file: place.path, conversion)
    }

    /// An image file as a source of one image.
    private static func open(
        file path: String, _ conversion: ImageConversion
    ) throws(DataError) -> ImageFilesSource {
        let item = ImageFilesSource.Item(name: FileSystem.lastComponent(of: path), place: .file(path))
        return try ImageFilesSource(name: item.name, items: [item], archive: nil, conversion: conversion)
    }

    /// How deep folders are looked through, and how many files at most: a link to a folder above would never end.
    private static let greatestDepth = 8

    private static func open(
        folder path: String, _ conversion: ImageConversion
    ) throws(DataError) -> ImageFilesSource {
        let top = try FileSystem.listing(of: path)
        guard !(top.names + top.unnamable).isEmpty else { throw .emptyFolder(path: path) }
        var found: [[String]] = []
        var others = 0
        var empty: [String] = []
        var unnamable: [String] = []
        try collect([], in: path, into: &found, others: &others, empty: &empty, unnamable: &unnamable)
        guard !found.isEmpty else {
            let lost = unnamable.isEmpty ? "" : "; \(unnamableWords(unnamable))"
            throw .noImages(path: path, found: "\(others) other files or folders\(lost)")
        }
        let document = FileSystem.join(path, DatasetDocument.name)
        let hasDocument = FileSystem.exists(document)
        var layout = try ImageLayout(found, emptyFolders: empty, hasDocument: hasDocument, place: path)
        let ordered = layout.order.map { found[$0] }
        if hasDocument {
            layout.take(
                labels: try DatasetDocument.labels(
                    of: ordered.map { $0.joined(separator: "/") }, bytes: try documentBytes(document), path: document))
        }
        if !unnamable.isEmpty { layout.add(remark: "without \(unnamableWords(unnamable))") }
        let items = ordered.map { parts in
            ImageFilesSource.Item(
                name: parts.dropFirst(layout.packaging).joined(separator: "/"),
                place: .file(parts.reduce(path) { FileSystem.join($0, $1) }))
        }
        return try ImageFilesSource(
            name: FileSystem.lastComponent(of: path), items: items, archive: nil, layout: layout,
            conversion: conversion)
    }

    /// "2 images and folders whose names are not UTF-8 (a\xff.png, …)".
    private static func unnamableWords(_ names: [String]) -> String {
        let one = names.count == 1
        return
            "\(names.count) \(one ? "image or folder whose name is" : "images or folders whose names are") not UTF-8 "
            + "(\(names.prefix(3).joined(separator: ", "))\(names.count > 3 ? ", …" : ""))"
    }

    /// The images of a folder and of those in it; `empty` are folders at the top without any, `unnamable` images and folders to which no
    /// path leads.
    private static func collect(
        _ parts: [String], in folder: String, into found: inout [[String]], others: inout Int, empty: inout [String],
        unnamable: inout [String]
    ) throws(DataError) {
        guard parts.count < greatestDepth else { throw .nestedTooDeep(path: folder) }
        let listing = try FileSystem.listing(of: folder)
        for name in listing.unnamable {
            // What has no ending may be a folder of images.
            if try isImage(name, path: FileSystem.join(folder, name)) || !name.contains(".") {
                unnamable.append(name)
            } else {
                others += 1
            }
        }
        for name in listing.names where name != "__MACOSX" {
            let inner = FileSystem.join(folder, name)
            if try isImage(name, path: inner) {
                found.append(parts + [name])
            } else if try FileSystem.kind(of: inner) == .folder {
                let before = found.count
                try collect(
                    parts + [name], in: inner, into: &found, others: &others, empty: &empty, unnamable: &unnamable)
                if found.count == before, parts.isEmpty { empty.append(name) }
            } else {
                others += 1
            }
        }
        if found.isEmpty, parts.isEmpty { others += empty.count }
    }

    private static func documentBytes(_ path: String) throws(DataError) -> [UInt8] {
        let file = try FileSystem.open(path)
        guard file.size <= DatasetDocument.greatestBytes else {
            throw .content(
                .declaredSizeOverLimit(
                    path: path, what: "the file has \(file.size) bytes", limit: DatasetDocument.greatestBytes))
        }
        return try DataError.reading(try file.read(at: 0, count: file.size, what: "the labels"))
    }

    private static func open(
        archive path: String, _ conversion: ImageConversion
    ) throws(DataError) -> ImageFilesSource {
        let archive = try DataError.reading(try ZipArchive(path: path))
        var found: [[String]] = []
        var entries: [Int] = []
        var documents: [(parts: [String], entry: Int)] = []
        for (index, entry) in archive.entries.enumerated() {
            let parts = entry.name.split(separator: "/").map(String.init)
            guard let name = parts.last, !parts.contains(where: { $0.hasPrefix(".") || $0 == "__MACOSX" }) else {
                continue
            }
            if name == DatasetDocument.name { documents.append((parts, index)) }
            if try isImage(name, path: "\(path), entry \(entry.name)") {
                guard parts.count <= greatestDepth else { throw .nestedTooDeep(path: "\(path), entry \(entry.name)") }
                found.append(parts)
                entries.append(index)
            }
        }
        guard !found.isEmpty else { throw .noImages(path: path, found: "\(archive.entries.count) entries") }
        // The document stands at the top, within what packs everything.
        let document = documents.first { document in
            found.allSatisfy { $0.starts(with: document.parts.dropLast()) }
        }
        var layout = try ImageLayout(found, hasDocument: document != nil, place: path)
        if let document {
            let depth = document.parts.count - 1
            let place = "\(path), entry \(archive.entries[document.entry].name)"
            let bytes = try DataError.reading(
                try archive.read(archive.entries[document.entry], limit: DatasetDocument.greatestBytes))
            layout.take(
                labels: try DatasetDocument.labels(
                    of: layout.order.map { found[$0].dropFirst(depth).joined(separator: "/") }, bytes: bytes,
                    path: place))
        }
        let items = layout.order.map {
            ImageFilesSource.Item(
                name: found[$0].dropFirst(layout.packaging).joined(separator: "/"),
                place: .entry(archive.entries[entries[$0]]))
        }
        return try ImageFilesSource(
            name: FileSystem.lastComponent(of: path), items: items, archive: archive, layout: layout,
            conversion: conversion)
    }

    private static func isImage(_ name: String, path: String) throws(DataError) -> Bool {
        let name = name.lowercased()
        if otherFormats.contains(where: name.hasSuffix) { throw .unsupportedImageFile(path: path) }
        return ImageCodecs.claims(fileNamed: name)
    }
}
