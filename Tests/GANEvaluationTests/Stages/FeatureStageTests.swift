import GANData
import GANModels
import GANNumerics
import Testing

@testable import GANEvaluation

@Suite struct FeatureStageTests {
    @Test func blocksAndChosenRowsGiveTheSameFeatures() throws {
        let source = try SampleSources.open("builtin:ring[0:5000]")
        let stage = FeatureStage(extractor: PixelExtractor(sampleShape: .vector(2)), cache: MemoryCache())
        let all = try stage.embed(source) { _ in }.features
        #expect(all == (try source.read(rows: 0..<5000)))
        let rows = [4999, 3, 3, 17]
        #expect(try stage.embed(source, rows: rows) { _ in }.features == all.rows(at: rows))
        #expect(try stage.embed(source, rows: [4, 5, 6]) { _ in }.features == all.rows(in: 4..<7))
    }
}
