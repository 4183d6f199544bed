import GANMetrics
import GANNumerics
import GANText

extension GatePolicy {
    /// What becomes of a rule that there is no figure for.
    public enum Missing: Sendable {
        /// It is an error.
        case refused
        /// It is inconclusive, with `GateFinding.Obstacle.notMeasured`.
        case undecided
    }

    /// Holds a report, and an audit where there is one, against the policy.
    ///
    /// Throws `protocolUnmet` where the report's protocol is not the policy's, `protocolsDiffer` for a baseline of another
    /// protocol, `auditOfAnother`, and `notMeasured` for the first rule that there is no figure for, unless `missing` says otherwise.
    ///
    /// Cost is that of the rules; nothing is drawn at random.
    public func judge(
        _ report: GateReport?, audit: GateAudit? = nil, baseline: GateReport? = nil, missing: Missing = .refused
    ) throws(GateError) -> GateVerdict {
        if let report {
            try check(report, audit, baseline)
        } else if let audit {
            try check(audit)
        }
        var drafts: [Draft] = []
        for rule in rules {
            do throws(GateError) {
                drafts.append(try draft(rule, report, audit, baseline))
            } catch {
                guard missing == .undecided, case .notMeasured(_, _, _, _, let problem, _) = error else { throw error }
                drafts.append(
                    Draft(
                        finding: GateFinding(
                            rule: rule, figure: GateFigure(value: 0), outcome: .inconclusive,
                            obstacle: .notMeasured(problem))))
            }
        }
        let levels = levels(of: drafts)
        return GateVerdict(
            findings: zip(drafts, levels).map { $0.finding(level: $1) }, inconclusive: inconclusive)
    }

    /// A rule with its figures, before it is known at which level the interval decides.
    private struct Draft {
        var finding: GateFinding
        /// nil where no comparison of numbers decides.
        var comparison: GateJudge.Comparison?
        /// The audit behind a limit on the share of copies, which decides as the audit's own limit does.
        var audit: GateAudit?

        func finding(level: Double) -> GateFinding {
            guard let comparison else { return finding }
            var result = finding
            result.outcome = comparison.outcome(level: level)
            result.bound = comparison.bound
            if finding.difference == nil {
                result.figure = finding.figure.rescaled(to: level)
            } else {
                result.difference = finding.difference?.rescaled(to: level)
            }
            if let audit, case .atMost(let limit) = finding.rule.requirement {
                var evidence = audit.limitEvidence
                evidence.interval = result.figure.interval.map { $0.low...$0.high }
                // At the rule's level, as the interval is.
                evidence.atLeast = evidence.interval?.lowerBound ?? evidence.atLeast
                let (outcome, ground) = CopiedShareLimit.judge(evidence, atMost: limit)
                result.outcome = outcome
                result.visibleShare = ground == .nothingSeen ? evidence.visibleShare : nil
                switch ground {
                case .undecided:
                    result.obstacle = .auditUndecided(audit.reasons)
                    result.samplesToDecide = audit.samplesToDecide
                case .notCounted: result.obstacle = .copiesNotCounted
                default: break
                }
            }
            guard result.outcome == .inconclusive, result.obstacle == nil else { return result }
            if case .equals = finding.rule.requirement {
                result.obstacle = .equalityOfUncertainValue
            } else {
                result.samplesToDecide = comparison.samplesToDecide(level: level)
            }
            return result
        }
    }

    private func draft(
        _ rule: GateRule, _ report: GateReport?, _ audit: GateAudit?, _ baseline: GateReport?
    ) throws(GateError) -> Draft {
        let figure = try figure(of: rule, report, audit)
        var finding = GateFinding(rule: rule, figure: figure, outcome: .inconclusive)
        let limitedAudit = limitedAudit(rule, audit)
        if limitedAudit == nil, rule.metric.source == .audit, let audit, let obstacle = obstacle(rule, audit) {
            finding.obstacle = obstacle
            if case .auditUndecided = obstacle { finding.samplesToDecide = audit.samplesToDecide }
            return Draft(finding: finding)
        }
        if let failure = failedCheck(behind: rule, report, baseline) {
            finding.obstacle = .checkFailed(failure)
            return Draft(finding: finding)
        }
        if case .equals(.text(let word)) = rule.requirement {
            guard let found = figure.word else {
                throw missing(rule, "it is a number", "Compare it with a number.")
            }
            finding.outcome = found == word ? .passed : .failed
            return Draft(finding: finding)
        }
        guard figure.word == nil else { throw missing(rule, "it is a text", "Use equals with a text.") }
        func comparison(_ low: Double, _ high: Double, of figure: GateFigure? = nil) -> GateJudge.Comparison {
            GateJudge.Comparison(figure: figure ?? finding.figure, low: low, high: high)
        }
        switch rule.requirement {
        case .atMost(let bound):
            return Draft(finding: finding, comparison: comparison(-.infinity, bound), audit: limitedAudit)
        case .atLeast(let bound): return Draft(finding: finding, comparison: comparison(bound, .infinity))
        case .equals(.number(let target)): return Draft(finding: finding, comparison: comparison(target, target))
        case .equals(.text): return Draft(finding: finding)
        case .atLeastShareOfReal, .atMostMultipleOfReal: return try draftBesideReal(finding)
        case .noWorseThanBaseline(let margin):
            let before = try self.figure(of: rule, inBaseline: baseline)
            let direction = rule.metric.direction ?? .lower
            if direction == .closerToNull { try checkNull(of: [figure, before], rule) }
            guard let baseline else { return Draft(finding: finding) }
            let (pairing, error) = pairing(rule, report, baseline, figure, before)
            let difference = GateJudge.difference(figure, from: before, direction: direction, pairedError: error)
            finding.pairing = pairing
            finding.baseline = before
            finding.difference = difference
            return Draft(finding: finding, comparison: comparison(-.infinity, margin, of: difference))
        }
    }

    /// Whether a figure is compared with the baseline's sample by sample, as `ReportDifference` says, and then the difference's
    /// standard error.
    private func pairing(
        _ rule: GateRule, _ report: GateReport?, _ baseline: GateReport, _ figure: GateFigure, _ before: GateFigure
    ) -> (GateFinding.Pairing, Double?) {
        guard case .metric = rule.metric.source else { return (.unpaired("it is a part of a metric"), nil) }
        guard rule.metric.direction != .closerToNull else {
            return (.unpaired("distances from the null are compared"), nil)
        }
        for kept in [report?.contributions, baseline.contributions] {
            if case .none(let reason)? = kept { return (.unpaired(reason), nil) }
        }
        guard case .contributions(let own)? = report?.contributions,
            case .contributions(let others) = baseline.contributions
        else { return (.unpaired("there is no report"), nil) }
        func side(_ kept: ReportContributions, _ report: GateReport?, _ figure: GateFigure) -> ReportDifference.Side {
            .init(
                contributions: kept, samplingSeed: report?.evaluationProtocol[.samplingSeed],
                hasInterval: figure.basis == .interval)
        }
        switch ReportDifference.pairing(
            of: rule.metric.name, side(own, report, figure), side(others, baseline, before))
        {
        case .paired(let error): return (.paired, error)
        case .independent(let obstacle):
            let isNearNull = (figure.basis == .interval ? before : figure).basis == .reach
            return (.unpaired(Self.reason(obstacle, isNearNull: isNearNull)), nil)
        }
    }

    private static func reason(_ obstacle: ReportDifference.Obstacle, isNearNull: Bool) -> String {
        switch obstacle {
        case .otherSeeds: return "their samples come from other latents: the sampling seeds differ"
        case .otherPriors(let own, let others):
            return "the models draw from different priors, \(own.words) and \(others.words)"
        case .noInterval:
            return isNearNull
                ? "one of them is too near the null for an interval" : "the reports give no interval for it"
        case .notKept, .nothingOfTheMetric: return "the reports do not keep what each sample adds to it"
        }
    }

    private func figure(
        of rule: GateRule, _ report: GateReport?, _ audit: GateAudit?
    ) throws(GateError) -> GateFigure {
        if rule.metric.source == .audit {
            guard let audit else { throw missing(rule, "there is no audit", "Give one with --audit AUDIT.json.") }
            if let figure = audit.figure(rule.metric) { return figure }
            if rule.metric.path == GateAudit.copiedShare, case .atMost = rule.requirement,
                let figure = audit.exactShare
            {
                return figure
            }
            // Without a figure, the audit may still know why.
            guard obstacle(rule, audit) == nil else { return GateFigure(value: 0, basis: .none) }
            throw missing(rule, "\(audit.path) has no such figure", "Audit with --held-out data.")
        }
        guard let report else {
            throw missing(rule, "there is no report", "Hold it against a report, with `ganeval gate`.")
        }
        if let figure = report.figure(rule.metric) { return figure }
        if case .part(let part) = rule.metric.source, report.metricNames.contains(rule.metric.name) {
            let names = report.partNames(of: rule.metric.name)
            throw missing(
                rule, "\(rule.metric.name) has no \(part) in \(report.path).\(NearestName.question(part, in: names))",
                "Choose one of \(names.joined(separator: ", ")).")
        }
        throw missing(
            rule, "\(report.path) has no \(rule.metric.name)",
            "Measure it, or take the gate out; the report has \(report.metricNames.joined(separator: ", ")).")
    }

    /// A share or multiple of what real data get, both at the same counts.
    private func draftBesideReal(_ finding: GateFinding) throws(GateError) -> Draft {
        let rule = finding.rule
        var finding = finding
        guard let figure = finding.figure.heldBesideReal, let real = figure.ceiling else {
            guard let reason = finding.figure.whyNotBesideReal else {
                throw missing(
                    rule, "the report has no figure of real data to compare with",
                    "Make the report with --held-out data.")
            }
            finding.obstacle = .noFigureOfReal(reason)
            return Draft(finding: finding)
        }
        guard real > 0 else {
            throw missing(
                rule, "real data's figure is \(real), of which no share or multiple bounds anything",
                "State the bound with max or min.")
        }
        finding.figure = figure
        switch rule.requirement {
        case .atLeastShareOfReal(let share):
            return Draft(finding: finding, comparison: .init(figure: figure, low: share * real, high: .infinity))
        case .atMostMultipleOfReal(let multiple):
            return Draft(finding: finding, comparison: .init(figure: figure, low: -.infinity, high: multiple * real))
        default: return Draft(finding: finding)
        }
    }

    /// The audit whose share of copies a rule limits; `CopiedShareLimit` alone decides such rules, as the audit's own limit.
    private func limitedAudit(_ rule: GateRule, _ audit: GateAudit?) -> GateAudit? {
        guard rule.metric.path == GateAudit.copiedShare, case .atMost = rule.requirement else { return nil }
        return audit
    }

    /// What a failed check found that the rule's figure rests on, in the report or in the baseline that it is compared with.
    private func failedCheck(behind rule: GateRule, _ report: GateReport?, _ baseline: GateReport?) -> String? {
        if let failure = report?.failedCheck(behind: rule.metric) { return failure }
        guard case .noWorseThanBaseline = rule.requirement else { return nil }
        return baseline?.failedCheck(behind: rule.metric).map { "Of the baseline: \($0)" }
    }

    /// Why an audit's figures decide nothing.
    private func obstacle(_ rule: GateRule, _ audit: GateAudit) -> GateFinding.Obstacle? {
        let isCounted = GateAudit.countedFromCopies.contains(rule.metric.path)
        if audit.verdict == "inconclusive", isCounted || rule.metric.path == GateAudit.copyingPValue {
            return .auditUndecided(audit.reasons)
        }
        return isCounted && audit.verdict == "copying" && audit.copies == 0 ? .copiesNotCounted : nil
    }

    /// The level at which each comparison is decided.
    ///
    /// By Holm's procedure the surest of m gates is decided at 1 − α/m, the next at 1 − α/(m − 1), until one is not: it and
    /// all less sure ones are inconclusive, at that level. Counts and words are what they are and take no part.
    private func levels(of drafts: [Draft]) -> [Double] {
        var levels = drafts.map { _ in level }
        guard multiplicity == .holm else { return levels }
        let uncertain = drafts.indices.filter { index in
            guard let comparison = drafts[index].comparison else { return false }
            if case .equals = drafts[index].finding.rule.requirement { return false }
            return !comparison.figure.isPoint
        }
        let order = uncertain.sorted {
            (drafts[$0].comparison?.pValue ?? 1, $0) < (drafts[$1].comparison?.pValue ?? 1, $1)
        }
        var isStopped = false
        var last = level
        for (rank, index) in order.enumerated() {
            if !isStopped { last = 1 - (1 - level) / Double(order.count - rank) }
            levels[index] = last
            if drafts[index].comparison?.outcome(level: last) == .inconclusive { isStopped = true }
        }
        return levels
    }
}
