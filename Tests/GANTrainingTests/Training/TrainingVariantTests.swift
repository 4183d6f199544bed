import Foundation
import GANCheckpoints
import GANData
import GANModels
import GANNumerics
import TestSupport
import Testing

@testable import GANTraining

/// Runs with each setting: it changes the steps, a run that was stopped ends in the same bytes, and checkpoints load.
@Suite struct TrainingVariantTests {
    /// The tiny preset without batch norm in its discriminator.
    private static let plain: Preset = {
        var preset = TinyTraining.preset
        preset.discriminator.layers.remove(at: 1)
        return preset
    }()

    private static let variants: [(name: String, change: @Sendable (inout Hyperparameters) -> Void)] = [
        ("critic steps", { $0.criticSteps = 2 }), ("two time scales", { $0.discriminatorLearningRate = 4e-3 }),
        (
            "spectral",
            {
                $0.spectralNormalization = true; $0.loss = ChosenLoss(HingeLoss.self)
            }
        ),
        ("smoothing", { $0.labelSmoothing = 0.1 }),
        ("noise", { $0.instanceNoise = InstanceNoise(deviation: 0.3, steps: 8) }), ("packing", { $0.packing = 4 }),
        ("augmentation", { $0.augmentation = Augmentation(policies: Augmentation.Policy.allCases) }),
        (
            "adaptive",
            { $0.augmentation = Augmentation(policies: [.flip], probability: 0, target: -1, samplesForAll: 64) }
        ),
        (
            "penalty",
            {
                $0.loss = ChosenLoss(WassersteinLoss.self)
                $0.regularizers = [ChosenRegularizer(GradientPenalty(weight: 10))]
            }
        ),
        ("pairs", { $0.loss = ChosenLoss(RelativisticPairingLoss.self) }), ("sphere", { $0.prior = .normalOnSphere }),
        ("concatenation", { $0.condition = .concatenation }), ("projection", { $0.condition = .projection }),
        ("classifier", { $0.condition = .auxiliaryClassifier }),
        (
            "class norms",
            {
                $0.condition = .projection; $0.conditionalNormalization = true
            }
        ), ("truncated", { $0.prior = .truncatedNormal }),
    ]

    private static func source(labelled: Bool = true) -> ArraySource {
        let source = TinyTraining.source()
        let samples = Matrix<Float>(rows: 20, columns: 64) { target in
            for index in target.indices { target[index] = Float(index % 97) }
        }
        return ArraySource(
            name: "stripes", rule: "test", shape: source.shape, samples: samples,
            labels: labelled ? (0..<20).map { $0 % 3 } : nil)
    }

    private func run(
        _ preset: Preset, in folder: String, steps: Int = 8, resume: Bool = false, stopAfter: Int = .max
    ) throws -> TrainingRun.Outcome {
        let run = try TrainingRun(
            preset: preset, source: Self.source(), folder: folder, seed: 1, steps: steps, checkpointEvery: 4,
            resume: resume)
        var done = 0
        return try run.run(progress: { _ in done += 1 }, shouldStop: { done >= stopAfter })
    }

    @Test(arguments: variants.map(\.name)) func itTrainsStopsAndGoesOn(name: String) throws {
        let folder = try TemporaryFolder()
        var preset = Self.plain
        let usual = try run(preset, in: folder.file("usual"))
        try #require(Self.variants.first { $0.name == name }).change(&preset.hyperparameters)
        let outcome = try run(preset, in: folder.file("whole"))
        _ = try run(preset, in: folder.file("parts"), stopAfter: 5)
        _ = try run(preset, in: folder.file("parts"), resume: true)
        let whole = try TemporaryFolder.contents(of: folder.file("whole"))
        #expect(try whole == TemporaryFolder.contents(of: folder.file("parts")))
        let checkpoint = try Checkpoint.read(try #require(outcome.lastCheckpoint))
        #expect(try checkpoint.tensors != Checkpoint.read(try #require(usual.lastCheckpoint)).tensors)
        let generator = try NetworkGenerator(checkpoint, weights: .average)
        let samples = try generator.sample(rows: 0..<3, seed: 1)
        #expect(samples.columns == 64 && samples.row(0) != samples.row(1))
        #expect(generator.latentDistribution == preset.hyperparameters.prior)
    }

    /// A spectrally normalized discriminator comes back divided.
    @Test func aReadDiscriminatorIsTheOneThatJudged() throws {
        var preset = Self.plain
        preset.hyperparameters.spectralNormalization = true
        let folder = try TemporaryFolder()
        let path = try #require(run(preset, in: folder.path, steps: 4).lastCheckpoint)
        let checkpoint = try Checkpoint.read(path)
        let discriminator = try NetworkDiscriminator(checkpoint)
        var spectral = SpectralNormalization(discriminator.network.parameters, seed: SeededGenerator(seed: 1))
        spectral.follow(discriminator.network.parameters)
        for (index, norm) in spectral.norms(discriminator.network.parameters).enumerated()
        where spectral.left[index] != nil {
            #expect(abs(norm - 1) < 0.01, "\(index)")
        }
        #expect(checkpoint.tensors["discriminator.main.0.weight_v"]?.shape == [16])
    }

    /// A discriminator of a conditional training is read with its labels: its scores are those of its network's outputs by hand.
    @Test(arguments: Condition.allCases) func aConditionalDiscriminatorIsReadWithItsLabels(condition: Condition) throws
    {
        var preset = Self.plain
        preset.hyperparameters.condition = condition
        let folder = try TemporaryFolder()
        var checkpoint = try Checkpoint.read(
            try #require(run(preset, in: folder.path, steps: 4).lastCheckpoint))
        #expect(checkpoint.description.labelUse?.rawValue == condition.rawValue)
        let discriminator = try NetworkDiscriminator(checkpoint)
        #expect(discriminator.classCount == (condition == .auxiliaryClassifier ? nil : 3))
        #expect(discriminator.sampleShape == Self.source().shape)
        let samples = try Self.source().read(rows: 0..<3)
        let labels = [2, 0, 1]
        let scores = try discriminator.scores(samples, labels: labels)
        let values = discriminator.valueRange.encode(samples)
        switch condition {
        case .concatenation:
            var wide = Matrix<Float>(rows: 3, columns: 256, repeating: 0)
            for row in 0..<3 {
                for pixel in 0..<64 {
                    wide[row, 4 * pixel] = values[row, pixel]
                    wide[row, 4 * pixel + 1 + labels[row]] = 1
                }
            }
            #expect(scores == discriminator.network.evaluate(wide).scalars)
        case .projection:
            let outputs = discriminator.network.evaluate(values)
            #expect(scores == (0..<3).map { outputs[$0, 0] + outputs[$0, 1 + labels[$0]] })
        case .auxiliaryClassifier:
            let outputs = discriminator.network.evaluate(values)
            #expect(scores == (0..<3).map { outputs[$0, 0] })
            #expect(try discriminator.scores(samples) == scores)
        }
        if condition != .auxiliaryClassifier {
            #expect(throws: ModelError.self) { try discriminator.scores(samples) }
            #expect(throws: ModelError.self) { try discriminator.scores(samples, labels: [0, 1, 3]) }
            #expect(throws: ModelError.self) { try discriminator.scores(samples, labels: [0, 1]) }
        }
        // Files of earlier releases don't say it, and a wrong word is no other discriminator.
        checkpoint.description.labelUse = nil
        #expect(throws: ModelError.self) { try NetworkDiscriminator(checkpoint) }
        checkpoint.description.labelUse = condition == .concatenation ? .projection : .concatenation
        #expect(throws: ModelError.self) { try NetworkDiscriminator(checkpoint) }
    }

    private static let contradictions: [(String, @Sendable (inout Hyperparameters) -> Void)] = [
        ("packing", { $0.packing = 3 }), ("conditionalNormalization", { $0.conditionalNormalization = true }),
        (
            "condition",
            {
                $0.condition = .projection; $0.packing = 2
            }
        ),
        (
            "regularizers",
            { $0.regularizers = [.init(WeightClipping(weight: 0.1)), .init(GradientPenalty(weight: 1))] }
        ),
        ("regularizers", { $0.regularizers = [.init(GradientPenalty(weight: 1)), .init(GradientPenalty(weight: 2))] }),
        (
            "labelSmoothing",
            {
                $0.labelSmoothing = 0.1; $0.loss = ChosenLoss(HingeLoss.self)
            }
        ),
        ("labelSmoothing", { $0.labelSmoothing = 0.6 }), ("loss", { $0.loss = ChosenLoss(WassersteinLoss.self) }),
        ("criticSteps", { $0.criticSteps = 0 }), ("beta1", { $0.beta1 = 1 }),
        ("learningRate", { $0.learningRate = .nan }),
        ("instanceNoise.steps", { $0.instanceNoise = .init(deviation: 1, steps: 0) }),
        ("augmentation.policies", { $0.augmentation = Augmentation(policies: []) }),
        (
            "augmentation.target",
            {
                $0.augmentation = Augmentation(policies: [.flip], target: 0.6)
                $0.loss = ChosenLoss(RelativisticPairingLoss.self)
            }
        ),
    ]

    @Test func plansThatContradictThemselves() throws {
        for (field, change) in Self.contradictions {
            var preset = Self.plain
            change(&preset.hyperparameters)
            try refuses(preset, field, labels: [0, 1])
        }
    }

    @Test func plansThatDontFitNetworksOrData() throws {
        var mixing = TinyTraining.preset
        mixing.hyperparameters.regularizers = [.init(GradientPenalty(weight: 10))]
        try refuses(mixing, "regularizers", labels: nil)
        var conditional = Self.plain
        conditional.hyperparameters.condition = .concatenation
        try refuses(conditional, "condition", labels: nil)
    }

    private func refuses(_ preset: Preset, _ field: String, labels: [Int]?) throws {
        let plan = try TrainingPlan(
            preset: preset, source: Self.source(labelled: labels != nil), seed: 1, checkpointEvery: 4, logEvery: 1)
        let error = #expect(throws: TrainingError.self) { try plan.check(preset, labels: labels) }
        guard case .contradiction(_, let found, _, _, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(found == field)
    }
}
