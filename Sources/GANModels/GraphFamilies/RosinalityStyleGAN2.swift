import GANNumerics

/// Reads a StyleGAN2 generator in the names of rosinality's stylegan2-pytorch, whose kernels have five axes.
struct RosinalityStyleGAN2 {
    let weights: GraphWeights
    var state: StateDictGraph
    var notes = ["The rate of the mapping network, 0.01, is assumed: a state dict does not hold it."]

    init(_ weights: GraphWeights) {
        self.weights = weights
        state = weights.state(StyleGAN2Family.name)
    }

    /// The parts.
    mutating func network() throws(ModelError) -> StyleGAN2Network {
        let input = state.take("input.input", axes: 4)
        let start = input.reshaped(Array(input.shape.dropFirst()).withFirst(input.shape[0] * input.shape[1]))
        var layers: [StyleLinear] = []
        for index in 1...max(1, weights.count("style.", ".weight", from: 1)) {
            layers.append(state.equalized("style.\(index)", rate: 0.01, isActive: true))
        }
        var average: [Float]?
        if let tensor = weights.tensors["latent_avg"] {
            average = state.take("latent_avg", tensor.shape).scalars
            if average?.count != layers.last?.weight.shape[0] { _ = state.take("latent_avg", [0]) }
        }
        var blocks = [
            StyleGAN2Network.Block(convolutions: [convolution("conv1", start.shape[0], 0, isUp: false, start)])
        ]
        blocks[0].colour = colour("to_rgb1", blocks[0].convolutions[0].weight.shape[0])
        let doublings = min(10, (weights.count("convs.", ".conv.weight") + 1) / 2)
        for index in 0..<doublings {
            let before = blocks[index].convolutions.last?.weight.shape[0] ?? 0
            let up = convolution("convs.\(2 * index)", before, 2 * index + 1, isUp: true, start)
            let plain = convolution("convs.\(2 * index + 1)", up.weight.shape[0], 2 * index + 2, isUp: false, start)
            var block = StyleGAN2Network.Block(convolutions: [up, plain])
            block.colour = colour("to_rgbs.\(index)", plain.weight.shape[0])
            block.colour?.filter = state.filter("to_rgbs.\(index).upsample.kernel", dividedBy: 4)
            blocks.append(block)
        }
        return StyleGAN2Network(
            mapping: StyleMapping(latentSize: layers[0].weight.shape[1], layers: layers, average: average),
            start: start,
            blocks: blocks)
    }

    private mutating func convolution(
        _ name: String, _ inputs: Int, _ number: Int, isUp: Bool, _ start: Tensor
    ) -> StyleGAN2Network.Convolution {
        let stored = kernel("\(name).conv.weight", inputs)
        let outputs = stored.shape[0]
        let doublings = (number + 1) / 2
        let grid = [start.shape[1] << doublings, start.shape[2] << doublings]
        let strength = state.take("\(name).noise.weight", [1]).scalars[0]
        let noiseName = "noises.noise_\(number)"
        var noise = StyleGAN2Network.Noise(strength: strength, grid: grid)
        if weights.has(noiseName) {
            let image = state.take(noiseName, [1, 1] + grid)
            noise.image = image.reshaped(Array(image.shape.dropFirst(2)))
        }
        // The scale 1/√(inputs·k²) that is applied at run time cancels against the demodulation, but for ε.
        let area = Float(stored.shape[1] * stored.shape[2] * stored.shape[3])
        return .init(
            name: name, weight: stored, style: state.equalized("\(name).conv.modulation"),
            bias: state.take("\(name).activate.bias", [outputs]).scalars,
            noise: noise, isUp: isUp,
            filter: isUp ? state.filter("\(name).conv.blur.kernel", dividedBy: 4) : nil, epsilon: 1e-8 * area)
    }

    private mutating func colour(_ name: String, _ inputs: Int) -> StyleGAN2Network.Colour {
        let stored = kernel("\(name).conv.weight", inputs)
        var style = state.equalized("\(name).conv.modulation")
        let gain = 1 / Float(stored.shape[1] * stored.shape[2] * stored.shape[3]).squareRoot()
        style.weight = style.weight.scaled(by: gain)
        style.bias = style.bias.map { $0 * gain }
        let bias = state.take("\(name).bias", [1, stored.shape[0], 1, 1]).scalars
        return .init(name: name, weight: stored, style: style, bias: bias)
    }

    /// A kernel `[1, outputs, inputs, k, k]` without its first axis.
    private mutating func kernel(_ name: String, _ inputs: Int) -> Tensor {
        let stored = state.take(name, axes: 5)
        let size = min(stored.shape[4], 3)
        if stored.shape[0] != 1 || stored.shape[2] != inputs || stored.shape[3] != size || stored.shape[4] != size {
            let expected = state.take(name, [1, stored.shape[1], inputs, size, size])
            return expected.reshaped(Array(expected.shape.dropFirst()))
        }
        return stored.reshaped(Array(stored.shape.dropFirst()))
    }
}

extension [Int] {
    /// The same list with another first element.
    fileprivate func withFirst(_ value: Int) -> [Int] { [value] + dropFirst() }
}
