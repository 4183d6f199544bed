import GANMetrics

extension GatePolicy {
    /// Throws for what is known to be wrong before anything is measured: a mistake shall not show after hours.
    ///
    /// `report` has the protocol that all reports will have, and no figures; `names` are the metrics that they can have. Throws
    /// `protocolUnmet`, `protocolsDiffer`, and `notMeasured` for rules about other metrics, about audits, or about what the baseline
    /// lacks. Whether a report will have each part and each figure of real data, only a report tells.
    public func check(
        before report: GateReport, measuring names: [String], baseline: GateReport? = nil
    ) throws(GateError) {
        try check(report, nil, baseline)
        for rule in rules {
            guard rule.metric.source != .audit else { throw missing(rule, "no audit is made", "Take the gate out.") }
            guard names.contains(rule.metric.name) else {
                throw missing(
                    rule, "it is not measured",
                    "Take the gate out, or choose one of \(names.joined(separator: ", ")).")
            }
            guard case .noWorseThanBaseline = rule.requirement else { continue }
            let before = try figure(of: rule, inBaseline: baseline)
            if rule.metric.direction == .closerToNull { try checkNull(of: [before], rule) }
        }
    }

    /// Throws where the three do not belong together, or not to the policy's protocol.
    func check(_ report: GateReport, _ audit: GateAudit?, _ baseline: GateReport?) throws(GateError) {
        for field in protocolFields {
            let found = report.protocolField(field.name)
            guard found == EvaluationProtocol.modern(field.name, field.value) else {
                throw .protocolUnmet(
                    path: report.path, policy: path, line: field.line, column: field.column, name: field.name,
                    found: found, wanted: field.value)
            }
        }
        if let baseline {
            let differences = report.protocolDifferences(from: baseline)
            guard differences.isEmpty else {
                throw .protocolsDiffer(path: report.path, other: baseline.path, differences: differences)
            }
        }
        if let audit {
            if let digest = report.subjectDigest, digest != audit.subjectDigest {
                throw .auditOfAnother(path: audit.path, found: audit.subject, report: report.path)
            }
            if let digest = report.evaluationProtocol[.digest(of: .reference)], digest != audit.trainingDigest {
                throw .auditOfAnother(path: audit.path, found: "copies of other training data", report: report.path)
            }
        }
    }

    /// Holds an audit alone to the policy's protocol; the training data are what a report calls the reference.
    func check(_ audit: GateAudit) throws(GateError) {
        for field in protocolFields {
            let isReference = field.name == ProtocolKey.digest(of: .reference).rawValue
            let found = isReference ? audit.trainingDigest : audit.protocolField(field.name)
            guard found == EvaluationProtocol.modern(field.name, field.value) else {
                throw .protocolUnmet(
                    path: audit.path, policy: path, line: field.line, column: field.column, name: field.name,
                    found: found, wanted: field.value)
            }
        }
    }

    /// The baseline's figure for a rule.
    func figure(of rule: GateRule, inBaseline baseline: GateReport?) throws(GateError) -> GateFigure {
        guard let baseline else {
            throw missing(rule, "there is no baseline", "Give one with --baseline REPORT.json, best:METRIC or last.")
        }
        guard let figure = baseline.figure(rule.metric) else {
            throw missing(rule, "\(baseline.path) has no such figure", "Measure the baseline in the same way.")
        }
        return figure
    }

    /// Throws where distances from the null can't be compared, because a figure lacks it.
    func checkNull(of figures: [GateFigure], _ rule: GateRule) throws(GateError) {
        guard figures.contains(where: { ($0.null ?? $0.ceiling) == nil }) else { return }
        throw missing(
            rule, "a report lacks the null from which distances would be compared",
            "Measure both with --held-out, or bound the metric itself with min or max.")
    }

    /// The error of a rule that there is no figure for.
    func missing(_ rule: GateRule, _ problem: String, _ remedy: String) -> GateError {
        .notMeasured(
            policy: path, line: rule.line, column: rule.column, metric: rule.metric.path, problem: problem,
            remedy: remedy)
    }
}
