import GANData
import GANModels
import Testing

@testable import GANTraining

@Suite struct PresetTests {
    @Test(arguments: Preset.all.map(\.name)) func theNetworksFitTheSamples(name: String) throws {
        let preset = try #require(Preset.named(name))
        #expect(try preset.generator.outputShape().reduce(1, *) == preset.sampleShape.size)
        #expect(preset.generator.input.reduce(1, *) == preset.latentSize + (preset.inputShape?.size ?? 0))
        let judged = preset.hyperparameters.translation?.judgesPairs == true ? 2 : 1
        #expect(preset.discriminator.input.reduce(1, *) == judged * preset.sampleShape.size)
        let logits = try preset.discriminator.outputShape()
        #expect(preset.translation == nil ? logits.reduce(1, *) == 1 : logits.count == 3 && logits[2] == 1)
        #expect(!preset.summary.isEmpty && preset.steps > 0 && preset.hyperparameters.batchSize > 1)
    }

    @Test func namesAreUnique() {
        #expect(Set(Preset.all.map(\.name)).count == Preset.all.count)
        #expect(Preset.named("unknown") == nil)
    }

    /// Modes of points are narrow, so that slopes are steep: they are penalized less than those of images.
    @Test func penaltiesFitTheData() throws {
        func weights(_ name: String) throws -> [Double] {
            try #require(Preset.named(name)).hyperparameters.regularizers.map(\.regularizer.weight)
        }
        #expect(try weights("mlp-ring-r3gan") == [0.001, 0.001] && weights("mlp-grid-ns-r1") == [0.01])
        #expect(try weights("dcgan28-r3gan") == [1, 1] && weights("mlp-ring-wgan-gp") == [10])
    }
}
