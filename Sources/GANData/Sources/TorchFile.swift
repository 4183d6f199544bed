import GANCheckpoints
import GANFiles
import OrderedCollections

/// Arrays and tensors in a file of `torch.save`, or in another pickle: samples, labels or features.
///
/// It is named behind a colon by the keys that lead to it, `data.pt:train.images`: without, such files are models. `labels`, `y` or `classes`
/// beside it are its labels. The file is read by the machine that runs nothing.
package enum TorchFile: LabelFormat, FeatureFormat {
    package static let words = [FormatWords.phrase("an array in a .pt file (data.pt:images)")]
    package static let labelWords = ".pt:ARRAY"
    package static let archiveEndings = [".pt", ".pth", ".pkl"]
    package static let holdsFloats = true

    package static func claim(_ place: SourcePlace) throws(DataError) -> FormatClaim {
        place.array != nil && archiveEndings.contains { place.isFile(endingWith: $0) } ? .sure : .no
    }

    package static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
        let chosen = place.array ?? ""
        let arrays = try arrays(in: place.path)
        let prefix = chosen.lastIndex(of: ".").map { String(chosen[...$0]) } ?? ""
        let beside = findLabels ? ["labels", "y", "classes"].first { arrays[prefix + $0] != nil } : nil
        let labels = try beside.map { (name) throws(DataError) in
            try NPYSource.labels(of: region(prefix + name, arrays, path: place.path))
        }
        return try NPYSource.open(
            try region(chosen, arrays, path: place.path),
            name: "\(FileSystem.lastComponent(of: place.path)):\(chosen)", format: "pt array \(chosen)", place.reading,
            labels: labels)
    }

    package static func labels(_ place: SourcePlace) throws(DataError) -> [Int] {
        try NPYSource.labels(of: region(place.array ?? "", try arrays(in: place.path), path: place.path))
    }

    package static func features(_ place: SourcePlace) throws(DataError) -> FeatureFile {
        let name = place.array ?? ""
        return try FeatureFile.array(
            region(name, try arrays(in: place.path), path: place.path), format: "pt, array \(name)", path: place.path)
    }

    private static func arrays(in path: String) throws(DataError) -> [String: WeightTensor] {
        let file: WeightFile
        do throws(CheckpointError) { file = try WeightFile.read(path) } catch { throw DataError(error) }
        var found: [String: WeightTensor] = [:]
        collect(file.root, "", into: &found)
        return found
    }

    /// Files are of bounded depth, so the recursion ends.
    private static func collect(_ group: WeightGroup, _ prefix: String, into found: inout [String: WeightTensor]) {
        for (name, tensor) in group.tensors { found[prefix + name] = tensor }
        for (name, inner) in group.groups { collect(inner, "\(prefix)\(name).", into: &found) }
    }

    /// An array as a `.npy` file has it.
    private static func region(
        _ name: String, _ arrays: [String: WeightTensor], path: String
    ) throws(DataError) -> ByteRegion {
        guard let tensor = arrays[name] else {
            throw .noSuchArray(path: path, name: name, list: list(arrays.keys.sorted(by: FileSystem.byteOrder)))
        }
        let type = descriptor(of: tensor.type)
        let bytes = type == nil ? tensor.floats().withUnsafeBytes { [UInt8]($0) }[...] : tensor.bytes
        return ByteRegion(
            bytes: NPY.bytes(type: type ?? "<f4", shape: tensor.shape, elements: bytes), path: "\(path), array \(name)")
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", … (\(names.count))" : "")
    }

    /// NumPy's word for a type, little-endian; nil for those that it lacks.
    private static func descriptor(of type: ElementType) -> String? {
        switch type {
        case .bool: return "|b1"
        case .uint8: return "|u1"
        case .int8: return "|i1"
        case .uint16: return "<u2"
        case .int16: return "<i2"
        case .uint32: return "<u4"
        case .int32: return "<i4"
        case .uint64: return "<u8"
        case .int64: return "<i8"
        case .float16: return "<f2"
        case .float32: return "<f4"
        case .float64: return "<f8"
        case .bfloat16, .float8E4M3, .float8E5M2: return nil
        }
    }
}
