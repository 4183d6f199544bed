import GANNumerics

extension Architecture {
    /// What a description says, a line a layer with the shape of what it makes, PyTorch's order; then what goes in and was assumed.
    package func outline() throws(ModelError) -> [String] {
        func written(_ shape: [Int]) -> String { "\(shape.count == 3 ? [shape[2], shape[0], shape[1]] : shape)" }
        var lines = ["\(role.rawValue) of \(written(network.input))"]
        for (index, (layer, shape)) in zip(network.layers, try network.outputShapes()).enumerated() {
            let name = layer.name.map { ", called \($0)" } ?? ""
            lines.append("\(index)  \(layer.kind)  \(written(shape))\(name)")
        }
        lines.append("\(network.parameterCount) parameters; values from \(valueRange.low) to \(valueRange.high)")
        if let latent { lines.append("latent \(latent.shape), \(latent.distribution.replacing("_", with: " "))") }
        if let assumed { lines.append("assumed: \(assumed)") }
        return lines
    }
}

extension LayerDescription {
    /// Every kind of layer that a description may name, with the arguments that it takes, in alphabetical order.
    package static var catalogue: [(kind: String, keys: [String])] {
        types.flatMap { type in type.kinds.map { (kind: $0.key, keys: $0.value) } }.sorted { $0.kind < $1.kind }
    }
}
