import GANNumerics

/// Reads a StyleGAN2 generator in the names of stylegan2-ada-pytorch, which stylegan3 and StudioGAN kept.
struct NVIDIAStyleGAN2 {
    let weights: GraphWeights
    var state: StateDictGraph
    var notes: [String] = []

    init(_ weights: GraphWeights) {
        self.weights = weights
        state = weights.state(StyleGAN2Family.name)
    }

    /// The parts; throws `unknownArchitecture` for an attribute that no published configuration has.
    mutating func network() throws(ModelError) -> StyleGAN2Network {
        let start = state.take("synthesis.b4.const", axes: 3)
        let mapping = try NVIDIAMapping(weights: weights).read(&state)
        if let assumption = NVIDIAMapping(weights: weights).assumption {
            notes += [assumption, "That activations are not cut is assumed: a state dict does not say it."]
        }
        var blocks: [StyleGAN2Network.Block] = []
        var side = 4
        while side <= 4096, weights.names.contains(where: { $0.hasPrefix("synthesis.b\(side).") }) {
            blocks.append(try block(side, start: start, before: blocks.last?.convolutions.last?.weight.shape[0]))
            side *= 2
        }
        return StyleGAN2Network(mapping: mapping, start: start, blocks: blocks)
    }

    private mutating func block(
        _ side: Int, start: Tensor, before: Int?
    ) throws(ModelError) -> StyleGAN2Network.Block {
        let name = "synthesis.b\(side)"
        let hasFilter = weights.has("\(name).resample_filter")
        let filter = before == nil || !hasFilter ? nil : state.filter("\(name).resample_filter")
        var convolutions: [StyleGAN2Network.Convolution] = []
        let grid = [start.shape[1] * side / 4, start.shape[2] * side / 4]
        var inputs = before ?? start.shape[0]
        for index in before == nil ? 1...1 : 0...1 {
            let layer = try convolution("\(name).conv\(index)", inputs: inputs, isUp: index == 0, grid: grid)
            inputs = layer.weight.shape[0]
            convolutions.append(layer)
        }
        var block = StyleGAN2Network.Block(convolutions: convolutions)
        let last = !weights.names.contains { $0.hasPrefix("synthesis.b\(side * 2).") }
        if last || weights.has("\(name).torgb.weight") {
            let colour = "\(name).torgb"
            let weight = state.take("\(colour).weight", axes: 4)
            var style = linear("\(colour).affine")
            let gain =
                weights.number(colour, "weight_gain").map { Float($0) }
                ?? 1 / Float(weight.shape[1] * weight.shape[2] * weight.shape[3]).squareRoot()
            style.weight = style.weight.scaled(by: gain)
            style.bias = style.bias.map { $0 * gain }
            require(weight, "\(colour).weight", inputs: inputs)
            block.colour = .init(
                name: colour, weight: weight, style: style,
                bias: state.take("\(colour).bias", [weight.shape[0]]).scalars,
                clamp: clamp(colour), filter: filter)
        }
        if let before, weights.has("\(name).skip.weight") {
            let weight = state.take("\(name).skip.weight", [inputs, before, 1, 1])
            let gain = weights.number("\(name).skip", "weight_gain").map { Float($0) } ?? 1 / Float(before).squareRoot()
            let own = weights.has("\(name).skip.resample_filter") ? "\(name).skip.resample_filter" : nil
            let used = own.map { state.filter($0) } ?? filter ?? state.filter("\(name).resample_filter")
            block.skip = ("\(name).skip", weight.scaled(by: gain), used)
        }
        return block
    }

    private mutating func convolution(
        _ name: String, inputs: Int, isUp: Bool, grid: [Int]
    ) throws(ModelError) -> StyleGAN2Network.Convolution {
        try NVIDIAMapping(weights: weights).check(name, activations: ["lrelu", "relu", "linear"])
        let weight = state.take("\(name).weight", axes: 4)
        require(weight, "\(name).weight", inputs: inputs)
        var noise: StyleGAN2Network.Noise?
        if weights.has("\(name).noise_strength") {
            noise = .init(
                strength: state.take("\(name).noise_strength", []).scalar, grid: grid,
                image: weights.has("\(name).noise_const") ? state.take("\(name).noise_const", grid) : nil)
        }
        return .init(
            name: name, weight: weight, style: linear("\(name).affine"),
            bias: state.take("\(name).bias", [weight.shape[0]]).scalars, noise: noise, isUp: isUp,
            filter: isUp ? state.filter("\(name).resample_filter") : nil, epsilon: 1e-8,
            activation: weights.text(name, "activation").flatMap(StyleGAN2Activation.init) ?? .leaky, clamp: clamp(name)
        )
    }

    /// Says what is wrong where a kernel does not take what the layer before it makes.
    private mutating func require(_ weight: Tensor, _ name: String, inputs: Int) {
        let (rows, columns) = (weight.shape[2], weight.shape[3])
        if weight.shape[1] != inputs || rows != columns || rows > 3 || rows == 2 {
            _ = state.take(name, [weight.shape[0], inputs, min(rows, 3), min(rows, 3)])
        }
    }

    private mutating func linear(_ name: String) -> StyleLinear { NVIDIAMapping(weights: weights).linear(name, &state) }

    private func clamp(_ name: String) -> Float? { weights.number(name, "conv_clamp").map { Float($0) } }
}
