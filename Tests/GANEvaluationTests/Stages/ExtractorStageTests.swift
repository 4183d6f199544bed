import GANData
import GANModels
import GANNumerics
import TestSupport
import Testing

@testable import GANEvaluation

@Suite struct ExtractorStageTests {
    private func name(_ choice: ExtractorChoice, _ source: any SampleSource) throws -> String {
        try ExtractorStage(cache: NoCache(), registry: ExtractorRegistry(folder: "")).extractor(
            choice, reference: source
        ) { _ in }.name
    }

    private func images(labels: [Int]?) -> ArraySource {
        let samples = SeededGenerator(seed: 1).normalRows(20, columns: 16)
        return Sample.source(
            Matrix(rows: 20, columns: 16, scalars: samples.scalars.map { 128 + 20 * $0 }),
            shape: .image(height: 4, width: 4, channels: 1), labels: labels, name: "images")
    }

    @Test func theChoiceFollowsTheReference() throws {
        let ring = try SampleSources.open("builtin:ring[0:20]")
        let labels = (0..<20).map { $0 % 2 }
        #expect(try name(.automatic, ring) == "coordinates")
        #expect(try name(.automatic, images(labels: nil)) == "pixels-pca64")
        #expect(try name(.automatic, images(labels: [Int](repeating: 3, count: 20))) == "pixels-pca64")
        #expect(try name(.automatic, images(labels: labels)) == "classifier")
        #expect(try name(.pixels, images(labels: labels)) == "pixels")
        #expect(try name(.pixelsPCA, images(labels: labels)) == "pixels-pca64")
    }

    @Test func colourAndLargeImagesGoThroughANetwork() throws {
        let colour = Sample.source(
            Matrix(rows: 4, columns: 48, scalars: (0..<192).map(Float.init)),
            shape: .image(height: 4, width: 4, channels: 3), labels: [0, 1, 0, 1], name: "colour")
        #expect(try name(.automatic, colour) == "efficientnet-lite0")
        let large = Sample.source(
            Matrix(rows: 2, columns: 65 * 65, scalars: (0..<2 * 65 * 65).map { Float($0 % 251) }),
            shape: .image(height: 65, width: 65, channels: 1), labels: nil, name: "large")
        #expect(try name(.automatic, large) == "efficientnet-lite0")
        #expect(try name(.network("efficientnet-lite0"), images(labels: nil)) == "efficientnet-lite0")
        #expect(throws: ModelError.self) { try name(.network("nobody"), colour) }
    }

    @Test func aClassifierNeedsLabels() {
        #expect(throws: ModelError.labelsNeeded(source: "images")) { try name(.classifier, images(labels: nil)) }
    }

    @Test func damagedCacheEntriesAreTrainedAnew() throws {
        let source = images(labels: (0..<20).map { $0 % 2 })
        let cache = MemoryCache()
        let stage = ExtractorStage(cache: cache, registry: ExtractorRegistry(folder: ""))
        let first = try stage.extractor(.classifier, reference: source) { _ in }
        let found = try stage.extractor(.classifier, reference: source) { _ in }
        #expect(found.digest == first.digest && cache.hits.count == 1)

        struct Lying: EvaluationCache {
            func find(kind: String, ingredients: [String]) -> [UInt8]? {
                CachedBytes.encode([Matrix(rows: 1, columns: 1), Matrix(rows: 1, columns: 2)])
            }
            func keep(_ bytes: [UInt8], kind: String, ingredients: [String]) {}
        }
        let anew = try ExtractorStage(cache: Lying(), registry: ExtractorRegistry(folder: "")).extractor(
            .classifier, reference: source
        ) { _ in }
        #expect(anew.digest == first.digest)
    }
}
