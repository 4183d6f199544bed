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
        generator: NetworkDescription(
            input: [1, 1, 64],
            layers: [
                .transposedConvolution(
                    .init(inputs: 64, outputs: 256, kernel: 7, stride: 1, padding: 0, bias: false, key: "main.0")),
                .batchNorm(features: 256, epsilon: 1e-5, key: "main.1"),
                .leakyRectifier(slope: 0),
                .transposedConvolution(
                    .init(inputs: 256, outputs: 128, kernel: 4, stride: 2, padding: 1, bias: false, key: "main.3")),
                .batchNorm(features: 128, epsilon: 1e-5, key: "main.4"),
                .leakyRectifier(slope: 0),
                .transposedConvolution(
                    .init(inputs: 128, outputs: 1, kernel: 4, stride: 2, padding: 1, bias: true, key: "main.6")),
                .hyperbolicTangent,
            ]),
        discriminator: NetworkDescription(
            input: [28, 28, 1],
            layers: [
                .convolution(
                    .init(inputs: 1, outputs: 64, kernel: 4, stride: 2, padding: 1, bias: true, key: "main.0")),
                .leakyRectifier(slope: 0.2),
                .convolution(
                    .init(inputs: 64, outputs: 128, kernel: 4, stride: 2, padding: 1, bias: false, key: "main.2")),
                .batchNorm(features: 128, epsilon: 1e-5, key: "main.3"),
                .leakyRectifier(slope: 0.2),
                .convolution(
                    .init(inputs: 128, outputs: 1, kernel: 7, stride: 1, padding: 0, bias: true, key: "main.5")),
            ]),
        weightDeviation: 0.02, steps: 2000,
        hyperparameters: Hyperparameters(
            batchSize: 64, learningRate: 2e-4, beta1: 0.5, beta2: 0.999, averageDecay: 0.995))

    /// The networks of `dcgan28`, the discriminator's without batch norm: what recipes are applied to, as penalties need it.
    static let convolutional28: Preset = {
        var preset = dcgan28
        preset.discriminator = NetworkDescription(
            input: [28, 28, 1],
            layers: [
                .convolution(
                    .init(inputs: 1, outputs: 64, kernel: 4, stride: 2, padding: 1, bias: true, key: "main.0")),
                .leakyRectifier(slope: 0.2),
                .convolution(
                    .init(inputs: 64, outputs: 128, kernel: 4, stride: 2, padding: 1, bias: true, key: "main.2")),
                .leakyRectifier(slope: 0.2),
                .convolution(
                    .init(inputs: 128, outputs: 1, kernel: 7, stride: 1, padding: 0, bias: true, key: "main.4")),
            ])
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
}
