/// Opens `.npy` arrays and `.npz` archives as samples, by rules that the source's `rule` names.
///
/// - Shape: `[n, d]` are vectors, `[n, h, w]` grey images, `[n, h, w, c]` or `[n, c, h, w]` images with the 1 or 3 channels
///   where only one of the two axes allows it.
/// - Image values: integers must lie in 0...255 and are grey levels; False is 0 and True 255. Floats with any value below 0
///   must lie in [−1, 1] and become 127.5 (x + 1); else, with a maximum up to 1, they become 255 x; else they must
///   lie in [0, 255] and stay.
/// - Archives: the array `images`, else `arr_0`, else the only one that is not labels. Labels: `labels` or `y`, which must
///   fit; else `arr_1` if it has one axis of as many integers.
enum NPYSource {
    /// No compressed array may unpack to more.
    static let greatestUnpackedBytes = 1 << 32

    static func open(_ path: String) throws(DataError) -> ArraySource {
        try source(NPY.read(path), name: FileSystem.lastComponent(of: path), format: "npy", path: path, labels: nil)
    }

    static func openArchive(_ path: String) throws(DataError) -> ArraySource {
        let archive = try ZipArchive(path: path)
        let entries = archive.entries.filter { $0.name.hasSuffix(".npy") }
        func entry(_ name: String) -> ZipArchive.Entry? { entries.first { $0.name == "\(name).npy" } }
        func array(_ entry: ZipArchive.Entry) throws(DataError) -> NPYArray {
            let bytes = try archive.read(entry, limit: greatestUnpackedBytes)
            return try NPY.decode(bytes, path: "\(path), array \(entry.name.dropLast(4))")
        }
        let other = entries.filter { !["labels.npy", "y.npy"].contains($0.name) }
        guard let chosen = entry("images") ?? entry("arr_0") ?? (other.count == 1 ? other[0] : nil) else {
            throw .noArraySelected(path: path, names: entries.map { String($0.name.dropLast(4)) })
        }
        let images = try array(chosen)
        var labels: [Int]?
        if let named = entry("labels") ?? entry("y") {
            labels = try Self.labels(of: array(named), path: "\(path), array \(named.name.dropLast(4))")
        } else if let second = entry("arr_1") {
            let candidate = try array(second)
            if candidate.shape == images.shape.prefix(1).map({ $0 }), candidate.elementType.isInteger {
                labels = try Self.labels(of: candidate, path: "\(path), array arr_1")
            }
        }
        return try source(
            images, name: FileSystem.lastComponent(of: path), format: "npz",
            path: "\(path), array \(chosen.name.dropLast(4))",
            labels: labels)
    }

    /// An array with one axis of integers ≥ 0.
    static func labels(of array: NPYArray, path: String) throws(DataError) -> [Int] {
        guard array.shape.count == 1, array.elementType.isInteger else {
            throw .notLabels(path: path, fact: "\(array.elementType) array of shape \(array.shape)")
        }
        guard let labels = array.integers(), labels.allSatisfy({ $0 >= 0 }) else {
            throw .notLabels(path: path, fact: "holds a negative or too large number")
        }
        return labels
    }

    private static func source(
        _ array: NPYArray, name: String, format: String, path: String, labels: [Int]?
    ) throws(DataError) -> ArraySource {
        guard 2...4 ~= array.shape.count, !array.shape.contains(0) else {
            throw .unsupportedArrayShape(path: path, shape: array.shape)
        }
        let count = array.shape[0]
        if let labels, labels.count != count {
            throw .labelCountMismatch(path: path, labels: labels.count, samples: count)
        }
        let (shape, layout, channelsFirst) = try layout(array.shape, path: path)
        let values: SampleValues
        let range: String
        if case .vector = shape {
            range = "vectors"
            if let bytes = array.bytes() {
                values = .bytes(bytes)
            } else {
                let floats = array.floats()
                try requireFinite(floats, columns: shape.size, path: path)
                values = .floats(floats)
            }
        } else {
            (values, range) = try greyLevels(array, size: shape.size, path: path)
        }
        return ArraySource(
            name: name, rule: "\(format) \(array.elementType), \(layout), \(range)", count: count, shape: shape,
            values: channelsFirst ? channelsLast(values, shape: shape, count: count) : values, labels: labels)
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

    private static func greyLevels(
        _ array: NPYArray, size: Int, path: String
    ) throws(DataError) -> (SampleValues, String) {
        if let bytes = array.bytes() { return (.bytes(bytes), "grey levels") }
        if array.elementType == .boolean {
            return (.bytes(array.floats().map { $0 == 0 ? 0 : 255 }), "False 0 and True 255")
        }
        if array.elementType.isInteger {
            let integers = array.doubles()
            if let place = integers.firstIndex(where: { $0 < 0 || $0 > 255 }) {
                throw .valueOutsideRange(
                    path: path, row: place / size,
                    value: "\(Int(exactly: integers[place]).map(String.init) ?? "\(integers[place])")",
                    range: "grey levels from 0 to 255")
            }
            return (.bytes(integers.map { UInt8($0) }), "grey levels")
        }
        let floats = array.floats()
        try requireFinite(floats, columns: size, path: path)
        var (low, high) = (Float(0), Float(0))
        for value in floats {
            low = min(low, value)
            high = max(high, value)
        }
        func require(_ allowed: ClosedRange<Float>, _ range: String) throws(DataError) {
            guard let place = floats.firstIndex(where: { !allowed.contains($0) }) else { return }
            throw .valueOutsideRange(path: path, row: place / size, value: "\(floats[place])", range: range)
        }
        if low < 0 {
            try require(-1...1, "[-1, 1], since the array has negative values")
            return (.floats(floats.map { 127.5 * ($0 + 1) }), "from [-1, 1] to grey levels")
        }
        if high <= 1 { return (.floats(floats.map { 255 * $0 }), "from [0, 1] to grey levels") }
        try require(0...255, "[0, 1], [-1, 1] or [0, 255]")
        return (.floats(floats), "grey levels")
    }

    private static func requireFinite(_ values: [Float], columns: Int, path: String) throws(DataError) {
        guard let place = values.firstIndex(where: { !$0.isFinite }) else { return }
        throw .nonFiniteValue(path: path, row: place / columns, column: place % columns, value: "\(values[place])")
    }

    private static func channelsLast(_ values: SampleValues, shape: SampleShape, count: Int) -> SampleValues {
        guard case .image(let height, let width, let channels) = shape else { return values }
        func reorder<Value>(_ planes: [Value]) -> [Value] {
            let pixels = height * width
            var pictures: [Value] = []
            pictures.reserveCapacity(planes.count)
            for image in 0..<count {
                for pixel in 0..<pixels {
                    for channel in 0..<channels {
                        pictures.append(planes[(image * channels + channel) * pixels + pixel])
                    }
                }
            }
            return pictures
        }
        switch values {
        case .bytes(let bytes): return .bytes(reorder(bytes))
        case .floats(let floats): return .floats(reorder(floats))
        }
    }
}
