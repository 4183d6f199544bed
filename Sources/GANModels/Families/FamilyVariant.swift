import GANText

/// What a person says about a network of a family that shapes don't tell: "dcgan:activation=leaky_relu,end=sigmoid,eps=0.8".
///
/// Without it the family's usual layers are assumed, which is said.
package struct FamilyVariant: Equatable {
    /// The family's name, in front of the colon.
    var family: String
    /// ReLU or LeakyReLU between layers, with the slope for negative values; nil for the family's own.
    var slope: Float?
    /// What a generator ends with.
    var end: End?
    /// What batch normalization adds to variances.
    var epsilon: Float?

    enum End: String, CaseIterable {
        case tanh, sigmoid, none
    }

    /// The arguments that may stand behind the colon, for messages and help.
    package static let words = "activation=relu|leaky_relu, slope=NUMBER, end=tanh|sigmoid|none, eps=NUMBER"

    /// Reads a choice; nil where it is no family with arguments.
    ///
    /// Throws what is wrong with them, as a clause.
    init?(_ choice: String, families: [String]) throws(FamilyMismatch) {
        let parts = choice.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, families.contains(String(parts[0])) else { return nil }
        family = String(parts[0])
        var isLeaky: Bool?
        for argument in parts[1].split(separator: ",") {
            let pair = argument.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            guard pair.count == 2 else { throw Self.problem(String(argument)) }
            switch (pair[0], pair[1]) {
            case ("activation", "relu"): isLeaky = false
            case ("activation", "leaky_relu"): isLeaky = true
            case ("slope", let text):
                guard let value = Float(text), value >= 0, value <= 1 else { throw Self.problem(String(argument)) }
                slope = value
            case ("eps", let text):
                guard let value = Float(text), value >= 0, value.isFinite else { throw Self.problem(String(argument)) }
                epsilon = value
            case ("end", let text):
                guard let value = End(rawValue: text) else { throw Self.problem(String(argument)) }
                end = value
            default: throw Self.problem(String(argument))
            }
        }
        switch isLeaky {
        case true: slope = slope ?? 0.2
        case false:
            guard (slope ?? 0) == 0 else { throw FamilyMismatch(reason: "activation=relu has no slope") }
            slope = 0
        case nil: break
        }
    }

    private static func problem(_ argument: String) -> FamilyMismatch {
        FamilyMismatch(reason: "\"\(PrintableText.of(argument, limit: 60))\" is none of \(words)")
    }

    /// The architecture with what was said in place of what was assumed.
    func applied(to architecture: Architecture) -> Architecture {
        var result = architecture
        result.network.layers = architecture.network.layers.map { described in
            var described = described
            if let norm = described.layer as? BatchNormLayer, let epsilon {
                described = LayerDescription.batchNorm(
                    features: norm.features, epsilon: epsilon, affine: norm.affine, key: norm.key)
            } else if described.layer is LeakyRectifierLayer, let slope {
                described = .leakyRectifier(slope: slope)
            }
            return described
        }
        if architecture.role == .generator, let end, architecture.network.layers.last?.layer is HyperbolicTangentLayer {
            switch end {
            case .tanh: break
            case .sigmoid:
                result.network.layers[result.network.layers.count - 1] = .sigmoid
                result.valueRange = ValueRange(low: 0, high: 1)
            case .none: result.network.layers.removeLast()
            }
        }
        result.assumed = FamilyAssumptions.words(result, stated: self)
        return result
    }
}

/// The words for what a family takes for granted.
enum FamilyAssumptions {
    /// "ReLU, tanh, eps 1e-5", without what was stated; nil where nothing is left.
    static func words(_ architecture: Architecture, stated: FamilyVariant? = nil) -> String? {
        var words: [String] = []
        let layers = architecture.network.layers.map(\.layer)
        if stated?.slope == nil, let rectifier = layers.lazy.compactMap({ $0 as? LeakyRectifierLayer }).first {
            words.append(rectifier.slope == 0 ? "ReLU" : "LeakyReLU of slope \(rectifier.slope)")
        }
        if stated?.end == nil, architecture.role == .generator, layers.last is HyperbolicTangentLayer {
            words.append("tanh at the end")
        }
        if stated?.end == FamilyVariant.End.none { words.append("values from -1 to 1") }
        if stated?.epsilon == nil, let norm = layers.lazy.compactMap({ $0 as? BatchNormLayer }).first {
            words.append("eps \(norm.epsilon == 1e-5 ? "1e-5" : "\(norm.epsilon)")")
        }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }
}
