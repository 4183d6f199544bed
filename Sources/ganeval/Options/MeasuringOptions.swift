import ArgumentParser
import GANEvaluation
import GANModels

/// What `report`, `compare` and `series` measure with: held-out data, labels, the feature space, counts and the seed.
struct MeasuringOptions: ParsableArguments {
    @OptionGroup(title: OptionTitle.data) var data: RealDataOptions
    @OptionGroup(title: OptionTitle.data) var conversion: ConversionOptions
    @OptionGroup(title: OptionTitle.measuring) var features: FeatureOptions

    var heldOut: String? { data.heldOut }
    var samples: Int { features.samples }
    var seed: UInt64 { features.seed }

    /// Whether nothing was asked for but what is usual.
    var isUsual: Bool {
        data.heldOut == nil && data.referenceLabels == nil && data.joinedClassNames == nil
            && features.extractor == "automatic" && samples == 10_000 && seed == 1 && features.neighbours == 5
            && conversion.isUsual
    }

    /// What these options read.
    var inputs: [OutputFolder.Input] { data.inputs + [("the extractor", features.extractor)] }

    /// What to measure against and how.
    func plan(reference: String, registry: ExtractorRegistry) throws -> NamedPlan {
        var plan = NamedPlan(
            reference: reference, referenceLabels: data.referenceLabels, heldOut: heldOut,
            extractor: ExtractorChoice(named: features.extractor), extractors: registry, samples: samples, seed: seed,
            neighbours: features.neighbours, classNames: CommandText.list(data.joinedClassNames))
        plan.reading = try conversion.reading()
        return plan
    }

    /// What no single option shows; called after parsing, so that a misspelt option is named first.
    func check(leastSamples: Int = 2, registry: ExtractorRegistry) throws {
        if !(leastSamples...10_000_000).contains(samples) {
            throw ValidationError("--samples is \(samples); expected \(leastSamples) to 10000000.")
        }
        if !(1...1000).contains(features.neighbours) {
            throw ValidationError("--neighbours is \(features.neighbours); expected 1 to 1000.")
        }
        try conversion.check()
        try RegistryOptions.check(extractor: features.extractor, in: registry)
    }
}
