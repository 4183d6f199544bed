import GANNumerics
import OrderedCollections

/// Objects of classes that have no meaning here: networks become their state dicts, anything else a group of its attributes.
extension PyTorchTree {
    /// Attributes of a module that are longer are left out.
    private static let greatestList = 4_096
    private static let greatestArray = 1 << 16

    /// An object as a node of the tree.
    mutating func object(_ number: Int) throws(CheckpointError) -> WeightNode {
        let object = arena.objects[number]
        let attributes = try attributes(of: object)
        if isModule(object, attributes) {
            var module = ModuleParts()
            try collect(object, attributes, path: "", into: &module)
            return .group(
                WeightGroup(members: module.tensors, unread: module.unread, module: module.record))
        }
        if !object.pairs.isEmpty { return .group(try group(of: object.pairs)) }
        if !object.items.isEmpty { return .group(try list(object.items)) }
        if !attributes.isEmpty {
            var members: OrderedDictionary<String, WeightNode> = [:]
            var unread: OrderedDictionary<String, String> = [:]
            for (name, id) in attributes {
                if case .unread(let what) = arena[id] { unread[name] = what }
                members[name] = try node(id)
            }
            return .group(WeightGroup(members: members, unread: unread))
        }
        return .value("(object of \(object.name))")
    }

    /// As a dictionary; where keys come twice, the last holds, as in Python.
    private mutating func group(of pairs: [PickleNode.ID]) throws(CheckpointError) -> WeightGroup {
        var members: OrderedDictionary<String, WeightNode> = [:]
        for index in stride(from: 0, to: pairs.count - 1, by: 2) {
            members[scalarText(of: pairs[index]) ?? "#\(index / 2)"] = try node(pairs[index + 1])
        }
        return WeightGroup(members: members)
    }

    /// Attributes by name, from the state: a dictionary, or one for `__dict__` and one for slots.
    private mutating func attributes(
        of object: PickleObject
    ) throws(CheckpointError) -> OrderedDictionary<String, PickleNode.ID> {
        guard let state = object.state else { return [:] }
        var result: OrderedDictionary<String, PickleNode.ID> = [:]
        var parts = [state]
        if case .tuple(let items) = arena[state], items.count == 2 { parts = items }
        for part in parts {
            guard case .dictionary(let members) = arena[part] else { continue }
            for index in stride(from: 0, to: members.count - 1, by: 2) {
                try countEntry()
                guard case .text(let name) = arena[members[index]] else { continue }
                result[name] = members[index + 1]
            }
        }
        return result
    }

    /// Whether an object is a network of PyTorch, or a part of one; TorchScript keeps tensors and parts as plain attributes.
    private func isModule(_ object: PickleObject, _ attributes: OrderedDictionary<String, PickleNode.ID>) -> Bool {
        isScript(object) || attributes["_modules"] != nil && attributes["_parameters"] != nil
    }

    private func isScript(_ object: PickleObject) -> Bool { object.name.hasPrefix("__torch__.") }

    /// A network on its way to be a state dict.
    private struct ModuleParts {
        var tensors: OrderedDictionary<String, WeightNode> = [:]
        var unread: OrderedDictionary<String, String> = [:]
        var record = ModuleRecord()
    }

    /// Adds a module's tensors in the order of `Module.state_dict`: parameters, buffers that are kept, then inner modules.
    private mutating func collect(
        _ object: PickleObject, _ attributes: OrderedDictionary<String, PickleNode.ID>, path: String,
        into parts: inout ModuleParts
    ) throws(CheckpointError) {
        try countEntry()
        parts.record.classes[path] =
            object.name.hasPrefix("__torch__.") ? String(object.name.dropFirst(10)) : object.name
        if let source = object.source, case .text(let text) = arena[source] {
            parts.record.sources[sourceDigest(source, text)] = text.utf8.count
        }
        var inner: [(name: String, id: PickleNode.ID)] = []
        if isScript(object) {
            for (name, id) in attributes {
                switch arena[id] {
                case .object(let number) where isScript(arena.objects[Int(number)]): inner.append((name, id))
                case .tensor, .unread: try add(id, Self.joined(path, name), to: &parts)
                default: try add(attribute: id, Self.joined(path, name), to: &parts)
                }
            }
        } else {
            let transient = Set(members(of: attributes["_non_persistent_buffers_set"]))
            for (name, id) in pairs(of: attributes["_parameters"]) {
                try add(id, Self.joined(path, name), to: &parts)
            }
            for (name, id) in pairs(of: attributes["_buffers"]) {
                if transient.contains(name) {
                    try add(attribute: id, Self.joined(path, name), to: &parts)
                } else {
                    try add(id, Self.joined(path, name), to: &parts)
                }
            }
            inner = pairs(of: attributes["_modules"])
            for (name, id) in attributes where Self.isKept(name) {
                try add(attribute: id, Self.joined(path, name), to: &parts)
            }
        }
        for (name, id) in inner {
            guard case .object(let number) = arena[id], !onPathContains(id) else { continue }
            let object = arena.objects[Int(number)]
            try within(id) { tree throws(CheckpointError) in
                let attributes = try tree.attributes(of: object)
                try tree.collect(object, attributes, path: Self.joined(path, name), into: &parts)
            }
        }
    }

    private static func isKept(_ name: String) -> Bool {
        if name.hasPrefix("_") { return name == "_init_args" || name == "_init_kwargs" }
        return name != "training"
    }

    private static func joined(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// Adds a parameter or buffer; those that are None have no place in a state dict.
    private mutating func add(
        _ id: PickleNode.ID, _ name: String, to parts: inout ModuleParts
    ) throws(CheckpointError) {
        try countEntry()
        switch arena[id] {
        case .tensor(let number): parts.tensors[name] = .tensor(tensors[Int(number)])
        case .unread(let what):
            parts.unread[name] = what
            parts.tensors[name] = .value("(\(what), not read)")
        default: break
        }
    }

    private mutating func add(
        attribute id: PickleNode.ID, _ name: String, to parts: inout ModuleParts
    ) throws(CheckpointError) {
        if let value = try attribute(id, depth: 0) { parts.record.attributes[name] = value }
    }

    /// A plain value, or nil for what is too large to be one.
    private mutating func attribute(_ id: PickleNode.ID, depth: Int) throws(CheckpointError) -> WeightAttribute? {
        try countEntry()
        switch arena[id] {
        case .none: return WeightAttribute.none
        case .boolean(let value): return .boolean(value)
        case .integer(let value): return .integer(value)
        case .float(let value): return .number(value)
        case .text(let text): return text.utf8.count <= 500 ? .text(text) : nil
        case .tensor(let number):
            let tensor = tensors[Int(number)]
            return tensor.count <= Self.greatestArray ? .array(tensor) : nil
        case .list(let items), .tuple(let items), .set(let items):
            guard depth < 8, items.count <= Self.greatestList else { return nil }
            var list: [WeightAttribute] = []
            for item in items {
                guard let value = try attribute(item, depth: depth + 1) else { return nil }
                list.append(value)
            }
            return .list(list)
        case .dictionary(let members): return try dictionary(attributes: members, depth: depth)
        case .object(let number):
            let object = arena.objects[Int(number)]
            return object.pairs.isEmpty
                ? .other(object.name) : try dictionary(attributes: object.pairs, depth: depth)
        case .global(let global):
            if case .unknown(let name) = global { return .other(name) }
            return .other(scalarText(of: id) ?? "type")
        default: return .other(scalarText(of: id) ?? "")
        }
    }

    private mutating func dictionary(
        attributes members: [PickleNode.ID], depth: Int
    ) throws(CheckpointError) -> WeightAttribute? {
        guard depth < 8, members.count <= 2 * Self.greatestList else { return nil }
        var result: OrderedDictionary<String, WeightAttribute> = [:]
        for index in stride(from: 0, to: members.count - 1, by: 2) {
            guard let key = scalarText(of: members[index]) else { return nil }
            result[key] = try attribute(members[index + 1], depth: depth + 1)
        }
        return .dictionary(result)
    }

    /// The entries of a dictionary whose keys are texts.
    private func pairs(of id: PickleNode.ID?) -> [(name: String, id: PickleNode.ID)] {
        guard let id, case .dictionary(let members) = arena[id] else { return [] }
        return stride(from: 0, to: members.count - 1, by: 2).compactMap { index in
            guard case .text(let name) = arena[members[index]] else { return nil }
            return (name, members[index + 1])
        }
    }

    /// The texts of a set.
    private func members(of id: PickleNode.ID?) -> [String] {
        guard let id else { return [] }
        switch arena[id] {
        case .set(let items), .list(let items), .tuple(let items):
            return items.compactMap { item in
                guard case .text(let text) = arena[item] else { return nil }
                return text
            }
        default: return []
        }
    }
}
