import GANFiles

/// The IDX format of MNIST and its relatives (LeCun, "The MNIST database"), plain or in gzip, unsigned bytes only.
package enum IDXFile: LabelFormat {
    package static let words = [FormatWords.phrase("an IDX file (also .gz)")]
    package static let labelWords = "IDX"
    static let rule = "idx uint8, grey levels"
    /// No gzip file may unpack to more; plain files may have any size that they really have.
    static let greatestUnpackedBytes = 1 << 32

    package static func claim(_ place: SourcePlace) -> FormatClaim {
        let plain = place.name.hasSuffix(".gz") ? place.name.dropLast(3) : Substring(place.name)
        return !place.isFolder && (plain.hasSuffix("ubyte") || plain.hasSuffix(".idx")) ? .sure : .no
    }

    /// Images or vectors, with the labels that lie beside them under the customary name.
    package static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
        let path = place.path
        let (dimensions, bytes) = try read(path)
        let shape: SampleShape
        switch (dimensions.count, dimensions.last) {
        case (2, _): shape = .vector(dimensions[1])
        case (3, _): shape = .image(height: dimensions[1], width: dimensions[2], channels: 1)
        case (4, 1), (4, 3): shape = .image(height: dimensions[1], width: dimensions[2], channels: dimensions[3])
        default: throw .unsupportedIDXShape(path: path, shape: dimensions)
        }
        guard !dimensions.contains(0) else { throw .unsupportedIDXShape(path: path, shape: dimensions) }
        var labels: [Int]?
        if findLabels, let labelPath = labelPath(beside: path) {
            let found = try Self.labels(SourcePlace(labelPath, isFolder: false))
            guard found.count == dimensions[0] else {
                throw .labelCountMismatch(path: labelPath, labels: found.count, samples: dimensions[0])
            }
            labels = found
        }
        return ArraySource(
            name: FileSystem.lastComponent(of: path), rule: rule, count: dimensions[0], shape: shape,
            values: .bytes(bytes), labels: labels)
    }

    /// A file with one axis, as labels.
    package static func labels(_ place: SourcePlace) throws(DataError) -> [Int] {
        let path = place.path
        let (dimensions, bytes) = try read(path)
        guard dimensions.count == 1 else { throw .notLabels(path: path, fact: "IDX shape \(dimensions)") }
        return bytes.map(Int.init)
    }

    /// `train-labels-idx1-ubyte` for `train-images-idx3-ubyte` in any spelling of the two, with or without .gz, if it is there.
    private static func labelPath(beside path: String) -> String? {
        let name = FileSystem.lastComponent(of: path)
        guard path.hasSuffix(name), let place = name.ranges(of: "images").last else { return nil }
        let rest = name[place.upperBound...].replacing("idx3", with: "idx1").replacing("idx4", with: "idx1")
        let found = String(path.dropLast(name.count)) + String(name[..<place.lowerBound]) + "labels" + String(rest)
        let plain = found.hasSuffix(".gz") ? String(found.dropLast(3)) : found
        let candidates = found.hasSuffix(".gz") ? [plain + ".gz", plain] : [plain, plain + ".gz"]
        return candidates.first(where: FileSystem.exists)
    }

    private static func read(_ path: String) throws(DataError) -> (dimensions: [Int], bytes: [UInt8]) {
        let stored = try FileSystem.bytes(of: path)
        guard path.lowercased().hasSuffix(".gz") else {
            let (dimensions, size) = try header(stored, path: path)
            let start = 4 + 4 * dimensions.count
            let found = stored.count - start
            if found < size { throw .content(.tooShort(path: path, what: "the IDX data", needed: size, found: found)) }
            if found > size { throw .content(.tooLong(path: path, what: "the IDX data", expected: size, found: found)) }
            return (dimensions, Array(stored[start...]))
        }
        return try stored.withUnsafeBufferPointer { input throws(DataError) in
            var inflater: Inflater
            do throws(ContentError) {
                inflater = try Inflater(input: input, format: .gzip, path: path)
            } catch { throw DataError(error) }
            // The magic number says how long the rest of the header is.
            var start = [UInt8](repeating: 0, count: 4)
            try fill(&start, from: &inflater, path: path)
            var rest = [UInt8](repeating: 0, count: 4 * Int(start[3]))
            try fill(&rest, from: &inflater, path: path)
            let (dimensions, size) = try header(start + rest, path: path)
            guard Inflater.isPlausible(declared: size, stored: stored.count) else {
                throw .content(.declaredSizeImplausible(path: path, declared: size, stored: stored.count))
            }
            guard size <= greatestUnpackedBytes else {
                throw .content(
                    .declaredSizeOverLimit(
                        path: path, what: "its header declares \(size) bytes", limit: greatestUnpackedBytes))
            }
            return (dimensions, try DataError.reading(try inflater.readToEnd(count: size, what: "the IDX data")))
        }
    }

    private static func fill(
        _ bytes: inout [UInt8], from inflater: inout Inflater, path: String
    ) throws(DataError) {
        let needed = bytes.count
        let found = try bytes.withUnsafeMutableBufferPointer { target throws(DataError) in
            try DataError.reading(try inflater.read(into: target))
        }
        guard found == needed else {
            throw .content(.tooShort(path: path, what: "the IDX header", needed: needed, found: found))
        }
    }

    private static func header(_ bytes: [UInt8], path: String) throws(DataError) -> (dimensions: [Int], size: Int) {
        guard bytes.count >= 4 else {
            throw .content(.tooShort(path: path, what: "the IDX header", needed: 4, found: bytes.count))
        }
        guard bytes[0] == 0, bytes[1] == 0, [0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e].contains(bytes[2]), bytes[3] > 0 else {
            throw .notIDX(path: path, magic: bytes.bigEndian32(0))
        }
        guard bytes[2] == 0x08 else { throw .unsupportedIDXType(path: path, code: bytes[2]) }
        let rank = Int(bytes[3])
        guard bytes.count >= 4 + 4 * rank else {
            throw .content(
                .tooShort(path: path, what: "the IDX header", needed: 4 + 4 * rank, found: bytes.count))
        }
        let dimensions = (0..<rank).map { Int(bytes.bigEndian32(4 + 4 * $0)) }
        guard let size = Int.product(dimensions) else {
            throw .content(.declaredSizeOverLimit(path: path, what: "IDX shape \(dimensions)", limit: .max))
        }
        return (dimensions, size)
    }
}

extension DataError {
    static func notIDX(path: String, magic: UInt32) -> DataError {
        .format(
            FormatProblem(
                path, "starts with 0x\(String(magic, radix: 16))", expected: "an IDX header, 0x0000 then type and rank",
                "Check that this is an IDX file."))
    }

    static func unsupportedIDXType(path: String, code: UInt8) -> DataError {
        .format(
            FormatProblem(
                path, "IDX element type 0x\(String(code, radix: 16))", expected: "unsigned bytes, 0x8",
                "Store the data as unsigned bytes."))
    }

    static func unsupportedIDXShape(path: String, shape: [Int]) -> DataError {
        .format(
            FormatProblem(
                path, "IDX shape \(shape)", expected: "[n, h, w], [n, h, w, 1 or 3] or [n, d], none of them 0",
                "Check that this is the image file."))
    }
}
