import GANFiles

/// Finds the images of a folder or zip archive and checks, by their headers, that they fit together.
///
/// Images lie directly in the source, or one level down in one folder for each class; folders in byte order are the
/// classes 0, 1, …, and within each the files come in byte order. Names that start with a dot are passed over.
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
        if place.isFolder { return try open(folder: place.path) }
        return place.name.hasSuffix(".zip") ? try open(archive: place.path) : try open(file: place.path)
    }

    /// An image file as a source of one image.
    private static func open(file path: String) throws(DataError) -> ImageFilesSource {
        let item = ImageFilesSource.Item(name: FileSystem.lastComponent(of: path), place: .file(path))
        return try ImageFilesSource(name: item.name, items: [item], archive: nil, labels: nil, classNames: nil)
    }

    private static func open(folder path: String) throws(DataError) -> ImageFilesSource {
        let names = try FileSystem.names(in: path)
        guard !names.isEmpty else { throw .emptyFolder(path: path) }
        var direct: [String] = []
        var classes: [(name: String, files: [String])] = []
        for name in names {
            let inner = FileSystem.join(path, name)
            if try isImage(name, path: inner) {
                direct.append(name)
            } else if try FileSystem.kind(of: inner) == .folder {
                var files: [String] = []
                for file in try FileSystem.names(in: inner) {
                    let innermost = FileSystem.join(inner, file)
                    if try isImage(file, path: innermost) {
                        files.append(file)
                    } else if try FileSystem.kind(of: innermost) == .folder, try holdsImages(innermost) {
                        throw .nestedTooDeep(path: innermost)
                    }
                }
                classes.append((name, files))
            }
        }
        if let file = direct.first {
            if let mixed = classes.first(where: { !$0.files.isEmpty }) {
                throw .mixedLevels(path: path, file: file, folder: mixed.name)
            }
            let items = direct.map { ImageFilesSource.Item(name: $0, place: .file(FileSystem.join(path, $0))) }
            return try ImageFilesSource(
                name: FileSystem.lastComponent(of: path), items: items, archive: nil, labels: nil, classNames: nil)
        }
        guard classes.contains(where: { !$0.files.isEmpty }) else {
            throw .noImages(path: path, found: "\(names.count) other files or folders")
        }
        // A class without images would shift the numbers of those behind it.
        if let empty = classes.first(where: { $0.files.isEmpty }) {
            throw .noImages(path: FileSystem.join(path, empty.name), found: "a class folder like its neighbours")
        }
        var items: [ImageFilesSource.Item] = []
        var labels: [Int] = []
        for (label, group) in classes.enumerated() {
            for file in group.files {
                let inner = FileSystem.join(FileSystem.join(path, group.name), file)
                items.append(.init(name: "\(group.name)/\(file)", place: .file(inner)))
                labels.append(label)
            }
        }
        return try ImageFilesSource(
            name: FileSystem.lastComponent(of: path), items: items, archive: nil, labels: labels,
            classNames: classes.map(\.name))
    }

    private static func open(archive path: String) throws(DataError) -> ImageFilesSource {
        let archive = try DataError.reading(try ZipArchive(path: path))
        var found: [(parts: [String], entry: Int)] = []
        for (index, entry) in archive.entries.enumerated() {
            let parts = entry.name.split(separator: "/").map(String.init)
            guard let name = parts.last, !parts.contains(where: { $0.hasPrefix(".") || $0 == "__MACOSX" }) else {
                continue
            }
            if try isImage(name, path: "\(path), entry \(entry.name)") { found.append((parts, index)) }
        }
        guard let first = found.first else { throw .noImages(path: path, found: "\(archive.entries.count) entries") }
        // Folders that hold everything are packaging: "fashion/" of "fashion/0/1.png".
        var shared = first.parts.dropLast()
        for item in found {
            let common = zip(shared, item.parts.dropLast()).prefix { $0 == $1 }.count
            shared = shared.prefix(common)
        }
        let relative = found.map { (parts: Array($0.parts.dropFirst(shared.count)), entry: $0.entry) }
        if let deep = relative.first(where: { $0.parts.count > 2 }) {
            throw .nestedTooDeep(path: "\(path), entry \(archive.entries[deep.entry].name)")
        }
        if let file = relative.first(where: { $0.parts.count == 1 }),
            let inner = relative.first(where: { $0.parts.count == 2 })
        {
            throw .mixedLevels(path: path, file: file.parts[0], folder: inner.parts[0])
        }
        let ordered = relative.sorted {
            let (left, right) = ($0.parts, $1.parts)
            return left[0] == right[0] && left.count == 2
                ? FileSystem.byteOrder(left[1], right[1]) : FileSystem.byteOrder(left[0], right[0])
        }
        let items = ordered.map {
            ImageFilesSource.Item(name: $0.parts.joined(separator: "/"), place: .entry(archive.entries[$0.entry]))
        }
        var labels: [Int]?
        var classNames: [String]?
        if ordered[0].parts.count == 2 {
            let names = Set(ordered.map { $0.parts[0] }).sorted(by: FileSystem.byteOrder)
            let number = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
            labels = ordered.map { number[$0.parts[0]] ?? 0 }
            classNames = names
        }
        return try ImageFilesSource(
            name: FileSystem.lastComponent(of: path), items: items, archive: archive, labels: labels,
            classNames: classNames)
    }

    private static func isImage(_ name: String, path: String) throws(DataError) -> Bool {
        let name = name.lowercased()
        if otherFormats.contains(where: name.hasSuffix) { throw .unsupportedImageFile(path: path) }
        return ImageCodecs.claims(fileNamed: name)
    }

    private static func holdsImages(_ folder: String) throws(DataError) -> Bool {
        try FileSystem.names(in: folder).contains(where: ImageCodecs.claims(fileNamed:))
    }
}
