import GANFiles
import GANNumerics

/// The samples of an `.npy` array or `.npz` archive, read from the file when asked for.
///
/// Opening looks once through floats and wide integers, to find their range and what is no number, and through bytes that have
/// a checksum. Arrays that are compressed are held in memory instead, as an `ArraySource`.
///
/// - Shape: `[n, d]` are vectors, `[n, h, w]` grey images, `[n, h, w, c]` or `[n, c, h, w]` images with the 1 or 3 channels
///   where only one of the two axes allows it.
/// - Image values: see `NPYLevels`.
/// - Archives: the array that was named behind a colon, with labels from the array that customarily belongs to it (`y_train` to `x_train`) where
///   it fits; else `images`, else `arr_0`, else the only one that is not labels. Labels: `labels` or `y`, which must
///   fit; else `arr_1` if it has one axis of as many integers.
struct NPYSource: SampleSource {
    let name: String
    private(set) var rule: String
    let count: Int
    let shape: SampleShape
    let labels: [Int]?
    private let array: NPYStream
    /// Nil for vectors, whose values stay as they are.
    private let levels: NPYLevels?
    private let isChannelsFirst: Bool
    private let digest = SampleDigest()

    /// No compressed array may unpack to more.
    static let greatestUnpackedBytes = 1 << 32

    static func open(_ place: SourcePlace) throws(DataError) -> any SampleSource {
        let path = place.path
        let region = try DataError.reading(try ByteRegion(path: path))
        return try NPYSource(region, name: FileSystem.lastComponent(of: path), format: "npy", place.reading) {
            _ throws(DataError) in nil
        }.heldIfInMemory()
    }

    /// An array that another format's file holds, with the labels that were found beside it.
    static func open(
        _ region: ByteRegion, name: String, format: String, _ reading: SourceReading, labels: [Int]?
    ) throws(DataError) -> any SampleSource {
        try NPYSource(region, name: name, format: format, reading) { _ throws(DataError) in labels }.heldIfInMemory()
    }

    static func openArchive(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
        let archive = try NPZArchive(place.path)
        let others = archive.names.filter { !NPZArchive.labelNames.contains($0) }
        let usual = ["images", "arr_0"].first { archive.has($0) } ?? archive.only(of: others)
        guard let chosen = place.array ?? usual else {
            throw .noArraySelected(path: place.path, names: archive.names)
        }
        let region = try archive.region(chosen)
        var found: String?
        let source = try NPYSource(
            region, name: FileSystem.lastComponent(of: place.path) + (place.array.map { ":" + $0 } ?? ""),
            format: place.array.map { "npz array \($0)" } ?? "npz", place.reading
        ) { count throws(DataError) in
            guard findLabels else { return nil }
            if place.array == nil {
                return try Self.labels(beside: archive, count: count)
            }
            // The customary names of the labels of x_train and of samples.
            let rest = String(chosen.dropFirst())
            let partner = chosen.hasPrefix("x") ? "y" + rest : chosen.hasPrefix("X") ? "Y" + rest : "labels"
            for name in [partner, chosen + "_labels", "labels", "y", "classes"]
            where name != chosen && archive.has(name) {
                let stream = try NPYStream(archive.region(name))
                guard stream.shape == [count], stream.elementType.isInteger else { continue }
                found = name
                return try Self.labels(of: archive.region(name))
            }
            return nil
        }
        return try source.saying(found.map { "labels from \($0)" }).heldIfInMemory()
    }

    /// The labels of samples that nobody named: `labels` or `y`, which must fit, else `arr_1` where it fits.
    private static func labels(beside archive: NPZArchive, count: Int) throws(DataError) -> [Int]? {
        if let named = NPZArchive.labelNames.first(where: { archive.has($0) }) {
            return try labels(of: archive.region(named))
        }
        guard archive.has("arr_1") else { return nil }
        let second = try archive.region("arr_1")
        let candidate = try NPYStream(second)
        guard candidate.shape == [count], candidate.elementType.isInteger else {
            try candidate.verify()
            return nil
        }
        return try labels(of: second)
    }

    /// The same with words more about how it was read.
    private func saying(_ words: String?) -> NPYSource {
        guard let words else { return self }
        var source = self
        source.rule += ", \(words)"
        return source
    }

    /// An array with one axis of integers ≥ 0.
    static func labels(of region: ByteRegion) throws(DataError) -> [Int] {
        let array = try NPYStream(region)
        guard array.shape.count == 1, array.elementType.isInteger else {
            throw .notLabels(path: region.path, fact: "\(array.elementType) array of shape \(array.shape)")
        }
        var labels: [Int] = []
        labels.reserveCapacity(array.count)
        try array.forEachPiece { _, elements throws(DataError) in
            guard let integers = elements.integers(), integers.allSatisfy({ $0 >= 0 }) else {
                throw .notLabels(path: region.path, fact: "holds a negative or too large number")
            }
            labels += integers
        }
        return labels
    }

    /// `findLabels` gets the number of samples.
    private init(
        _ region: ByteRegion, name: String, format: String, _ reading: SourceReading,
        findLabels: (Int) throws(DataError) -> [Int]?
    ) throws(DataError) {
        let array = try NPYStream(region)
        guard 2...4 ~= array.shape.count, !array.shape.contains(0) else {
            throw .unsupportedArrayShape(path: region.path, shape: array.shape)
        }
        self.name = name
        count = array.shape[0]
        labels = try findLabels(count)
        if let labels, labels.count != count {
            throw .labelCountMismatch(path: region.path, labels: labels.count, samples: count)
        }
        let layout: String
        (shape, layout, isChannelsFirst) = try Self.layout(array.shape, path: region.path)
        self.array = array
        if case .vector = shape {
            if reading.range != nil { throw .rangeOfLevels(path: region.path) }
            levels = nil
            try Self.requireFinite(array)
        } else {
            levels = try NPYLevels(of: array, range: reading.range, clips: reading.clips)
        }
        rule = "\(format) \(array.elementType), \(layout), \(levels?.description ?? "vectors")"
    }

    private static func layout(_ shape: [Int], path: String) throws(DataError) -> (SampleShape, String, Bool) {
        if shape.count == 2 { return (.vector(shape[1]), "[n, d]", false) }
        if shape.count == 3 { return (.image(height: shape[1], width: shape[2], channels: 1), "[n, h, w]", false) }
        let last = shape[3] == 1 || shape[3] == 3
        let second = shape[1] == 1 || shape[1] == 3
        switch (last, second) {
        case (true, false):
            return (.image(height: shape[1], width: shape[2], channels: shape[3]), "[n, h, w, c]", false)
        case (false, true): return (.image(height: shape[2], width: shape[3], channels: shape[1]), "[n, c, h, w]", true)
        case (false, false) where shape[3] == 4 || shape[1] == 4: throw .alphaInArray(path: path, shape: shape)
        default: throw .ambiguousLayout(path: path, shape: shape)
        }
    }

    /// The source itself, or, where its bytes are in memory anyway, one that holds its values: a byte each, or a float.
    private func heldIfInMemory() throws(DataError) -> any SampleSource {
        guard array.residentBytes > 0 else { return self }
        let values: SampleValues
        if levels != nil && !isFloat || array.elementType == .unsigned(width: 1) {
            values = .bytes(try floats(of: 0..<count).map { UInt8($0) })
        } else {
            values = .floats(try floats(of: 0..<count))
        }
        return ArraySource(name: name, rule: rule, count: count, shape: shape, values: values, labels: labels)
    }

    private var isFloat: Bool {
        if case .float = array.elementType { return true }
        return false
    }

    /// Looks through vectors of an element type that could hold what is no finite float32.
    private static func requireFinite(_ array: NPYStream) throws(DataError) {
        if case .float = array.elementType {} else if !array.hasChecksum { return }
        try array.forEachPiece { first, elements throws(DataError) in
            _ = try array.finiteFloats(elements, first: first)
        }
    }

    // MARK: SampleSource

    var classNames: [String]? { nil }

    /// About how many values a thread reads at a time.
    private static let pieceValues = 1 << 18

    func read(rows: Range<Int>) throws -> Matrix<Float> {
        Matrix(rows: rows.count, columns: shape.size, scalars: try floats(of: rows))
    }

    private func floats(of rows: Range<Int>) throws(DataError) -> [Float] {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "rows \(rows) of \(count)")
        let size = shape.size
        let piece = max(1, Self.pieceValues / size)
        var failure: DataError?
        let values = [Float](unsafeUninitializedCapacity: rows.count * size) { target, initialized in
            nonisolated(unsafe) let target = target
            do throws(DataError) {
                try Parallel.forEachThrowing((rows.count + piece - 1) / piece) { number throws(DataError) in
                    let part = number * piece..<min(rows.count, (number + 1) * piece)
                    let first = rows.lowerBound + part.lowerBound
                    var values = try array.floats(rows: first..<first + part.count)
                    levels?.convert(&values, of: array.elementType)
                    let place = UnsafeMutableBufferPointer(
                        rebasing: target[part.lowerBound * size..<part.upperBound * size])
                    if isChannelsFirst { channelsLast(values, into: place) } else { _ = place.update(from: values) }
                }
                initialized = rows.count * size
            } catch { failure = error }
        }
        if let failure { throw failure }
        return values
    }

    private func channelsLast(_ planes: [Float], into target: UnsafeMutableBufferPointer<Float>) {
        guard case .image(let height, let width, let channels) = shape else { return }
        let pixels = height * width
        for image in stride(from: 0, to: planes.count, by: pixels * channels) {
            for channel in 0..<channels {
                for pixel in 0..<pixels {
                    target[image + pixel * channels + channel] = planes[image + channel * pixels + pixel]
                }
            }
        }
    }

    func contentDigest() throws -> String {
        try digest.value(of: self) { .floats(try read(rows: $0).scalars) }
    }

    func origin(of row: Int) -> String { "row \(row)" }
}
