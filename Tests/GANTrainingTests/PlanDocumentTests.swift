import Foundation
import GANFiles
import GANNumerics
import TestSupport
import Testing

@testable import GANTraining

@Suite struct PlanDocumentTests {
    private func read(_ text: String) throws -> PlanDocument {
        let folder = try TemporaryFolder()
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("plan.yaml")))
        return try PlanDocument.read(folder.file("plan.yaml"))
    }

    @Test func aPlanChangesWhatItNames() throws {
        let plan = try read(
            """
            preset: mlp-ring-wgan-gp
            learningRate: 0.001
            regularizers: [{name: one_sided_gradient_penalty, weight: 5, every: 2}]
            prior: uniform
            steps: 70
            """)
        let base = try #require(Preset.named("mlp-ring-wgan-gp")).hyperparameters
        let settings = plan.preset.hyperparameters
        #expect(settings.learningRate == 0.001 && settings.prior == .uniform && plan.steps == 70 && plan.seed == nil)
        #expect(settings.loss == base.loss && settings.criticSteps == 5 && settings.batchSize == base.batchSize)
        #expect(settings.regularizers == [ChosenRegularizer(OneSidedGradientPenalty(weight: 5), every: 2)])
    }

    @Test(arguments: Preset.all.map(\.name)) func whatIsPrintedIsReadAgain(name: String) throws {
        let preset = try #require(Preset.named(name))
        let text = try PlanDocument.text(preset, steps: 30, seed: 4, checkpointEvery: 10)
        for field in Hyperparameters.CodingKeys.allCases { #expect(text.contains("\n\(field.rawValue): ")) }
        let plan = try read(text)
        #expect(plan.preset.name == name && plan.preset.hyperparameters == preset.hyperparameters)
        #expect(plan.steps == 30 && plan.seed == 4 && plan.checkpointEvery == 10)
    }

    @Test(arguments: [
        ("preset: none", "none"), ("preset: mlp-ring\nlos: hinge", "line 2: los: the key los is unknown"),
        ("preset: mlp-ring\nloss: best", "known are non_saturating"), ("preset: mlp-ring\nsteps: 0", "steps is 0"),
        ("preset: mlp-ring\nregularizers: [{name: r9, weight: 1}]", "r9 is unknown"), ("loss: hinge", "preset"),
        ("preset: mlp-ring\nbatchSize: many", "line 2"),
    ]) func mistakesAreNamed(text: String, part: String) throws {
        let error = #expect(throws: TrainingError.self) { try read(text) }
        #expect(error?.fact.contains(part) == true, "\(String(describing: error))")
    }

    @Test func settingsThatDifferAreNamed() throws {
        let first = try #require(Preset.named("mlp-ring")).hyperparameters
        var second = first
        #expect(try first.firstDifference(from: second) == nil)
        second.packing = 4
        let difference = try first.firstDifference(from: second)
        #expect(difference?.field == "packing" && difference?.own == "as usual" && difference?.other == "4")
    }
}
