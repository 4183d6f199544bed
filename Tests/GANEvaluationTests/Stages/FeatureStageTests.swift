import GANData
import GANModels
import GANNumerics
import Testing

@testable import GANEvaluation

@Suite struct FeatureStageTests {
    @Test func blocksGiveTheSameFeatures() throws {
        let source = try SampleSources.open("builtin:ring[0:5000]")
        let stage = FeatureStage(extractor: PixelExtractor(sampleShape: .vector(2)), cache: MemoryCache())
        let all = try stage.embed(source) { _ in }.features
        #expect(all == (try source.read(rows: 0..<5000)))
    }
}
