import GANEvaluation
import GANGate
import GANMetrics
import GANText

extension ReportPage {
    /// The gates in a line, above everything that explains them.
    var gateLine: [Block] {
        guard let gates = companions.gates else { return [] }
        let text = "\(gates.headline) (\(gates.policy.name ?? gates.policy.path))"
        return [Block(.note(RichText(text)), [.markdown]), Block(.finding(text), .page)]
    }

    /// Each rule with its value, what was wanted, and the room that is left.
    var gatesSection: PageSection? {
        guard let gates = companions.gates else { return nil }
        let rows = gates.byWeight.map { finding in
            [
                finding.rule.metric.path, finding.outcome.rawValue, GateText.value(finding, of: finding.figure),
                GateText.wanted(finding), room(finding),
            ]
        }
        return PageSection(
            anchor: "gates", heading: "Gates", badge: badge(gates.verdict.outcome),
            blocks: [
                .opening(gates.headline),
                .titled(
                    TableView(
                        title: "\(gates.policy.name ?? gates.policy.path), rule by rule",
                        head: ["Rule on", "Outcome", "Value", "Wanted", "Room left"], rows: rows, style: "words")),
                .finding(
                    "Room left: from the end of the interval that decides to the bound, in the metric’s own unit; below 0 it is lacking."
                ),
            ])
    }

    private func badge(_ outcome: Outcome) -> Badge {
        switch outcome {
        case .passed: return Badge(word: outcome.rawValue, style: "good")
        case .failed: return Badge(word: outcome.rawValue, style: "alarming")
        case .inconclusive: return Badge(word: outcome.rawValue, style: "unknown")
        }
    }

    /// How far the deciding end of the interval is from the bound, on the good side.
    private func room(_ finding: GateFinding) -> String {
        guard let bound = finding.bound else { return "–" }
        let room: Double
        switch finding.rule.requirement {
        case .atLeast, .atLeastShareOfReal: room = (finding.figure.interval?.low ?? finding.figure.value) - bound
        case .atMost, .atMostMultipleOfReal: room = bound - (finding.figure.interval?.high ?? finding.figure.value)
        case .noWorseThanBaseline:
            guard let difference = finding.difference else { return "–" }
            room = bound - (difference.interval?.high ?? difference.value)
        case .equals: return "–"
        }
        return room.isFinite ? FigureText.number(room) : "–"
    }

    /// What an audit of the same samples says.
    var auditSection: PageSection? {
        guard let audit = companions.audit else { return nil }
        let (opening, badge): (String, Badge) =
            switch audit.verdict {
            case "copying": ("The audit found copies of training data.", Badge(word: "copying", style: "alarming"))
            case "no_evidence":
                ("The audit found no evidence of copying.", Badge(word: "no evidence", style: "good"))
            default: ("The audit can’t tell whether samples are copies.", Badge(word: "can't tell", style: "unknown"))
            }
        return PageSection(
            anchor: "audit", heading: "Audit", badge: badge,
            blocks: [.opening(opening)] + audit.reasons.map { .finding($0) } + [
                .needed("From \(audit.path), which judged the same samples.")
            ])
    }

    /// The audit in a line.
    var auditLine: [Block] {
        guard let section = auditSection, case .opening(let text)? = section.blocks.first else { return [] }
        return [Block(.note(RichText(text)), [.terminal, .markdown]), Block(.finding(text), .page)]
    }
}
