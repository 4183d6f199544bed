import GANData
import GANModels

/// Residual generators and discriminators in the manner of SNGAN, for images of a side that is a start times a power of two.
///
/// Miyato et al. 2018, 1802.05957, appendix B.4 and figure 8, with fewer channels.
struct ResidualNetworks {
    /// The side of the images.
    var side: Int
    /// Channels of the images.
    var channels: Int
    /// Channels within.
    var width: Int
    /// Values of a latent vector.
    var latentSize: Int
    /// The side of the grid that the generator begins with.
    var start: Int

    /// Blocks that double the side from `start` to `side`.
    private var doublings: Int {
        var (size, count) = (start, 0)
        while size < side {
            size *= 2
            count += 1
        }
        precondition(size == side, "images of \(side) from a grid of \(start)")
        return count
    }

    /// Latent vector → grid of `start` → blocks that double the side → image in [−1, 1]; batch norm in every block.
    var generator: NetworkDescription {
        var layers: [LayerDescription] = [
            .linear(inputs: latentSize, outputs: width * start * start, bias: true, key: "dense"),
            .unflatten(shape: [width, start, start]).named("grid"),
        ]
        var previous = "grid"
        for block in 0..<doublings {
            let key = "blocks.\(block)"
            layers += [
                LayerDescription.batchNorm(features: width, epsilon: 1e-5, key: "\(key).norm1").reading(previous),
                .leakyRectifier(slope: 0), .upsample(scale: 2, .nearest),
                convolution(width, width, "\(key).conv1"),
                .batchNorm(features: width, epsilon: 1e-5, key: "\(key).norm2"), .leakyRectifier(slope: 0),
                convolution(width, width, "\(key).conv2").named("branch\(block)"),
                LayerDescription.upsample(scale: 2, .nearest).reading(previous),
                convolution(width, width, "\(key).skip", kernel: 1).named("skip\(block)"),
                .addition(of: "branch\(block)", "skip\(block)").named("block\(block)"),
            ]
            previous = "block\(block)"
        }
        layers += [
            LayerDescription.batchNorm(features: width, epsilon: 1e-5, key: "norm").reading(previous),
            .leakyRectifier(slope: 0), convolution(width, channels, "image"), .hyperbolicTangent,
        ]
        return NetworkDescription(input: [latentSize], layers: layers)
    }

    /// Image → blocks that halve the side down to `start` → one block more → mean over the grid → logit; no normalization.
    var discriminator: NetworkDescription {
        var layers: [LayerDescription] = []
        var previous: String?
        for block in 0...doublings {
            let key = "blocks.\(block)"
            let inputs = block == 0 ? channels : width
            let halves = block < doublings
            // The first block has no rectifier before its first convolution: pixels of both signs say something.
            if let previous { layers.append(LayerDescription.leakyRectifier(slope: 0).reading(previous)) }
            layers += [
                convolution(inputs, width, "\(key).conv1"), .leakyRectifier(slope: 0),
                convolution(width, width, "\(key).conv2"),
            ]
            if halves { layers.append(pool) }
            layers[layers.count - 1] = layers[layers.count - 1].named("branch\(block)")
            var skip = previous ?? "input"
            if halves {
                layers += [
                    convolution(inputs, width, "\(key).skip", kernel: 1).reading(skip), pool.named("skip\(block)"),
                ]
                skip = "skip\(block)"
            }
            layers.append(.addition(of: "branch\(block)", skip).named("block\(block)"))
            previous = "block\(block)"
        }
        layers += [
            .leakyRectifier(slope: 0), .globalAveragePool, .flatten,
            .linear(inputs: width, outputs: 1, bias: true, key: "logit"),
        ]
        return NetworkDescription(input: [side, side, channels], layers: layers)
    }

    private var pool: LayerDescription { .averagePool(kernel: 2, stride: 2, padding: 0, countsPadding: true) }

    private func convolution(_ inputs: Int, _ outputs: Int, _ key: String, kernel: Int = 3) -> LayerDescription {
        .convolution(
            .init(
                inputs: inputs, outputs: outputs, kernel: kernel, stride: 1, padding: kernel / 2, bias: true, key: key)
        )
    }
}

extension Preset {
    /// Residual networks for square images: `resnet28`, `resnet32-color` and so on.
    static func residual(side: Int, channels: Int, width: Int, start: Int) -> Preset {
        let networks = ResidualNetworks(
            side: side, channels: channels, width: width, latentSize: 64, start: start)
        var settings = Hyperparameters(
            batchSize: 64, learningRate: 2e-4, beta1: 0, beta2: 0.9, averageDecay: 0.999,
            loss: ChosenLoss(HingeLoss.self))
        settings.spectralNormalization = true
        settings.criticSteps = 2
        return Preset(
            name: "resnet\(side)" + (channels == 1 ? "" : "-color"),
            summary:
                "residual networks for \(side)×\(side) \(channels == 1 ? "grey" : "color") images, spectral normalization",
            sampleShape: .image(height: side, width: side, channels: channels), latentSize: 64,
            generator: networks.generator, discriminator: networks.discriminator, weightDeviation: nil, steps: 2000,
            hyperparameters: settings)
    }
}
