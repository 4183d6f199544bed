import Foundation
import GANEvaluation
package import GANGate
import GANMetrics
import GANText

/// A commented policy made from the report of a good model, for `ganeval gate init`.
///
/// A bound stands six half-widths of the interval beyond the value. Half of that would do for the noise of a second run with
/// another seed, if its interval were as wide; widths are estimates too, and another run's may be twice this one's.
package enum GateDraft {
    /// Half-widths between the value and its bound.
    static let room = 6.0
    /// Fields of the protocol that bounds depend on; seeds are left open.
    private static let fields: [ProtocolKey] = [
        .extractor, .extractorDigest, .digest(of: .reference), .count(of: .reference), .digest(of: .heldOut),
        .count(of: .heldOut), .samples, .rows(of: .generated), .digest(of: .real), .quantization, .resize,
        .neighbourMetrics, .convention,
    ]

    /// What speaks against taking the report for a good model's, as a sentence; nil where nothing does.
    package static func doubt(_ report: GateReport, audit: GateAudit?) -> String? {
        var doubts: [String] = []
        if let verdict = report.verdict, !verdict.isGood {
            doubts.append("\(report.path) is no good model's report (\(verdict.grade)): \(verdict.sentence)")
        }
        if let audit, audit.verdict == "copying" { doubts.append("The audit found copies.") }
        if !doubts.isEmpty { doubts.append("The drafted policy passes such a model; draft it from a good one.") }
        return doubts.isEmpty ? nil : doubts.joined(separator: " ")
    }

    /// The policy's text, which `GatePolicy` reads.
    package static func yaml(_ report: GateReport, audit: GateAudit? = nil, toolVersion: String) -> String {
        var lines = [
            "# A policy for `ganeval gate`, drafted by ganeval \(comment(toolVersion)) from",
            "# \(comment(report.path)) (\(comment(report.subject ?? "features"))).",
            "#",
            "# A bound holds for the end of the interval, not for the value. Each leaves room for noise, so that",
            "# the same model passes with another seed. Tighten what matters to you and take out what does not;",
            "# `ganeval gate explain REPORT.json --policy THIS` says what each would have needed.",
            "",
            "name: drafted",
            "# The level of the intervals that decide.",
            "level: 95 %",
            "# none: each gate by itself; holm: all gates together, with wider intervals.",
            "multiplicity: none",
            "# What a gate counts as that these samples can't decide; without this line the exit code is 4.",
            "# inconclusive: fail",
        ]
        let wanted = fields.compactMap { key in report.evaluationProtocol[key].map { (key.rawValue, $0) } }
        if !wanted.isEmpty {
            lines += [
                "", "# Bounds hold for these data and this feature space only; other reports are refused.", "protocol:",
            ]
            lines += wanted.map { "  \($0): \(quoted($1))" }
        }
        if let doubt = doubt(report, audit: audit) { lines += ["", "# \(comment(doubt))"] }
        if !report.failedChecks.isEmpty {
            lines += [
                "",
                "# Of this report checks failed; rules on what rests on them stay undecided until the data are mended:",
            ]
            lines += report.failedChecks.map { "# \(comment($0.sentence))" }
        }
        lines += ["", "gates:"]
        for draft in drafts(report, audit) {
            guard !draft.rules.isEmpty else {
                let reason = "\(comment(draft.comment)) With room for noise no bound says anything."
                lines.append("  # \(draft.metric) has no gate: \(reason)")
                continue
            }
            lines += ["  # \(comment(draft.comment))", "  - metric: \(draft.metric)"]
            lines += draft.rules.map { "    \($0): \($1)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private struct Draft {
        var metric: String
        var comment: String
        /// Empty where no bound says anything.
        var rules: [(String, String)]
    }

    private static func drafts(_ report: GateReport, _ audit: GateAudit?) -> [Draft] {
        var drafts = report.metricNames.compactMap { metric($0, report) }
        // Two figures say more than their metric's own value does.
        drafts += ["\(DistanceRatio.name).tail_share"].compactMap {
            upper($0, report.figure, note: "samples nearer to training data than nearly all held-out data are")
        }
        if let missing = GateMetric(path: "\(ModeCoverage.name).missing_classes"), let figure = report.figure(missing) {
            drafts.append(
                Draft(
                    metric: missing.path,
                    comment: "\(FigureText.count(figure.items.count)) classes are missing in this report.",
                    rules: [figure.value == 0 ? ("equals", "0") : ("max", "\(figure.items.count)")]))
        }
        if let audit {
            drafts += [upper("audit.copied_share", audit.figure, note: "the share of copied samples", least: 0.001)]
                .compactMap { $0 }
        }
        return drafts
    }

    /// A metric's own value, by the way in which it gets better.
    private static func metric(_ name: String, _ report: GateReport) -> Draft? {
        guard let metric = GateMetric(path: name), let figure = report.figure(metric), let direction = metric.direction,
            name != ModeCoverage.name
        else { return nil }
        let title = MetricLabel(name).title
        // A value without an interval gets a quarter of itself as room.
        let reach =
            figure.interval.map { (figure.value - $0.low, $0.high - figure.value) }
            ?? (abs(figure.value) / 24, abs(figure.value) / 24)
        let margins = (below: Self.room * reach.0, above: Self.room * reach.1)
        let decimals = FigureText.decimals(forUncertainty: max(reach.0, reach.1))
        let finding = GateFinding(rule: GateRule(metric, .atMost(0)), figure: figure, outcome: .passed)
        var comment = "\(title): \(GateText.value(finding, of: figure)) in this report"
        let beside = figure.heldBesideReal
        if let real = beside?.ceiling, let source = figure.besideReal?.source {
            let whose = source == .null ? "equal distributions" : "real data"
            comment += "; \(whose) get \(FigureText.number(real, decimals: decimals))"
            if let beside, let counts = figure.besideReal?.counts {
                comment += " where \(counts) get \(FigureText.number(beside.value, decimals: decimals))"
            }
        }
        comment += figure.interval == nil ? ". It has no interval: a quarter of it is left as room." : "."
        if isFarFromReal(beside ?? figure, direction) {
            comment += " That is a hundred times worse than real data: whatever passes this may be as bad."
        }
        let low = figure.value - margins.below
        let high = figure.value + margins.above
        let bounds = figure.bounds
        // As it is written: rounded to the end of the metric's range a bound is one that nothing fails.
        func atLeast() -> (String, String)? {
            let text = plain(low, decimals, .down)
            return (Double(text) ?? low) > bounds.lowerBound ? ("min", text) : nil
        }
        func atMost() -> (String, String)? {
            let text = plain(high, decimals, .up)
            return (Double(text) ?? high) < bounds.upperBound ? ("max", text) : nil
        }
        var rules: [(String, String)] = []
        switch direction {
        case .higher:
            if let beside, let real = beside.ceiling, real > 0, bounds.lowerBound >= 0,
                case let low = beside.value - room
                    * (beside.interval.map { beside.value - $0.low } ?? beside.value / 24),
                low > 0, low <= real
            {
                rules = [("at_least_share_of_real", "\(share(of: low / real)) %")]
            } else {
                rules = [atLeast()].compactMap { $0 }
            }
        case .lower: rules = [atMost()].compactMap { $0 }
        case .closerToNull:
            // Far from training data is no sign of memorization, near to them is.
            let isMemorization = MetricLabel(name).section == .memorization
            rules = [atLeast(), isMemorization ? nil : atMost()].compactMap { $0 }
        }
        return Draft(metric: name, comment: comment, rules: rules)
    }

    /// Whether real data's figure is at least a hundred times as good.
    private static func isFarFromReal(_ figure: GateFigure, _ direction: MetricRegistry.Direction) -> Bool {
        guard let ceiling = figure.ceiling, ceiling > 0 else { return false }
        switch direction {
        case .higher: return figure.value <= ceiling / 100
        case .lower: return figure.value >= 100 * ceiling
        case .closerToNull: return false
        }
    }

    /// A share above 0 in percent, rounded down but never to 0, which no model fails.
    static func share(of share: Double) -> String {
        plain(100 * share, share < 0.01 ? max(0, Int(saturating: (-log10(100 * share)).rounded(.up))) : 0, .down)
    }

    /// A share that should be small.
    private static func upper(
        _ path: String, _ figures: (GateMetric) -> GateFigure?, note: String, least: Double = 0
    ) -> Draft? {
        guard let metric = GateMetric(path: path), let figure = figures(metric), let interval = figure.interval,
            interval.high > interval.low
        else { return nil }
        let finding = GateFinding(rule: GateRule(metric, .atMost(0)), figure: figure, outcome: .passed)
        let bound = max(least, figure.value + room * (interval.high - figure.value))
        let text = plain(100 * bound, FigureText.decimals(forUncertainty: 100 * (interval.high - figure.value)), .up)
        let isBound = (Double(text) ?? 100 * bound) < 100
        return Draft(
            metric: path, comment: "\(GateText.value(finding, of: figure)): \(note).",
            rules: isBound ? [("max", "\(text) %")] : [])
    }

    /// A number rounded away from the value it bounds, without superfluous zeros.
    static func plain(_ value: Double, _ decimals: Int, _ rule: FloatingPointRoundingRule) -> String {
        let unit = pow(10, Double(decimals))
        let scaled = value * unit
        guard abs(scaled) < 1e15 else { return "\(value)" }
        // What is a whole number but for rounding must not move by one.
        let nearest = scaled.rounded()
        let rounded = abs(scaled - nearest) < 1e-9 * max(1, abs(scaled)) ? nearest : scaled.rounded(rule)
        var text = String(format: "%.\(decimals)f", rounded / unit)
        if text.contains(".") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return text == "-0" ? "0" : text
    }

    /// Text in a comment: one line, and nothing that the reader takes for a quote or an alias.
    private static func comment(_ text: String) -> String {
        let line = ReportText.shortened(ReportText.cleaned(text), to: 200).filter { !"\"'&*".contains($0) }
        return String(String.UnicodeScalarView(line.unicodeScalars.filter { !$0.properties.isNoncharacterCodePoint }))
    }

    /// A YAML text in double quotes, with everything escaped that could end it or pass for an alias.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case "&", "*": result += "\\x" + String(scalar.value, radix: 16)
            case _ where scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                result += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
            case _ where scalar.properties.isNoncharacterCodePoint: result.unicodeScalars.append("\u{fffd}")
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
