import GANNumerics
import GANONNX

/// FastGAN's generator, in the names of its project and of projected-gan: convolutions with gated linear units at each resolution, noise in
/// some, and channels weighted by what a resolution sixteen times smaller saw.
///
/// Liu et al. 2021, 2101.04775; Sauer et al. 2021, 2111.01007, whose latent vectors are normalized.
enum FastGANFamily: GraphFamily {
    static let name = "fastgan"
    static let projects = "FastGAN-pytorch, projected-gan's fastgan"
    static let assumptions =
        "nearest doubling, normalization's ε of 1e-5, tanh only at 1024 pixels of FastGAN's own network"

    private static let greatestSide = 1024

    static func recognizesGenerator(_ names: GraphNames) -> Bool {
        ["", "synthesis."].contains {
            names.has("\($0)init.init.0.weight") && names.has("\($0)feat_8.1.weight") && names.has("\($0)to_big.weight")
        }
    }

    static func generator(_ weights: GraphWeights, _ options: GraphOptions) throws -> GraphGenerator {
        let noise = options.noise ?? .random
        guard noise != .constant else {
            throw ModelOptionError.notForModel(
                path: weights.path, option: .noise, found: "it holds no noise images", remedy: "Give none or random.")
        }
        let isProjected = weights.has("synthesis.init.init.0.weight")
        let root = isProjected ? "synthesis." : ""
        let resolution = resolution(weights, root: root, isProjected: isProjected)
        var parts = ResidualGraph(weights.state(name), .mimicry)
        let start = parts.state.take("\(root)init.init.0.weight", axes: 4)
        var channels = start.shape[1]
        let z = parts.state.graph.input("z", shape: [start.shape[0]])
        let latent = isProjected ? parts.state.rootMeanNormalized(z) : z
        var x = parts.state.transposedConvolution(
            parts.state.onGrid(latent), "\(root)init.init.0", weight: start, pads: [0, 0, 0, 0], stride: 1)
        x = parts.normalized(x, "\(root)init.init.1", channels: channels, condition: nil)
        x = parts.state.gated(x, channels: channels)
        channels /= 2
        var seen = [start.shape[2]: (x, channels)]
        var side = start.shape[2]
        while side < resolution {
            side *= 2
            x = parts.state.nearestUpsampled(x)
            let key = "\(root)feat_\(side)"
            let hasNoise = weights.has("\(key).5.weight")
            for step in hasNoise ? [1, 5] : [1] {
                let (y, doubled) = parts.convolution(x, "\(key).\(step)", inputs: channels)
                x = hasNoise ? noised(y, "\(key).\(step + 1)", side: side, noise, &parts) : y
                x = parts.normalized(x, "\(key).\(step + (hasNoise ? 2 : 1))", channels: doubled, condition: nil)
                x = parts.state.gated(x, channels: doubled)
                channels = doubled / 2
            }
            if let small = seen[side / 16], weights.has("\(root)se_\(side).main.1.weight") {
                x = parts.state.product(x, context(small, "\(root)se_\(side).main", side: side / 16, &parts))
            }
            seen[side] = (x, channels)
        }
        (x, channels) = parts.convolution(x, "\(root)to_big", inputs: channels)
        // The project's own network bends its values at the largest size alone.
        let isBent = !isProjected && side == greatestSide
        _ = parts.state.graph.node(isBent ? "Tanh" : "Identity", [x], output: "images")
        parts.state.graph.output("images", shape: [channels, side, side])
        // A second, small image for training, and resolutions above that of the images.
        let unused =
            ["to_128."]
            + [16, 32, 64, 128, 256, 512, 1024].filter { $0 > side }.flatMap {
                ["\(root)feat_\($0).", "\(root)se_\($0)."]
            }
        return GraphGenerator(
            graph: try parts.state.finish { name in unused.contains { name.hasPrefix($0) } },
            latent: LatentPrior(shape: [start.shape[0]]), sampleShape: [side, side, channels],
            parameterCount: weights.tensors.values.reduce(0) { $0 + $1.count }, noise: noise,
            notes: isProjected && weights.number("", "img_resolution") == nil
                ? ["Images of \(side) pixels are taken, the largest that the last convolution fits."] : [])
    }

    /// The images' side: what a module's attribute says, else the largest whose channels the last convolution takes.
    private static func resolution(_ weights: GraphWeights, root: String, isProjected: Bool) -> Int {
        let stated = weights.number("", "img_resolution") ?? weights.number("", "im_size")
        if let stated, let side = Int(exactly: stated), (8...greatestSide).contains(side) { return side }
        var (side, found, largest) = (8, 8, 8)
        let wanted = weights.shape("\(root)to_big.weight").flatMap { $0.count == 4 ? $0[1] : nil }
        while side <= greatestSide {
            let key = "\(root)feat_\(side)"
            let last = weights.shape("\(key).5.weight") ?? weights.shape("\(key).1.weight")
            guard let last, let doubled = last.first else { break }
            largest = side
            if doubled / 2 == wanted { found = side }
            side *= 2
        }
        return isProjected ? found : largest
    }

    /// `x` with noise of its own for each sample, times the strength that was trained.
    private static func noised(
        _ x: String, _ name: String, side: Int, _ noise: GeneratorNoise, _ parts: inout ResidualGraph
    ) -> String {
        let strength = parts.state.take("\(name).weight", [1]).scalars[0]
        guard noise == .random, strength != 0 else { return x }
        let image = parts.state.graph.input("noise \(name)", shape: [1, side, side])
        return parts.state.sum(x, parts.state.scaled(image, by: strength))
    }

    /// `[N, c, 1, 1]`: a factor for each channel, of a smaller resolution's image brought to 4×4 pixels.
    private static func context(
        _ small: (x: String, channels: Int), _ name: String, side: Int, _ parts: inout ResidualGraph
    ) -> String {
        let window = max(1, side / 4)
        let pooled = parts.state.graph.node(
            "AveragePool", [small.x],
            attributes: ["kernel_shape": .integers([window, window]), "strides": .integers([window, window])])
        var weight = parts.state.take("\(name).1.weight", axes: 4)
        if weight.shape[1] != small.channels || weight.shape[2] != 4 || weight.shape[3] != 4 {
            weight = parts.state.take("\(name).1.weight", [weight.shape[0], small.channels, 4, 4])
        }
        let hidden = parts.state.convolution(pooled, "\(name).1", weight: weight)
        let swish = parts.state.product(hidden, parts.state.graph.node("Sigmoid", [hidden]))
        let (y, _) = parts.convolution(swish, "\(name).3", inputs: weight.shape[0])
        return parts.state.graph.node("Sigmoid", [y])
    }
}
