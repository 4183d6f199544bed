import Foundation
import GANData
import GANModels
import GANNumerics
import TestSupport
import Testing

@testable import GANEvaluation

@Suite struct FeatureStageTests {
    @Test func blocksGiveTheSameFeatures() throws {
        let source = try SampleSources.open("builtin:ring[0:5000]")
        let stage = FeatureStage(extractor: PixelExtractor(sampleShape: .vector(2)), cache: MemoryCache())
        let all = try stage.embed(source) { _ in }.features
        #expect(all == (try source.read(rows: 0..<5000)))
    }

    /// The description's names of classes are held against the network's scores wherever these come from.
    @Test func namesOfClassesAreCheckedOnFeaturesThatWereKept() throws {
        let folder = try TemporaryFolder()
        let text = try String(contentsOf: Fixture.url("onnx/encoder.yaml"), encoding: .utf8)
        func stage(_ classes: String, _ cache: MemoryCache) throws -> FeatureStage {
            let path = folder.file("\(UUID().uuidString).yaml")
            try text.replacing("model: ", with: "\(classes)model: \(Fixture.url("onnx").path)/").write(
                toFile: path, atomically: true, encoding: .utf8)
            return FeatureStage(
                extractor: try ExtractorRegistry(folder: "").open(
                    path, sampleShape: .image(height: 8, width: 8, channels: 3)), cache: cache)
        }
        let cache = MemoryCache()
        let images = Matrix<Float>(rows: 3, columns: 192, repeating: 100)
        let kept = try stage("classes: [a, b, c, d]\n", cache).embed(images, identity: ["i"]) { _ in }
        #expect(cache.hits.isEmpty && cache.kept.count == 1)
        #expect(try stage("", cache).embed(images, identity: ["i"]) { _ in }.features == kept.features)
        #expect(cache.hits.count == 1)
        #expect(throws: ModelError.self) {
            try stage("classes: [a, b, c]\n", cache).embed(images, identity: ["i"]) { _ in }
        }
        #expect(cache.hits.count == 2 && cache.kept.count == 1)
    }
}
