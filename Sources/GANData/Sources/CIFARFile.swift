/// The binary version of CIFAR-10 (Krizhevsky 2009): records of one class byte and three 32×32 colour planes.
package enum CIFARFile: SourceFormat {
    package static let words = [FormatWords.phrase("a CIFAR-10 .bin file or folder")]
    static let classNames = [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ]
    private static let plane = 32 * 32
    private static let record = 1 + 3 * plane

    /// Whether a file of this size that begins so can be records: whole ones, the first of a class that there is.
    package static func isLikely(size: Int, firstByte: UInt8?) -> Bool {
        guard let firstByte else { return false }
        return size % record == 0 && Int(firstByte) < classNames.count
    }

    package static func claim(_ place: SourcePlace) throws(DataError) -> FormatClaim {
        if place.isFolder { return try files(in: place.path) == nil ? .no : .sure }
        return place.name.hasSuffix(".bin") ? .sure : .no
    }

    package static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
        let files = try place.isFolder ? files(in: place.path) ?? [] : [place.path]
        return try open(files, path: place.path)
    }

    /// The record files of a folder: all `data_batch_*.bin`, or `test_batch.bin` when there are none; nil if neither.
    private static func files(in folder: String) throws(DataError) -> [String]? {
        let names = try FileSystem.names(in: folder)
        let training = names.filter { $0.hasPrefix("data_batch_") && $0.hasSuffix(".bin") }
        let chosen = training.isEmpty ? names.filter { $0 == "test_batch.bin" } : training
        return chosen.isEmpty ? nil : chosen.map { FileSystem.join(folder, $0) }
    }

    /// The records of the files, one after another; `path` is what the person named.
    private static func open(_ files: [String], path: String) throws(DataError) -> ArraySource {
        var values: [UInt8] = []
        var labels: [Int] = []
        for file in files {
            let bytes = try FileSystem.bytes(of: file)
            guard !bytes.isEmpty, bytes.count % record == 0 else {
                throw .unevenRecords(path: file, bytes: bytes.count, record: record)
            }
            for row in 0..<bytes.count / record {
                let start = row * record
                guard bytes[start] < classNames.count else {
                    throw .classOutsideRange(path: file, row: row, value: Int(bytes[start]), classes: classNames.count)
                }
                labels.append(Int(bytes[start]))
            }
            values += Self.interleave(bytes)
        }
        return ArraySource(
            name: FileSystem.lastComponent(of: path), rule: "cifar-10 binary, uint8, grey levels", count: labels.count,
            shape: .image(height: 32, width: 32, channels: 3), values: .bytes(values), labels: labels,
            classNames: classNames)
    }

    /// The pixels of all records with channels last.
    private static func interleave(_ bytes: [UInt8]) -> [UInt8] {
        let count = bytes.count / record * 3 * plane
        return [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            bytes.withUnsafeBufferPointer { source in
                for row in 0..<bytes.count / record {
                    for pixel in 0..<plane {
                        for channel in 0..<3 {
                            target[(row * plane + pixel) * 3 + channel] =
                                source[row * record + 1 + channel * plane + pixel]
                        }
                    }
                }
            }
            initialized = count
        }
    }
}

extension DataError {
    static func unevenRecords(path: String, bytes: Int, record: Int) -> DataError {
        .format(
            FormatProblem(
                path, "\(bytes) bytes", expected: "a whole number (at least one) of \(record)-byte CIFAR-10 records",
                FormatProblem.refetch))
    }

    static func classOutsideRange(path: String, row: Int, value: Int, classes: Int) -> DataError {
        .format(
            FormatProblem(
                "\(path), row \(row)", "class \(value)", expected: "0 to \(classes - 1)", FormatProblem.refetch))
    }
}
