import Foundation
import GANAudit
import GANData
import GANMetrics
import GANText

/// The words of an audit for people.
enum AuditText {
    /// The verdict as a person would say it.
    static func sentence(_ findings: AuditFindings) -> String {
        switch findings.verdict.outcome {
        case .copying: return copying(findings)
        case .noEvidence:
            guard let visible = findings.sensitivity?.smallestVisibleShare else { return "No evidence of copying." }
            return "No evidence of copying, where \(FigureText.percent(visible)) of clear copies would have been seen."
        case .inconclusive: return "This audit can't tell whether training data are copied."
        }
    }

    private static func copying(_ findings: AuditFindings) -> String {
        let (found, total) = (findings.copies.count, findings.sources.sampleCount)
        let exact = findings.copies.count { $0.isExact }
        if exact == total, total > 1 { return "Every sample is an exact copy of a training row." }
        let rows = findings.extraction.distinctTrainingRows
        let images = FigureText.count(rows, "training \(findings.noun)")
        guard let share = findings.copiedShare, found > 0 else {
            if exact > 0 {
                return
                    "\(FigureText.count(exact)) of \(FigureText.count(total)) samples are exact copies of training rows."
            }
            guard let least = findings.sureShare?.low, least > 0 else {
                return "Samples lie closer to training rows than chance allows: training data are being copied."
            }
            return
                "At least \(FigureText.percent(least)) of the samples are copies, none of them clear enough to be listed."
        }
        return "\(sentenceStart(AuditWords.least(share.value))) of the samples are copies, and give away \(images)."
    }

    private static func sentenceStart(_ words: String) -> String { words.prefix(1).uppercased() + words.dropFirst() }

    /// Whether copying was found though no sample is listed: the share of listed ones, none, then says nothing.
    static func isUncounted(_ findings: AuditFindings) -> Bool {
        findings.verdict.outcome == .copying && findings.copies.isEmpty
    }

    static let uncounted = "none is clear enough to be listed"

    /// How many samples are copies where none is listed.
    static func uncountedShare(_ findings: AuditFindings) -> String {
        guard let least = findings.sureShare?.low, least > 0 else { return "not known: \(uncounted)" }
        return "at least \(FigureText.percent(least)) of the samples; \(uncounted)"
    }

    /// The verdict in two words, for the pill and the terminal.
    static func word(_ outcome: AuditVerdict.Outcome) -> String {
        switch outcome {
        case .copying: return "copying"
        case .noEvidence: return "no evidence of copying"
        case .inconclusive: return "can't tell"
        }
    }

    static func style(_ outcome: AuditVerdict.Outcome) -> String {
        switch outcome {
        case .copying: return "alarming"
        case .noEvidence: return "good"
        case .inconclusive: return "unknown"
        }
    }

    /// "at least 12.1 % (11.2 % to 13.1 %)"; where nothing is listed "none seen, at most 0.4 % as clear copies".
    static func share(_ estimate: AuditFindings.Estimate, listed: Int) -> String {
        guard listed > 0 else { return "none seen, at most \(FigureText.percent(estimate.high)) as clear copies" }
        return "\(AuditWords.least(estimate.value)) "
            + "(\(SentenceFigure.percent(estimate.low)) to \(SentenceFigure.percent(estimate.high)))"
    }

    /// "0.031", "< 0.0001": as many digits as a p-value is worth.
    static func probability(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "–" }
        if value < 1e-4 { return "< 0.0001" }
        return FigureText.number(value, decimals: value < 0.001 ? 4 : value < 0.1 ? 3 : 2)
    }

    /// "mirrored, shifted 2 right, 1 up".
    static func transformation(_ transformation: AuditTransformation) -> String {
        let words = kind(transformation)
        return transformation.detail.isEmpty ? words : "\(words) \(transformation.detail)"
    }

    /// The transformation's family, for filtering.
    static func kind(_ transformation: AuditTransformation) -> String {
        transformation.name == "identity" ? "unchanged" : transformation.name.replacing("_", with: ", ")
    }

    static func distance(_ value: Double) -> String { FigureText.number(value) }

    /// A limit as the option that set it.
    static func rule(_ gate: AuditGate) -> String {
        switch gate.rule {
        case .copiedShare(let most): return "--max-copied-share \(FigureText.trimmed(most))"
        case .noCopies(let rate): return "--fdr \(FigureText.trimmed(rate))"
        }
    }

    /// How a test is called, and the factor that makes its share a percentage.
    static func test(_ name: String) -> (title: String, factor: Double) {
        switch name {
        case "clearest_contests": return ("Training rows among the clearest matches, %", 100)
        case "nearest_training_share": return ("Samples nearest to a training row, %", 100)
        case "calibrated_matches": return ("Matches closer than real rows have", 1)
        case "exact_copies": return ("Samples equal to a training row", 1)
        case "copying": return ("Copying, all rules together", 1)
        case "split_exchangeability": return ("Held-out rows nearest to a training row, %", 100)
        case "membership_inference_auc": return ("Membership inference AUC", 1)
        case "discriminator_membership_inference_auc": return ("Membership inference AUC by the discriminator", 1)
        case "feature_likelihood_divergence_gap": return ("Feature likelihood divergence gap", 1)
        default: return (MetricLabel(name).title, 1)
        }
    }

    /// What a share of copies would have been seen, as a sentence.
    static func sensitivity(_ findings: AuditFindings) -> String {
        guard let sensitivity = findings.sensitivity else {
            let lack =
                findings.sources.heldOutCount == 0
                ? "Without held-out rows" : "Without held-out rows that are no training rows"
            return "\(lack) nothing can be said about what this audit could have seen."
        }
        var text =
            if let least = sensitivity.smallestVisibleShare {
                "The smallest leak that would have raised the alarm is \(FigureText.percent(least)) of the samples as clear copies"
                    + " (\(FigureText.count(Int(saturating: (least * Double(findings.sources.sampleCount)).rounded(.up))))"
                    + " of \(FigureText.count(findings.sources.sampleCount)))."
            } else {
                "With these sizes no leak at all could have raised the alarm."
            }
        let interest = FigureText.percent(sensitivity.leakOfInterest)
        if let needed = sensitivity.samplesNeeded {
            text +=
                " To see a leak of \(interest) with about 95 % probability takes \(FigureText.count(needed)) samples."
        } else {
            text += " No number of samples would show a leak of \(interest): more held-out rows are needed."
        }
        return text
    }
}

extension AuditFindings {
    /// What a row is, for people.
    var noun: String { sources.shape.isImage ? "image" : "row" }
}
