import GANMetrics

/// Finds rules that no report could keep, or that say nothing.
struct PolicyConsistency {
    let reader: PolicyReader

    func check(_ rules: [GateRule]) throws(GateError) {
        for (index, rule) in rules.enumerated() {
            try checkKind(rule)
            try checkRange(rule)
            for earlier in rules[..<index] where earlier.metric == rule.metric {
                try check(rule, beside: earlier)
            }
        }
    }

    private func problem(_ rule: GateRule, _ problem: String, _ expected: String) -> GateError {
        .unreadablePolicy(
            path: reader.path, line: rule.line, column: rule.column, problem: problem, expected: expected)
    }

    /// Words are equal or not; metrics are numbers.
    private func checkKind(_ rule: GateRule) throws(GateError) {
        let isWord = rule.metric.source == .audit && GateAudit.words.contains(rule.metric.path)
        switch rule.requirement {
        case .equals(.text(let word)):
            if case .part = rule.metric.source { return }
            guard isWord else { throw problem(rule, "equals is \"\(word)\"", "a number, for \(rule.metric.path)") }
            guard GateAudit.verdicts.contains(word) else {
                throw problem(
                    rule, "\(rule.metric.path) is never \"\(word)\"", GateAudit.verdicts.joined(separator: ", "))
            }
        default:
            guard isWord else { return }
            throw problem(
                rule, "\(rule.metric.path) is a word",
                "equals: and one of \(GateAudit.verdicts.joined(separator: ", "))"
            )
        }
    }

    /// A bound outside the metric's values is never kept, or always.
    private func checkRange(_ rule: GateRule) throws(GateError) {
        guard let range = rule.metric.range, let (low, high) = Self.span(rule.requirement) else { return }
        let number = low.isFinite ? low : high
        guard number < range.lowerBound || number > range.upperBound else { return }
        let ends = [
            range.lowerBound.isFinite ? "\(plain(range.lowerBound)) or more" : nil,
            range.upperBound.isFinite ? "\(plain(range.upperBound)) or less" : nil,
        ]
        throw problem(
            rule, "\(rule.requirement.key) is \(plain(number)), where \(rule.metric.path) never is",
            "one of its values: \(ends.compactMap { $0 }.joined(separator: ", "))")
    }

    private func check(_ rule: GateRule, beside earlier: GateRule) throws(GateError) {
        if rule.requirement.key == earlier.requirement.key {
            throw problem(
                rule, "\(rule.metric.path) has \(rule.requirement.key) twice; first in line \(earlier.line)", "it once")
        }
        guard let first = Self.span(earlier.requirement), let second = Self.span(rule.requirement) else { return }
        guard max(first.low, second.low) > min(first.high, second.high) else { return }
        throw problem(
            rule,
            "\(rule.requirement.key) of \(rule.metric.path) contradicts \(earlier.requirement.key) in line \(earlier.line)",
            "bounds that one value can keep")
    }

    /// The values that keep a rule, where the rule alone says it.
    static func span(_ requirement: GateRule.Requirement) -> (low: Double, high: Double)? {
        switch requirement {
        case .atMost(let bound): return (-.infinity, bound)
        case .atLeast(let bound): return (bound, .infinity)
        case .equals(.number(let target)): return (target, target)
        default: return nil
        }
    }

    private func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }
}

extension GateMetric {
    /// The values that the figure can take, as far as anything bounds them.
    var range: ClosedRange<Double>? {
        switch source {
        case .metric: return MetricRegistry.described(name)?.bounds
        case .part(let name): return name.hasSuffix("_share") || name.hasSuffix("p_value") ? 0...1 : nil
        case .audit: return GateAudit.ranges[path]
        }
    }
}
