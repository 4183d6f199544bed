import Foundation
import GANAutodiff
import GANCheckpoints
import GANData
import GANModels
import GANNumerics
import TestSupport
import Testing

@testable import GANTraining

/// Generators that learn from pairs what images become.
@Suite struct PairedTrainingTests {
    private func whole(_ preset: Preset) throws -> [String: Data] {
        let folder = try TemporaryFolder()
        _ = try TinyTranslation.run(preset, in: folder.file("run"))
        return try TemporaryFolder.contents(of: folder.file("run"))
    }

    @Test(arguments: 0..<3) func aRunThatWasStoppedEndsWithTheSameBytesForAnyNumberOfThreads(kind: Int) throws {
        let preset = TinyTranslation.paired[kind]
        let folder = try TemporaryFolder()
        let path = folder.file("run")
        try withThreads(3) {
            _ = try TinyTranslation.run(preset, in: path, stopAfter: 5)
            _ = try TinyTranslation.run(preset, in: path, resume: true)
        }
        #expect(try TemporaryFolder.contents(of: path) == withThreads(1) { try whole(preset) })
    }

    @Test func imagesAreMadeOfImages() throws {
        let folder = try TemporaryFolder()
        let path = try #require(TinyTranslation.run(TinyTranslation.paired[0], in: folder.path).lastCheckpoint)
        let file = try ModelFile.open(path)
        #expect(file.directions == [.forward] && file.translationKind == "paired")
        #expect(file.inputShape == TinyTranslation.networks.shape)
        let inputs = TinyTranslation.inputs()
        let made = try file.images(of: inputs)
        #expect(made.source.count == 24 && made.source.shape == inputs.shape)
        #expect(made.notes.contains { $0.contains("takes no noise") })
        let rows = try made.source.read(rows: 0..<24)
        #expect(try file.images(of: inputs, count: 3, seed: 9).source.read(rows: 0..<3) == rows.rows(in: 0..<3))
        let raw = try file.images(of: inputs, ModelOptions(weights: .raw)).source.read(rows: 0..<24)
        #expect(raw != rows)

        let asked = #expect(throws: ModelError.self) { try file.generator() }
        #expect(asked?.remedy.contains("--inputs SOURCE") == true)
        var options = ModelOptions()
        options.direction = .backward
        #expect(throws: ModelError.self) { try file.images(of: inputs, options) }
        #expect(throws: ModelOptionError.self) { try file.images(of: inputs, ModelOptions(truncation: 0.5)) }
        let judge = #expect(throws: ModelError.self) { try file.discriminator() }
        #expect(judge?.fact.contains("together with the one that it was made of") == true)
        let color = ArraySource(
            name: "color", rule: "", shape: .image(height: 8, width: 8, channels: 3),
            samples: Matrix(rows: 1, columns: 192))
        let shapes = #expect(throws: ModelError.self) { try file.images(of: color) }
        #expect(shapes?.fact.contains("8×8×3") == true && shapes?.expectation.contains("8×8×1") == true)
    }

    @Test func noiseAloneIgnoresInputs() throws {
        let folder = try TemporaryFolder()
        let path = try #require(TinyTranslation.run(TinyTranslation.paired[2], in: folder.path).lastCheckpoint)
        let file = try ModelFile.open(path)
        let ofInputs = try file.images(of: TinyTranslation.inputs()).source.read(rows: 0..<8)
        #expect(try file.images(of: TinyTranslation.targets()).source.read(rows: 0..<8) == ofInputs)
        #expect(try file.images(of: TinyTranslation.inputs(), seed: 2).source.read(rows: 0..<8) != ofInputs)
    }

    @Test func theDistanceToTheTargetFalls() throws {
        let folder = try TemporaryFolder()
        var preset = TinyTranslation.paired[1]
        preset.hyperparameters.learningRate = 2e-3
        let path = try #require(TinyTranslation.run(preset, in: folder.path, steps: 60).lastCheckpoint)
        #expect(try Checkpoint.read(path).description.discriminator == nil)
        let distances = TrainingLog.read(folder: folder.path).compactMap(\.reconstruction)
        let (first, last) = (try #require(distances.first), try #require(distances.last))
        #expect(last < 0.85 * first, "\(first) to \(last)")
    }

    @Test func theDiscriminatorJudgesThePair() throws {
        let preset = TinyTranslation.paired[0]
        let plan = try TrainingPlan(
            preset: preset, source: TinyTranslation.targets(), inputs: TinyTranslation.inputs(), seed: 1,
            checkpointEvery: 1, logEvery: 1)
        let trainer = try AdversarialTrainer(preset, plan: plan)
        let targets = try TinyTranslation.targets().read(rows: 0..<4)
        func logits(_ inputs: Range<Int>) throws -> [Float] {
            let batch = TrainingBatch(samples: targets, inputs: try TinyTranslation.inputs().read(rows: inputs))
            return trainer.logits(of: batch).value.scalars
        }
        #expect(try logits(0..<4) != logits(4..<8))
    }

    @Test func sourcesThatDoNotFitAreRefused() throws {
        let folder = try TemporaryFolder()
        let preset = TinyTranslation.paired[0]
        #expect(throws: TrainingError.missingInputs(preset: preset.name)) {
            try TinyTranslation.run(preset, in: folder.file("run"), inputs: nil)
        }
        #expect(
            throws: TrainingError.unequalCounts(inputs: "stripes", count: 20, data: "negatives", dataCount: 24)
        ) { try TinyTranslation.run(preset, in: folder.file("run"), inputs: TinyTranslation.inputs(count: 20)) }
        #expect(throws: TrainingError.needlessInputs(inputs: "stripes", preset: "tiny")) {
            try TinyTranslation.run(TinyTraining.preset, in: folder.file("run"))
        }
        let points = ArraySource(name: "points", rule: "", shape: .vector(2), samples: Matrix(rows: 24, columns: 2))
        let shapes = #expect(throws: TrainingError.self) {
            try TinyTranslation.run(preset, in: folder.file("run"), inputs: points)
        }
        #expect(shapes?.fact.contains("vector of 2") == true && shapes?.expectation.contains("8×8×1") == true)
        #expect(!FileManager.default.fileExists(atPath: folder.file("run")))
    }

    @Test(arguments: [
        ("{patchSize: 38}", "side is 28"), ("{patchSize: 9}", "8, 18"), ("{cycleWeight: 1}", "0 beside kind: paired"),
        ("{ignoresInputs: true}", "noiseChannels"), ("{pixelWeight: 0, adversarialWeight: 0}", "learn from"),
        ("null", "takes images"), ("{kind: unpaired}", "no target is known"),
    ])
    func plansThatContradictThemselvesAreRefused(translation: String, said: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("plan.yaml")
        try Data("preset: pix2pix28\ntranslation: \(translation)\n".utf8).write(to: URL(fileURLWithPath: path))
        let preset = try PlanDocument.read(path).preset
        let images = ArraySource(
            name: "images", rule: "", shape: preset.sampleShape, samples: Matrix(rows: 16, columns: 784))
        let error = #expect(throws: TrainingError.self) {
            try TrainingRun(
                preset: preset, source: images, inputs: images, folder: folder.file("run"), steps: 1, resume: false)
        }
        #expect(error?.expectation.contains(said) == true, "\(String(describing: error?.expectation))")
    }

    @Test func aPlanChangesWhatItNames() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("plan.yaml")
        func read(_ text: String) throws -> Preset {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return try PlanDocument.read(path).preset
        }
        let changed = try read("preset: pix2pix32\ntranslation: {pixelWeight: 10, patchSize: 8}\n")
        var expected = ImageTranslation.paired(patchSize: 8)
        expected.pixelWeight = 10
        #expect(changed.hyperparameters.translation == expected)
        let printed = try PlanDocument.text(changed, steps: 5, seed: 1, checkpointEvery: 5)
        #expect(try read(printed).hyperparameters == changed.hyperparameters)
        let unknown = #expect(throws: TrainingError.self) { try read("preset: pix2pix32\ntranslation: {lambda: 1}\n") }
        #expect(unknown?.fact.contains("the key lambda is unknown in translation") == true)
        #expect(throws: TrainingError.self) { try read("preset: dcgan28\ntranslation: {pixelWeight: 1}\n") }
    }
}
