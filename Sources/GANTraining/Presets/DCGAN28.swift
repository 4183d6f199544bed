import GANData
import GANModels

extension Preset {
    /// The DCGAN family for 28×28 grey images.
    ///
    /// Source: Radford et al. 2015, 1511.06434.
    /// Generator 64 → 256 (7×7) → 128 (14×14) → 1 (28×28) by transposed convolutions of kernels 7, 4/2, 4/2;
    /// discriminator 1 → 64 → 128 → 1 by convolutions of kernels 4/2, 4/2, 7. Batch norm in the inner layers.
    public static let dcgan28 = Preset(
        name: "dcgan28", summary: "DCGAN for 28×28 grey images (MNIST, Fashion-MNIST, builtin:shapes)",
        sampleShape: .image(height: 28, width: 28, channels: 1), latentSize: 64,
        generator: dcganGenerator28(widths: (256, 128)),
        discriminator: dcganDiscriminator28(widths: (64, 128), normalizes: true),
        weightDeviation: 0.02, steps: 2000,
        hyperparameters: Hyperparameters(
            batchSize: 64, learningRate: 2e-4, beta1: 0.5, beta2: 0.999, averageDecay: 0.995))

    /// The networks of `dcgan28`, the discriminator's without batch norm: what recipes are applied to, as penalties need it.
    static let convolutional28: Preset = {
        var preset = dcgan28
        preset.discriminator = dcganDiscriminator28(widths: (64, 128), normalizes: false)
        return preset
    }()

    /// Half the channels of `convolutional28`, and so a quarter of the work: more steps in the same time.
    static let small28: Preset = {
        var preset = dcgan28
        preset.name = "small28"
        preset.summary = "half the channels of dcgan28, no batch norm in the discriminator"
        preset.generator = dcganGenerator28(widths: (128, 64))
        preset.discriminator = dcganDiscriminator28(widths: (32, 64), normalizes: false)
        return preset
    }()

    /// `small28` for color images, as `stacked:` makes them.
    static let smallColor28: Preset = {
        var preset = small28
        preset.name = "small28-color"
        preset.summary = "small28 for color images, as stacked:SOURCE"
        preset.sampleShape = .image(height: 28, width: 28, channels: 3)
        preset.generator = dcganGenerator28(widths: (128, 64), channels: 3)
        preset.discriminator = dcganDiscriminator28(widths: (32, 64), channels: 3, normalizes: false)
        return preset
    }()

    /// What gets farthest in minutes on two cores: `small28` told the classes, at rates that spectral normalization bears.
    static let smallClasses28: Preset = {
        var preset = small28
        preset.hyperparameters.learningRate = 1e-3
        preset.hyperparameters.averageDecay = 0.999
        preset = preset.with(.classNorm)
        preset.summary = "small28 told the classes, with higher learning rates: the best in a few minutes"
        return preset
    }()

    /// `convolutional28` with a discriminator that sees how much the samples of a batch differ.
    static let minibatchDeviation28: Preset = {
        var preset = convolutional28
        preset.name = "dcgan28-minibatch-std"
        preset.summary = "a discriminator that sees how much a batch's samples differ"
        let last = LayerDescription.convolution(
            .init(inputs: 129, outputs: 1, kernel: 7, stride: 1, padding: 0, bias: true, key: "main.4"))
        preset.discriminator.layers[preset.discriminator.layers.count - 1] = .minibatchDeviation(key: "deviation")
        preset.discriminator.layers.append(last)
        return preset
    }()

    /// Latent vector → `widths.0` at 7×7 → `widths.1` at 14×14 → image; batch norm in the inner layers.
    private static func dcganGenerator28(widths: (Int, Int), channels: Int = 1) -> NetworkDescription {
        NetworkDescription(
            input: [1, 1, 64],
            layers: [
                .transposedConvolution(
                    .init(inputs: 64, outputs: widths.0, kernel: 7, stride: 1, padding: 0, bias: false, key: "main.0")),
                .batchNorm(features: widths.0, epsilon: 1e-5, key: "main.1"),
                .leakyRectifier(slope: 0),
                .transposedConvolution(
                    .init(
                        inputs: widths.0, outputs: widths.1, kernel: 4, stride: 2, padding: 1, bias: false,
                        key: "main.3")),
                .batchNorm(features: widths.1, epsilon: 1e-5, key: "main.4"),
                .leakyRectifier(slope: 0),
                .transposedConvolution(
                    .init(
                        inputs: widths.1, outputs: channels, kernel: 4, stride: 2, padding: 1, bias: true, key: "main.6"
                    )
                ), .hyperbolicTangent,
            ])
    }

    /// Image → `widths.0` at 14×14 → `widths.1` at 7×7 → logit; batch norm before the last rectifier where it is asked for.
    private static func dcganDiscriminator28(
        widths: (Int, Int), channels: Int = 1, normalizes: Bool
    ) -> NetworkDescription {
        let second = LayerDescription.convolution(
            .init(
                inputs: widths.0, outputs: widths.1, kernel: 4, stride: 2, padding: 1, bias: !normalizes, key: "main.2")
        )
        let norm = LayerDescription.batchNorm(features: widths.1, epsilon: 1e-5, key: "main.3")
        let last = LayerDescription.convolution(
            .init(
                inputs: widths.1, outputs: 1, kernel: 7, stride: 1, padding: 0, bias: true,
                key: normalizes ? "main.5" : "main.4"))
        return NetworkDescription(
            input: [28, 28, channels],
            layers: [
                .convolution(
                    .init(
                        inputs: channels, outputs: widths.0, kernel: 4, stride: 2, padding: 1, bias: true, key: "main.0"
                    )
                ),
                .leakyRectifier(slope: 0.2), second,
            ] + (normalizes ? [norm] : []) + [.leakyRectifier(slope: 0.2), last])
    }
}
