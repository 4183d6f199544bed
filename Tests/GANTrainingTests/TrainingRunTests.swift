import Foundation
import GANCheckpoints
import GANData
import GANFiles
import GANModels
import GANNumerics
import TestSupport
import Testing

@testable import GANTraining

@Suite struct TrainingRunTests {
    private let steps = 24

    private func run(
        in folder: String, preset: Preset = TinyTraining.preset, source: ArraySource = TinyTraining.source(),
        seed: UInt64? = 1, steps: Int? = nil, checkpointEvery: Int? = 6, resume: Bool = false, stopAfter: Int? = nil
    ) throws -> TrainingRun.Outcome {
        let run = try TrainingRun(
            preset: preset, source: source, folder: folder, seed: seed, steps: steps ?? self.steps,
            checkpointEvery: checkpointEvery, resume: resume)
        var done = 0
        return try run.run(progress: { _ in done += 1 }, shouldStop: { stopAfter.map { done >= $0 } ?? false })
    }

    /// The folder of a run that nothing disturbed.
    private func undisturbed() throws -> [String: Data] {
        let folder = try TemporaryFolder()
        _ = try run(in: folder.file("run"))
        return try TemporaryFolder.contents(of: folder.file("run"))
    }

    @Test func leavesCheckpointsGridsALogAPlanAndAState() throws {
        let folder = try TemporaryFolder()
        let outcome = try run(in: folder.path)
        let last = folder.file("checkpoints/step-000024.safetensors")
        #expect(outcome == TrainingRun.Outcome(step: 24, finished: true, lastCheckpoint: last))
        let stems = ["step-000006", "step-000012", "step-000018", "step-000024"]
        let expected =
            ["done.json", "log.jsonl", "run.json", "state.safetensors"] + stems.map { "checkpoints/\($0).safetensors" }
            + stems.map { "samples/\($0).png" }
        #expect(try TemporaryFolder.contents(of: folder.path).keys.sorted() == expected.sorted())
        #expect(
            TrainingFolder.checkpoints(in: folder.path) == stems.map { folder.file("checkpoints/\($0).safetensors") })

        let lines = TrainingLog.read(folder: folder.path)
        #expect(lines.map(\.step) == Array(stride(from: 3, through: 24, by: 3)))
        #expect(lines.map(\.imagesSeen) == lines.map { $0.step * 8 })
        #expect(lines.allSatisfy { $0.generatorLoss > 0 && $0.discriminatorLoss > 0 })
        #expect(lines.allSatisfy { (0...1).contains($0.realAccuracy) && (0...1).contains($0.generatedAccuracy) })
    }

    @Test func checkpointsAreWhole() throws {
        let folder = try TemporaryFolder()
        let checkpoint = try Checkpoint.read(try #require(run(in: folder.path).lastCheckpoint))
        #expect(checkpoint.description.step == 24 && checkpoint.description.imagesSeen == 192)
        let plan = try #require(checkpoint.description.plan).decoded(as: TrainingPlan.self)
        #expect(plan.dataDigest == (try TinyTraining.source().contentDigest()) && plan.dataCount == 20)
        let discriminator = try #require(checkpoint.description.discriminator).decoded(as: NetworkDescription.self)
        #expect(discriminator == TinyTraining.preset.discriminator)
        #expect(throws: Never.self) {
            try Network(discriminator, tensors: checkpoint.tensors(under: "discriminator."), path: checkpoint.path)
        }
        for weights in NetworkGenerator.Weights.allCases {
            let samples = try NetworkGenerator(checkpoint, weights: weights).sample(rows: 0..<3, seed: 1)
            #expect(samples.columns == 64)
        }
    }

    @Test func theSamePlanGivesTheSameBytesForAnyNumberOfThreads() throws {
        let alone = try withThreads(1) { try undisturbed() }
        #expect(try withThreads(3) { try undisturbed() } == alone)
        let other = try TemporaryFolder()
        _ = try run(in: other.path, seed: 2)
        let name = "checkpoints/step-000024.safetensors"
        #expect(try TemporaryFolder.contents(of: other.path)[name] != alone[name])
    }

    /// Stops before the first step, between lines of the log, between checkpoints, on a checkpoint.
    @Test(arguments: [0, 1, 4, 10, 12, 23]) func aRunThatWasStoppedEndsWithTheSameBytes(stop: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("run")
        let stopped = try run(in: path, stopAfter: stop)
        #expect(stopped.step == stop && !stopped.finished && (stopped.lastCheckpoint == nil) == (stop < 6))
        let finished = try run(in: path, seed: nil, checkpointEvery: nil, resume: true)
        #expect(finished.finished && finished.step == 24)
        #expect(try TemporaryFolder.contents(of: path) == undisturbed())
    }

    @Test func aRunThatWasStoppedTwiceEndsWithTheSameBytes() throws {
        let folder = try TemporaryFolder()
        _ = try run(in: folder.path, stopAfter: 8)
        _ = try run(in: folder.path, resume: true, stopAfter: 5)
        _ = try run(in: folder.path, resume: true)
        #expect(try TemporaryFolder.contents(of: folder.path) == undisturbed())
    }

    /// What a kill leaves: a newer checkpoint and log than the state, a line cut short, a temporary file.
    @Test func aRunThatWasKilledEndsWithTheSameBytes() throws {
        let folder = try TemporaryFolder()
        _ = try run(in: folder.path, stopAfter: 12)
        let state = try Data(contentsOf: URL(fileURLWithPath: folder.file("state.safetensors")))
        _ = try run(in: folder.path, resume: true, stopAfter: 6)
        try state.write(to: URL(fileURLWithPath: folder.file("state.safetensors")))
        let log = URL(fileURLWithPath: folder.file("log.jsonl"))
        try (Data(contentsOf: log).dropLast(30)).write(to: log)
        let temporary = folder.file("checkpoints/.ganeval-1-1.partial")
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: temporary))
        #expect(TrainingFolder.checkpoints(in: folder.path).count == 3)

        _ = try run(in: folder.path, resume: true)
        try FileManager.default.removeItem(atPath: temporary)
        #expect(try TemporaryFolder.contents(of: folder.path) == undisturbed())
    }

    /// One bit in whatever a run goes on from or beside: "the same bytes" would be a wrong claim.
    @Test(arguments: ["state.safetensors", "checkpoints/step-000006.safetensors", "log.jsonl"])
    func aDamagedRunDoesNotGoOn(name: String) throws {
        let folder = try TemporaryFolder()
        _ = try run(in: folder.path, stopAfter: 12)
        let path = folder.file(name)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        // The last number's lowest bits; a digit of the log's first line.
        let place = name == "log.jsonl" ? try #require(bytes.firstIndex(of: UInt8(ascii: "."))) + 3 : bytes.count - 4
        bytes[place] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: TrainingError.self) { try run(in: folder.path, resume: true) }
        #expect(error?.location == path)
    }

    @Test func aRunThatWasKilledBeforeItsFirstStateStartsOver() throws {
        let folder = try TemporaryFolder()
        _ = try run(in: folder.path, stopAfter: 4)
        try FileManager.default.removeItem(atPath: folder.file("state.safetensors"))
        _ = try run(in: folder.path, resume: true)
        #expect(try TemporaryFolder.contents(of: folder.path) == undisturbed())
    }

    /// A run's intervals are its own: more steps must not stretch them.
    @Test func aRunCanGoOnForLonger() throws {
        let folder = try TemporaryFolder()
        _ = try run(in: folder.path, steps: 12, checkpointEvery: 4)
        let more = try run(in: folder.path, steps: 64, checkpointEvery: 4, resume: true)
        #expect(more.step == 64)
        #expect(TrainingLog.read(folder: folder.path).map(\.step) == Array(1...64))
        #expect(TrainingFolder.checkpoints(in: folder.path).count == 16)
    }

    @Test func aFinishedRunStaysAsItIs() throws {
        let folder = try TemporaryFolder()
        let first = try run(in: folder.path)
        #expect(try run(in: folder.path, resume: true) == first)
        #expect(try TemporaryFolder.contents(of: folder.path) == undisturbed())
    }

    @Test func theSameDataMayHaveMoved() throws {
        let folder = try TemporaryFolder()
        _ = try run(in: folder.path, stopAfter: 3)
        let moved = ArraySource(
            name: "elsewhere", rule: "test", shape: TinyTraining.preset.sampleShape,
            samples: try TinyTraining.source().read(rows: 0..<20))
        _ = try run(in: folder.path, source: moved, resume: true)
        #expect(try TemporaryFolder.contents(of: folder.path) == undisturbed())
    }

    @Test func checkpointsAreInTheOrderOfTheirSteps() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("checkpoints"), withIntermediateDirectories: false)
        let names = ["step-1000000", "step-999999", "step-000010", "other", "step-x"]
        for name in names { try Data().write(to: URL(fileURLWithPath: folder.file("checkpoints/\(name).safetensors"))) }
        #expect(
            TrainingFolder.checkpoints(in: folder.path).map { ($0 as NSString).lastPathComponent.dropLast(12) }
                == ["step-000010", "step-999999", "step-1000000"])
    }

    @Test func anotherPlanIsRefused() throws {
        let folder = try TemporaryFolder()
        _ = try run(in: folder.path, stopAfter: 7)
        let before = try TemporaryFolder.contents(of: folder.path)
        #expect(
            throws: TrainingError.planDiffers(path: folder.path, field: "--seed", found: "1", asked: "2")
        ) { try run(in: folder.path, seed: 2, resume: true) }
        #expect(
            throws: TrainingError.planDiffers(path: folder.path, field: "--checkpoint-every", found: "6", asked: "9")
        ) { try run(in: folder.path, checkpointEvery: 9, resume: true) }
        var other = TinyTraining.preset
        other.name = "other"
        #expect(
            throws: TrainingError.planDiffers(path: folder.path, field: "--preset", found: "tiny", asked: "other")
        ) { try run(in: folder.path, preset: other, resume: true) }
        let data = #expect(throws: TrainingError.self) {
            try run(in: folder.path, source: TinyTraining.source(seed: 10), resume: true)
        }
        guard case .planDiffers(_, "data of SHA-256", _, _)? = data else {
            Issue.record("\(String(describing: data))")
            return
        }
        #expect(try TemporaryFolder.contents(of: folder.path) == before)
    }

    @Test func foldersThatHoldSomethingAreLeftAlone() throws {
        let folder = try TemporaryFolder()
        _ = try run(in: folder.file("run"), stopAfter: 1)
        #expect(throws: TrainingError.runExists(path: folder.file("run"))) { try run(in: folder.file("run")) }
        // The folder above holds something else than a run.
        #expect(throws: TrainingError.runExists(path: folder.path)) { try run(in: folder.path) }
        #expect(throws: TrainingError.nothingToResume(path: folder.file("new"))) {
            try run(in: folder.file("new"), resume: true)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("new")))
    }

    @Test func damagedFilesAreNamed() throws {
        let folder = try TemporaryFolder()
        _ = try run(in: folder.path, stopAfter: 7)
        let path = folder.file("state.safetensors")
        let state = try Data(contentsOf: URL(fileURLWithPath: path))
        try state.dropLast(100).write(to: URL(fileURLWithPath: path))
        let cut = #expect(throws: CheckpointError.self) { try run(in: folder.path, resume: true) }
        #expect(cut?.location.hasPrefix(path) == true)

        try SafetensorsFile.write(tensors: ["a": Tensor(1)], metadata: ["format": "other"], to: path)
        let other = #expect(throws: TrainingError.self) { try run(in: folder.path, resume: true) }
        #expect(other?.location == path)

        let file = try SafetensorsFile(contents: [UInt8](state), path: path)
        var tensors = file.tensors
        tensors["generator_adam.second.1"] = nil
        try SafetensorsFile.write(tensors: tensors, metadata: file.metadata, to: path)
        #expect(
            throws: TrainingError.damagedRun(path: path, problem: "generator_adam 1 is missing or misshapen")
        ) { try run(in: folder.path, resume: true) }

        var metadata = file.metadata
        metadata["step"] = String(Int.max)
        try SafetensorsFile.write(tensors: file.tensors, metadata: metadata, to: path)
        #expect(
            throws: TrainingError.damagedRun(path: path, problem: "it is not a training state of this version")
        ) { try run(in: folder.path, resume: true) }
    }

    @Test(arguments: ["", "{}", #""checkpointEvery" : 0"#, #""checkpointEvery" : 7"#])
    func aDamagedPlanIsNamed(change: String) throws {
        let folder = try TemporaryFolder()
        _ = try run(in: folder.path, stopAfter: 1)
        let path = folder.file("run.json")
        let plan = try String(contentsOfFile: path, encoding: .utf8)
        let changed = plan.replacing(#""checkpointEvery" : 6"#, with: change)
        #expect(changed != plan)
        try Data((change.contains(":") ? changed : change).utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: TrainingError.damagedRun(path: path, problem: "the plan can't be read")) {
            try run(in: folder.path, resume: true)
        }
    }

    @Test func divergenceIsSaidAtItsStep() throws {
        let folder = try TemporaryFolder()
        let broken = ArraySource(
            name: "broken", rule: "test", shape: TinyTraining.preset.sampleShape,
            samples: Matrix(rows: 20, columns: 64, repeating: .nan))
        #expect(throws: TrainingError.diverged(path: folder.file("a"), step: 1, lastCheckpoint: nil)) {
            try run(in: folder.file("a"), source: broken)
        }
        #expect(TrainingFolder.checkpoints(in: folder.file("a")).isEmpty)

        // Which step first sees a row is a function of the seed alone.
        let bad = try #require(try (0..<20).first { try firstStep(seeing: $0) == 2 })
        #expect(throws: TrainingError.diverged(path: folder.file("b"), step: 2, lastCheckpoint: nil)) {
            try run(in: folder.file("b"), source: try marked(bad))
        }
        #expect(TrainingFolder.checkpoints(in: folder.file("b")).isEmpty)
    }

    /// The usual data but for one row of NaN.
    private func marked(_ bad: Int) throws -> ArraySource {
        var samples = try TinyTraining.source().read(rows: 0..<20)
        for column in 0..<samples.columns { samples[bad, column] = .nan }
        return ArraySource(name: "marked", rule: "test", shape: TinyTraining.preset.sampleShape, samples: samples)
    }

    /// The first step of a run of seed 1 whose batch holds a row, from 1.
    private func firstStep(seeing row: Int) throws -> Int? {
        var data = try TrainingData(
            marked(row), batchSize: TinyTraining.preset.hyperparameters.batchSize,
            seed: SeededGenerator(seed: 1).split("order"))
        for step in 0..<24 where try data.batch(step: step).scalars.contains(where: \.isNaN) { return step + 1 }
        return nil
    }

    /// At which of its first steps a sum overflows depends on its order, and so on the processor.
    @Test func anAbsurdRateOfLearningDiverges() throws {
        let folder = try TemporaryFolder()
        var absurd = TinyTraining.preset
        absurd.hyperparameters.learningRate = 1e30
        let error = #expect(throws: TrainingError.self) {
            try run(in: folder.file("run"), preset: absurd, checkpointEvery: 24)
        }
        guard case .diverged(_, let step, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(step >= 1 && step < 24)
    }

    /// A generator and a discriminator whose layers name what they read: trained, written, resumed and read back.
    @Test func networksThatAreNoChainsTrainToo() throws {
        var preset = TinyTraining.preset
        preset.generator = NetworkDescription(
            input: [1, 1, 4],
            layers: [
                .transposedConvolution(
                    .init(inputs: 4, outputs: 3, kernel: 4, stride: 1, padding: 0, bias: false, key: "start")),
                .upsample(scale: 2, .nearest).named("enlarged"),
                .batchNorm(features: 3, epsilon: 1e-5, key: "norm"), .leakyRectifier(slope: 0),
                .convolution(.init(inputs: 3, outputs: 3, kernel: 3, stride: 1, padding: 1, bias: true, key: "block"))
                    .named("branch"),
                .addition(of: "enlarged", "branch"),
                .convolution(.init(inputs: 3, outputs: 1, kernel: 1, stride: 1, padding: 0, bias: true, key: "last")),
                .hyperbolicTangent,
            ])
        preset.discriminator = NetworkDescription(
            input: [8, 8, 1],
            layers: [
                .convolution(.init(inputs: 1, outputs: 2, kernel: 3, stride: 1, padding: 1, bias: true, key: "first"))
                    .named("features"),
                .concatenation(of: "features", "input"), .flatten,
                .linear(inputs: 192, outputs: 1, bias: true, key: "last"),
            ])
        let folder = try TemporaryFolder()
        let whole = folder.file("whole")
        let outcome = try run(in: whole, preset: preset, steps: 12)
        _ = try run(in: folder.file("parts"), preset: preset, steps: 12, stopAfter: 7)
        _ = try run(in: folder.file("parts"), preset: preset, steps: 12, resume: true)
        #expect(
            try TemporaryFolder.contents(of: whole) == TemporaryFolder.contents(of: folder.file("parts")))
        let checkpoint = try Checkpoint.read(try #require(outcome.lastCheckpoint))
        let generator = try NetworkGenerator(checkpoint, weights: .average)
        #expect(generator.network.description == preset.generator)
        let samples = try generator.sample(rows: 0..<3, seed: 1)
        #expect(samples.columns == 64 && samples.row(0) != samples.row(1))
        let discriminator = try NetworkDiscriminator(checkpoint)
        #expect(try discriminator.logits(values: samples).columns == 1)
    }

    @Test func dataMustFitThePreset() throws {
        let folder = try TemporaryFolder()
        let points = ArraySource(
            name: "points", rule: "test", shape: .vector(2), samples: Matrix(rows: 20, columns: 2))
        #expect(
            throws: TrainingError.wrongShape(
                source: "points", found: "vector of 2", preset: "tiny", needed: "8×8×1 image")
        ) { try run(in: folder.file("run"), source: points) }
        #expect(throws: TrainingError.tooFewSamples(source: "stripes", count: 5, needed: 8)) {
            try run(in: folder.file("run"), source: TinyTraining.source(count: 5))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("run")))
    }

    @Test func aFileInPlaceOfTheFolderIsSaid() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(fileURLWithPath: folder.file("file")))
        let error = #expect(throws: TrainingError.self) { try run(in: folder.file("file")) }
        guard case .cannotWrite(let path, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path == folder.file("file"))
    }

    @Test func pointsTrainToo() throws {
        let folder = try TemporaryFolder()
        var preset = try #require(Preset.named("mlp-ring"))
        preset.hyperparameters.batchSize = 64
        let ring = try SampleSources.open("builtin:ring[0:256]")
        let run = try TrainingRun(
            preset: preset, source: ring, folder: folder.path, seed: 1, steps: 8, checkpointEvery: nil, resume: false)
        let checkpoint = try Checkpoint.read(try #require(run.run().lastCheckpoint))
        let generator = try NetworkGenerator(checkpoint, weights: .average)
        #expect(generator.sampleShape == .vector(2) && generator.latentSize == preset.latentSize)
        #expect(TrainingFolder.checkpoints(in: folder.path).count == 8)
    }
}
