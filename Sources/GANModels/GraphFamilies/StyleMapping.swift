import GANNumerics
import GANONNX

/// A fully connected layer of StyleGAN, y = x Wᵀ + b, its gains folded in.
struct StyleLinear {
    var name: String
    var weight: Tensor
    var bias: [Float]
    /// Whether a leaky rectifier and its gain of √2 follow.
    var isActive = false
}

/// StyleGAN's mapping network, from latent vectors and classes to w.
struct StyleMapping {
    var latentSize: Int
    /// The layer that embeds a class, whose inputs are the classes.
    var embedding: StyleLinear?
    var layers: [StyleLinear]
    /// The mean of w, towards which truncation goes.
    var average: [Float]?

    /// The size of w.
    var width: Int { layers.last?.weight.shape[0] ?? latentSize }
    /// The number of classes.
    var classCount: Int? { embedding.map { $0.weight.shape[1] } }
}

extension StateDictGraph {
    /// A layer whose weights are learned at unit variance: W·gain/√inputs, b·gain.
    mutating func equalized(
        _ name: String, rate: Float = 1, weightGain: Float? = nil, biasGain: Float? = nil, isActive: Bool = false
    ) -> StyleLinear {
        let weight = take("\(name).weight", axes: 2)
        let bias = take("\(name).bias", [weight.shape[0]])
        let gain = weightGain ?? rate / Float(weight.shape[1]).squareRoot()
        let lift = biasGain ?? rate
        return StyleLinear(
            name: name, weight: weight.scaled(by: gain), bias: bias.scalars.map { $0 * lift }, isActive: isActive)
    }

    mutating func linear(_ x: String, _ layer: StyleLinear) -> String {
        let y = linear(x, layer.name, weight: layer.weight, bias: layer.bias)
        return layer.isActive ? scaled(leaky(y, slope: 0.2), by: Float(2).squareRoot()) : y
    }

    /// The nodes of a mapping network, with inputs `z`, `label` where it takes classes, and `truncation` where it has a mean of w.
    mutating func mapped(_ mapping: StyleMapping, output: String? = nil) -> String {
        var x = rootMeanNormalized(graph.input("z", shape: [mapping.latentSize]))
        if let embedding = mapping.embedding {
            let label = graph.input("label", shape: [embedding.weight.shape[1]])
            let y = rootMeanNormalized(linear(label, embedding))
            x = graph.node("Concat", [x, y], attributes: ["axis": .integer(1)])
        }
        for layer in mapping.layers { x = linear(x, layer) }
        if let average = mapping.average {
            let psi = graph.sharedInput("truncation", shape: [1])
            let centre = graph.initializer("w_avg", Tensor(shape: [1, average.count], scalars: average))
            // Written so that ψ = 1 leaves w as it is, bit for bit.
            let rest = graph.node("Sub", [constant(1), psi])
            x = sum(x, product(rest, graph.node("Sub", [centre, x])))
        }
        return output.map { graph.node("Identity", [x], output: $0) } ?? x
    }
}

/// Reads a mapping network in the names of NVIDIA's projects.
struct NVIDIAMapping {
    let weights: GraphWeights

    /// The mapping, whose tensors it takes from `state`.
    ///
    /// Throws `unknownArchitecture` for an activation that no published one has.
    func read(_ state: inout StateDictGraph) throws(ModelError) -> StyleMapping {
        let embedding = weights.has("mapping.embed.weight") ? linear("mapping.embed", rate: 1, &state) : nil
        var layers: [StyleLinear] = []
        for index in 0..<max(1, weights.count("mapping.fc", ".weight")) {
            let name = "mapping.fc\(index)"
            try check(name, activations: ["lrelu"])
            layers.append(linear(name, rate: 0.01, isActive: true, &state))
        }
        var average: [Float]?
        if weights.has("mapping.w_avg") {
            average = state.take("mapping.w_avg", [layers.last?.weight.shape[0] ?? 0]).scalars
        }
        let inputs = layers.first?.weight.shape[1] ?? 0
        return StyleMapping(
            latentSize: max(1, inputs - (embedding?.weight.shape[0] ?? 0)), embedding: embedding, layers: layers,
            average: average)
    }

    /// A layer with the gains that its module holds, else those that follow from its learning rate.
    func linear(_ name: String, rate: Float = 1, isActive: Bool = false, _ state: inout StateDictGraph) -> StyleLinear {
        state.equalized(
            name, rate: rate, weightGain: weights.number(name, "weight_gain").map { Float($0) },
            biasGain: weights.number(name, "bias_gain").map { Float($0) }, isActive: isActive)
    }

    /// Throws for an activation that is none of `known`.
    func check(_ name: String, activations known: [String]) throws(ModelError) {
        guard let activation = weights.text(name, "activation"), !known.contains(activation) else { return }
        throw .unknownArchitecture(
            path: weights.path,
            problem: "\(name) has the activation \(activation), and the family's have \(known.joined(separator: ", "))")
    }

    /// What is assumed where the file holds no modules but their tensors.
    var assumption: String? {
        weights.number("mapping.fc0", "weight_gain") == nil
            ? "The rate of the mapping network, 0.01, is assumed: a state dict does not hold it." : nil
    }
}
