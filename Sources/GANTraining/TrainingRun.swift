import Foundation
public import GANCheckpoints
public import GANData
import GANFiles
import GANModels
import GANNumerics
import GANText

/// A training run in a folder: a series of checkpoints, a log, sample grids, and the state to go on from.
///
///     run.json                               the plan
///     log.jsonl                              losses and accuracies
///     checkpoints/step-000500.safetensors    generator, its average, discriminator
///     samples/step-000500.png                64 samples of the average, the same latents each time; of a model from images to images rows of inputs,
///                                            what it makes of them, and their targets
///     state.safetensors                      what --resume needs
///     done.json                              how the run ended, once it has
///
/// All of it is a function of the plan: no clock, no path, no thread count. A run that was killed and continued ends
/// with the same bytes as one that was not.
public struct TrainingRun {
    /// Where everything is written.
    public let folder: String
    /// Steps at the run's end.
    public let steps: Int
    let preset: Preset
    let plan: TrainingPlan
    private let resume: Bool
    private let source: any SampleSource
    private let inputs: (any SampleSource)?
    private let heldOut: (any SampleSource)?

    /// What a caller hears after each step.
    public struct Progress: Sendable {
        /// Steps done.
        public var step: Int
        /// Steps at the run's end.
        public var steps: Int
        /// Real samples that the steps took.
        public var imagesSeen: Int
        /// The generator's loss at this step.
        public var generatorLoss: Double
        /// The discriminator's loss at this step.
        public var discriminatorLoss: Double
        /// An alarm at a checkpoint: how far apart its samples are, as a share of what real ones are, where that is below a tenth.
        public var collapse: Double?
        /// The line that this step added to the log.
        public var line: TrainingPoint?
        /// The sample grid that this step wrote, a PNG file.
        public var samples: String?
    }

    /// How a run ended.
    public struct Outcome: Sendable, Equatable {
        /// The last step.
        public var step: Int
        /// False when the caller asked to stop before the last step; the state on disk continues from here.
        public var finished: Bool
        /// The newest checkpoint, nil when none was written yet.
        public var lastCheckpoint: String?
    }

    /// Plans a run, reading nothing but the source's description.
    ///
    /// `inputs` are what a preset's generator works on that makes images of images: as many as samples where they are paired. `heldOut` are real data of the same shape that it is not trained on: the log then tells how the discriminator judges them. Throws
    /// `wrongShape` when the preset does not make samples of a source's shape, `contradiction` for a plan that can't be. Without `seed` and
    /// `checkpointEvery` a new run takes 1 and an eighth of the steps, a resumed one what it was started with.
    public init(
        preset: Preset, source: any SampleSource, inputs: (any SampleSource)? = nil,
        heldOut: (any SampleSource)? = nil, folder: String,
        seed: UInt64? = nil, steps: Int,
        checkpointEvery: Int? = nil, resume: Bool
    ) throws {
        precondition(steps > 0, "\(steps) steps")
        try Self.check(preset, source: source, inputs: inputs, heldOut: heldOut)
        for data in [source] + (heldOut.map { [$0] } ?? []) where data.shape != preset.sampleShape {
            throw TrainingError.wrongShape(
                source: data.name, found: "\(data.shape)", preset: preset.name, needed: "\(preset.sampleShape)")
        }
        self.preset = preset
        self.source = source
        self.inputs = inputs
        self.heldOut = heldOut
        self.folder = folder
        self.steps = steps
        self.resume = resume
        let earlier = try Self.earlierPlan(in: folder, resume: resume)
        let every = checkpointEvery ?? earlier?.checkpointEvery ?? (steps + 7) / 8
        // A line falls on every checkpoint, so the distance between lines divides that between checkpoints. A run that
        // goes on keeps its own, whatever number of steps it now has.
        let widest = earlier?.logEvery ?? max(1, min(10, steps / 8))
        var plan = try TrainingPlan(
            preset: preset, source: source, inputs: inputs, seed: seed ?? earlier?.seed ?? 1,
            checkpointEvery: every, logEvery: (1...widest).last { every % $0 == 0 } ?? 1)
        plan.heldOutDigest = try heldOut?.contentDigest()
        try plan.check(preset, labels: source.labels)
        if let heldOut, plan.classCount != nil, heldOut.labels == nil {
            throw TrainingError.contradiction(
                preset: preset.name, field: "condition", found: "asked for, and \(heldOut.name) has no labels",
                expected: "held-out data with labels", remedy: "Give held-out data with labels, or none.")
        }
        // The same data may be named by another path now; the digest says whether they are the same.
        if let earlier {
            plan.data = earlier.data
            plan.inputs = earlier.inputs
        }
        self.plan = plan
        if let earlier { try Self.compare(earlier, plan, folder) }
    }

    /// Throws for inputs that are missing, superfluous, of another shape, or of another number than their targets.
    private static func check(
        _ preset: Preset, source: any SampleSource, inputs: (any SampleSource)?, heldOut: (any SampleSource)?
    ) throws(TrainingError) {
        guard let inputs else {
            if preset.inputShape != nil { throw .missingInputs(preset: preset.name) }
            return
        }
        guard let shape = preset.inputShape else {
            throw .needlessInputs(inputs: inputs.name, preset: preset.name)
        }
        guard inputs.shape == shape else {
            throw .wrongShape(
                source: inputs.name, found: "\(inputs.shape)", preset: preset.name,
                needed: "\(shape) of images that are \(source.shape)s")
        }
        if preset.hyperparameters.translation?.kind == .paired, inputs.count != source.count {
            throw .unequalCounts(
                inputs: inputs.name, count: inputs.count, data: source.name, dataCount: source.count)
        }
        if let heldOut { throw .needlessHeldOut(heldOut: heldOut.name, preset: preset.name) }
    }

    /// The plan of the run that `folder` holds, if any; throws when that contradicts `resume`.
    private static func earlierPlan(in folder: String, resume: Bool) throws -> TrainingPlan? {
        let path = folder + "/" + TrainingFolder.planName
        guard let data = FileManager.default.contents(atPath: path) else {
            if resume { throw TrainingError.nothingToResume(path: folder) }
            let content = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            // A folder with other things in it is not ours to fill.
            guard content.allSatisfy({ $0.hasPrefix(".") }) else { throw TrainingError.runExists(path: folder) }
            return nil
        }
        guard resume else { throw TrainingError.runExists(path: folder) }
        guard let document = try? JSONDecoder().decode(RunDocument.self, from: data),
            document.schema == RunDocument.name,
            (1...10).contains(document.plan.logEvery), document.plan.checkpointEvery > 0,
            document.plan.checkpointEvery.isMultiple(of: document.plan.logEvery)
        else { throw TrainingError.damagedRun(path: path, problem: "the plan can't be read") }
        return document.plan
    }

    private static func compare(_ earlier: TrainingPlan, _ plan: TrainingPlan, _ folder: String) throws {
        func check<Value: Equatable>(_ field: String, _ value: KeyPath<TrainingPlan, Value>) throws {
            if earlier[keyPath: value] != plan[keyPath: value] {
                throw TrainingError.planDiffers(
                    path: folder, field: field, found: "\(earlier[keyPath: value])", asked: "\(plan[keyPath: value])")
            }
        }
        try check("--preset", \.preset)
        try check("--seed", \.seed)
        try check("--checkpoint-every", \.checkpointEvery)
        try check("data of SHA-256", \.dataDigest)
        if earlier.inputsDigest != plan.inputsDigest {
            throw TrainingError.planDiffers(
                path: folder, field: "--inputs of SHA-256", found: earlier.inputsDigest ?? "none",
                asked: plan.inputsDigest ?? "none")
        }
        if earlier.heldOutDigest != plan.heldOutDigest {
            throw TrainingError.planDiffers(
                path: folder, field: "--held-out of SHA-256", found: earlier.heldOutDigest ?? "none",
                asked: plan.heldOutDigest ?? "none")
        }
        if let difference = try earlier.hyperparameters.firstDifference(from: plan.hyperparameters) {
            throw TrainingError.planDiffers(
                path: folder, field: difference.field, found: difference.own, asked: difference.other)
        }
        guard earlier == plan else {
            throw TrainingError.damagedRun(
                path: folder, problem: "the run was started with other settings of its preset")
        }
    }

    private struct RunDocument: Codable {
        static let name = "ganeval.run/1"
        var schema = name
        var plan: TrainingPlan
    }

    /// Trains until `steps` are done or `shouldStop` says so; returns how it ended.
    ///
    /// Throws `diverged` at the first step whose losses are not finite or beyond all reason; what was written before stays whole.
    public func run(
        progress: (Progress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
    ) throws -> Outcome {
        var trainer = try newTrainer()
        var data = try data()
        try prepareFolder()
        var window = TrainingLog.Window()
        var written = WrittenFiles()
        var lines: [TrainingPoint] = []
        if resume, FileManager.default.fileExists(atPath: statePath) {
            (window, written) = try trainer.readState(from: statePath)
            lines = TrainingLog.read(folder: folder, upTo: trainer.step)
            try written.check(folder: folder, log: lines)
        }
        try AtomicFile.write(try TrainingLog.encoded(lines), to: logPath)
        let diversity = SampleDiversity(
            try data.batch(update: 0), seed: SeededGenerator(seed: plan.seed).split("diversity"))
        let shown = try data.batch(update: 0)
        let accuracy = try heldOut.flatMap {
            try HeldOutAccuracy(
                training: source, heldOut: $0, settings: plan.hyperparameters,
                seed: SeededGenerator(seed: plan.seed).split("held-out"))
        }
        var lastCheckpoint: String? = trainer.step == 0 ? nil : newestCheckpoint(upTo: trainer.step)

        while trainer.step < steps {
            if shouldStop() {
                // Lines since the last checkpoint are on no disk yet, and the state does not hold them.
                try AtomicFile.write(try TrainingLog.encoded(lines), to: logPath)
                try trainer.writeState(to: statePath, window: window, written: try written.with(log: lines))
                return Outcome(step: trainer.step, finished: false, lastCheckpoint: lastCheckpoint)
            }
            let report = trainer.train(on: try batches(of: &data, step: trainer.step))
            guard report.isSound else {
                try writeEnd(RunEnd(step: trainer.step, hasDiverged: true))
                throw TrainingError.diverged(path: folder, step: trainer.step, lastCheckpoint: lastCheckpoint)
            }
            window.add(report)
            let step = trainer.step
            let last = step == steps
            if step % plan.logEvery == 0 {
                lines.append(window.line(step: step, imagesSeen: imagesSeen(step)))
                window = TrainingLog.Window()
            }
            var share: Double?
            var samples: String?
            if step % plan.checkpointEvery == 0 || last {
                let path = try writeCheckpoint(trainer, showing: shown)
                lastCheckpoint = path
                samples = samplesPath(step)
                share = diversity.share(trainer)
                if step % plan.logEvery == 0, !lines.isEmpty {
                    lines[lines.count - 1].diversity = share
                    let shares = accuracy?.shares(trainer)
                    lines[lines.count - 1].trainingAccuracy = shares?.training
                    lines[lines.count - 1].heldOutAccuracy = shares?.heldOut
                }
                try written.add(checkpoint: path)
                try AtomicFile.write(try TrainingLog.encoded(lines), to: logPath)
                // The state comes last: it never claims a step whose checkpoint is not there.
                try trainer.writeState(to: statePath, window: window, written: try written.with(log: lines))
            }
            progress(
                Progress(
                    step: step, steps: steps, imagesSeen: imagesSeen(step),
                    generatorLoss: report.generatorLoss,
                    discriminatorLoss: report.discriminatorLoss,
                    collapse: share.flatMap { $0 < SampleDiversity.alarm ? $0 : nil },
                    line: lines.last.flatMap { $0.step == step ? $0 : nil }, samples: samples))
        }
        try writeEnd(RunEnd(step: trainer.step, hasDiverged: false))
        return Outcome(step: trainer.step, finished: true, lastCheckpoint: lastCheckpoint)
    }

    /// A batch for each of the discriminator's updates of a step.
    private func batches(of data: inout RunData, step: Int) throws -> [TrainingBatch] {
        let count = plan.hyperparameters.criticSteps
        return try (step * count..<(step + 1) * count).map { update in
            var batch = try data.batch(update: update)
            if plan.hyperparameters.condition == nil { batch.labels = [] }
            return batch
        }
    }

    private func newTrainer() throws -> any Trainer {
        guard let translation = plan.hyperparameters.translation, translation.kind == .unpaired else {
            return try AdversarialTrainer(preset, plan: plan)
        }
        return try CycleTrainer(preset, plan: plan, settings: translation)
    }

    /// The samples and, where images are made of images, the inputs.
    private struct RunData {
        var samples: TrainingData
        var inputs: TrainingData?

        mutating func batch(update: Int) throws -> TrainingBatch {
            var batch = try samples.labelledBatch(step: update)
            batch.inputs = try inputs?.batch(step: update)
            return batch
        }
    }

    private func data() throws -> RunData {
        let settings = plan.hyperparameters
        let order = SeededGenerator(seed: plan.seed).split("order")
        // Equal counts in one order: rows stay beside one another.
        let isPaired = settings.translation?.kind == .paired
        let other = isPaired ? order : SeededGenerator(seed: plan.seed).split("inputs' order")
        return RunData(
            samples: try TrainingData(source, batchSize: settings.batchSize, seed: order),
            inputs: try inputs.map { try TrainingData($0, batchSize: settings.batchSize, seed: other) })
    }

    /// Real samples that so many steps took.
    func imagesSeen(_ steps: Int) -> Int {
        steps * plan.hyperparameters.criticSteps * plan.hyperparameters.batchSize
    }

    private func writeEnd(_ end: RunEnd) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(String(decoding: try encoder.encode(end), as: UTF8.self) + "\n", to: endPath)
    }

    /// The files and folders that a run writes in its folder.
    package static let entries = [
        "run.json", TrainingLog.fileName, stateName, RunEnd.fileName, "checkpoints", "samples",
    ]
    private static let stateName = "state.safetensors"

    private var statePath: String { folder + "/" + Self.stateName }
    private var endPath: String { folder + "/" + RunEnd.fileName }
    private var logPath: String { folder + "/" + TrainingLog.fileName }

    private func prepareFolder() throws {
        func make(_ path: String) throws {
            do {
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            } catch {
                throw TrainingError.cannotWrite(path: folder, problem: error.localizedDescription)
            }
        }
        try make(folder)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = String(decoding: try encoder.encode(RunDocument(plan: plan)), as: UTF8.self)
        // A run that goes on has not ended.
        try? FileManager.default.removeItem(atPath: endPath)
        // The plan comes first: a folder with anything else in it but no plan could neither be started nor resumed.
        try AtomicFile.write(document + "\n", to: folder + "/" + TrainingFolder.planName)
        for part in ["checkpoints", "samples"] { try make(folder + "/" + part) }
    }

    private func newestCheckpoint(upTo step: Int) -> String? {
        TrainingFolder.numberedCheckpoints(in: folder).last { $0.step <= step }?.path
    }

    func checkpointPath(_ step: Int) -> String { folder + "/checkpoints/\(Self.stem(step)).safetensors" }

    func samplesPath(_ step: Int) -> String { folder + "/samples/\(Self.stem(step)).png" }

    private static func stem(_ step: Int) -> String {
        let digits = String(step)
        return "step-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
