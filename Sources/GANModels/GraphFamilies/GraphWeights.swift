import GANCheckpoints
import GANNumerics
import OrderedCollections

/// A state dict as families read it: plain weights, and what the file says about its modules.
struct GraphWeights: Sendable {
    /// The tensors by name, weights under norms put together.
    let tensors: [String: Tensor]
    /// Names in the file's order.
    let names: [String]
    /// The file, for messages.
    let path: String
    /// Plain values of modules by dotted path and name, "synthesis.b8.conv0.conv_clamp": a pickle of whole modules has them, a state
    /// dict none.
    let attributes: OrderedDictionary<String, WeightAttribute>

    /// Puts together what norms keep in parts; throws `wrongTensors` for parts that are missing or don't belong together.
    init(
        _ tensors: [String: Tensor], names: [String], path: String,
        attributes: OrderedDictionary<String, WeightAttribute> = [:]
    ) throws(ModelError) {
        self.tensors = try PlainWeights.resolve(tensors, path: path)
        self.names = names
        self.path = path
        self.attributes = attributes
    }

    func has(_ name: String) -> Bool { tensors[name] != nil }

    func shape(_ name: String) -> [Int]? { tensors[name]?.shape }

    /// A graph in the making for a family, whose name errors tell.
    func state(_ family: String) -> StateDictGraph {
        StateDictGraph(name: family, tensors: tensors, path: "\(path), as a network of the family \(family)")
    }

    /// What a module's attribute holds, "" being the whole network; nil where the file has no such attribute.
    func attribute(_ module: String, _ name: String) -> WeightAttribute? {
        attributes[module.isEmpty ? name : "\(module).\(name)"]
    }

    /// The number that a module's attribute holds; nil where the file has none.
    func number(_ module: String, _ name: String) -> Double? { attribute(module, name)?.number }

    /// The text that a module's attribute holds.
    func text(_ module: String, _ name: String) -> String? { attribute(module, name)?.text }

    /// The truth value that a module's attribute holds.
    func flag(_ module: String, _ name: String) -> Bool? { attribute(module, name)?.boolean }

    /// The numbers that a module's attribute holds.
    func numbers(_ module: String, _ name: String) -> [Double]? { attribute(module, name)?.numbers }

    /// How many numbered modules there are: `prefix` + "0" + `suffix`, and so on.
    func count(_ prefix: String, _ suffix: String, from first: Int = 0) -> Int {
        var count = 0
        while count < 4096, has("\(prefix)\(first + count)\(suffix)") { count += 1 }
        return count
    }
}

/// The names and shapes of a state dict, before anything is converted.
struct GraphNames: Sendable {
    let shapes: [String: [Int]]
    /// Names in the file's order.
    let order: [String]

    /// Whether there is a tensor, whole or in the parts of a norm.
    func has(_ name: String) -> Bool {
        if shapes[name] != nil { return true }
        guard name.hasSuffix("weight") else { return false }
        let module = name.dropLast(6)
        return ["weight_orig", "weight_g", "parametrizations.weight.original", "parametrizations.weight.original0"]
            .contains { shapes[module + $0] != nil }
    }

    /// How many names end so.
    func count(endingIn suffix: String) -> Int { order.reduce(0) { $0 + ($1.hasSuffix(suffix) ? 1 : 0) } }
}
