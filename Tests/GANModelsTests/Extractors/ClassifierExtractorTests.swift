import Foundation
import GANData
import GANNumerics
import Testing

@testable import GANModels

@Suite struct ClassifierExtractorTests {
    private let shape = SampleShape.image(height: 9, width: 9, channels: 1)

    private func classifier(seed: UInt64, classes: Int = 4) throws -> ClassifierExtractor {
        let network = try Network(
            ClassifierExtractor.architecture(height: 9, width: 9, channels: 1, classes: classes),
            seed: SeededGenerator(seed: seed))
        return try ClassifierExtractor(
            network: network, sampleShape: shape, classNames: (0..<classes).map { "class \($0)" }, accuracy: nil)
    }

    private let images = Matrix<Float>(rows: 70, columns: 81) { target in
        for index in target.indices {
            let level = (index * 37 + index / 81) % 256
            target[index] = Float(level)
        }
    }

    @Test func probabilitiesArePositiveAndSumToOne() throws {
        let embedding = try classifier(seed: 1).embed(images)
        let probabilities = try #require(embedding.probabilities)
        #expect(probabilities.rows == 70 && probabilities.columns == 4)
        #expect(embedding.features.columns == 128)
        for row in 0..<70 {
            #expect(probabilities.row(row).allSatisfy { $0 > 0 && $0 < 1 })
            #expect(abs(probabilities.row(row).reduce(0, +) - 1) < 1e-5)
        }
    }

    @Test func theHeadIsTheNetworksLastLayer() throws {
        let classifier = try classifier(seed: 1)
        let probabilities = try #require(classifier.embed(images).probabilities)
        let logits = classifier.network.evaluate(ClassifierExtractor.inputRange.encode(images))
        for row in 0..<70 {
            let ratio = probabilities[row, 0] / probabilities[row, 1]
            #expect(abs(log(ratio) - (logits[row, 0] - logits[row, 1])) < 1e-4)
        }
    }

    /// The same bits at the same place of a piece of 64, and nearly the same elsewhere.
    @Test func aRowsFeaturesDoNotDependOnItsCompany() throws {
        let classifier = try classifier(seed: 1)
        let together = classifier.embed(images)
        let samePlace = classifier.embed(images.rows(in: 64..<66))
        #expect(samePlace.features == together.features.rows(in: 64..<66))
        #expect(samePlace.probabilities == together.probabilities?.rows(in: 64..<66))
        let elsewhere = classifier.embed(images.rows(in: 65..<66)).features
        for (value, other) in zip(elsewhere.scalars, together.features.row(65)) { #expect(abs(value - other) < 1e-5) }
    }

    @Test func theDigestFollowsTheWeights() throws {
        #expect(try classifier(seed: 1).digest == classifier(seed: 1).digest)
        #expect(try classifier(seed: 1).digest != classifier(seed: 2).digest)
    }

    @Test(arguments: [(1, 1), (3, 28), (32, 32), (64, 20)])
    func theArchitectureFitsImagesOfAnySize(height: Int, width: Int) throws {
        let description = ClassifierExtractor.architecture(height: height, width: width, channels: 3, classes: 10)
        #expect(try description.outputShape() == [10])
    }
}
