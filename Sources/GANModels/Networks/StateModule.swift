/// A layer's tensors in a state dict: all that share a path.
///
/// "main.0.weight" and "main.0.bias" are the module "main.0".
struct StateModule: Equatable {
    let key: String
    /// Shapes by the last component of the name: "weight", "bias", "running_mean".
    var shapes: [String: [Int]] = [:]

    var weight: [Int] { shapes["weight"] ?? [] }
    var hasBias: Bool { shapes["bias"] != nil }
    var isConvolution: Bool { weight.count == 4 }
    var isLinear: Bool { weight.count == 2 }
    /// Batch normalization is told by its running statistics; with scales or without.
    var isBatchNorm: Bool { shapes["running_mean"] != nil }

    /// Everything that the module has, for messages: "main.0.weight [3, 5, 2, 2]".
    var description: String {
        shapes.sorted { $0.key < $1.key }.map { "\(key).\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    /// The numbers in the key, by which modules follow each other: "layers.3.conv2" has 3 and 2.
    private var numbers: [Int] { key.split { !$0.isNumber }.map { Int($0) ?? .max } }

    /// Where one number holds several modules (conv1, bn1), the weights come before the normalization of their result.
    private var rank: Int { isBatchNorm ? 1 : 0 }

    /// The modules of a state dict in the order of the numbers in their keys, whatever stands between these.
    static func ordered(_ shapes: [String: [Int]]) -> [StateModule] {
        var modules: [String: StateModule] = [:]
        for (name, shape) in shapes where !name.hasSuffix("num_batches_tracked") {
            let dot = name.lastIndex(of: ".")
            let key = dot.map { String(name[..<$0]) } ?? ""
            let leaf = dot.map { String(name[name.index(after: $0)...]) } ?? name
            modules[key, default: StateModule(key: key)].shapes[leaf] = shape
        }
        return modules.values.sorted { first, second in
            let (a, b) = (first.numbers, second.numbers)
            if a != b { return a.lexicographicallyPrecedes(b) }
            return (first.rank, first.key) < (second.rank, second.key)
        }
    }

    /// The modules by who takes whose channels, where that leaves one order only; nil where it does not.
    ///
    /// Weights follow each other from outputs to inputs, and a normalization follows the weights whose outputs it
    /// has. `inputs` and `outputs` are the axes of a convolution's weight along which these are counted.
    static func chained(_ modules: [StateModule], inputs: Int, outputs: Int) -> [StateModule]? {
        let weights = modules.filter { $0.isConvolution }
        let norms = modules.filter { $0.isBatchNorm }
        guard weights.count + norms.count == modules.count else { return nil }
        var byInputs: [Int: StateModule] = [:]
        for module in weights where byInputs.updateValue(module, forKey: module.weight[inputs]) != nil { return nil }
        var byFeatures: [Int: StateModule] = [:]
        for module in norms {
            let features = module.shapes["running_mean"]?.first ?? 0
            if byFeatures.updateValue(module, forKey: features) != nil { return nil }
        }
        let made = Set(weights.map { $0.weight[outputs] })
        let first = weights.filter { !made.contains($0.weight[inputs]) }
        guard first.count == 1, var next = first.first else { return nil }
        var order: [StateModule] = []
        while order.count < modules.count {
            order.append(next)
            if let norm = byFeatures[next.weight[outputs]] { order.append(norm) }
            guard let follower = byInputs[next.weight[outputs]] else { break }
            next = follower
        }
        return order.count == modules.count ? order : nil
    }
}
