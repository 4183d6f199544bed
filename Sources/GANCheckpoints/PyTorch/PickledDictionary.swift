import GANFiles

/// A pickle that `pickle.dump` wrote of a dictionary of arrays and lists, as data sets are kept: CIFAR's batches.
///
/// It is read by the machine that runs nothing; of Python 2 or 3. What is no array, list of whole numbers or list of texts is left out.
package struct PickledDictionary {
    /// What stands under a key.
    package enum Value {
        case array(WeightTensor)
        case integers([Int])
        case texts([String])
    }

    private let values: [String: Value]

    /// What stands under `key`; nil where that is nothing of a known kind.
    package subscript(key: String) -> Value? { values[key] }

    /// The largest file that is read, in bytes.
    private static let greatestBytes = 1 << 30

    /// Whether a file begins as a pickle of protocol 2 or later.
    package static func isLikely(_ head: [UInt8]) -> Bool {
        head.count >= 2 && head[0] == PickleOpcode.protocolVersion.rawValue && (2...5).contains(head[1])
    }

    /// Reads a whole file; throws a `CheckpointError` for what is no pickle, or none of a dictionary.
    package static func read(_ path: String) throws(CheckpointError) -> PickledDictionary {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try BoundedFile.read(path, limit: greatestBytes) } catch { throw .file(error) }
        return try PickledDictionary(bytes, path: path)
    }

    init(_ bytes: [UInt8], path: String) throws(CheckpointError) {
        let place = PicklePlace(path: path, part: "")
        let (arena, end) = try PickleMachine.run(bytes[...], place: place)
        guard end == bytes.endIndex else { throw place.damaged("\(bytes.endIndex - end) bytes follow the pickle") }
        if let name = arena.names.alarming.first { throw place.error(.refusedGlobal(name), at: arena.alarm ?? 0) }
        if let storage = arena.storages.first(where: { $0.bytes == nil }) {
            throw place.error(.storageMissing(storage.key), at: 0)
        }
        guard case .dictionary(let members) = arena[arena.root] else {
            throw place.damaged("the pickle holds no dictionary")
        }
        let tensors = try PyTorchTensors.bind(arena, storages: [:], fileSize: bytes.count, place: place)
        var values: [String: Value] = [:]
        for index in stride(from: 0, to: members.count - 1, by: 2) {
            guard let key = Self.text(arena[members[index]], arena) else { continue }
            values[key] = Self.value(arena[members[index + 1]], arena, tensors)
        }
        self.values = values
    }

    private static func value(_ node: PickleNode, _ arena: PickleArena, _ tensors: [WeightTensor]) -> Value? {
        switch node {
        case .tensor(let number): return .array(tensors[Int(number)])
        case .list(let items), .tuple(let items):
            let integers = items.compactMap { id -> Int? in
                if case .integer(let value) = arena[id] { return value }
                return nil
            }
            if integers.count == items.count { return .integers(integers) }
            let texts = items.compactMap { text(arena[$0], arena) }
            return texts.count == items.count ? .texts(texts) : nil
        default: return nil
        }
    }

    /// A text, or bytes that are one: Python 3's keys of what Python 2 wrote.
    private static func text(_ node: PickleNode, _ arena: PickleArena) -> String? {
        switch node {
        case .text(let text): return text
        case .bytes(let number):
            let bytes = arena.bytes[Int(number)]
            return bytes.count <= 1000 ? String(validating: bytes, as: UTF8.self) : nil
        default: return nil
        }
    }
}
