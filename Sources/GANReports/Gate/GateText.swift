import GANEvaluation
import GANGate
import GANMetrics
import GANText

/// The sentences about gates; every output takes its words from here.
enum GateText {
    /// The verdict in a sentence, "2 of 9 gates failed: modes (mode_coverage.missing_classes) and diversity (coverage).".
    static func headline(_ record: GateRecord) -> String {
        let verdict = record.verdict
        let total = verdict.findings.count
        let gates = FigureText.noun(total, "gate")
        switch verdict.outcome {
        case .passed:
            return total == 1 ? "The gate passed." : total == 2 ? "Both gates passed." : "All \(total) gates passed."
        case .failed: return "\(verdict.count(.failed)) of \(total) \(gates) failed: \(sections(verdict, .failed))."
        case .inconclusive:
            let counted = verdict.inconclusive.map { ", which counts as \($0 == .pass ? "passed" : "failed")" } ?? ""
            return "No gate failed, but \(verdict.count(.inconclusive)) of \(total) can't be decided\(counted): "
                + "\(sections(verdict, .inconclusive))."
        }
    }

    /// The gates of one outcome by the sections of a report.
    private static func sections(_ verdict: GateVerdict, _ outcome: Outcome) -> String {
        let findings = verdict.findings.filter { $0.outcome == outcome }
        return ReportText.list(
            ReportSection.byRank.compactMap { section in
                var names: [String] = []
                for finding in findings where self.section(finding.rule.metric) == section {
                    if !names.contains(finding.rule.metric.path) { names.append(finding.rule.metric.path) }
                }
                return names.isEmpty ? nil : "\(section.rawValue) (\(names.joined(separator: ", ")))"
            })
    }

    static func section(_ metric: GateMetric) -> ReportSection {
        metric.source == .audit ? .memorization : MetricLabel(metric.name).section
    }

    /// Under which conditions the gates were judged.
    static func conditions(_ record: GateRecord) -> String {
        var text = "intervals at \(FigureText.exactPercent(record.policy.level))"
        if record.policy.multiplicity == .holm { text += ", all gates together (Holm)" }
        if let baseline = record.baseline { text += ", baseline \(baseline.subject ?? baseline.path)" }
        return text
    }

    // MARK: Figures

    /// How a figure's numbers are printed.
    struct Format {
        var isShare = false
        var decimals: Int

        func text(_ value: Double) -> String {
            isShare ? FigureText.percent(value) : FigureText.number(value, decimals: decimals)
        }
    }

    static func format(_ finding: GateFinding, of figure: GateFigure) -> Format {
        if isShare(finding.rule.metric) { return Format(isShare: true, decimals: 0) }
        if figure.basis == .exact, figure.value == figure.value.rounded() { return Format(decimals: 0) }
        guard let interval = figure.interval, interval.high > interval.low else {
            return Format(decimals: FigureText.decimals(forMagnitude: figure.value))
        }
        return Format(decimals: FigureText.decimals(forUncertainty: (interval.high - interval.low) / 2))
    }

    /// Whether people read the figure as a percentage.
    private static func isShare(_ metric: GateMetric) -> Bool {
        switch metric.source {
        case .metric: return false
        case .part(let name): return name.hasSuffix("_share")
        case .audit: return metric.path.hasSuffix("share") || metric.path.hasSuffix("rate")
        }
    }

    /// "0.912 [0.900, 0.924]", "2 (5, 9)", "copying".
    static func value(_ finding: GateFinding, of figure: GateFigure) -> String {
        if let word = figure.word { return word }
        let format = format(finding, of: figure)
        var text = format.text(figure.value)
        if let interval = figure.interval, interval.low < interval.high {
            text += " [\(format.text(interval.low)), \(format.text(interval.high))]"
        }
        if !figure.items.isEmpty {
            text += " (\(figure.items.prefix(12).joined(separator: ", "))\(figure.items.count > 12 ? ", …" : ""))"
        }
        return text
    }

    /// A bound, with as many digits as were meant.
    static func bound(_ finding: GateFinding, _ value: Double) -> String {
        if isShare(finding.rule.metric) { return FigureText.exactPercent(value) }
        let written = FigureText.trimmed(value)
        // A bound that somebody wrote is short; one that was computed gets the value's digits.
        return written.count <= 7 && value != 0 && Double(written.replacing("−", with: "-")) == value || value == 0
            ? written : format(finding, of: finding.judged).text(value)
    }

    /// What the rule wants, "at least 0.870 (90 % of real data's 0.967)".
    static func wanted(_ finding: GateFinding) -> String {
        let format = format(finding, of: finding.figure)
        func real(_ text: String) -> String {
            let whose = finding.figure.besideReal?.source == .null ? "equal distributions'" : "real data's"
            guard let bound = finding.bound, let ceiling = finding.figure.ceiling else { return "\(text) real data's" }
            return "\(format.text(bound)) (\(text) \(whose) \(format.text(ceiling)))"
        }
        switch finding.rule.requirement {
        case .atMost(let value): return "at most \(bound(finding, value))"
        case .atLeast(let value): return "at least \(bound(finding, value))"
        case .equals(.number(let value)): return "exactly \(bound(finding, value))"
        case .equals(.text(let word)): return word
        case .atLeastShareOfReal(let share): return "at least \(real("\(FigureText.exactPercent(share)) of"))"
        case .atMostMultipleOfReal(let multiple): return "at most \(real("\(FigureText.trimmed(multiple)) times"))"
        case .noWorseThanBaseline(let margin): return "worse by at most \(bound(finding, margin))"
        }
    }

    // MARK: Sentences

    /// Why the gate came out as it did.
    static func reason(_ finding: GateFinding) -> String {
        if case .notMeasured(let problem) = finding.obstacle {
            return "\(finding.rule.metric.path) can't be judged: \(problem); wanted is \(wanted(finding))."
        }
        var text = "\(finding.rule.metric.path) is \(value(finding, of: finding.figure))"
        if isBesideReal(finding.rule.requirement), let counts = finding.figure.besideReal?.counts {
            text += " in \(counts), as many as there are held-out rows"
        }
        if let baseline = baseline(finding) { text += ", the baseline's \(baseline)" }
        return text + "; wanted is \(wanted(finding)). " + because(finding)
    }

    /// The same beside a table that has the value and what is wanted.
    static func ground(_ finding: GateFinding) -> String {
        if case .notMeasured(let problem) = finding.obstacle { return "It can't be judged: \(problem)." }
        var text = ""
        if isBesideReal(finding.rule.requirement), let counts = finding.figure.besideReal?.counts {
            text += "The value is that in \(counts), as many as there are held-out rows. "
        }
        if let baseline = baseline(finding) { text += "The baseline's is \(baseline). " }
        return text + because(finding)
    }

    /// The baseline's value and how this one differs: "0.95: worse by 0.02".
    private static func baseline(_ finding: GateFinding) -> String? {
        guard let baseline = finding.baseline, let difference = finding.difference else { return nil }
        let text = "\(value(finding, of: baseline)): "
        switch difference.value {
        case 0: return text + "the same"
        case let worse where worse > 0: return text + "worse by \(value(finding, of: difference))"
        default: return text + "better, by a difference of \(value(finding, of: difference))"
        }
    }

    /// What decided, and what must be known of the figures.
    private static func because(_ finding: GateFinding) -> String {
        var text = explanation(finding)
        // One side's interval alone makes one of the difference, in which the other side is taken for exact.
        let isHalfKnown = finding.difference?.interval != nil && finding.isUncertaintyUnknown
        if finding.figure.basis == .none, !isHalfKnown, finding.obstacle == nil, finding.outcome != .inconclusive {
            text += " Its uncertainty is not known: the value alone was compared."
        }
        switch finding.pairing {
        case .paired?: text += " Compared in pairs of samples from the same latents."
        case .unpaired(let reason)?:
            let isConservative = finding.difference?.interval != nil && !isHalfKnown
            text += " The comparison is unpaired\(isConservative ? ", which is conservative" : ""): \(reason)."
        case nil: break
        }
        if isHalfKnown {
            let side = finding.figure.interval == nil ? "the value" : "the baseline"
            text += " The uncertainty of \(side) is not known: it counts as exact."
        }
        return text
    }

    /// Whether the rule holds the figure beside real data's.
    static func isBesideReal(_ requirement: GateRule.Requirement) -> Bool {
        switch requirement {
        case .atLeastShareOfReal, .atMostMultipleOfReal: return true
        default: return false
        }
    }

    private static func explanation(_ finding: GateFinding) -> String {
        let judged = finding.judged
        let isPoint = judged.interval.map { $0.low == $0.high } ?? true
        switch finding.outcome {
        case .passed:
            if let visible = finding.visibleShare {
                return
                    "Nothing points to copying, and clear copies of \(FigureText.percent(visible)) of the samples would have "
                    + "been seen."
            }
            return isPoint ? "It is." : "The whole interval keeps it."
        case .failed: return isPoint ? "It is not." : "The whole interval lies beyond it."
        case .inconclusive:
            switch finding.obstacle {
            case .equalityOfUncertainValue:
                return "An interval can show a difference but never equality; state max or min."
            case .auditUndecided(let reasons):
                return "The audit can't tell. \(reasons.joined(separator: " "))\(samples(finding))"
            case .noFigureOfReal(let reason): return "It can't be judged. \(reason)"
            case .checkFailed(let found): return "The report can't tell, because a check failed. \(found)"
            case .copiesNotCounted:
                return "The audit finds copying, but no single copy is clear enough to be counted."
            case .notMeasured: return ""
            case nil: return "The interval holds the bound.\(samples(finding))"
            }
        }
    }

    private static func samples(_ finding: GateFinding) -> String {
        guard let needed = finding.samplesToDecide else { return "" }
        let both = finding.baseline == nil ? "" : " on both sides"
        return " About \(FigureText.count(needed)) samples\(both) would decide if the value stays."
    }
}
