import GANData
import GANModels

extension Preset {
    /// The preset's networks for a plan: wider where labels go in or samples come in packs, with more outputs where the
    /// discriminator tells classes.
    ///
    /// Throws `TrainingError.contradiction` for a network that can't be so adapted.
    func networks(
        for plan: TrainingPlan
    ) throws(TrainingError) -> (generator: NetworkDescription, discriminator: NetworkDescription) {
        let settings = plan.hyperparameters
        if let translation, let chosen = settings.translation {
            return (translation.generator(chosen), translation.discriminator(chosen))
        }
        guard let condition = settings.condition, let classes = plan.classCount else {
            return (
                generator, try adapted(discriminator, channels: channels * settings.packing, outputs: nil, "packing")
            )
        }
        var generator =
            if let conditionalGenerator { conditionalGenerator(classes) } else {
                try adapted(generator, channels: latentSize + classes, outputs: nil, "condition")
            }
        if settings.conditionalNormalization {
            guard let conditioned = generator.conditioningNorms(classes: classes) else {
                throw .contradiction(
                    preset: name, field: "conditionalNormalization", found: "true",
                    expected: "a generator with batch normalization", remedy: "Choose another preset, or leave it out.")
            }
            generator = conditioned
        }
        let discriminator =
            switch condition {
            case .concatenation: try adapted(discriminator, channels: channels + classes, outputs: nil, "condition")
            case .projection, .auxiliaryClassifier:
                try adapted(discriminator, channels: channels, outputs: 1 + classes, "condition")
            }
        return (generator, discriminator)
    }

    /// The last axis of a sample.
    private var channels: Int {
        switch sampleShape {
        case .image(_, _, let channels): return channels
        case .vector(let size): return size
        }
    }

    private func adapted(
        _ network: NetworkDescription, channels: Int, outputs: Int?, _ field: String
    ) throws(TrainingError) -> NetworkDescription {
        guard let result = network.resized(inputChannels: channels, outputs: outputs) else {
            throw .contradiction(
                preset: name, field: field, found: "asked of layers that can't be widened",
                expected: "networks that begin and end with a linear layer or a convolution",
                remedy: "Choose another preset, or leave \(field) out.")
        }
        return result
    }
}
