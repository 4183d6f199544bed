/// The format that `torch.save` wrote before PyTorch 1.6, and still writes when asked to.
///
/// Five pickles follow one another (a magic number, a version, facts about the machine, the object, the storages' keys),
/// then each storage: its number of elements in eight bytes, and the elements.
///
/// Source: `_legacy_save` in `torch/serialization.py`.
struct PyTorchLegacyFile {
    let contents: PyTorchContents

    private static let formatVersion = 1001
    /// The magic number 0x1950a86a20f9469cfc6c, as the pickle holds it.
    private static let magic: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]

    init(_ contents: [UInt8], path: String) throws(CheckpointError) {
        var reader = Reader(contents: contents[...], path: path)
        let (arena, storages, place) = try reader.file()
        let tensors = try PyTorchTensors.bind(arena, storages: storages, fileSize: contents.count, place: place)
        self.contents = try PyTorchTree.contents(of: arena, tensors: tensors, place: place)
    }

    /// The storage that `torch.storage._load_from_bytes` would load: the root of a whole file within a pickle.
    ///
    /// O(bytes).
    static func embeddedStorage(
        _ bytes: ArraySlice<UInt8>, key: String, path: String
    ) throws(CheckpointError) -> PickleStorage {
        var reader = Reader(contents: bytes, path: path, isEmbedded: true)
        guard try hasMagic(bytes, place: reader.place) else {
            throw reader.place.damaged("a storage within the pickle is no file of torch.save")
        }
        let (arena, storages, place) = try reader.file()
        guard case .storage(let number) = arena[arena.root], let contents = storages[arena.storages[Int(number)].key]
        else { throw place.damaged("a file within the pickle holds something else than a storage") }
        let storage = arena.storages[Int(number)]
        return PickleStorage(key: key, type: storage.type, count: storage.count, bytes: contents)
    }

    /// Whether the first pickle is the magic number and nothing else.
    static func hasMagic(_ bytes: ArraySlice<UInt8>, place: PicklePlace) throws(CheckpointError) -> Bool {
        var stream = PickleStream(bytes, place: place)
        while true {
            let instruction = try stream.next()
            switch instruction.opcode {
            case .protocolVersion, .frame: continue
            case .long1: return bytes[instruction.argument].elementsEqual(magic)
            default: return false
            }
        }
    }

    private static func checkByteOrder(_ arena: PickleArena, _ place: PicklePlace) throws(CheckpointError) {
        guard case .dictionary(let members) = arena[arena.root] else {
            throw place.damaged("the facts about the machine are missing")
        }
        for index in stride(from: 0, to: members.count - 1, by: 2) {
            if case .text("little_endian") = arena[members[index]], case .boolean(false) = arena[members[index + 1]] {
                throw place.error(.bigEndian, at: 0)
            }
        }
    }

    private static func keys(_ arena: PickleArena, _ place: PicklePlace) throws(CheckpointError) -> [String] {
        guard case .list(let items) = arena[arena.root] else {
            throw place.damaged("the list of storages is missing")
        }
        var keys: [String] = []
        for item in items {
            guard case .text(let key) = arena[item] else { throw place.damaged("a storage's key is no text") }
            keys.append(key)
        }
        return keys
    }

    /// Takes one part of the file after the other.
    private struct Reader {
        let contents: ArraySlice<UInt8>
        let path: String
        let isEmbedded: Bool
        var position: Int

        init(contents: ArraySlice<UInt8>, path: String, isEmbedded: Bool = false) {
            self.contents = contents
            self.path = path
            self.isEmbedded = isEmbedded
            position = contents.startIndex
        }

        var place: PicklePlace { PicklePlace(path: path, part: "", start: position) }

        mutating func pickle() throws(CheckpointError) -> PickleArena {
            let (arena, end) = try PickleMachine.run(contents[position...], place: place, embedded: isEmbedded)
            position = end
            return arena
        }

        /// The whole file: what its object is, its storages, and where the object's pickle lies.
        mutating func file() throws(CheckpointError) -> (PickleArena, [String: ArraySlice<UInt8>], PicklePlace) {
            _ = try pickle()
            let version = try pickle()
            guard case .integer(PyTorchLegacyFile.formatVersion) = version[version.root] else {
                throw place.damaged("the file's version is not \(PyTorchLegacyFile.formatVersion)")
            }
            try PyTorchLegacyFile.checkByteOrder(try pickle(), place)
            let place = place
            let arena = try pickle()
            if let what = arena.unreadStorage {
                // Storages follow one another, and how long this one is would have to be known.
                throw place.error(.refusedObject(global: "a storage", what: what), at: 0)
            }
            let keys = try PyTorchLegacyFile.keys(try pickle(), self.place)
            return (arena, try storages(keys, of: arena, place: place), place)
        }

        mutating func storages(
            _ keys: [String], of arena: PickleArena, place: PicklePlace
        ) throws(CheckpointError) -> [String: ArraySlice<UInt8>] {
            let needed = try PyTorchTensors.sizes(of: arena, place: place)
            var sizes: [String: Int] = [:]
            for (key, bytes) in needed { sizes[key] = bytes }
            var counts: [String: Int] = [:]
            // The writer counts elements of the type under which it met a storage first.
            for storage in arena.storages where counts[storage.key] == nil { counts[storage.key] = storage.count }
            var storages: [String: ArraySlice<UInt8>] = [:]
            for key in keys {
                guard let bytes = sizes[key], let count = counts[key] else {
                    throw self.place.damaged("the storage \"\(key)\" belongs to no tensor")
                }
                guard contents.endIndex - position >= 8 else { throw self.place.error(.storageMissing(key), at: 0) }
                let declared = (0..<8).reduce(UInt64(0)) { $0 | UInt64(contents[position + $1]) << (8 * UInt64($1)) }
                guard declared == UInt64(count) else {
                    throw self.place.damaged("the storage \"\(key)\" has \(declared) elements, not \(count)")
                }
                position += 8
                guard bytes <= contents.endIndex - position else {
                    throw self.place.error(
                        .storageSize(key, bytes: contents.endIndex - position, expected: bytes), at: 0)
                }
                guard storages.updateValue(contents[position..<position + bytes], forKey: key) == nil else {
                    throw self.place.damaged("the storage \"\(key)\" comes twice")
                }
                position += bytes
            }
            for (key, _) in needed where storages[key] == nil { throw place.error(.storageMissing(key), at: 0) }
            guard position == contents.endIndex else {
                throw self.place.damaged("\(contents.endIndex - position) bytes follow the last storage")
            }
            return storages
        }
    }
}
