import ArgumentParser
import Foundation
import GANData
import GANEvaluation
import GANFiles
import GANMetrics
import GANReports
import GANText
import GANTraining

/// Lines of text, trained or made before, held against the lines that they come from.
struct SequenceSession {
    /// Where the lines come from that are judged.
    enum Subject {
        case made(String)
        case trained(SequenceGradient, steps: Int)
        /// A checkpoint of an earlier training.
        case generator(String)
    }

    var subject: Subject
    var training: String
    var heldOut: String? = nil
    var samples: Int
    var seed: UInt64
    /// Whether a training goes on from the checkpoint in the folder.
    var resume = false
    var quiet: Bool

    /// The fewest lines to train on.
    private static let fewestLines = 20
    /// Steps after which a training's checkpoint is written anew.
    private static let savedEvery = 500
    /// The file that a training leaves in its folder, and goes on from.
    static let checkpointName = "checkpoint.safetensors"

    /// Writes `sequences.md`, `sequences.json` and, where lines were made, `samples.txt` into `folder`, with a training's checkpoint.
    func run(into folder: String) throws -> SequenceReport {
        var known = try TextLines.open(training)
        var notes = Self.notes(known)
        var real = try (heldOut ?? (training == "builtin:grammar" ? "builtin:grammar-test" : nil)).map {
            try TextLines.open($0)
        }
        if let real { notes += Self.notes(real) }
        let parts = known.apart
        if real == nil, try learnsFrom(parts.training) {
            (known, real) = (parts.training, parts.heldOut)
            notes.append("Every tenth line was kept out of the training, to hold the lines against.")
        }
        let (lines, name, settings) = try judged(known, in: folder, &notes)
        let findings = try SequenceFindings(generated: lines, training: known, heldOut: real)
        if findings.generated.sequences < lines.count {
            notes.append(
                "Of \(lines.count) lines the first \(findings.generated.sequences) were judged, as many as there are real ones."
            )
        }
        let empty = lines.count { $0.isEmpty }
        if empty > 0 { notes.append("\(empty) of the lines are empty: their first symbol was the end.") }
        let report = SequenceReport(
            toolVersion: ToolVersion.current, subject: name, training: known.name, trainingLines: known.lines.count,
            heldOut: real?.name, notes: notes, settings: settings, findings: findings)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var isMade = false
        if case .made = subject { isMade = true }
        if !isMade { try AtomicFile.write(lines.joined(separator: "\n") + "\n", to: folder + "/samples.txt") }
        try AtomicFile.write(SequencePage.json(report), to: folder + "/sequences.json")
        try AtomicFile.write(SequencePage.markdown(report), to: folder + "/sequences.md")
        return report
    }

    /// The lines of a generator trained on all training lines; none where lines were made before.
    func trainedLines() throws -> [String] {
        guard case .trained(let gradient, let steps) = subject else { return [] }
        return try text(
            of: train(gradient, steps: steps, on: TextLines.open(training), in: nil).lines(samples, seed: seed))
    }

    /// Whether the lines that are judged were, or will be, learnt from exactly these.
    private func learnsFrom(_ lines: TextLines) throws -> Bool {
        switch subject {
        case .made: false
        case .trained: true
        case .generator(let path): Self.isPlan(try SequenceCheckpoint.read(path).plan, of: lines)
        }
    }

    private static func isPlan(_ plan: SequencePlan, of lines: TextLines) -> Bool {
        SequencePlan(lines: symbols(lines), settings: plan.settings, seed: 0).linesDigest == plan.linesDigest
    }

    /// The lines, what to call them, and how they were made.
    private func judged(
        _ known: TextLines, in folder: String, _ notes: inout [String]
    ) throws -> (lines: [String], name: String, settings: [String: String]) {
        switch subject {
        case .made(let path):
            let made = try TextLines.open(path)
            notes += Self.notes(made)
            return (made.lines, made.name, [:])
        case .trained(let gradient, let steps):
            let trainer = try train(gradient, steps: steps, on: known, in: folder)
            return (
                text(of: trainer.lines(samples, seed: seed)), "A generator trained by \(gradient.rawValue)",
                Self.settings(trainer.plan, steps: trainer.step)
            )
        case .generator(let path):
            let checkpoint = try SequenceCheckpoint.read(path)
            let plan = checkpoint.plan
            if !Self.isPlan(plan, of: known) {
                notes.append("The generator was trained on other lines than \(known.name).")
            }
            return (
                text(of: checkpoint.generator.lines(samples, seed: seed)), path,
                Self.settings(plan, steps: checkpoint.step)
            )
        }
    }

    private static func settings(_ plan: SequencePlan, steps: Int) -> [String: String] {
        [
            "gradient": plan.settings.gradient.rawValue, "steps": "\(steps)", "seed": "\(plan.seed)",
            "batch": "\(plan.settings.batchSize)",
        ]
    }

    private static func symbols(_ lines: TextLines) -> [[UInt32]] {
        lines.lines.map { $0.unicodeScalars.map(\.value) }
    }

    private static func notes(_ lines: TextLines) -> [String] {
        lines.emptyLines == 0 ? [] : ["\(lines.name): empty lines were left out, \(lines.emptyLines) of them."]
    }

    /// Trains; with a folder the checkpoint there is written, and gone on from where that is asked for.
    private func train(
        _ gradient: SequenceGradient, steps: Int, on lines: TextLines, in folder: String?
    ) throws -> SequenceTrainer {
        try lines.check(
            symbols: SequenceAlphabet.symbolLimit, length: SequenceAlphabet.lengthLimit, lines: Self.fewestLines)
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        let interruption = Interruption()
        var trainer = try SequenceTrainer(
            lines: Self.symbols(lines), settings: .init(gradient), seed: seed)
        let checkpoint = folder.map { "\($0)/\(Self.checkpointName)" }
        if resume, let checkpoint {
            guard FileManager.default.fileExists(atPath: checkpoint) else {
                throw TrainingError.nothingToResume(path: checkpoint)
            }
            try trainer.resume(from: SequenceCheckpoint.read(checkpoint))
        }
        if let folder {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        while trainer.step < steps, !interruption.isRequested {
            guard trainer.train() else {
                throw TrainingError.diverged(
                    path: lines.name, step: trainer.step,
                    lastCheckpoint: resume || trainer.step >= Self.savedEvery ? checkpoint : nil)
            }
            if let checkpoint, trainer.step % Self.savedEvery == 0 { try trainer.write(to: checkpoint) }
            bar.update("training", share: Double(trainer.step) / Double(steps), count: steps)
        }
        if let checkpoint { try trainer.write(to: checkpoint) }
        guard !interruption.end() else {
            if checkpoint != nil { Console.note("Stopped after \(trainer.step) steps; continue with --resume.") }
            throw StopSignal.exitCode
        }
        return trainer
    }

    private func text(of lines: [[UInt32]]) -> [String] {
        lines.map { line in
            var text = String.UnicodeScalarView()
            text.append(contentsOf: line.compactMap { Unicode.Scalar($0) })
            return String(text)
        }
    }
}
