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
    }

    var subject: Subject
    var training: String
    var heldOut: String? = nil
    var samples: Int
    var seed: UInt64
    var quiet: Bool

    /// The fewest lines to train on.
    private static let fewestLines = 20

    /// Writes `sequences.md`, `sequences.json` and, of a training, `samples.txt` into `folder`.
    func run(into folder: String) throws -> SequenceReport {
        var known = try TextLines.open(training)
        var notes = Self.notes(known)
        var real = try (heldOut ?? (training == "builtin:grammar" ? "builtin:grammar-test" : nil)).map {
            try TextLines.open($0)
        }
        if let real { notes += Self.notes(real) }
        if case .trained = subject, real == nil {
            let parts = known.apart
            (known, real) = (parts.training, parts.heldOut)
            notes.append("Every tenth line was kept out of the training, to hold the lines against.")
        }
        let (lines, name, settings) = try judged(known, &notes)
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
        if case .trained = subject {
            try AtomicFile.write(lines.joined(separator: "\n") + "\n", to: folder + "/samples.txt")
        }
        try AtomicFile.write(SequencePage.json(report), to: folder + "/sequences.json")
        try AtomicFile.write(SequencePage.markdown(report), to: folder + "/sequences.md")
        return report
    }

    /// The lines of a generator trained on all training lines; none where lines were made before.
    func trainedLines() throws -> [String] {
        guard case .trained(let gradient, let steps) = subject else { return [] }
        return try train(gradient, steps: steps, on: TextLines.open(training))
    }

    /// The lines, what to call them, and how they were made.
    private func judged(
        _ known: TextLines, _ notes: inout [String]
    ) throws -> (lines: [String], name: String, settings: [String: String]) {
        switch subject {
        case .made(let path):
            let made = try TextLines.open(path)
            notes += Self.notes(made)
            return (made.lines, made.name, [:])
        case .trained(let gradient, let steps):
            let settings = ["gradient": gradient.rawValue, "steps": "\(steps)", "seed": "\(seed)", "batch": "128"]
            return (
                try train(gradient, steps: steps, on: known), "A generator trained by \(gradient.rawValue)", settings
            )
        }
    }

    private static func notes(_ lines: TextLines) -> [String] {
        lines.emptyLines == 0 ? [] : ["\(lines.name): empty lines were left out, \(lines.emptyLines) of them."]
    }

    private func train(_ gradient: SequenceGradient, steps: Int, on lines: TextLines) throws -> [String] {
        try lines.check(
            symbols: SequenceAlphabet.symbolLimit, length: SequenceAlphabet.lengthLimit, lines: Self.fewestLines)
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        let interruption = Interruption()
        var trainer = try SequenceTrainer(
            lines: lines.lines.map { $0.unicodeScalars.map(\.value) }, settings: .init(gradient), seed: seed)
        while trainer.step < steps, !interruption.isRequested {
            guard trainer.train() else {
                throw TrainingError.diverged(path: lines.name, step: trainer.step, lastCheckpoint: nil)
            }
            bar.update("training", share: Double(trainer.step) / Double(steps), count: steps)
        }
        guard !interruption.end() else { throw ExitCode(130) }
        return trainer.lines(samples, seed: seed).map { line in
            var text = String.UnicodeScalarView()
            text.append(contentsOf: line.compactMap { Unicode.Scalar($0) })
            return String(text)
        }
    }
}
