import GANData
import GANNumerics
import Testing

@testable import GANModels

@Suite struct FeatureExtractorTests {
    @Test func imagesAreScaledAndVectorsStay() {
        let image = PixelExtractor(sampleShape: .image(height: 1, width: 2, channels: 1))
        let vector = PixelExtractor(sampleShape: .vector(2))
        let samples = Matrix<Float>(rows: 1, columns: 2, scalars: [51, 255])
        #expect(image.name == "pixels" && vector.name == "coordinates")
        #expect(image.embed(samples).features.scalars == [0.2, 1])
        #expect(vector.embed(samples).features == samples)
        #expect(image.embed(samples).probabilities == nil)
        #expect(image.digest != vector.digest)
    }
}
