import GANFiles
import GANNumerics
import Synchronization

/// Images in a folder or an archive, decoded on several threads when their rows are read.
struct ImageFilesSource: SampleSource {
    struct Item: Sendable {
        enum Place: Sendable {
            case file(String)
            case entry(ZipArchive.Entry)
            case tar(TarArchive, TarArchive.Entry)
            case record(LMDBFile, LMDBFile.Record)
        }

        /// The path within the source.
        let name: String
        let place: Place
    }

    let name: String
    let shape: SampleShape
    let labels: [Int]?
    let classNames: [String]?
    /// Of all kinds of files that are there, and what was done to some.
    let rule: String
    private let items: [Item]
    private let archive: ZipArchive?
    private let conversion: ImageConversion
    private let digest = SampleDigest()

    /// Reads the header of every image; the first two that differ in shape after the conversion are named in the error.
    init(
        name: String, items: [Item], archive: ZipArchive?, layout: ImageLayout? = nil, remark: String? = nil,
        conversion: ImageConversion = ImageConversion()
    ) throws(DataError) {
        precondition(!items.isEmpty, "a source without images")
        let headers = Mutex([(header: ImageHeader, rule: String)?](repeating: nil, count: items.count))
        try Parallel.forEachThrowing(items.count) { index throws(DataError) in
            let header = try Self.header(of: items[index], archive: archive)
            headers.withLock { $0[index] = header }
        }
        let found = headers.withLock { $0.compactMap { $0 } }
        let shapes = found.map { conversion.shape(of: $0.header.imageShape) }
        if let other = shapes.firstIndex(where: { $0 != shapes[0] }) {
            throw .mixedShapes(
                first: Self.location(items[0], archive: archive), firstShape: found[0].header.imageShape,
                second: Self.location(items[other], archive: archive), secondShape: found[other].header.imageShape)
        }
        let rules = Set(found.map { $0.rule })
        let remarks = found.reduce(into: Set<ImageHeader.Remark>()) { $0.formUnion($1.header.remarks) }
        rule =
            (ImageCodecs.all.map { $0.rule }.filter(rules.contains)
            + ImageHeader.Remark.allCases.filter(remarks.contains).map(\.rawValue)
            + [layout?.remark, remark, conversion.words(for: found.map { $0.header.imageShape })].compactMap { $0 }
            .filter { !$0.isEmpty }).joined(separator: "; ")
        self.name = name
        self.conversion = conversion
        shape = SampleShape(shapes[0])
        self.items = items
        self.archive = archive
        labels = layout?.labels
        classNames = layout?.classNames
    }

    var count: Int { items.count }
    /// Names come from folders alone.
    var guessedClasses: Int? { classNames?.count }

    func read(rows: Range<Int>) throws -> Matrix<Float> {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "rows \(rows) of \(count)")
        let size = shape.size
        return try Matrix(rows: rows.count, columns: size) { target in
            nonisolated(unsafe) let target = target
            try Parallel.forEachThrowing(rows.count) { index throws(DataError) in
                let item = items[rows.lowerBound + index]
                let place = Self.location(item, archive: archive)
                let (header, values) = try ImageCodecs.decode(Self.bytes(of: item, archive: archive), path: place)
                let found = SampleShape(conversion.shape(of: header.imageShape))
                guard found == shape else {
                    throw .file(.changed(path: place, fact: "is now a \(found), before a \(shape)"))
                }
                conversion.converted(values, shape: header.imageShape).convert(
                    0..<size, into: UnsafeMutableBufferPointer(rebasing: target[index * size..<(index + 1) * size]))
            }
        }
    }

    func contentDigest() throws -> String {
        try digest.value(of: self) { .floats(try read(rows: $0).scalars) }
    }

    func origin(of row: Int) -> String { items[row].name }

    private static func location(_ item: Item, archive: ZipArchive?) -> String {
        switch item.place {
        case .file(let path): return path
        case .entry(let entry): return "\(archive?.path ?? ""), entry \(entry.name)"
        case .tar(let archive, let entry): return "\(archive.path), entry \(entry.name)"
        case .record(let file, _): return "\(file.path), record \(item.name)"
        }
    }

    /// By as few bytes of a file as its kind needs.
    private static func header(
        of item: Item, archive: ZipArchive?
    ) throws(DataError) -> (header: ImageHeader, rule: String) {
        let path = location(item, archive: archive)
        if case .file(let name) = item.place {
            let file = try FileSystem.open(name)
            for size in [256, 1 << 16] where size < file.size {
                let start = try DataError.reading(try file.read(at: 0, count: size, what: "the image"))
                let codec = try ImageCodecs.codec(start, path: path)
                if let header = try codec.header(start, isWhole: false, path: path) { return (header, codec.rule) }
            }
        }
        for size in [256, 1 << 16] {
            let start: [UInt8]
            switch item.place {
            case .tar(let archive, let entry) where size < entry.size:
                start = try DataError.reading(try archive.head(entry, count: size))
            case .record(let file, let record) where size < record.size:
                start = try DataError.reading(try file.head(record, count: size))
            default: continue
            }
            let codec = try ImageCodecs.codec(start, path: path)
            if let header = try codec.header(start, isWhole: false, path: path) { return (header, codec.rule) }
        }
        let whole = try bytes(of: item, archive: archive)
        let codec = try ImageCodecs.codec(whole, path: path)
        guard let header = try codec.header(whole, isWhole: true, path: path) else {
            throw .damagedImage(path: path, format: codec.name, reason: "the file ends before its image starts")
        }
        return (header, codec.rule)
    }

    private static func bytes(of item: Item, archive: ZipArchive?) throws(DataError) -> [UInt8] {
        switch item.place {
        case .file(let path):
            let file = try FileSystem.open(path)
            guard file.size <= ImageCodecs.greatestBytes else {
                throw .content(
                    .declaredSizeOverLimit(
                        path: path, what: "the file has \(file.size) bytes", limit: ImageCodecs.greatestBytes))
            }
            return try DataError.reading(try file.read(at: 0, count: file.size, what: "the image"))
        case .tar(let archive, let entry):
            return try DataError.reading(try archive.read(entry, limit: ImageCodecs.greatestBytes))
        case .record(let file, let record):
            return try DataError.reading(try file.read(record, limit: ImageCodecs.greatestBytes))
        case .entry(let entry):
            guard let archive else { preconditionFailure("an entry without its archive") }
            return try DataError.reading(try archive.read(entry, limit: ImageCodecs.greatestBytes))
        }
    }
}
