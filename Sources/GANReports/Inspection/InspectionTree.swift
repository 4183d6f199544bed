import GANCheckpoints
import GANModels
import GANText
import OrderedCollections

/// The tree of a weight file as lines: groups down to the networks, whose tensors stand in a table of their own.
struct InspectionTree {
    struct Line {
        let depth: Int
        let path: String
        let name: String
        /// What it is: "state dict", "optimizer", "group", "tensor" or "value".
        let kind: String
        let text: String
    }

    private(set) var lines: [Line] = []
    /// The networks by the group that holds them.
    private let networks: [String: [StateDict]]

    /// The lines of a file's tree, at most `limit`, then one that says how many there are more.
    static func lines(_ inspection: WeightInspection, limit: Int) -> [Line] {
        var tree = InspectionTree(inspection.stateDicts)
        tree.visit(inspection.file.root, path: "", depth: 0)
        guard tree.lines.count > limit else { return tree.lines }
        let rest = tree.lines.count - limit
        let more = Line(depth: 0, path: "", name: "…", kind: "value", text: "\(rest) more; --json lists them all")
        return tree.lines.prefix(limit) + [more]
    }

    private init(_ stateDicts: [StateDict]) {
        networks = Dictionary(grouping: stateDicts) { $0.group }
    }

    private mutating func visit(_ group: WeightGroup, path: String, depth: Int) {
        // A root that is one network has no line, for the table shows it. One of several has a line for each.
        let held = path.isEmpty ? networks["."] ?? [] : []
        if held.count > 1 {
            for network in held { add(depth, network.path, network.path, Self.kind(network), Self.text(network)) }
        }
        for (name, member) in group.members {
            let full = path.isEmpty ? name : "\(path).\(name)"
            switch member {
            case .value(let text): add(depth, full, name, "value", text)
            case .tensor where !held.isEmpty: break
            case .tensor(let tensor):
                add(depth, full, name, "tensor", "tensor \(InspectionText.shape(tensor.shape)) \(tensor.type.rawValue)")
            case .group(let group): visitGroup(group, full, name, depth)
            }
        }
    }

    private mutating func visitGroup(_ group: WeightGroup, _ path: String, _ name: String, _ depth: Int) {
        let held = networks[path] ?? []
        if let network = held.first, held.count == 1, network.path == path {
            add(depth, path, name, Self.kind(network), Self.text(network))
            return
        }
        if !held.isEmpty {
            add(depth, path, name, "group", "\(Self.tensors(group.tensorCount)) of several networks")
            for network in held {
                let inner = network.path == path ? "(others)" : String(network.path.dropFirst(path.count + 1))
                add(depth + 1, network.path, inner, Self.kind(network), Self.text(network))
            }
            return
        }
        add(depth, path, name, "group", group.members.isEmpty ? "empty" : "")
        visit(group, path: path, depth: depth + 1)
    }

    private mutating func add(_ depth: Int, _ path: String, _ name: String, _ kind: String, _ text: String) {
        lines.append(Line(depth: depth, path: path, name: name, kind: kind, text: text))
    }

    private static func kind(_ network: StateDict) -> String {
        network.role == .optimizer ? "optimizer" : "state dict"
    }

    /// "generator, 14 tensors, 532,483 values".
    static func text(_ network: StateDict) -> String {
        let role = network.role == .other ? "state dict" : network.role.rawValue
        let prefix = network.prefix.isEmpty ? "" : ", all under \"\(network.prefix)\""
        return "\(role), \(tensors(network.tensorCount)), "
            + "\(FigureText.count(network.elementCount)) values\(prefix)"
    }

    /// "1 tensor", "14 tensors".
    static func tensors(_ count: Int) -> String { FigureText.count(count, "tensor") }
}
