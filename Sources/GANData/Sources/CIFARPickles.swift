import GANCheckpoints
import GANNumerics

/// CIFAR-10 and CIFAR-100 (Krizhevsky 2009) as their Python versions have them, which torchvision leaves on disk: pickles of rows of
/// three 32×32 colour planes, read by the machine that runs nothing.
///
/// - `cifar-10-batches-py`: all `data_batch_*`, or `test_batch` where there are none, or the batch that was named; names from `batches.meta`.
/// - `cifar-100-python`: `train`, or `test` where it was named; fine labels, names from `meta`.
package enum CIFARPickles: SourceFormat {
    package static let words = [FormatWords.phrase("CIFAR's folders of pickles or a batch of them")]

    private static let side = 32
    private static let size = 3 * side * side
    /// No folder holds more rows.
    private static let greatestRows = 1 << 20

    package static func claim(_ place: SourcePlace) throws(DataError) -> FormatClaim {
        if place.isFolder { return try batches(in: place.path) == nil ? .no : .sure }
        let name = place.name
        guard name.hasPrefix("data_batch_") || ["test_batch", "train", "test"].contains(name), !name.contains(".")
        else { return .no }
        return PickledDictionary.isLikely(try place.head(2)) ? .sure : .no
    }

    package static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
        let files = try place.isFolder ? batches(in: place.path) ?? [] : [place.path]
        var values: [UInt8] = []
        var labels: [Int] = []
        var isFine = false
        for file in files {
            let batch = try pickle(file)
            guard case .array(let data)? = batch["data"], data.type == .uint8, data.shape.count == 2,
                data.shape[1] == size, data.shape[0] > 0
            else { throw .noBatch(path: file) }
            guard labels.count + data.shape[0] <= greatestRows else { throw .noBatch(path: file) }
            values += channelsLast(data.bytes)
            let found = batch["fine_labels"] ?? batch["labels"]
            isFine = batch["fine_labels"] != nil
            guard case .integers(let numbers)? = found, numbers.count == data.shape[0],
                numbers.allSatisfy({ (0..<1000).contains($0) })
            else { throw .notLabels(path: file, fact: "holds no label for each image") }
            labels += numbers
        }
        let folder = place.isFolder ? place.path : parent(of: place.path)
        let names = try classNames(in: folder, isFine: isFine)
        let fitting = names.flatMap { names in labels.allSatisfy { $0 < names.count } ? names : nil }
        return ArraySource(
            name: FileSystem.lastComponent(of: place.path),
            rule: "cifar-\(isFine ? "100 fine labels" : "10"), pickles, uint8, grey levels", count: labels.count,
            shape: .image(height: side, width: side, channels: 3), values: .bytes(values), labels: labels,
            classNames: fitting)
    }

    /// The batches of a folder; nil where it is none of these.
    private static func batches(in folder: String) throws(DataError) -> [String]? {
        let names = try FileSystem.names(in: folder)
        let numbered = names.filter { $0.hasPrefix("data_batch_") && !$0.contains(".") }
        var chosen: [String] = []
        if names.contains("batches.meta") {
            chosen = numbered.isEmpty ? names.filter { $0 == "test_batch" } : numbered
        } else if names.contains("meta") {
            chosen = names.contains("train") ? ["train"] : names.filter { $0 == "test" }
        }
        let paths = chosen.map { FileSystem.join(folder, $0) }
        for path in paths where try FileSystem.kind(of: path) == .folder { return nil }
        return paths.isEmpty ? nil : paths
    }

    private static func classNames(in folder: String, isFine: Bool) throws(DataError) -> [String]? {
        let path = FileSystem.join(folder, isFine ? "meta" : "batches.meta")
        guard FileSystem.exists(path) else { return nil }
        guard case .texts(let names)? = try pickle(path)[isFine ? "fine_label_names" : "label_names"] else {
            return nil
        }
        return names
    }

    private static func pickle(_ path: String) throws(DataError) -> PickledDictionary {
        do throws(CheckpointError) { return try PickledDictionary.read(path) } catch { throw DataError(error) }
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func channelsLast(_ planes: ArraySlice<UInt8>) -> [UInt8] {
        let (count, pixels) = (planes.count, side * side)
        return [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            planes.withUnsafeBufferPointer { source in
                for image in stride(from: 0, to: count, by: size) {
                    for pixel in 0..<pixels {
                        for channel in 0..<3 {
                            target[image + 3 * pixel + channel] = source[image + channel * pixels + pixel]
                        }
                    }
                }
            }
            initialized = count
        }
    }
}

extension DataError {
    /// The case for what is wrong with a pickle.
    init(_ error: CheckpointError) {
        if case .file(let error) = error {
            self = .file(error)
        } else {
            self = .format(
                FormatProblem(error.location, error.fact, expected: error.expectation, error.remedy))
        }
    }

    static func noBatch(path: String) -> DataError {
        .format(
            FormatProblem(
                path, "holds no images of CIFAR", expected: "an array “data” of uint8, [n, 3072]", FormatProblem.refetch
            ))
    }
}
