public import OrderedCollections

/// One network's weights in a weight file: where they are, what they seem to be, and their tensors.
public struct StateDict: Sendable {
    /// Dotted names from the file's root, "g_ema" or "state_dict.generator"; "." for the root itself.
    public let path: String
    /// The dotted path of the group that holds the tensors; "path" goes on where that holds several networks.
    public let group: String
    /// Which weights of a run these probably are.
    public let role: WeightRole
    /// Whether it is an average over training steps, of whatever network.
    public let isAverage: Bool
    /// What was taken off the tensors' names, wrappers' names mostly: "module.".
    public let prefix: String
    /// Tensors under their names without the prefix, in the file's order.
    public let tensors: OrderedDictionary<String, WeightTensor>
    /// What was left out, in words.
    public internal(set) var notes: [String]
    /// Tensors of kinds that are not read, by name, and what they are.
    public let unread: OrderedDictionary<String, String>
    /// What a pickled network says about itself, nil where the file holds its tensors alone; paths without the prefix.
    public let module: ModuleRecord?

    /// The number of tensors, buffers counted.
    public var tensorCount: Int { tensors.count }
    /// The number of elements of all tensors, buffers counted.
    ///
    /// O(tensors).
    public var elementCount: Int { tensors.values.reduce(0) { $0 + $1.count } }
}

extension WeightFile {
    /// All state dicts in the file, in its order.
    ///
    /// A state dict is a group of named tensors without groups of tensors below it, or the part of one that belongs to one
    /// network: a checkpoint of Lightning keeps `generator.…` and `discriminator.…` in one. Optimizers come as they are.
    public func stateDicts() -> [StateDict] {
        var finder = StateDictFinder()
        finder.visit(root, path: [])
        finder.matchLists()
        return finder.found
    }

    /// All tensors by their dotted names from the file's root, in the file's order.
    package func allTensors() -> OrderedDictionary<String, WeightTensor> { StateDictFinder.flattened(root) }
}

/// Walks the tree; it is at most `PyTorchTree.greatestDepth` groups deep.
struct StateDictFinder {
    private(set) var found: [StateDict] = []
    /// Lists of tensors that are called averages, by their paths.
    private var lists: [(path: [String], tensors: [WeightTensor])] = []
    /// The path of the group under way.
    private var group = "."

    mutating func visit(_ group: WeightGroup, path: [String]) {
        self.group = Self.dotted(path)
        if group.isOptimizer {
            add(path, .optimizer, isAverage: false, Part(tensors: Self.flattened(group)))
            return
        }
        if !group.isNamed, group.members.count > 1, group.tensors.count == group.members.count {
            if WeightNameHints(path).isAverage || path.last == "shadow_params" {
                lists.append((path, Array(group.tensors.values)))
            }
            return
        }
        if let tensors = Self.stateDict(in: group) {
            addParts(of: Part(tensors: tensors, unread: group.unread, module: group.module), path: path)
        } else {
            for (name, member) in group.groups { visit(member, path: path + [name]) }
        }
    }

    /// The tensors of a group that is a state dict: named, not all of them scalars, none in groups below.
    private static func stateDict(in group: WeightGroup) -> OrderedDictionary<String, WeightTensor>? {
        let tensors = group.tensors
        guard group.isNamed, tensors.values.contains(where: { !$0.shape.isEmpty }),
            group.groups.values.allSatisfy({ !$0.holdsTensors })
        else { return nil }
        return tensors
    }

    /// Makes a state dict of each list of averages: its tensors belong to the parameters of the one network whose shapes, in order, are the
    /// list's.
    ///
    /// Buffers, which such lists lack, are that network's.
    ///
    /// A list that fits none or several is said beside the file's weights.
    mutating func matchLists() {
        for (path, tensors) in lists {
            let fitting = found.indices.filter { index in
                let dict = found[index]
                guard dict.role != .optimizer, !dict.isAverage else { return false }
                return Self.parameters(of: dict).map { dict.tensors[$0]?.shape } == tensors.map(\.shape)
            }
            let clear = fitting.filter { found[$0].role == .generator }
            let dotted = Self.dotted(path)
            guard let index = clear.count == 1 ? clear[0] : fitting.count == 1 ? fitting[0] : nil else {
                let why = fitting.isEmpty ? "its shapes are no network's" : "its shapes are those of several networks"
                for index in found.indices where found[index].role != .optimizer {
                    found[index].notes.append("An average lies in \(dotted) and is not used: \(why).")
                }
                continue
            }
            let raw = found[index]
            var members = raw.tensors
            for (name, tensor) in zip(Self.parameters(of: raw), tensors) { members[name] = tensor }
            let kept = members.count - tensors.count
            let rest = kept == 0 ? "" : "; its \(kept) buffers are those of \(raw.path)"
            found.append(
                StateDict(
                    path: dotted, group: dotted, role: raw.role == .discriminator ? .discriminator : .movingAverage,
                    isAverage: true, prefix: raw.prefix, tensors: members,
                    notes: ["The list \(dotted) has the parameters of \(raw.path) by order and shape\(rest)."],
                    unread: [:], module: raw.module))
        }
    }

    /// The names of a state dict's parameters: what is no buffer.
    private static func parameters(of dict: StateDict) -> [String] {
        dict.tensors.keys.filter { name in
            let leaf = name.split(separator: ".").last.map(String.init) ?? name
            // Weight normalization has a parameter of the name that is a buffer under spectral normalization.
            if leaf == "weight_v" { return dict.tensors[String(name.dropLast(1)) + "g"] != nil }
            return !WeightNames.buffers.contains(leaf)
        }
    }

    /// All tensors below a group by their dotted names; a name that comes again later is left out.
    static func flattened(_ group: WeightGroup) -> OrderedDictionary<String, WeightTensor> {
        var result: OrderedDictionary<String, WeightTensor> = [:]
        func visit(_ group: WeightGroup, _ path: String) {
            for (name, member) in group.members {
                let full = path.isEmpty ? name : "\(path).\(name)"
                switch member {
                case .tensor(let tensor): if result[full] == nil { result[full] = tensor }
                case .group(let group): visit(group, full)
                case .value: break
                }
            }
        }
        visit(group, "")
        return result
    }

    /// Names are taken off a state dict's tensors at most this often; more is not seen in earnest.
    private static let greatestPrefix = 8
    /// Wrappers that put their name before all others.
    private static let wrappers: Set = ["module", "_orig_mod", "model", "net", "network", "_forward_module", "gan"]

    /// Takes wrappers' names off, then splits what belongs to several networks by the first part of its names.
    private mutating func addParts(of whole: Part, path: [String]) {
        var part = whole
        if let count = part.tensors["n_averaged"], count.count == 1, part.tensors.count > 1 {
            part.tensors["n_averaged"] = nil
            part.notes = ["The counter n_averaged of torch.optim.swa_utils.AveragedModel is left out."]
            part.isAverage = true
        }
        part.stripWrappers()
        let firsts = OrderedSet(part.tensors.keys.map { Self.first(of: $0) })
        let networks = firsts.filter { Self.isNetwork($0, among: firsts) }
        guard !networks.isEmpty, firsts.count > 1 else { return add(part, path: path) }
        var parts: OrderedDictionary<String, OrderedDictionary<String, WeightTensor>> = [:]
        var rest: OrderedDictionary<String, WeightTensor> = [:]
        for (name, tensor) in part.tensors {
            let first = Self.first(of: name)
            if networks.contains(first) {
                parts[first, default: [:]][String(name.dropFirst(first.count + 1))] = tensor
            } else {
                rest[name] = tensor
            }
        }
        let above = path + part.prefixes
        for (network, tensors) in parts {
            var inner = Part(
                tensors: tensors, unread: Part.inner(part.unread, network), module: part.module?.module(at: network))
            inner.notes = part.notes
            inner.isAverage = part.isAverage
            inner.stripWrappers()
            add(inner, path: above + [network])
        }
        // Counters of steps are no network.
        if rest.values.contains(where: { !$0.shape.isEmpty }) {
            add(above, .other, isAverage: false, Part(tensors: rest, notes: part.notes, module: part.module))
        }
    }

    /// Tensors on their way to be a state dict.
    private struct Part {
        var tensors: OrderedDictionary<String, WeightTensor>
        var prefixes: [String] = []
        var notes: [String] = []
        var isAverage = false
        var unread: OrderedDictionary<String, String> = [:]
        var module: ModuleRecord?

        /// Takes names off that all tensors begin with and that say what the tensors are, not where in the network.
        mutating func stripWrappers() {
            while prefixes.count < greatestPrefix, let name = tensors.keys.first {
                let first = StateDictFinder.first(of: name)
                guard wrappers.contains(first) || first.count > 1 && WeightNameHints(first).role != .other,
                    tensors.keys.allSatisfy({ StateDictFinder.first(of: $0) == first })
                else { return }
                var stripped: OrderedDictionary<String, WeightTensor> = [:]
                for (name, tensor) in tensors { stripped[String(name.dropFirst(first.count + 1))] = tensor }
                tensors = stripped
                unread = Self.inner(unread, first)
                module = module?.module(at: first)
                prefixes.append(first)
            }
        }

        /// The entries whose names begin with a part, without it.
        static func inner(
            _ entries: OrderedDictionary<String, String>, _ first: String
        ) -> OrderedDictionary<String, String> {
            var result: OrderedDictionary<String, String> = [:]
            for (name, what) in entries where StateDictFinder.first(of: name) == first {
                result[String(name.dropFirst(first.count + 1))] = what
            }
            return result
        }
    }

    static func first(of name: String) -> String {
        // A name without a dot is a tensor of its own, which no network's name can be.
        name.firstIndex(of: ".").map { String(name[..<$0]) } ?? ""
    }

    /// Whether a first part names a network.
    ///
    /// Single letters do only in pairs: a layer may be called "g".
    private static func isNetwork(_ name: String, among names: OrderedSet<String>) -> Bool {
        let hints = WeightNameHints(name)
        guard hints.role != .other, hints.role != .optimizer else { return name == "online_model" }
        guard name.count == 1 else { return true }
        return [("g", "d"), ("G", "D"), ("G", "GE"), ("g", "ge"), ("G", "G_ema")].contains { pair in
            names.contains(pair.0) && names.contains(pair.1)
        }
    }

    private mutating func add(_ part: Part, path: [String]) {
        let hints = WeightNameHints(path + part.prefixes)
        let isAverage = part.isAverage || hints.isAverage
        let isOther = hints.isDiscriminator || hints.isOptimizer
        add(path, isAverage && !isOther ? .movingAverage : hints.role, isAverage: isAverage, part)
    }

    private mutating func add(_ path: [String], _ role: WeightRole, isAverage: Bool, _ part: Part) {
        found.append(
            StateDict(
                path: Self.dotted(path), group: group, role: role, isAverage: isAverage,
                prefix: part.prefixes.map { $0 + "." }.joined(), tensors: part.tensors, notes: part.notes,
                unread: part.unread, module: part.module))
    }

    private static func dotted(_ path: [String]) -> String { path.isEmpty ? "." : path.joined(separator: ".") }
}
