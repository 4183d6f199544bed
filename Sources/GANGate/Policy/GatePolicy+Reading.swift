import GANFiles
import GANMetrics
import GANText

extension GatePolicy {
    /// More gates than anybody reads.
    static let ruleLimit = 1000

    private static let keys = ["name", "gates", "level", "multiplicity", "inconclusive", "protocol"]

    /// The policy in the file at `path`, at most 256 KiB of YAML or JSON.
    ///
    /// Everything is checked: unknown keys and metrics, types, numbers that no value can keep, bounds that contradict each
    /// other. Throws `unreadablePolicy` with line and column.
    public static func read(_ path: String) throws(GateError) -> GatePolicy {
        let root: DocumentNode
        do throws(DocumentProblem) { root = try DocumentNode.read(path) } catch { throw GateError(error) }
        return try GatePolicy(root, path: path)
    }

    /// The policy in a text; `path` names it in errors.
    public init(text: String, path: String) throws(GateError) {
        let root: DocumentNode
        do throws(DocumentProblem) { root = try DocumentNode.read(bytes: Array(text.utf8), path: path) } catch {
            throw GateError(error)
        }
        try self.init(root, path: path)
    }

    private init(_ root: DocumentNode, path: String) throws(GateError) {
        let reader = PolicyReader(path: path)
        let fields = try reader.fields(root, of: "a policy", among: Self.keys)
        guard let gates = fields["gates"] else {
            throw reader.problem(root, "the key gates is missing", "a list of gates")
        }
        guard case .list(let items) = gates.content, !items.isEmpty else {
            throw reader.problem(gates, "gates is \(reader.kind(gates))", "a list of at least one gate")
        }
        var rules: [GateRule] = []
        for item in items {
            rules += try reader.rules(item)
            guard rules.count <= Self.ruleLimit else {
                throw reader.problem(item, "there are more than \(Self.ruleLimit) rules", "fewer rules")
            }
        }
        try PolicyConsistency(reader: reader).check(rules)
        var level = Self.defaultLevel
        if let node = fields["level"] {
            level = try reader.number(node, "level")
            guard level >= 0.5, level <= 0.9999 else {
                throw reader.problem(node, "level is \(level)", "0.5 to 0.9999, or 50 % to 99.99 %")
            }
        }
        self.init(
            path: path, name: try fields["name"].map { (node) throws(GateError) in try reader.word(node, "name") },
            rules: rules, level: level,
            multiplicity: try reader.choice(fields["multiplicity"], "multiplicity") ?? Multiplicity.none,
            inconclusive: try reader.choice(fields["inconclusive"], "inconclusive"),
            protocolFields: try fields["protocol"].map { (node) throws(GateError) in
                try reader.protocolFields(node)
            } ?? [])
    }
}

/// Takes a policy's document apart, with every mistake at its line and column.
struct PolicyReader {
    let path: String

    func problem(_ node: DocumentNode, _ problem: String, _ expected: String) -> GateError {
        .unreadablePolicy(path: path, line: node.line, column: node.column, problem: problem, expected: expected)
    }

    /// What a value is, for a sentence.
    func kind(_ node: DocumentNode) -> String {
        switch node.content {
        case .list(let items): return items.isEmpty ? "an empty list" : "a list"
        case .mapping: return "a mapping of keys to values"
        case .scalar(let text, _): return text.isEmpty ? "empty" : "\"\(PrintableText.of(text, limit: 60))\""
        }
    }

    /// A mapping's values by key, none of which is unknown or stands twice.
    func fields(
        _ node: DocumentNode, of what: String, among known: [String]
    ) throws(GateError) -> [String: DocumentNode] {
        guard case .mapping(let entries) = node.content else {
            throw problem(node, "\(what) is \(kind(node))", "a mapping with the keys \(known.joined(separator: ", "))")
        }
        var result: [String: DocumentNode] = [:]
        for entry in entries {
            guard case .scalar(let key, _) = entry.key.content, known.contains(key) else {
                let key = if case .scalar(let text, _) = entry.key.content { text } else { "" }
                throw problem(
                    entry.key, "the key \(kind(entry.key)) is unknown.\(NearestName.question(key, in: known))",
                    "of \(what): \(known.joined(separator: ", "))")
            }
            guard result.updateValue(entry.value, forKey: key) == nil else {
                throw problem(entry.key, "the key \(key) comes twice", "each key once")
            }
        }
        return result
    }

    /// One gate: a metric and its rules, in the order of the keys.
    func rules(_ node: DocumentNode) throws(GateError) -> [GateRule] {
        let fields = try fields(node, of: "a gate", among: ["metric"] + GateRule.Requirement.keys)
        guard let named = fields["metric"] else {
            throw problem(node, "the gate names no metric", "metric: and a name that `ganeval metrics` lists")
        }
        let name = try word(named, "metric")
        guard let metric = GateMetric(path: name) else {
            let question = MetricAlias.answer(name, in: GateMetric.knownPaths)
            throw problem(
                named, "there is no metric \(kind(named)).\(question)",
                "a name that `ganeval metrics` lists, one of its parts as report.json names them, or audit.\(GateAudit.figureNames.joined(separator: ", audit."))"
            )
        }
        var rules: [GateRule] = []
        for key in GateRule.Requirement.keys {
            guard let value = fields[key] else { continue }
            rules.append(
                GateRule(metric, try requirement(key, value, of: metric), line: value.line, column: value.column))
        }
        rules.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        guard !rules.isEmpty else {
            throw problem(
                node, "the gate on \(name) has no rule",
                "one of \(GateRule.Requirement.keys.joined(separator: ", "))")
        }
        return rules
    }

    private func requirement(
        _ key: String, _ node: DocumentNode, of metric: GateMetric
    ) throws(GateError) -> GateRule.Requirement {
        switch key {
        case "equals":
            if case .scalar(_, let isQuoted) = node.content, !isQuoted, let number = try? number(node, key) {
                return .equals(.number(number))
            }
            return .equals(.text(try word(node, key)))
        case "max": return .atMost(try number(node, key))
        case "min": return .atLeast(try number(node, key))
        case "at_least_share_of_real", "at_most_multiple_of_real":
            let isShare = key == "at_least_share_of_real"
            let number = try number(node, key)
            guard number > 0, number <= (isShare ? 1 : 1e6) else {
                throw problem(
                    node, "\(key) is \(number)",
                    isShare ? "above 0 and at most 1, or 100 %" : "above 0, 1.5 for instance")
            }
            let wanted = isShare ? "higher" : "lower"
            guard metric.direction?.rawValue == wanted, !metric.canBeNegative else {
                let reason =
                    metric.source != .metric
                    ? "real data have no such figure in a report"
                    : metric.direction?.rawValue == wanted
                        ? "its values can be negative" : "\(wanted) is not better there"
                let instead =
                    metric.direction == .higher && !isShare
                    ? "at_least_share_of_real"
                    : metric.direction == .lower && isShare && !metric.canBeNegative
                        ? "at_most_multiple_of_real" : "max or min"
                throw problem(node, "\(key) does not suit \(metric.path): \(reason)", instead)
            }
            return isShare ? .atLeastShareOfReal(number) : .atMostMultipleOfReal(number)
        default:
            let fields = try fields(node, of: key, among: ["margin"])
            guard let given = fields["margin"] else {
                throw problem(node, "\(key) has no margin", "{margin: 0.002}, in the metric's own unit")
            }
            let margin = try number(given, "margin")
            guard margin >= 0 else { throw problem(given, "margin is \(margin)", "0 or more") }
            guard metric.direction != nil else {
                throw problem(
                    node, "\(key) does not suit \(metric.path): which way it gets better is not known",
                    "a metric of `ganeval metrics`, or max or min")
            }
            return .noWorseThanBaseline(margin: margin)
        }
    }

    func protocolFields(_ node: DocumentNode) throws(GateError) -> [GatePolicy.ProtocolField] {
        guard case .mapping(let entries) = node.content else {
            throw problem(
                node, "protocol is \(kind(node))", "fields of report.json's protocol: {extractor: classifier}")
        }
        return try entries.map { (entry) throws(GateError) in
            GatePolicy.ProtocolField(
                name: try word(entry.key, "a protocol's field"), value: try word(entry.value, "a protocol's value"),
                line: entry.value.line, column: entry.value.column)
        }
    }

    /// A text, quoted or not.
    func word(_ node: DocumentNode, _ name: String) throws(GateError) -> String {
        guard case .scalar(let text, _) = node.content, !text.isEmpty else {
            throw problem(node, "\(name) is \(kind(node))", "a text")
        }
        return text
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ node: DocumentNode?, _ name: String
    ) throws(GateError) -> Choice? where Choice.RawValue == String {
        guard let node else { return nil }
        let text = try word(node, name)
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue)
            throw problem(
                node, "\(name) is \(kind(node)).\(NearestName.question(text, in: known))",
                known.joined(separator: " or "))
        }
        return choice
    }

    /// A finite number, "0.001" or "0.1 %".
    func number(_ node: DocumentNode, _ name: String) throws(GateError) -> Double {
        guard case .scalar(let text, let isQuoted) = node.content, !isQuoted, let number = Self.number(text) else {
            throw problem(node, "\(name) is \(kind(node))", "a number, without quotes: 0.9 or 90 %")
        }
        return number
    }

    /// Decimal notation alone: Swift's own reading would take "nan" and "0x1p3".
    static func number(_ text: String) -> Double? {
        let isShare = text.hasSuffix("%")
        var digits = Substring(text)
        if isShare {
            digits.removeLast()
            while digits.last == " " { digits.removeLast() }
        }
        guard digits.allSatisfy({ "+-.0123456789eE".contains($0) }), let value = Double(digits), value.isFinite else {
            return nil
        }
        // Divided, because 0.1 · 0.01 is not 0.001.
        return isShare ? value / 100 : value
    }
}
