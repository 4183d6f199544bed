import GANData
import GANModels

extension Preset {
    /// Fully connected networks for points in the plane that lie about `extent` from the origin: `builtin:ring` and `builtin:grid`.
    ///
    /// Latent vectors have two values, as the points: a plane need only be pulled apart. What reaches the discriminator is told apart by place and not
    /// by direction alone, so its units begin all over the plane.
    static func planePerceptron(name: String, steps: Int, extent: Double) -> Preset {
        func stack(_ widths: [Int], slope: Float) -> [LayerDescription] {
            zip(widths, widths.dropFirst()).enumerated().flatMap { index, sizes -> [LayerDescription] in
                let layer = LayerDescription.linear(
                    inputs: sizes.0, outputs: sizes.1, bias: true, key: "main.\(2 * index)")
                return index < widths.count - 2 ? [layer, .leakyRectifier(slope: slope)] : [layer]
            }
        }
        var preset = Preset(
            name: name, summary: "fully connected networks for points in the plane, builtin:\(name.dropFirst(4))",
            sampleShape: .vector(2), latentSize: 2,
            generator: NetworkDescription(input: [2], layers: stack([2, 128, 128, 2], slope: 0)),
            discriminator: NetworkDescription(input: [2], layers: stack([2, 128, 128, 1], slope: 0.2)),
            weightDeviation: nil, steps: steps,
            hyperparameters: Hyperparameters(
                batchSize: 256, learningRate: 5e-4, beta1: 0.5, beta2: 0.999, averageDecay: 0.999))
        preset.spread = (1, extent)
        return preset
    }

    /// The preset with penalties at samples of another weight, and a pairing loss that learns faster and longer.
    ///
    /// The usual weight is meant for images. Modes of ring and grid are 0.01 and 0.05 wide: whoever tells them from their surroundings has steep
    /// slopes, about a mode's height over its width, and under the usual weight the discriminator stays too flat to.
    func penalizing(_ weight: Double) -> Preset {
        var preset = self
        preset.hyperparameters.regularizers = hyperparameters.regularizers.map { chosen in
            switch chosen.regularizer {
            case is RealGradientPenalty: ChosenRegularizer(RealGradientPenalty(weight: weight), every: chosen.every)
            case is GeneratedGradientPenalty:
                ChosenRegularizer(GeneratedGradientPenalty(weight: weight), every: chosen.every)
            default: chosen
            }
        }
        if hyperparameters.loss.type == RelativisticPairingLoss.self {
            preset.hyperparameters.learningRate *= 4
            preset.steps = max(steps, 10_000)
        }
        return preset
    }
}
