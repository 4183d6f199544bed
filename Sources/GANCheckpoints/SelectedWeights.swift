import GANNumerics
import GANText
public import OrderedCollections

/// The weights that were chosen from a file, and what else there was to choose.
public struct SelectedWeights: Sendable {
    /// Where they are: "g_ema", "state_dict.generator", or "." for the file's root.
    ///
    /// Part of a protocol.
    public let path: String
    /// What they seem to be.
    public let role: WeightRole
    /// What was taken off the tensors' names: "module.".
    public let prefix: String
    /// The chosen tensors, under the names that their network's layers have.
    public let tensors: [String: WeightTensor]
    /// The tensors' names in the file's order.
    public let names: [String]
    /// Paths of the file's other state dicts, optimizers left out.
    public let alternatives: [String]
    /// What a person should know about the choice.
    public let notes: [String]
    /// What a pickled network says about itself, nil where the file holds its tensors alone.
    ///
    /// `attributes` are its plain attributes by dotted path and name, "synthesis.b8.conv0.conv_clamp"; `classes` its modules'
    /// classes by path. Paths are those of `names`.
    public let module: ModuleRecord?
    /// The plain attributes of a pickled network by dotted path, `module`'s; empty for a state dict.
    public var attributes: OrderedDictionary<String, WeightAttribute> { module?.attributes ?? [:] }

    /// SHA-256 of names, types, shapes and elements, in hexadecimal: the same for the same weights in any file.
    ///
    /// O(bytes).
    public func digest() -> String {
        var digest = ContentDigest()
        for name in names.sorted(by: SafetensorsFile.precedes) {
            guard let tensor = tensors[name] else { continue }
            digest.update(name)
            digest.update("\(tensor.type.rawValue) \(tensor.shape)")
            tensor.bytes.withUnsafeBytes { digest.update($0) }
        }
        return digest.hexadecimal()
    }

    /// Tensors from several places of a file, taken together as one network's.
    package init(path: String, tensors: OrderedDictionary<String, WeightTensor>, notes: [String]) {
        self.path = path
        role = .generator
        prefix = ""
        self.tensors = Dictionary(uniqueKeysWithValues: tensors.map { ($0, $1) })
        names = Array(tensors.keys)
        alternatives = []
        self.notes = notes
        module = nil
    }

    init(_ chosen: StateDict, among all: [StateDict], notes: [String], file: String) throws(CheckpointError) {
        if let (name, what) = chosen.unread.elements.first {
            throw .pyTorch(
                PyTorchError(
                    place: "\(file), \(PrintableText.of(name, limit: 200))",
                    problem: .refusedObject(global: "tensor \(name)", what: what)))
        }
        path = chosen.path
        role = chosen.role
        prefix = chosen.prefix
        tensors = Dictionary(uniqueKeysWithValues: chosen.tensors.map { ($0, $1) })
        names = Array(chosen.tensors.keys)
        module = chosen.module
        alternatives = all.filter { $0.path != chosen.path && $0.role != .optimizer }.map(\.path)
        self.notes = notes + chosen.notes
    }
}

/// Which network's weights are wanted from a file.
public enum WantedNetwork: String, Sendable {
    case generator, discriminator
    /// Any network, an extractor's for instance, whatever its names say.
    case network
}

extension WeightFile {
    /// Chooses a network's weights: those at `path`, or the ones that clearly are the network's.
    ///
    /// For a generator its moving average goes before the weights as training left them; for a discriminator the other way
    /// round. A file's only state dict is taken whatever it is called, unless it clearly is the other network's. Any network is
    /// one that is neither a generator nor a discriminator by its name, or the file's only one. Throws
    /// `ambiguousWeights`, `missingWeights` or `unknownSelection`.
    public func select(
        _ path: String? = nil, role wanted: WantedNetwork
    ) throws(CheckpointError) -> SelectedWeights {
        if !isJoined, let (number, count) = ShardedWeights.shard(self.path) {
            throw .shard(
                path: self.path, number: number, count: count, missing: ShardedWeights.missing(beside: self.path))
        }
        let all = stateDicts()
        if let path { return try selection(path, among: all) }
        let networks = all.filter { $0.role != .optimizer }
        for group in Self.preferences(networks, wanted) where !group.isEmpty {
            guard group.count == 1 else {
                throw .ambiguousWeights(
                    path: self.path, wanted: wanted.rawValue, candidates: Self.listed(group))
            }
            return try SelectedWeights(group[0], among: all, notes: notes, file: self.path)
        }
        if let (name, what) = root.firstUnread {
            throw .pyTorch(
                PyTorchError(
                    place: "\(self.path), \(PrintableText.of(name, limit: 200))",
                    problem: .refusedObject(global: "tensor \(name)", what: what)))
        }
        throw .missingWeights(path: self.path, wanted: wanted.rawValue, candidates: Self.listed(networks))
    }

    /// Candidates, the better ones first; those of one group are equally good.
    private static func preferences(_ networks: [StateDict], _ wanted: WantedNetwork) -> [[StateDict]] {
        func of(_ role: WeightRole, average: Bool? = nil) -> [StateDict] {
            networks.filter { $0.role == role && (average == nil || $0.isAverage == average) }
        }
        switch wanted {
        case .generator: return [of(.movingAverage), of(.generator), of(.other)]
        case .discriminator: return [of(.discriminator, average: false), of(.discriminator), of(.other)]
        case .network: return [of(.other), networks]
        }
    }

    /// The weights at a path that a person wrote; "a, b." is as good as "a.b".
    private func selection(_ text: String, among all: [StateDict]) throws(CheckpointError) -> SelectedWeights {
        var wanted = text.replacing(", ", with: ".")
        while wanted.count > 1, wanted.hasSuffix(".") { wanted.removeLast() }
        if let found = all.first(where: { $0.path == wanted }) {
            return try SelectedWeights(found, among: all, notes: notes, file: self.path)
        }
        // Other groups are fine too, if they hold tensors: a list of averages, or one block of a network.
        if let group = group(at: wanted) {
            let tensors = StateDictFinder.flattened(group)
            let dict = StateDict(
                path: wanted, group: wanted, role: WeightNameHints(wanted).role, isAverage: false, prefix: "",
                tensors: tensors, notes: [], unread: group.unread, module: group.module)
            if !tensors.isEmpty { return try SelectedWeights(dict, among: all, notes: notes, file: self.path) }
        }
        if let part = part(at: wanted) { return try SelectedWeights(part, among: all, notes: notes, file: self.path) }
        let paths = all.map(\.path).filter { $0.utf8.count <= 200 }
        throw .unknownSelection(
            path: path, selection: text, nearest: NearestName.of(wanted, in: paths), candidates: Self.listed(all))
    }

    /// A part of a state dict by the first parts of its tensors' names, which trees show as they show groups.
    private func part(at path: String) -> StateDict? {
        let parts = path.split(separator: ".", omittingEmptySubsequences: false)
        for count in stride(from: parts.count - 1, through: 0, by: -1) {
            let above = count == 0 ? "." : parts[..<count].joined(separator: ".")
            guard let group = group(at: above) else { continue }
            let prefix = parts[count...].joined(separator: ".") + "."
            var tensors: OrderedDictionary<String, WeightTensor> = [:]
            for (name, tensor) in group.tensors where name.hasPrefix(prefix) {
                tensors[String(name.dropFirst(prefix.count))] = tensor
            }
            guard !tensors.isEmpty else { continue }
            let hints = WeightNameHints(path)
            return StateDict(
                path: path, group: above, role: hints.role, isAverage: hints.isAverage, prefix: "", tensors: tensors,
                notes: [], unread: [:], module: group.module?.module(at: String(prefix.dropLast())))
        }
        return nil
    }

    /// The group at a dotted path; names may hold dots themselves, so the longest that fits is taken first.
    private func group(at path: String) -> WeightGroup? {
        if path == "." { return root }
        if path.isEmpty { return nil }
        var (group, rest) = (root, path[...])
        while !rest.isEmpty {
            let names = group.groups.keys.filter { rest == $0 || rest.hasPrefix($0 + ".") }
            guard let name = names.max(by: { $0.count < $1.count }), let next = group.groups[name] else { return nil }
            group = next
            rest = rest.dropFirst(name.count + 1)
        }
        return group
    }

    /// At most twenty paths, as a list in words.
    private static func listed(_ candidates: [StateDict]) -> [String] {
        let shown = candidates.prefix(20).map { candidate in
            let path = PrintableText.of(candidate.path, limit: 80)
            return candidate.role == .other ? path : "\(path) (\(candidate.role.rawValue))"
        }
        return candidates.count > 20 ? shown + ["and \(candidates.count - 20) more"] : shown
    }
}
