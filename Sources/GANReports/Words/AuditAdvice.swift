import GANAudit
import GANData
import GANEvaluation
import GANText

/// What to do after an audit; every output takes it from here.
struct AuditAdvice {
    let report: AuditReport

    init(_ report: AuditReport) { self.report = report }

    private var findings: AuditFindings { report.findings }
    private var outcome: AuditVerdict.Outcome { findings.verdict.outcome }
    private var noun: String { findings.noun }

    /// The same in one line of a terminal.
    var brief: String {
        switch outcome {
        case .copying where !findings.copies.isEmpty:
            return "don't publish it; take out rows that mustn't be shown, retrain"
        case .copying: return "don't publish it; retrain with more data or for fewer steps"
        case .noEvidence: return "nothing; --extractor looks for likeness beyond pixels"
        case .inconclusive: break
        }
        if findings.sources.heldOutCount == 0 { return "give real data that it was not trained on: --held-out SOURCE" }
        if isRefused { return "prepare training and held-out data alike, audit again" }
        return report.samplesToDecide.map { "audit \(FigureText.count($0)) samples" }
            ?? "give more held-out data, or more --calibration-rows"
    }

    /// Sentences, the most urgent first.
    var steps: [String] {
        switch outcome {
        case .copying: return findings.copies.isEmpty ? unlisted : listed
        case .noEvidence: return ["Nothing has to be taken out."]
        case .inconclusive: return undecided
        }
    }

    private var listed: [String] {
        let samples = findings.copies.count
        let rows = findings.extraction.distinctTrainingRows
        var steps = [
            "Don't publish this generator, nor the \(FigureText.count(samples, "sample")) of copies.csv: "
                + (samples == 1
                    ? "it shows a training \(noun)." : "they show \(FigureText.count(rows, "training \(noun)")).")
        ]
        let repeated = findings.extraction.mostCopied.count { $0.occurrences > 1 }
        if repeated > 0 {
            steps.append(
                "\(FigureText.count(repeated)) of the most copied training \(noun)s \(FigureText.noun(repeated, "stands", "stand")) "
                    + "in the training data more than once. Take the repeats out first: they are learnt by heart soonest."
            )
        }
        steps.append(
            "Take training \(noun)s that must never be shown out of the training data (training_row of copies.csv) and train anew: "
                + "a trained generator can't be made to forget them.")
        steps.append(
            "To copy less in general, train on more or augmented data, or for fewer steps, and audit the new generator."
        )
        return steps
    }

    private var unlisted: [String] {
        [
            "Don't publish this generator. No single copy is clear, so taking out some samples or training \(noun)s doesn't help.",
            "Train it anew on more or augmented data, or for fewer steps, and audit again.",
        ]
    }

    /// Whether held-out data can't show what an honest generator does.
    private var isRefused: Bool {
        findings.verdict.reasons.contains { reason in
            switch reason {
            case .heldOutOverlaps, .splitsDiffer, .preparedDifferently: return true
            case .checkFailed(let check): return !check.isOfSamples
            default: return false
            }
        }
    }

    private var undecided: [String] {
        if findings.sources.heldOutCount == 0 {
            return [
                "Give real data that the generator was not trained on (--held-out): without them nothing says which likeness is chance."
            ]
        }
        let overlap = findings.pool.overlap.count
        if findings.heldOutOverlaps {
            return [
                "Take the \(FigureText.count(overlap)) held-out rows that are training rows out of the held-out data "
                    + "(pool.overlap of audit.json names them), or give others that training never saw."
            ]
        }
        if isRefused {
            return [
                "Make training and held-out data by the same steps from the same kind of originals, best by a random split of one "
                    + "set, and audit again."
            ]
        }
        if let samples = report.samplesToDecide {
            return [
                "Audit \(FigureText.count(samples)) samples: \(FigureText.count(findings.sources.sampleCount)) are too few to tell."
            ]
        }
        return ["Give more held-out data, or more real rows that calibrate (--calibration-rows)."]
    }

    /// The command that is to be run next.
    var next: NextStep {
        let own = ShellWords(reading: report.run.command)
        let again = own.words.count > 2 && own.words[1] == "audit" ? own : nil
        let hasGenerator = again?.value(of: "--generator") != nil
        switch outcome {
        case .copying: return NextStep("After training anew, audit again:", again)
        case .noEvidence:
            let isSearched = !findings.notSearched.contains(.features)
            return isSearched || !findings.sources.shape.isImage
                ? NextStep("Audit every generator that is to be published like this one:", again)
                : NextStep(
                    "To look for likeness beyond pixels as well:", again?.setting("--extractor", to: "automatic"))
        case .inconclusive:
            if findings.sources.heldOutCount == 0 {
                return NextStep("Add held-out data:", again?.setting("--held-out", to: "SOURCE"))
            }
            if isRefused {
                return NextStep("With held-out data of the same kind:", again?.setting("--held-out", to: "SOURCE"))
            }
            if let samples = report.samplesToDecide {
                return NextStep(
                    hasGenerator ? "Audit so many samples:" : "Audit so many samples of the same generator:",
                    hasGenerator
                        ? again?.setting("--samples", to: "\(samples)") : again?.setting("--generated", to: "SOURCE"))
            }
            return NextStep("With more held-out data:", again?.setting("--held-out", to: "SOURCE"))
        }
    }
}
