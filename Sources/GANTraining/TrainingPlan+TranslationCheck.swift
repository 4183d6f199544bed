import GANModels
import GANNumerics

extension PlanCheck {
    /// What a plan of images from images may say.
    func translation() throws(TrainingError) {
        let (networks, chosen) = (preset.translation, settings.translation)
        guard let networks, let chosen else {
            return try require(
                networks == nil && chosen == nil, "translation", chosen == nil ? "absent" : "set",
                networks == nil
                    ? "none with a generator that takes latent vectors"
                    : "one, since the preset's generator takes images",
                "Choose another preset: `ganeval train --list` shows them.")
        }
        try numbers(of: chosen)
        let sizes = networks.patchSizes.map(String.init).joined(separator: ", ")
        try require(
            chosen.patchSize <= networks.side, "translation.patchSize", chosen.patchSize,
            "a patch within the image, whose side is \(networks.side): \(sizes)", "Give one of these sizes.")
        try require(
            networks.patchSizes.contains(chosen.patchSize), "translation.patchSize", chosen.patchSize,
            "what convolutions of stride 2 see: \(sizes)", "Give one of these sizes.")
        switch chosen.kind {
        case .paired: try paired(chosen)
        case .unpaired: try unpaired(chosen)
        }
        try nothingElse(chosen)
    }

    private func numbers(of chosen: ImageTranslation) throws(TrainingError) {
        for (field, value) in [
            ("adversarialWeight", chosen.adversarialWeight), ("pixelWeight", chosen.pixelWeight),
            ("cycleWeight", chosen.cycleWeight), ("identityWeight", chosen.identityWeight),
        ] {
            try require(
                value.isFinite && value >= 0, "translation.\(field)", value, "a number of 0 or more",
                "Change translation.\(field).")
        }
        for (field, value, limit) in [
            ("poolSize", chosen.poolSize, 10_000), ("noiseChannels", chosen.noiseChannels, 64),
        ] {
            try require(
                (0...limit).contains(value), "translation.\(field)", value, "0 to \(limit)",
                "Change translation.\(field).")
        }
    }

    private func paired(_ chosen: ImageTranslation) throws(TrainingError) {
        for (field, value) in [
            ("cycleWeight", chosen.cycleWeight), ("identityWeight", chosen.identityWeight),
            ("poolSize", Double(chosen.poolSize)),
        ] {
            try require(
                value == 0, "translation.\(field)", value, "0 beside kind: paired, which has one generator",
                "Leave it out, or choose a preset of cyclegan.")
        }
        try require(
            chosen.adversarialWeight > 0 || chosen.pixelWeight > 0, "translation.adversarialWeight and pixelWeight",
            "0 and 0", "something to learn from", "Set one of them above 0.")
        guard chosen.ignoresInputs else { return }
        try require(
            chosen.noiseChannels > 0, "translation.ignoresInputs", true, "noiseChannels of at least 1 beside it",
            "Set noiseChannels: the generator would have nothing to work on.")
        try require(
            chosen.pixelWeight == 0, "translation.pixelWeight", chosen.pixelWeight,
            "0 beside ignoresInputs, since no target belongs to noise", "Leave pixelWeight at 0.")
    }

    private func unpaired(_ chosen: ImageTranslation) throws(TrainingError) {
        try require(
            chosen.pixelWeight == 0, "translation.pixelWeight", chosen.pixelWeight,
            "0 beside kind: unpaired, where no target is known", "Leave it out, or choose a preset of pix2pix.")
        try require(
            chosen.adversarialWeight > 0, "translation.adversarialWeight", chosen.adversarialWeight,
            "a number above 0: nothing else tells what the target's world looks like", "Set it above 0.")
        try require(
            chosen.noiseChannels == 0 && !chosen.ignoresInputs, "translation.noiseChannels and ignoresInputs",
            "\(chosen.noiseChannels) and \(chosen.ignoresInputs)",
            "0 and false: what the way back can't tell would break the cycle", "Leave both out.")
        try require(
            settings.criticSteps == 1, "criticSteps", settings.criticSteps, "1 beside kind: unpaired",
            "Leave it out.")
    }

    /// What means nothing beside such a training.
    private func nothingElse(_ chosen: ImageTranslation) throws(TrainingError) {
        let kind = "\(chosen.kind.rawValue) images"
        try require(
            settings.condition == nil, "condition", settings.condition?.rawValue ?? "", "no labels beside \(kind)",
            "Leave condition out: the images are the condition.")
        try require(
            settings.packing == 1, "packing", settings.packing, "no packs beside \(kind)", "Leave packing out.")
        try require(
            settings.augmentation == nil, "augmentation", "set",
            "none beside \(kind): an image and what it was made of would be changed apart", "Leave augmentation out.")
        try require(
            chosen.noiseChannels > 0 || settings.prior == .standardNormal, "prior", settings.prior.rawValue,
            "noiseChannels above 0 beside it: nothing is drawn from a prior", "Leave prior out.")
        guard chosen.adversarialWeight == 0 else { return }
        let isPlain =
            settings.regularizers.isEmpty && !settings.spectralNormalization && settings.criticSteps == 1
            && settings.instanceNoise == nil && settings.labelSmoothing == 0
        try require(
            isPlain, "translation.adversarialWeight", 0,
            "nothing about a discriminator beside it (regularizers, spectralNormalization, criticSteps, instanceNoise, labelSmoothing)",
            "Leave these out, or set adversarialWeight above 0.")
    }
}
