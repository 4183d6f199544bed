import GANNumerics
import OrderedCollections

/// Turns what a pickle built into the common tree of weight files.
///
/// Here cycles, depth and repeated containers matter: a cycle is refused, and so are trees too deep or too large.
struct PyTorchTree {
    static let greatestDepth = 200
    /// Most nodes of the tree; containers that are shared count each time.
    static let greatestCount = 200_000
    static let greatestLooks = 20_000_000

    let arena: PickleArena
    let tensors: [WeightTensor]
    let place: PicklePlace
    private var onPath: Set<PickleNode.ID> = []
    private var count = 0
    private var objectsOnPath = 0
    /// SHA-256 of each Python source, by its node: many modules share one.
    private var sourceDigests: [PickleNode.ID: String] = [:]
    /// Members looked at in lists of plain values, which a hostile pickle can repeat.
    private var looks = 0

    /// What an arena holds whose tensors are bound already.
    ///
    /// Throws `recursive`, `tooDeep`, `duplicateKey` or `pickleLimit`; and `refusedGlobal` where there is no tensor, but a name that
    /// no checkpoint needs.
    static func contents(
        of arena: PickleArena, tensors: [WeightTensor], place: PicklePlace
    ) throws(CheckpointError) -> PyTorchContents {
        var tree = PyTorchTree(arena: arena, tensors: tensors, place: place)
        let contents = PyTorchContents(root: try tree.node(arena.root), names: arena.names)
        if !contents.holdsTensors, let name = arena.names.alarming.first {
            throw place.error(.refusedGlobal(name), at: arena.alarm ?? 0)
        }
        return contents
    }

    private init(arena: PickleArena, tensors: [WeightTensor], place: PicklePlace) {
        self.arena = arena
        self.tensors = tensors
        self.place = place
    }

    mutating func node(_ id: PickleNode.ID) throws(CheckpointError) -> WeightNode {
        try countEntry()
        switch arena[id] {
        case .tensor(let number): return .tensor(tensors[Int(number)])
        case _ where objectsOnPath > 0 && onPath.contains(id): return .value("(see above)")
        case .dictionary(let members):
            return .group(try within(id) { tree throws(CheckpointError) in try tree.dictionary(members) })
        case .list(let items), .tuple(let items), .set(let items):
            if let text = shortText(of: id) { return .value(text) }
            return .group(try within(id) { tree throws(CheckpointError) in try tree.list(items) })
        case .object(let number):
            // Objects may well point back to what holds them: a module to its owner, an optimizer to its scheduler.
            if onPath.contains(id) { return .value("(object of \(arena.objects[Int(number)].name), see above)") }
            objectsOnPath += 1
            defer { objectsOnPath -= 1 }
            return try within(id) { tree throws(CheckpointError) in try tree.object(Int(number)) }
        default: return .value(scalarText(of: id) ?? "")
        }
    }

    /// Counts an entry of the tree; throws `pickleLimit`.
    mutating func countEntry() throws(CheckpointError) {
        count += 1
        guard count <= Self.greatestCount, looks <= Self.greatestLooks else {
            throw place.error(
                .pickleLimit("has more than \(Self.greatestCount) entries", limit: Self.greatestCount), at: 0)
        }
    }

    func onPathContains(_ id: PickleNode.ID) -> Bool { onPath.contains(id) }

    mutating func sourceDigest(_ id: PickleNode.ID, _ text: String) -> String {
        if let known = sourceDigests[id] { return known }
        var digest = ContentDigest()
        digest.update(Array(text.utf8))
        let result = digest.hexadecimal()
        sourceDigests[id] = result
        return result
    }

    mutating func within<Result>(
        _ id: PickleNode.ID, _ body: (inout PyTorchTree) throws(CheckpointError) -> Result
    ) throws(CheckpointError) -> Result {
        guard onPath.insert(id).inserted else { throw place.error(.recursive, at: 0) }
        guard onPath.count <= Self.greatestDepth else {
            throw place.error(.tooDeep(limit: Self.greatestDepth), at: 0)
        }
        let result = try body(&self)
        onPath.remove(id)
        return result
    }

    mutating func dictionary(_ members: [PickleNode.ID]) throws(CheckpointError) -> WeightGroup {
        var result: OrderedDictionary<String, WeightNode> = [:]
        var unread: OrderedDictionary<String, String> = [:]
        for index in stride(from: 0, to: members.count - 1, by: 2) {
            let key = shortText(of: members[index]) ?? scalarText(of: members[index]) ?? "#\(index / 2)"
            guard result[key] == nil else { throw place.error(.duplicateKey(key), at: 0) }
            if case .unread(let what) = arena[members[index + 1]] { unread[key] = what }
            result[key] = try node(members[index + 1])
        }
        return WeightGroup(isNamed: true, members: result, unread: unread)
    }

    mutating func list(_ items: [PickleNode.ID]) throws(CheckpointError) -> WeightGroup {
        var result: OrderedDictionary<String, WeightNode> = [:]
        var unread: OrderedDictionary<String, String> = [:]
        for (index, item) in items.enumerated() {
            if case .unread(let what) = arena[item] { unread[String(index)] = what }
            result[String(index)] = try node(item)
        }
        return WeightGroup(isNamed: false, members: result, unread: unread)
    }

    /// One value as Python would print it, or nil for a container or tensor.
    func scalarText(of id: PickleNode.ID) -> String? {
        switch arena[id] {
        case .none: return "None"
        case .boolean(let value): return value ? "True" : "False"
        case .integer(let value): return String(value)
        case .float(let value): return String(value)
        case .text(let text): return text.utf8.count <= 500 ? text : String(text.prefix(500)) + "…"
        case .global(let global): return word(for: global)
        case .opaque(let what): return "(\(what))"
        case .storage(let number): return "(storage of \(arena.storages[Int(number)].byteCount ?? 0) bytes)"
        case .bytes(let number): return "(\(arena.bytes[Int(number)].count) bytes)"
        case .numpyType, .unsetArray: return "(NumPy type)"
        case .unread(let what): return "(\(what), not read)"
        case .tensor, .dictionary, .list, .tuple, .set, .object: return nil
        }
    }

    private func word(for global: PickleGlobal) -> String {
        switch global {
        case .elementType(let type): return "(type \(type.rawValue))"
        case .opaque(let what): return "(\(what))"
        case .unknown(let name): return "(\(name))"
        default: return "(type)"
        }
    }

    /// A list of plain values in one line, its first eight if it has more; nil for one that holds anything else.
    private mutating func shortText(of id: PickleNode.ID) -> String? {
        let (items, open, close): ([PickleNode.ID], String, String)
        switch arena[id] {
        case .list(let members): (items, open, close) = (members, "[", "]")
        case .tuple(let members): (items, open, close) = (members, "(", ")")
        case .set(let members): (items, open, close) = (members, "{", "}")
        default: return nil
        }
        looks += items.count
        let shown = items.prefix(8).compactMap { scalarText(of: $0) }
        guard shown.count == min(8, items.count), items.allSatisfy({ isScalar($0) }) else { return nil }
        let rest = items.count > 8 ? ", … \(items.count) values" : ""
        return open + shown.map { String($0.prefix(60)) }.joined(separator: ", ") + rest + close
    }

    private func isScalar(_ id: PickleNode.ID) -> Bool {
        switch arena[id] {
        case .tensor, .dictionary, .list, .tuple, .set, .object: return false
        default: return true
        }
    }
}
