import GANGate
import GANMetrics
import GANText

/// What each rule would have needed to come out otherwise, for `ganeval gate explain`.
package enum GateExplanation {
    package static func lines(_ record: GateRecord, width: Int) -> [String] {
        var lines = WrappedText.lines(ReportText.cleaned(GateText.headline(record)), width: width)
        lines += WrappedText.lines(
            ReportText.cleaned("\(record.subject), \(GateText.conditions(record))"), width: width)
        for finding in record.verdict.findings {
            lines += [
                "",
                ReportText.cleaned(
                    "\(finding.rule.metric.path): \(finding.outcome.rawValue) (line \(finding.rule.line))"),
            ]
            var texts = [("now", GateText.reason(finding))]
            texts += flips(finding).map { ("to flip", $0) }
            if let entry = MetricRegistry.described(finding.rule.metric.name) {
                texts.append(("it sees", entry.sees))
                texts.append(("blind to", entry.blindTo))
            }
            var last = ""
            for (label, text) in texts {
                lines += WrappedText.labelled(
                    label == last ? "  " : "  " + label, ReportText.cleaned(text), width: width, column: 12)
                last = label
            }
        }
        return lines
    }

    /// The changes that turn the outcome, each a sentence.
    static func flips(_ finding: GateFinding) -> [String] {
        switch finding.obstacle {
        case .auditUndecided:
            return [
                "An audit that can tell: \(finding.samplesToDecide.map { "about \(FigureText.count($0)) samples" } ?? "see its reasons")."
            ]
        case .noFigureOfReal: return ["A report whose held-out data are enough to compare with."]
        case .notMeasured: return ["A report that has the figure."]
        case .checkFailed: return ["A report whose check passes, whatever the figure."]
        case .copiesNotCounted: return ["No finding of copying at all, or copies clear enough to be counted."]
        case .equalityOfUncertainValue: return ["A bound with max or min instead of equals."]
        case nil: break
        }
        if finding.visibleShare != nil { return ["A finding of copying, or an audit that sees less."] }
        if let word = finding.figure.word {
            guard case .equals(.text(let wanted)) = finding.rule.requirement else { return [] }
            return [finding.outcome == .passed ? "Any other word than \(word)." : "The word \(wanted)."]
        }
        guard let bound = finding.bound else { return [] }
        if case .equals = finding.rule.requirement {
            return [finding.outcome == .passed ? "Any other value." : "Exactly \(GateText.bound(finding, bound))."]
        }
        return bounds(finding, bound) + values(finding, bound)
    }

    private static func isUpper(_ finding: GateFinding) -> Bool {
        switch finding.rule.requirement {
        case .atMost, .atMostMultipleOfReal, .noWorseThanBaseline: return true
        default: return false
        }
    }

    /// What the bound would have to be.
    private static func bounds(_ finding: GateFinding, _ bound: Double) -> [String] {
        let judged = finding.judged
        let format = GateText.format(finding, of: judged)
        let isUpper = isUpper(finding)
        let (low, high) = (judged.interval?.low ?? judged.value, judged.interval?.high ?? judged.value)
        let (good, bad) = isUpper ? (high, low) : (low, high)
        let key = finding.rule.requirement.key
        func written(_ end: Double) -> String {
            switch finding.rule.requirement {
            case .atLeastShareOfReal, .atMostMultipleOfReal:
                let real = finding.figure.ceiling ?? 1
                let share = end / (real == 0 ? 1 : real)
                return isUpper ? "\(FigureText.number(share)) times" : FigureText.percent(share)
            case .noWorseThanBaseline: return "a margin of \(format.text(end))"
            default: return format.text(end)
            }
        }
        let wide = "\(key) of \(written(good)) or \(isUpper ? "more" : "less") passes"
        guard low < high else { return ["\(wide)."] }
        return ["\(wide); \(written(bad)) or \(isUpper ? "less" : "more") fails; between them it can't be decided."]
    }

    /// What the value would have to be, with an interval as wide.
    private static func values(_ finding: GateFinding, _ bound: Double) -> [String] {
        let judged = finding.judged
        guard let interval = judged.interval, interval.low < interval.high else { return [] }
        let format = GateText.format(finding, of: judged)
        let isUpper = isUpper(finding)
        let (below, above) = (judged.value - interval.low, interval.high - judged.value)
        let passing = isUpper ? bound - above : bound + below
        let failing = isUpper ? bound + below : bound - above
        let what = finding.difference == nil ? "value" : "difference"
        let (better, worse) = isUpper ? ("or less", "above") : ("or more", "below")
        switch finding.outcome {
        case .passed:
            return [
                "With an interval as wide, a \(what) \(worse) \(format.text(passing)) no longer passes, and one \(worse) \(format.text(failing)) fails."
            ]
        case .failed:
            guard judged.bounds.contains(passing) else { return ["With an interval as wide, no value would pass."] }
            return ["With an interval as wide, a \(what) of \(format.text(passing)) \(better) passes."]
        case .inconclusive:
            var text =
                "With an interval as wide, a \(what) of \(format.text(passing)) \(better) passes, and one \(worse) \(format.text(failing)) fails."
            if let needed = finding.samplesToDecide {
                text += " About \(FigureText.count(needed)) samples would decide as it is."
            }
            return [text]
        }
    }
}
