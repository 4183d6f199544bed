import GANFiles

/// Images in an LMDB database, as LSUN and many projects keep them: each value is an image's file.
///
/// They come in the order of their keys. Records that are no images, such as a count that somebody put beside them, are left out, and
/// the rule says how many.
package enum LMDBImages: SourceFormat {
    package static let words = [FormatWords.phrase("an LMDB database of images (a folder with data.mdb)")]

    private static let fileName = "data.mdb"

    package static func claim(_ place: SourcePlace) throws(DataError) -> FormatClaim {
        guard place.isFolder else {
            return place.isFile(endingWith: ".mdb") || place.isFile(endingWith: ".lmdb") ? .sure : .no
        }
        let path = FileSystem.join(place.path, fileName)
        return FileSystem.exists(path) ? .sure : .no
    }

    package static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
        let path = place.isFolder ? FileSystem.join(place.path, fileName) : place.path
        let file = try DataError.reading(try LMDBFile(path: path))
        var items: [ImageFilesSource.Item] = []
        for record in file.records {
            let head = try DataError.reading(try file.head(record, count: 16))
            guard (try? ImageCodecs.codec(head, path: path)) != nil else { continue }
            items.append(
                ImageFilesSource.Item(name: String(decoding: record.key, as: UTF8.self), place: .record(file, record)))
        }
        guard !items.isEmpty else {
            throw .noImages(path: path, found: "none of its \(file.records.count) records begins as an image does")
        }
        let others = file.records.count - items.count
        return try ImageFilesSource(
            name: FileSystem.lastComponent(of: place.path), items: items, archive: nil,
            remark: others == 0
                ? nil : "without \(others) \(others == 1 ? "record that is no image" : "records that are no images")",
            conversion: place.reading.conversion)
    }
}
