import Foundation
import GANFiles
import GANNumerics
import OrderedCollections

/// A file of weights in any format that is read, as one tree of names and tensors.
///
/// The file is read whole, and tensors are slices of it wherever it holds them as row-major, little-endian numbers.
/// Nothing in it is trusted: sizes are checked before memory is taken, and a PyTorch file's pickle runs no code.
public struct WeightFile: Sendable {
    /// The file as the person named it.
    public let path: String
    /// How the file's bytes told themselves apart.
    public let format: WeightFileFormat
    /// The size of the file.
    public let byteCount: Int
    /// What it holds, as it is nested.
    public let root: WeightGroup
    /// The texts that a safetensors file carries; empty for other formats.
    public let metadata: [String: String]
    /// What a person should know about how the file was read.
    public let notes: [String]
    private let contents: [UInt8]
    private let names: PickleNames
    /// Digests of the files of which it was put together; empty of a file.
    private let partDigests: [String]
    /// Whether it was put together from several files.
    var isJoined: Bool { !partDigests.isEmpty }

    /// Full names of classes and functions without a meaning here that the file's pickle asks for.
    ///
    /// Nothing of them was called; their objects are read as what the pickle gives them.
    public var unknownNames: [String] { Array(names.all) }
    /// Those of the names that no checkpoint needs: they could run commands, reach files or fetch things, if anything called them.
    public var alarmingNames: [String] { Array(names.alarming) }

    /// The longest file that is read, in bytes.
    public static let fileLimit = SafetensorsFile.fileLimit

    /// Reads and checks the file at `path`; throws a `CheckpointError` that names what is wrong.
    ///
    /// An index of several files ("model.safetensors.index.json"), or one of these, stands for the whole model. O(bytes).
    public static func read(_ path: String) throws(CheckpointError) -> WeightFile {
        if let whole = try ShardedWeights.read(path) { return whole }
        return try readAlone(path)
    }

    /// The same of one file, though it may be part of a model.
    static func readAlone(_ path: String) throws(CheckpointError) -> WeightFile {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue,
            let (found, remedy) = ShardedWeights.folderHint(path)
        {
            throw .unreadableFormat(path: path, found: found, remedy: remedy)
        }
        let contents: [UInt8]
        do throws(FileError) { contents = try BoundedFile.read(path, limit: fileLimit) } catch { throw .file(error) }
        return try WeightFile(contents: contents, path: path)
    }

    /// Checks the bytes of a file; `path` is only for messages.
    public init(contents: [UInt8], path: String) throws(CheckpointError) {
        let parts: Parts
        switch FileSignature(contents) {
        case .zip: parts = try Self.archive(contents, path)
        case .pickle: parts = try Self.pickle(contents, path)
        case .npy: parts = try Self.array(contents, path)
        case .safetensors: parts = try Self.safetensors(contents, path)
        case .foreign(let what, let remedy): throw .unreadableFormat(path: path, found: what, remedy: remedy)
        case .unknown:
            throw .unreadableFormat(
                path: path, found: contents.isEmpty ? "an empty file" : "a file of no known format",
                remedy: "Check that the file is complete and that it holds weights.")
        }
        self.path = path
        format = parts.format
        byteCount = contents.count
        metadata = parts.metadata
        notes = Self.warnings(parts.names) + parts.notes
        names = parts.names
        self.contents = contents
        partDigests = []
        switch parts.root {
        case .group(let group): root = group
        case .tensor, .value: root = WeightGroup(isNamed: false, members: ["0": parts.root])
        }
    }

    /// A file that is none: a tree made in memory.
    init(root: WeightGroup, path: String) {
        self.path = path
        self.root = root
        (format, byteCount, metadata, notes, contents, names) = (.pyTorch, 0, [:], [], [], PickleNames())
        partDigests = []
    }

    /// A model put together from several files.
    init(parts: [WeightFile], root: WeightGroup, path: String) {
        self.path = path
        self.root = root
        format = parts.first?.format ?? .safetensors
        byteCount = parts.reduce(0) { $0 + $1.byteCount }
        metadata = [:]
        let list = parts.map { ($0.path as NSString).lastPathComponent }.joined(separator: ", ")
        notes = ["The model is put together from \(parts.count) files: \(list)."] + parts.flatMap(\.notes)
        contents = []
        var all = PickleNames()
        for part in parts { all.add(part.names) }
        names = all
        partDigests = parts.map { $0.digest() }
    }

    /// SHA-256 of the whole file, in hexadecimal; of a model in several files that of their digests.
    ///
    /// O(bytes).
    public func digest() -> String {
        var digest = ContentDigest()
        if isJoined { partDigests.forEach { digest.update($0) } } else { digest.update(contents) }
        return digest.hexadecimal()
    }

    private struct Parts {
        var format: WeightFileFormat
        var root: WeightNode
        var metadata: [String: String] = [:]
        var notes: [String] = []
        var names = PickleNames()

        init(_ format: WeightFileFormat, _ root: WeightNode) {
            self.format = format
            self.root = root
        }
    }

    private static func pickle(_ contents: [UInt8], _ path: String) throws(CheckpointError) -> Parts {
        let isTorch = try PyTorchLegacyFile.hasMagic(contents[...], place: PicklePlace(path: path, part: ""))
        let read =
            isTorch
            ? try PyTorchLegacyFile(contents, path: path).contents
            : try PlainPickle(contents[...], fileSize: contents.count, path: path).contents
        var parts = Parts(isTorch ? .pyTorchLegacy : .pickle, read.root)
        parts.names = read.names
        return parts
    }

    /// A NumPy array; one of objects is a pickle after its header, which `numpy.save` makes of a dictionary.
    private static func array(_ contents: [UInt8], _ path: String) throws(CheckpointError) -> Parts {
        if let start = NPY.pickleStart(in: contents) {
            let read = try PlainPickle(contents[start...], fileSize: contents.count, path: path).contents
            var parts = Parts(.npy, read.root)
            parts.names = read.names
            return parts
        }
        return Parts(.npy, .group(try Self.arrays([("array", contents[...])], path)))
    }

    private static func warnings(_ names: PickleNames) -> [String] {
        guard !names.alarming.isEmpty else { return [] }
        return [
            """
            Warning: the file's pickle asks for \(names.alarming.prefix(5).joined(separator: ", ")), which no checkpoint needs and \
            which could run code where Python loads it. Nothing was run here; don't load this file in Python.
            """
        ]
    }

    private static func safetensors(_ contents: [UInt8], _ path: String) throws(CheckpointError) -> Parts {
        let file = try SafetensorsFile(contents: contents, path: path)
        var members: OrderedDictionary<String, WeightNode> = [:]
        for name in file.names {
            if let tensor = file.tensors[name] { members[name] = .tensor(tensor) }
        }
        let isNative = file.metadata[CheckpointDescription.formatKey] != nil
        var parts = Parts(isNative ? .checkpoint : .safetensors, .group(WeightGroup(members: members)))
        parts.metadata = file.metadata
        return parts
    }

    private static func archive(_ contents: [UInt8], _ path: String) throws(CheckpointError) -> Parts {
        let archive: ZipArchive
        do throws(ContentError) { archive = try ZipArchive(bytes: contents, path: path) } catch {
            throw .content(error)
        }
        if archive.entries.contains(where: { PyTorchArchive.isPickle($0.name) }) {
            let file = try PyTorchArchive(archive, fileSize: contents.count)
            var parts = Parts(.pyTorch, file.contents.root)
            parts.notes = file.notes
            parts.names = file.contents.names
            return parts
        }
        if let config = ExportedProgram.config(in: archive) {
            var parts = Parts(
                .exportedProgram, try ExportedProgram(archive, config: config, fileSize: contents.count).root)
            parts.notes = ["It is a program of torch.export: its weights were read, the program was left alone."]
            return parts
        }
        let arrays = archive.entries.filter { $0.name.hasSuffix(".npy") }
        guard !arrays.isEmpty else {
            throw .unreadableFormat(
                path: path, found: "a zip file without weights",
                remedy: "Name a file that torch.save or numpy.savez wrote.")
        }
        guard arrays.count == archive.entries.count else {
            throw .unreadableFormat(
                path: path, found: "a zip file of arrays and other things", remedy: "Leave only arrays in it.")
        }
        return Parts(.npz, .group(try Self.arrays(try unpacked(arrays, of: archive, contents.count), path)))
    }

    private static func unpacked(
        _ entries: [ZipArchive.Entry], of archive: ZipArchive, _ fileSize: Int
    ) throws(CheckpointError) -> [(String, ArraySlice<UInt8>)] {
        do throws(ContentError) {
            let limit = PyTorchTensors.unpackLimit(fileSize: fileSize)
            let contents = try archive.contents(of: entries, unpackLimit: limit)
            return zip(entries, contents).map { (String($0.name.dropLast(4)), $1) }
        } catch { throw .content(error) }
    }

    private static func arrays(
        _ arrays: [(name: String, bytes: ArraySlice<UInt8>)], _ path: String
    ) throws(CheckpointError) -> WeightGroup {
        var members: OrderedDictionary<String, WeightNode> = [:]
        for (name, bytes) in arrays {
            let array: NPYArray
            do throws(ContentError) {
                array = try NPY.decode(bytes, path: arrays.count == 1 ? path : "\(path), \(name)")
            } catch { throw .content(error) }
            let tensor = WeightTensor(
                shape: array.shape, type: ElementType(array.elementType), bytes: array.littleEndianBytes())
            guard members.updateValue(.tensor(tensor), forKey: name) == nil else {
                throw .duplicateName(path: path, name: name)
            }
        }
        return WeightGroup(members: members)
    }
}

extension ElementType {
    /// The type of a NumPy array's elements.
    init(_ type: NPYElementType) {
        switch type {
        case .boolean: self = .bool
        case .signed(1): self = .int8
        case .signed(2): self = .int16
        case .signed(4): self = .int32
        case .signed: self = .int64
        case .unsigned(1): self = .uint8
        case .unsigned(2): self = .uint16
        case .unsigned(4): self = .uint32
        case .unsigned: self = .uint64
        case .float(2): self = .float16
        case .float(4): self = .float32
        case .float: self = .float64
        }
    }
}
