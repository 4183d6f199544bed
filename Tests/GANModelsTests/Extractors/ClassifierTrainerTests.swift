import GANData
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

@Suite struct ClassifierTrainerTests {
    private func shapes(_ count: Int) throws -> any SampleSource {
        try SampleSources.open("builtin:shapes[0:\(count)]")
    }

    @Test func learnsTenShapesFarAboveChance() throws {
        nonisolated(unsafe) var shares: [Double] = []
        let classifier = try ClassifierTrainer.train(on: shapes(2000)) { shares.append($0) }
        let accuracy = try #require(classifier.accuracy)
        // Chance is 0.1; 42 steps are few.
        #expect(accuracy > 0.25)
        #expect(classifier.classNames.count == 10 && classifier.sampleShape.size == 784)
        #expect(shares == shares.sorted() && shares.last == 1)
        // Fresh pictures of the same kinds, not only the rows that were set aside.
        let fresh = try SampleSources.open("builtin:shapes-test[0:300]")
        let probabilities = try #require(classifier.embed(fresh.read(rows: 0..<300)).probabilities)
        let labels = try #require(fresh.labels)
        let right = labels.indices.count { row in
            let scores = probabilities.row(row)
            return scores[scores.startIndex + labels[row]] == scores.max()
        }
        #expect(right > 75)
    }

    @Test func isAFunctionOfDataAndSeed() throws {
        let source = try shapes(150)
        var options = ClassifierTrainer.Options(epochs: 1, fewestSteps: 1, batchSize: 32)
        let alone = try withThreads(1) { try ClassifierTrainer.train(on: source, options: options) }
        let together = try withThreads(3) { try ClassifierTrainer.train(on: source, options: options) }
        #expect(alone.digest == together.digest && alone.accuracy == together.accuracy)
        options.seed += 1
        #expect(try ClassifierTrainer.train(on: source, options: options).digest != alone.digest)
    }

    @Test func withoutRowsSetAsideThereIsNoAccuracy() throws {
        let options = ClassifierTrainer.Options(epochs: 1, fewestSteps: 1, batchSize: 50, setAside: 0)
        #expect(try ClassifierTrainer.train(on: shapes(50), options: options).accuracy == nil)
    }

    @Test func theRuleNamesEveryOption() {
        let plain = ClassifierTrainer.Options()
        var changed = Array(repeating: plain, count: 5)
        changed[0].epochs = 9
        changed[1].batchSize = 9
        changed[2].learningRate = 9
        changed[3].seed = 9
        changed[4].setAside = 0.25
        #expect(Set((changed + [plain]).map(\.rule)).count == 6)
    }

    @Test func needsLabelsOfSeveralClassesAndImages() throws {
        let shape = SampleShape.image(height: 2, width: 2, channels: 1)
        let samples = Matrix<Float>(rows: 6, columns: 4)
        func source(_ labels: [Int]?, _ shape: SampleShape = shape) -> ArraySource {
            ArraySource(name: "s", rule: "test", shape: shape, samples: samples, labels: labels)
        }
        #expect(throws: ModelError.labelsNeeded(source: "s")) { try ClassifierTrainer.train(on: source(nil)) }
        for labels in [[0, 0, 0, 0, 0, 0], [3, 3, 3, 3, 3, 3]] {
            #expect(throws: ModelError.tooFewClasses(source: "s", classes: 1)) {
                try ClassifierTrainer.train(on: source(labels))
            }
        }
        // Labels that are no class numbers would be outputs by the million, or one more than there are numbers.
        for largest in [10_000, 1 << 40, Int.max] {
            #expect(throws: ModelError.tooManyClasses(source: "s", label: largest, limit: 10_000)) {
                try ClassifierTrainer.train(on: source([0, 1, 0, 1, 0, largest]))
            }
        }
        #expect(throws: ModelError.unsuitableSamples(source: "s", found: "vector of 4", expected: "images")) {
            try ClassifierTrainer.train(on: source([0, 1, 0, 1, 0, 1], .vector(4)))
        }
    }
}
