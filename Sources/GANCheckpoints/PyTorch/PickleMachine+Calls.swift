import GANText

/// What calling an allowed function or class means: a node made from the arguments, or one of them.
extension PickleMachine {
    mutating func call(
        _ function: PickleNode.ID, with arguments: PickleNode.ID
    ) throws(CheckpointError) -> PickleNode.ID {
        guard case .tuple(let items) = arena[arguments] else { throw malformed("arguments are no tuple") }
        let global: PickleGlobal
        switch arena[function] {
        case .global(let named): global = named
        case .object(let number): global = .unknown("a result of \(arena.objects[Int(number)].name)")
        case .opaque(let what): global = .opaque(what)
        default: throw malformed("what is called is no function")
        }
        switch global {
        case .dictionary: return make(.dictionary(try pairs(in: items.first)))
        case .defaultDictionary: return make(.dictionary(try pairs(in: items.dropFirst().first)))
        case .namespace: return make(.dictionary([]))
        case .list: return make(.list(try members(of: items.first)))
        case .tuple: return make(.tuple(try members(of: items.first)))
        case .set: return make(.set(try members(of: items.first)))
        case .text: return make(.text(try items.first.map { id throws(CheckpointError) in try text(id) } ?? ""))
        case .path: return make(.text(try path(items)))
        case .device: return make(.text(try device(items)))
        case .size: return make(.tuple(try members(of: items.first)))
        case .rebuildTensor(let version): return make(try tensor(version: version, items))
        case .rebuildParameter: return try parameter(items)
        case .rebuildFromType: return try typedTensor(items)
        case .embeddedStorage: return make(try embeddedStorage(items))
        case .persistentObject: return make(try persistentObject(items))
        case .encodedBytes: return make(try encodedBytes(items))
        case .numpyArray: return make(.unsetArray)
        case .numpyBuffer: return make(try numpyBuffer(items))
        case .numpyScalar: return make(try numpyScalar(items))
        case .numpyTypeByName: return make(numpyType(items))
        case .numpyType(let type): return make(.numpyType(type))
        case .firstArgument:
            guard let first = items.first else { throw malformed("an argument is missing") }
            return first
        case .reconstructor:
            guard let type = items.first else { throw malformed("a class is missing") }
            return try newObject(type, with: make(.tuple([])))
        case .opaque(let what): return make(.opaque(what))
        case .unread(let what): return make(.unread(what))
        case .unknown(let name): return make(object(name, arguments))
        case .storage, .elementType: throw malformed("a type is called")
        }
    }

    /// An object of a class, by arguments for its `__new__`.
    mutating func newObject(
        _ type: PickleNode.ID, with arguments: PickleNode.ID
    ) throws(CheckpointError) -> PickleNode.ID {
        guard case .global(let global) = arena[type] else {
            if case .object = arena[type] { return try call(type, with: arguments) }
            throw malformed("what is made an object of is no class")
        }
        switch global {
        case .dictionary, .defaultDictionary, .namespace, .text, .path, .opaque, .list, .set, .tuple, .size, .unknown,
            .numpyArray, .unread:
            return try call(type, with: arguments)
        default: throw malformed("an object is made of what is no plain class")
        }
    }

    /// Sets attributes.
    ///
    /// They are the content of a namespace and kept with an object; elsewhere they are of no interest (`OrderedDict._metadata`).
    mutating func build(_ object: PickleNode.ID, from state: PickleNode.ID) throws(CheckpointError) {
        switch arena[object] {
        case .dictionary(let members) where members.isEmpty:
            // A namespace is made empty; so is an empty ordered dictionary, whose attributes do no harm as members.
            guard case .dictionary(let attributes) = arena[state] else { return }
            try charge(attributes.count)
            arena.nodes[Int(object)] = .dictionary(attributes)
        case .object(let number): arena.objects[Int(number)].state = state
        case .unsetArray: arena.nodes[Int(object)] = try numpyArray(state)
        case .numpyType(let type):
            guard case .tuple(let items) = arena[state], items.count > 1, case .text(let order) = arena[items[1]]
            else { return }
            arena.nodes[Int(object)] = .numpyType(type.ordered(order))
        case .dictionary, .tensor, .opaque, .text, .set, .list, .unread, .tuple: break
        default: throw malformed("attributes are set of what has none")
        }
    }

    /// What a name stands for; names without a meaning are remembered.
    mutating func named(_ module: String, _ name: String) -> PickleGlobal {
        let global = PickleGlobal.named(module: module, name: name)
        if case .unknown(let name) = global {
            arena.names.add(name)
            if arena.alarm == nil, !arena.names.alarming.isEmpty { arena.alarm = offset }
        }
        return global
    }

    private mutating func object(_ name: String, _ arguments: PickleNode.ID) -> PickleNode {
        arena.objects.append(PickleObject(name: name, arguments: arguments))
        return .object(Int32(truncatingIfNeeded: arena.objects.count - 1))
    }

    /// A StyleGAN network: its class's name and its attributes, without the source that Python would run.
    ///
    /// Source: the layout of `torch_utils/persistence.py`, version 6 (stylegan2-ada-pytorch, stylegan3).
    private mutating func persistentObject(_ items: [PickleNode.ID]) throws(CheckpointError) -> PickleNode {
        guard let meta = items.first else { throw malformed("a persistent object is empty") }
        guard case .text(let name)? = member("class_name", of: meta) else {
            throw malformed("a persistent object has no class")
        }
        let version = member("version", of: meta)
        guard case .integer(6)? = version else {
            let found: String
            if case .integer(let number)? = version { found = "\(number)" } else { found = "unknown" }
            return .unread("an object \(name) of torch_utils.persistence, version \(found) instead of 6")
        }
        var object = PickleObject(name: PrintableText.of(name, limit: 200), arguments: meta)
        object.state = memberID("state", of: meta)
        object.source = memberID("module_src", of: meta)
        arena.objects.append(object)
        return .object(Int32(truncatingIfNeeded: arena.objects.count - 1))
    }

    /// The member of a dictionary, or of a dictionary-like object, by a text.
    private func memberID(_ name: String, of id: PickleNode.ID) -> PickleNode.ID? {
        let pairs: [PickleNode.ID]
        switch arena[id] {
        case .dictionary(let members): pairs = members
        case .object(let number): pairs = arena.objects[Int(number)].pairs
        default: return nil
        }
        for index in stride(from: 0, to: pairs.count - 1, by: 2) {
            if case .text(name) = arena[pairs[index]] { return pairs[index + 1] }
        }
        return nil
    }

    private func member(_ name: String, of id: PickleNode.ID) -> PickleNode? {
        memberID(name, of: id).map { arena[$0] }
    }

    mutating func make(_ node: PickleNode) -> PickleNode.ID {
        arena.nodes.append(node)
        return PickleNode.ID(truncatingIfNeeded: arena.nodes.count - 1)
    }

    private mutating func members(of id: PickleNode.ID?) throws(CheckpointError) -> [PickleNode.ID] {
        guard let id else { return [] }
        switch arena[id] {
        case .list(let items), .tuple(let items), .set(let items):
            try charge(items.count)
            return items
        case .object(let number):
            let items = arena.objects[Int(number)].items
            try charge(items.count)
            return items
        case .opaque: return []
        default: throw malformed("a list is made of what is none")
        }
    }

    /// Keys and values by turns, from a dictionary or from a list of pairs.
    private mutating func pairs(in id: PickleNode.ID?) throws(CheckpointError) -> [PickleNode.ID] {
        guard let id else { return [] }
        if case .dictionary(let members) = arena[id] {
            try charge(members.count)
            return members
        }
        if case .object(let number) = arena[id] {
            let pairs = arena.objects[Int(number)].pairs
            try charge(pairs.count)
            return pairs
        }
        var result: [PickleNode.ID] = []
        for item in try members(of: id) {
            let pair = try members(of: item)
            guard pair.count == 2 else { throw malformed("a dictionary is made of what are no pairs") }
            try requireHashable(pair[0])
            result += pair
        }
        return result
    }

    func text(_ id: PickleNode.ID) throws(CheckpointError) -> String {
        guard case .text(let text) = arena[id] else { throw malformed("a text is missing") }
        return text
    }

    func integer(_ id: PickleNode.ID) throws(CheckpointError) -> Int {
        guard case .integer(let value) = arena[id] else { throw malformed("a whole number is missing") }
        return value
    }

    private func path(_ items: [PickleNode.ID]) throws(CheckpointError) -> String {
        var parts: [String] = []
        for item in items.prefix(100) { parts.append(try text(item)) }
        let path = parts.joined(separator: "/")
        return path.hasPrefix("//") ? String(path.dropFirst()) : path
    }

    private func device(_ items: [PickleNode.ID]) throws(CheckpointError) -> String {
        guard let first = items.first else { throw malformed("a device has no name") }
        guard items.count > 1, case .integer(let index) = arena[items[1]] else { return try text(first) }
        return "\(try text(first)):\(index)"
    }
}

// MARK: Storages and tensors.

extension PickleMachine {
    /// Most axes of a tensor, as in PyTorch.
    static let greatestRank = 64

    /// The storage that a persistent identifier stands for: ("storage", class, key, device, count), and in the older
    /// format the part of it that is meant.
    mutating func storage(from identifier: PickleNode.ID) throws(CheckpointError) -> PickleNode {
        guard case .tuple(let items) = arena[identifier], items.count >= 5, case .text("storage") = arena[items[0]],
            case .global(let global) = arena[items[1]]
        else { throw malformed("an identifier stands for no storage") }
        if case .unread(let what) = global {
            arena.unreadStorage = arena.unreadStorage ?? what
            return .unread(what)
        }
        guard case .storage(let type) = global else { throw malformed("an identifier stands for no storage") }
        if items.count > 5 {
            guard case .none = arena[items[5]] else {
                throw place.error(
                    .refusedObject(global: "view metadata", what: "storages that are parts of others"), at: offset)
            }
        }
        let count = try integer(items[4])
        guard count >= 0 else { throw malformed("a storage has \(count) elements") }
        let storage = PickleStorage(key: try text(items[2]), type: type, count: count)
        guard storage.byteCount != nil else { throw malformed("a storage has \(count) elements") }
        arena.storages.append(storage)
        return .storage(Int32(truncatingIfNeeded: arena.storages.count - 1))
    }

    private mutating func tensor(version: Int, _ items: [PickleNode.ID]) throws(CheckpointError) -> PickleNode {
        let needed = version == 1 ? 4 : version == 2 ? 6 : 7
        if let first = items.first, case .unread(let what) = arena[first] { return .unread(what) }
        guard items.count >= needed, case .storage(let number) = arena[items[0]] else {
            throw malformed("a tensor has no storage")
        }
        var type = arena.storages[Int(number)].type
        if version == 3, case .global(.unread(let what)) = arena[items[6]] { return .unread(what) }
        if version == 3, case .global(.elementType(let declared)) = arena[items[6]], type == nil || type == declared {
            type = declared
        } else if version == 3 {
            type = nil
        }
        guard let type else { throw malformed("a tensor's element type is missing") }
        if items.count > needed, case .dictionary(let flags) = arena[items[needed]], !flags.isEmpty {
            return .unread("a tensor that is negated or conjugated when used")
        }
        let shape = try sizes(items[2])
        let strides = try sizes(items[3])
        let start = try integer(items[1])
        guard shape.count == strides.count, shape.count <= Self.greatestRank, start >= 0,
            (shape + strides).allSatisfy({ $0 >= 0 })
        else { throw malformed("a tensor's shape, strides or offset make no sense") }
        arena.tensors.append(
            PickleTensor(
                storage: Int(number), type: type, offset: start, shape: shape, strides: strides, byte: offset))
        return .tensor(Int32(truncatingIfNeeded: arena.tensors.count - 1))
    }

    mutating func sizes(_ id: PickleNode.ID) throws(CheckpointError) -> [Int] {
        guard case .tuple(let items) = arena[id], items.count <= Self.greatestRank else {
            throw malformed("a tensor's shape or strides are no tuple")
        }
        var sizes: [Int] = []
        for item in items { sizes.append(try integer(item)) }
        return sizes
    }

    /// A parameter is its tensor; gradients and hooks don't matter here.
    private mutating func parameter(_ items: [PickleNode.ID]) throws(CheckpointError) -> PickleNode.ID {
        guard let data = items.first else { throw malformed("a parameter has no tensor") }
        switch arena[data] {
        case .tensor, .unread: return data
        case .object(let number):
            return make(.unread("a tensor that \(arena.objects[Int(number)].name) would make"))
        default: throw malformed("a parameter has no tensor")
        }
    }

    /// `_rebuild_from_type_v2(function, class, arguments, attributes)`.
    private mutating func typedTensor(_ items: [PickleNode.ID]) throws(CheckpointError) -> PickleNode.ID {
        guard items.count == 4, case .global(let function) = arena[items[0]], case .global(let type) = arena[items[1]]
        else { throw malformed("a tensor's class is missing") }
        switch (function, type) {
        case (_, .unknown(let name)): return make(.unread("a tensor of the class \(name)"))
        case (.unknown(let name), _): return make(.unread("a tensor that \(name) would make"))
        case (.unread(let what), _), (_, .unread(let what)): return make(.unread(what))
        case (.rebuildTensor, .rebuildParameter), (.rebuildParameter, .rebuildParameter):
            return try call(items[0], with: items[2])
        default: throw malformed("a tensor is not made by a function for tensors")
        }
    }
}
