import GANFiles
import GANNumerics
import Synchronization

/// PNG images in a folder or an archive, decoded on several threads when their rows are read.
struct ImageFilesSource: SampleSource {
    struct Item: Sendable {
        enum Place: Sendable {
            case file(String)
            case entry(ZipArchive.Entry)
        }

        /// The path within the source.
        let name: String
        let place: Place
    }

    let name: String
    let shape: SampleShape
    let labels: [Int]?
    let classNames: [String]?
    private let items: [Item]
    private let archive: ZipArchive?
    private let digest = SampleDigest()

    /// Reads the header of every image; the first two that differ in shape are named in the error.
    init(
        name: String, items: [Item], archive: ZipArchive?, labels: [Int]?, classNames: [String]?
    ) throws(DataError) {
        precondition(!items.isEmpty, "a source without images")
        let shapes = Mutex([SampleShape?](repeating: nil, count: items.count))
        try Parallel.forEachThrowing(items.count) { index throws(DataError) in
            let shape = try Self.header(of: items[index], archive: archive).shape
            shapes.withLock { $0[index] = shape }
        }
        let found = shapes.withLock { $0.compactMap { $0 } }
        if let other = found.firstIndex(where: { $0 != found[0] }) {
            throw .mixedShapes(
                first: Self.location(items[0], archive: archive), firstShape: found[0].description,
                second: Self.location(items[other], archive: archive), secondShape: found[other].description)
        }
        self.name = name
        self.shape = found[0]
        self.items = items
        self.archive = archive
        self.labels = labels
        self.classNames = classNames
    }

    var rule: String { PNGDecoder.rule }
    var count: Int { items.count }

    func read(rows: Range<Int>) throws -> Matrix<Float> {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "rows \(rows) of \(count)")
        let size = shape.size
        return try Matrix(rows: rows.count, columns: size) { target in
            nonisolated(unsafe) let target = target
            try Parallel.forEachThrowing(rows.count) { index throws(DataError) in
                let item = items[rows.lowerBound + index]
                let place = Self.location(item, archive: archive)
                let (header, values) = try PNGDecoder.decode(Self.bytes(of: item, archive: archive), path: place)
                guard header.shape == shape else {
                    throw .file(.changed(path: place, fact: "is now a \(header.shape), before a \(shape)"))
                }
                values.convert(
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
        }
    }

    private static func header(of item: Item, archive: ZipArchive?) throws(DataError) -> PNGDecoder.Header {
        let start: [UInt8]
        if case .file(let path) = item.place {
            let file = try FileSystem.open(path)
            let count = min(file.size, PNGDecoder.headerSize)
            start = try DataError.reading(try file.read(at: 0, count: count, what: "the PNG"))
        } else {
            start = try bytes(of: item, archive: archive)
        }
        return try PNGDecoder.Header(start, path: location(item, archive: archive))
    }

    private static func bytes(of item: Item, archive: ZipArchive?) throws(DataError) -> [UInt8] {
        switch item.place {
        case .file(let path):
            let file = try FileSystem.open(path)
            guard file.size <= PNGDecoder.greatestBytes else {
                throw .content(
                    .declaredSizeOverLimit(
                        path: path, what: "the file has \(file.size) bytes", limit: PNGDecoder.greatestBytes))
            }
            return try DataError.reading(try file.read(at: 0, count: file.size, what: "the PNG"))
        case .entry(let entry):
            guard let archive else { preconditionFailure("an entry without its archive") }
            return try DataError.reading(try archive.read(entry, limit: PNGDecoder.greatestBytes))
        }
    }
}
