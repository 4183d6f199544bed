import GANFiles
import OrderedCollections

/// The weights of a program that `torch.export.save` wrote (`.pt2`): plain numbers beside a JSON list of names, shapes and types.
///
/// The program itself is left alone. Source: `torch/export/pt2_archive`, version 0 of the archive.
struct ExportedProgram {
    let root: WeightNode

    private static let configEnding = "_weights_config.json"

    /// The entry that lists the weights, where an archive has one.
    static func config(in archive: ZipArchive) -> ZipArchive.Entry? {
        archive.entries.first { $0.name.hasSuffix(configEnding) && $0.name.contains("data/weights/") }
    }

    init(_ archive: ZipArchive, config: ZipArchive.Entry, fileSize: Int) throws(CheckpointError) {
        let place = PicklePlace(path: archive.path, part: config.name)
        let limit = PyTorchTensors.unpackLimit(fileSize: fileSize)
        func contents(_ entries: [ZipArchive.Entry]) throws(CheckpointError) -> [ArraySlice<UInt8>] {
            do throws(ContentError) { return try archive.contents(of: entries, unpackLimit: limit) } catch {
                throw .content(error)
            }
        }
        let folder = String(config.name.dropLast(config.name.split(separator: "/").last?.count ?? 0))
        let bytes = try contents([config]).first ?? []
        guard bytes.count <= Self.greatestConfig else {
            throw place.error(
                .pickleLimit("comes with a list of \(bytes.count) bytes", limit: Self.greatestConfig), at: 0)
        }
        let list: Config
        do { list = try JSONText(String(decoding: bytes, as: UTF8.self)).decoded(as: Config.self) } catch {
            throw place.damaged("the list of weights is not as torch.export.save writes it")
        }
        var entries: [String: ZipArchive.Entry] = [:]
        for entry in archive.entries { entries[entry.name] = entry }
        var read: [(name: String, tensor: PickleTensor, entry: ZipArchive.Entry)] = []
        var unread: OrderedDictionary<String, String> = [:]
        var members: OrderedDictionary<String, WeightNode> = [:]
        // Files are numbered in the weights' order, which a JSON object doesn't have.
        let ordered = list.config.sorted {
            ($0.value.file.count, $0.value.file, $0.key) < (
                $1.value.file.count, $1.value.file, $1.key
            )
        }
        for (name, weight) in ordered {
            guard let entry = entries[folder + weight.file] else {
                throw place.error(.storageMissing(name), at: 0)
            }
            guard weight.isPickle != true, let type = Self.types[weight.tensor.dtype] else {
                unread[name] = "a tensor of a kind that is not read"
                members[name] = .value("(a tensor, not read)")
                continue
            }
            let shape = weight.tensor.sizes.map(\.value)
            let strides = weight.tensor.strides.map(\.value)
            let offset = weight.tensor.offset.value
            guard shape.count == strides.count, shape.count <= PickleMachine.greatestRank, offset >= 0,
                (shape + strides).allSatisfy({ $0 >= 0 })
            else { throw place.damaged("the tensor \(name) is described in a way that makes no sense") }
            members[name] = .value("")
            read.append(
                (
                    name,
                    PickleTensor(
                        storage: read.count, type: type, offset: offset, shape: shape, strides: strides, byte: 0),
                    entry
                ))
        }
        var arena = PickleArena()
        for (item, bytes) in zip(read, try contents(read.map(\.entry))) {
            arena.storages.append(
                PickleStorage(
                    key: item.name, type: item.tensor.type, count: bytes.count / item.tensor.type.size, bytes: bytes))
            arena.tensors.append(item.tensor)
        }
        let bound = try PyTorchTensors.bind(arena, storages: [:], fileSize: fileSize, place: place)
        for (item, tensor) in zip(read, bound) { members[item.name] = .tensor(tensor) }
        root = .group(WeightGroup(members: members, unread: unread))
    }

    /// Longest list of weights that is read; one has about 300 bytes a weight.
    private static let greatestConfig = 16 << 20

    /// The list, under the names of its format.
    private struct Config: Decodable {
        struct Weight: Decodable {
            let file: String
            let isPickle: Bool?
            let tensor: Meta

            enum CodingKeys: String, CodingKey {
                case file = "path_name"
                case isPickle = "use_pickle"
                case tensor = "tensor_meta"
            }
        }
        struct Meta: Decodable {
            let dtype: Int
            let sizes: [Number]
            let strides: [Number]
            let offset: Number

            enum CodingKeys: String, CodingKey {
                case dtype, sizes, strides
                case offset = "storage_offset"
            }
        }
        struct Number: Decodable {
            let value: Int

            enum CodingKeys: String, CodingKey { case value = "as_int" }
        }
        let config: [String: Weight]
    }

    /// `ScalarType` of `torch/_export/serde/schema.py`.
    private static let types: [Int: ElementType] = [
        1: .uint8, 2: .int8, 3: .int16, 4: .int32, 5: .int64, 6: .float16, 7: .float32, 8: .float64, 12: .bool,
        13: .bfloat16, 28: .uint16, 29: .float8E4M3, 30: .float8E5M2,
    ]
}
