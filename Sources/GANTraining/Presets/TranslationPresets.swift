import GANData
import GANModels

extension Preset {
    /// The presets that make images of images, each at three sides, grey and in color.
    static let translations: [Preset] = {
        var all: [Preset] = []
        for side in [28, 32, 64] {
            for channels in [1, 3] {
                let networks = TranslationNetworks(side: side, channels: channels, width: side == 64 ? 24 : 32)
                let patchSize = side == 64 ? 38 : 18
                all += pix2pix(networks, patchSize: patchSize)
                all.append(cycleGAN(networks, patchSize: patchSize))
            }
        }
        return all
    }()

    /// pix2pix (1611.07004) and what it must beat: the distance to the target alone, and noise alone.
    ///
    /// Its generator takes no noise: the paper's learned to ignore it (section 3.1), and an image becomes one image.
    static func pix2pix(_ networks: TranslationNetworks, patchSize: Int) -> [Preset] {
        let pairs = ImageTranslation.paired(patchSize: patchSize)
        var pixels = pairs
        pixels.adversarialWeight = 0
        var noise = pairs
        noise.pixelWeight = 0
        noise.noiseChannels = 4
        noise.ignoresInputs = true
        let name = "pix2pix\(networks.suffix)"
        return [
            translating(
                networks, name: name, summary: "pix2pix for pairs of \(networks.words): --data targets, --inputs",
                pairs),
            translating(
                networks, name: "\(name)-l1-only", summary: "distance to the target alone, no discriminator", pixels),
            translating(
                networks, name: "\(name)-noise-only", summary: "ignores its inputs: what a model must beat", noise),
        ]
    }

    /// CycleGAN (1703.10593) with its least-squares loss.
    static func cycleGAN(_ networks: TranslationNetworks, patchSize: Int) -> Preset {
        var preset = translating(
            networks, name: "cyclegan\(networks.suffix)",
            summary: "CycleGAN between worlds of \(networks.words) without pairs: --data, --inputs",
            .unpaired(patchSize: patchSize))
        preset.hyperparameters.loss = ChosenLoss(LeastSquaresLoss.self)
        preset.hyperparameters.batchSize = 8
        preset.steps = 1500
        return preset
    }

    private static func translating(
        _ networks: TranslationNetworks, name: String, summary: String, _ translation: ImageTranslation
    ) -> Preset {
        var settings = Hyperparameters(
            batchSize: 16, learningRate: 5e-4, beta1: 0.5, beta2: 0.999, averageDecay: 0.99)
        settings.translation = translation
        var preset = Preset(
            name: name, summary: summary, sampleShape: networks.shape,
            latentSize: networks.noiseSize(translation), generator: networks.generator(translation),
            discriminator: networks.discriminator(translation), weightDeviation: nil, steps: 2000,
            hyperparameters: settings)
        preset.translation = networks
        return preset
    }
}

extension TranslationNetworks {
    /// "28", "28-color".
    fileprivate var suffix: String { "\(side)" + (channels == 1 ? "" : "-color") }

    /// "28×28 grey images".
    fileprivate var words: String { "\(side)×\(side) \(channels == 1 ? "grey" : "color") images" }
}
