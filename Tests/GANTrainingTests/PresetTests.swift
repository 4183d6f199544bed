import GANData
import GANModels
import Testing

@testable import GANTraining

@Suite struct PresetTests {
    @Test(arguments: Preset.all.map(\.name)) func theNetworksFitTheSamples(name: String) throws {
        let preset = try #require(Preset.named(name))
        #expect(try preset.generator.outputShape().reduce(1, *) == preset.sampleShape.size)
        #expect(preset.generator.input.reduce(1, *) == preset.latentSize)
        #expect(preset.discriminator.input.reduce(1, *) == preset.sampleShape.size)
        #expect(try preset.discriminator.outputShape().reduce(1, *) == 1)
        #expect(!preset.summary.isEmpty && preset.steps > 0 && preset.hyperparameters.batchSize > 1)
    }

    @Test func namesAreUnique() {
        #expect(Set(Preset.all.map(\.name)).count == Preset.all.count)
        #expect(Preset.named("unknown") == nil)
    }
}
