import GANAutodiff
import GANData
import GANModels

extension TrainingPlan {
    /// Throws `TrainingError.contradiction` for the first setting that makes no sense by itself, beside another, with the
    /// preset's networks, or on the data; `labels` are the data's.
    func check(_ preset: Preset, labels: [Int]?) throws(TrainingError) {
        let check = PlanCheck(preset: preset, settings: hyperparameters)
        try check.numbers()
        try check.regularizers()
        try check.loss()
        try check.translation()
        try check.samples(labels: labels)
        let networks = try preset.networks(for: self)
        try check.networks(networks.discriminator)
    }
}

/// The rules that a plan's settings must keep.
struct PlanCheck {
    let preset: Preset
    let settings: Hyperparameters

    func require(
        _ holds: Bool, _ field: String, _ found: Any, _ expected: String, _ remedy: String
    ) throws(TrainingError) {
        guard holds else {
            throw .contradiction(
                preset: preset.name, field: field, found: "\(found)", expected: expected, remedy: remedy)
        }
    }

    func numbers() throws(TrainingError) {
        func number(
            _ field: String, _ value: Double, _ holds: Bool, _ expected: String
        ) throws(TrainingError) {
            try require(value.isFinite && holds, field, value, expected, "Change \(field).")
        }
        let s = settings
        try require(
            (2...65536).contains(s.batchSize), "batchSize", s.batchSize, "2 to 65536 samples", "Change batchSize.")
        try number("learningRate", s.learningRate, s.learningRate > 0, "a number above 0")
        if let rate = s.discriminatorLearningRate {
            try number("discriminatorLearningRate", rate, rate > 0, "a number above 0")
        }
        for (field, value) in [("beta1", s.beta1), ("beta2", s.beta2), ("averageDecay", s.averageDecay)] {
            try number(field, value, (0..<1).contains(value), "0 or more and below 1")
        }
        try require(
            (1...100).contains(s.criticSteps), "criticSteps", s.criticSteps, "1 to 100 updates a step",
            "Change criticSteps.")
        try number("labelSmoothing", s.labelSmoothing, (0..<0.5).contains(s.labelSmoothing), "0 or more and below 0.5")
        if let noise = s.instanceNoise {
            try number("instanceNoise.deviation", noise.deviation, noise.deviation > 0, "a number above 0")
            try require(
                noise.steps > 0, "instanceNoise.steps", noise.steps, "at least 1 step until it is gone",
                "Change instanceNoise.steps, or leave instanceNoise out.")
        }
        try require(
            (1...64).contains(s.packing), "packing", s.packing, "1 to 64 samples a pack", "Change packing.")
    }

    func regularizers() throws(TrainingError) {
        let names = settings.regularizers.map { $0.type.name }
        try require(
            Set(names).count == names.count, "regularizers", names, "each regularizer once",
            "Keep one of the equal ones.")
        guard let clipping = settings.regularizers.first(where: { $0.type == WeightClipping.self }) else { return }
        try require(
            names.count == 1, "regularizers", names, "weight_clipping alone, or penalties without it",
            "Keep the clipping or the penalty: each is a way to bound the discriminator's slope.")
        try require(
            !settings.spectralNormalization, "regularizers", names, "no weight_clipping beside spectralNormalization",
            "Keep one of them: clipping would cut weights that are divided by their norms anyway.")
        try require(
            clipping.regularizer.weight > 0, "regularizers, weight_clipping's weight", clipping.regularizer.weight,
            "a bound above 0", "Give the bound, 0.01 in the paper.")
        try require(
            clipping.every == 1, "regularizers, weight_clipping's every", clipping.every, "1",
            "Leave every out: clipping follows each update.")
    }

    func loss() throws(TrainingError) {
        let type = settings.loss.type
        try require(
            settings.labelSmoothing == 0 || type is any SmoothedLoss.Type, "labelSmoothing", settings.labelSmoothing,
            "0 with the loss \(type.name), which has no labels",
            "Leave labelSmoothing out, or choose one of \(AdversarialLosses.smoothed.joined(separator: ", ")).")
        try require(
            type != WassersteinLoss.self || settings.spectralNormalization || !settings.regularizers.isEmpty, "loss",
            type.name, "something that bounds the critic's slope, since the loss has no lower bound without it",
            "Add gradient_penalty, one_sided_gradient_penalty or weight_clipping to regularizers, or spectralNormalization: true."
        )
    }

    func samples(labels: [Int]?) throws(TrainingError) {
        let s = settings
        try require(
            s.batchSize.isMultiple(of: s.packing), "packing", s.packing,
            "a number that divides batchSize, \(s.batchSize)", "Change packing or batchSize.")
        if let condition = s.condition {
            let found = condition.rawValue
            let classes = labels.map { Set($0).count } ?? 0
            try require(
                classes > 0, "condition", found, "data with labels, and these have none",
                "Give data with labels, or leave condition out.")
            try require(
                (labels?.max() ?? 0) < 1000, "condition", found,
                "labels below 1000, and the largest is \(labels?.max() ?? 0)",
                "Number the classes from 0, or leave condition out.")
            try require(
                s.packing == 1, "condition", found, "no packing beside it",
                "Leave packing out: the samples of a pack would have labels of their own.")
        }
        try require(
            !s.conditionalNormalization || s.condition != nil, "conditionalNormalization", true,
            "a condition beside it, which says how the discriminator gets the labels",
            "Add condition: projection, or leave conditionalNormalization out.")
        guard let augmentation = s.augmentation else { return }
        var isImage = false
        if case .image = preset.sampleShape { isImage = true }
        try require(
            isImage, "augmentation", augmentation.policies.map(\.rawValue), "images, and this preset makes vectors",
            "Leave augmentation out.")
        try require(
            !augmentation.policies.isEmpty && Set(augmentation.policies).count == augmentation.policies.count,
            "augmentation.policies", augmentation.policies.map(\.rawValue),
            "one or more of \(Augmentation.Policy.allCases.map(\.rawValue).joined(separator: ", ")), each once",
            "Change augmentation.policies, or leave augmentation out.")
        try require(
            (0...1).contains(augmentation.probability), "augmentation.probability", augmentation.probability, "0 to 1",
            "Change augmentation.probability.")
        guard let target = augmentation.target else { return }
        try require(
            (-1...1).contains(target) && augmentation.samplesForAll > 0, "augmentation.target and samplesForAll",
            "\(target) and \(augmentation.samplesForAll)", "a target from -1 to 1 and samplesForAll of at least 1",
            "Change them; the paper has 0.6 and 500000.")
        var hasBoundary = false
        if case .boundary = s.loss.type.logits { hasBoundary = true }
        try require(
            hasBoundary, "augmentation.target", target,
            "no target with the loss \(s.loss.type.name), whose logits have no sign",
            "Leave target out, or choose another loss.")
    }

    func networks(_ discriminator: NetworkDescription) throws(TrainingError) {
        if discriminator.mixesSamples,
            let regularizer = settings.regularizers.first(where: { $0.type.needsSamplesApart })
        {
            throw .contradiction(
                preset: preset.name, field: "regularizers", found: regularizer.type.name,
                expected:
                    "a discriminator whose layers look at one sample at a time, and this preset's has batch normalization",
                remedy: "Choose a preset without it, such as those of `ganeval train --list` whose loss is wasserstein."
            )
        }
    }
}

extension AdversarialLosses {
    /// The losses with labels, which can be smoothed.
    static let smoothed = all.filter { $0 is any SmoothedLoss.Type }.map { $0.name }
}
