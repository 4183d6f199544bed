import OrderedCollections

/// Turns what a pickle built into the common tree of weight files.
///
/// Here cycles, depth and repeated containers matter: a cycle is refused, and so are trees too deep or too large.
struct PyTorchTree {
    static let greatestDepth = 200
    /// Most nodes of the tree; containers that are shared count each time.
    static let greatestCount = 200_000
    private static let greatestLooks = 20_000_000

    private let arena: PickleArena
    private let tensors: [WeightTensor]
    private let place: PicklePlace
    private var onPath: Set<PickleNode.ID> = []
    private var count = 0
    /// Members looked at in lists of plain values, which a hostile pickle can repeat.
    private var looks = 0

    /// The tree of an arena whose tensors are bound already; throws `recursive`, `tooDeep`, `duplicateKey` or `pickleLimit`.
    static func make(
        _ arena: PickleArena, tensors: [WeightTensor], place: PicklePlace
    ) throws(CheckpointError) -> WeightNode {
        var tree = PyTorchTree(arena: arena, tensors: tensors, place: place)
        return try tree.node(arena.root)
    }

    private init(arena: PickleArena, tensors: [WeightTensor], place: PicklePlace) {
        self.arena = arena
        self.tensors = tensors
        self.place = place
    }

    private mutating func node(_ id: PickleNode.ID) throws(CheckpointError) -> WeightNode {
        count += 1
        guard count <= Self.greatestCount, looks <= Self.greatestLooks else {
            throw place.error(
                .pickleLimit("has more than \(Self.greatestCount) entries", limit: Self.greatestCount), at: 0)
        }
        switch arena[id] {
        case .tensor(let number): return .tensor(tensors[Int(number)])
        case .dictionary(let members):
            return .group(try within(id) { tree throws(CheckpointError) in try tree.dictionary(members) })
        case .list(let items), .tuple(let items), .set(let items):
            if let text = shortText(of: id) { return .value(text) }
            return .group(try within(id) { tree throws(CheckpointError) in try tree.list(items) })
        default: return .value(scalarText(of: id) ?? "")
        }
    }

    private mutating func within(
        _ id: PickleNode.ID, _ body: (inout PyTorchTree) throws(CheckpointError) -> WeightGroup
    ) throws(CheckpointError) -> WeightGroup {
        guard onPath.insert(id).inserted else { throw place.error(.recursive, at: 0) }
        guard onPath.count <= Self.greatestDepth else {
            throw place.error(.tooDeep(limit: Self.greatestDepth), at: 0)
        }
        let group = try body(&self)
        onPath.remove(id)
        return group
    }

    private mutating func dictionary(_ members: [PickleNode.ID]) throws(CheckpointError) -> WeightGroup {
        var result: OrderedDictionary<String, WeightNode> = [:]
        for index in stride(from: 0, to: members.count - 1, by: 2) {
            let key = shortText(of: members[index]) ?? scalarText(of: members[index]) ?? "?"
            guard result[key] == nil else { throw place.error(.duplicateKey(key), at: 0) }
            result[key] = try node(members[index + 1])
        }
        return WeightGroup(isNamed: true, members: result)
    }

    private mutating func list(_ items: [PickleNode.ID]) throws(CheckpointError) -> WeightGroup {
        var result: OrderedDictionary<String, WeightNode> = [:]
        for (index, item) in items.enumerated() { result[String(index)] = try node(item) }
        return WeightGroup(isNamed: false, members: result)
    }

    /// One value as Python would print it, or nil for a container or tensor.
    private func scalarText(of id: PickleNode.ID) -> String? {
        switch arena[id] {
        case .none: return "None"
        case .boolean(let value): return value ? "True" : "False"
        case .integer(let value): return String(value)
        case .float(let value): return String(value)
        case .text(let text): return text.utf8.count <= 500 ? text : String(text.prefix(500)) + "…"
        case .global(let global): return word(for: global)
        case .opaque(let what): return "(\(what))"
        case .storage(let number): return "(storage of \(arena.storages[Int(number)].byteCount ?? 0) bytes)"
        case .tensor, .dictionary, .list, .tuple, .set: return nil
        }
    }

    private func word(for global: PickleGlobal) -> String {
        switch global {
        case .elementType(let type): return "(type \(type.rawValue))"
        case .opaque(let what): return "(\(what))"
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
        case .tensor, .dictionary, .list, .tuple, .set: return false
        default: return true
        }
    }
}
