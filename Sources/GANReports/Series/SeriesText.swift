import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// The words of a series for people.
enum SeriesText {
    /// "step 1,200", or "checkpoint 3" where files tell no step.
    static func step(_ step: Int, _ findings: SeriesFindings) -> String {
        (findings.stepBasis == .order ? "checkpoint " : "step ") + FigureText.count(step)
    }

    /// "step 1,200 (moving average)"; the kind of weights only where there are several.
    static func label(_ candidate: Int, _ findings: SeriesFindings) -> String {
        let place = step(findings.step(of: candidate), findings)
        let kind = findings.trajectories[findings.candidates[candidate].trajectory]
        return findings.trajectories.count > 1 ? "\(place) (\(kind))" : place
    }

    static func metric(_ findings: SeriesFindings) -> String { MetricLabel(findings.metric).title }

    /// The candidates that aren't told from the best, itself left out.
    static func equals(_ findings: SeriesFindings) -> [Int] {
        findings.ranking.map { ranking in ranking.indistinguishable.filter { $0 != ranking.best } } ?? []
    }

    /// The verdict as a person would say it.
    static func sentence(_ report: SeriesReport) -> String {
        let findings = report.findings
        guard let ranking = findings.ranking else { return "No checkpoint could be measured." }
        let best = capitalized(label(ranking.best, findings))
        let count = findings.candidates.count
        if count == 1 { return "\(best) is the only checkpoint that could be measured." }
        let others = equals(findings).count
        if others == count - 1 {
            return "No difference in \(metric(findings)) that \(FigureText.count(report.samples)) samples can show "
                + "between these \(count) checkpoints."
        }
        if others == 0 { return "\(best) is the best of \(count) by \(metric(findings)), beyond noise." }
        return
            "\(best) has the best \(metric(findings)); \(others == 1 ? "one other" : FigureText.count(others, "other")) of \(count) "
            + "can't be told from it."
    }

    /// The word on the page's pill.
    static func word(_ report: SeriesReport) -> Badge {
        guard report.findings.ranking != nil else { return Badge(word: "nothing measured", style: "alarming") }
        if report.findings.candidates.count == 1 { return Badge(word: "one checkpoint", style: "unknown") }
        let others = equals(report.findings).count
        if others == 0 { return Badge(word: "one best", style: "good") }
        return others == report.findings.candidates.count - 1
            ? Badge(word: "no difference", style: "unknown") : Badge(word: "a best and its equals", style: "weak")
    }

    /// What failed before checkpoints were judged, each check once, by the first checkpoint that it failed for.
    private static func failedChecks(_ findings: SeriesFindings) -> [String] {
        let failures = findings.candidates.map { $0.measurement.verdict.failures }
        return Check.Name.allCases.compactMap { name in
            let found = failures.compactMap { $0.first { $0.name == name } }
            guard let check = found.first else { return nil }
            let scope = found.count == failures.count ? "" : "Of \(found.count) of \(failures.count) checkpoints: "
            return scope + CheckWords([check]).failures.joined()
        }
    }

    /// What was found, in sentences, the weightiest first.
    static func reasons(_ report: SeriesReport) -> [String] {
        let findings = report.findings
        guard let ranking = findings.ranking else { return findings.faults.isEmpty ? [] : [faults(findings)] }
        var said = failedChecks(findings)
        let best = findings.candidates[ranking.best].measurement
        if let measured = best.metrics[findings.metric] { said.append(DisplayedMetric(measured).finding) }
        let equal = equals(findings)
        if !equal.isEmpty { said.append("Not told from it: \(listed(equal, findings)).") }
        if let last = last(findings), last != ranking.best, !ranking.indistinguishable.contains(last) {
            said.append(
                "The last checkpoint, \(label(last, findings)), is worse by \(size(of: last, ranking, findings)) "
                    + "(p \(AuditText.probability(ranking.pValues[last]))).")
        }
        said += findings.marks.map { mark($0, findings) }
        if best.verdict.grade == .alarming || best.verdict.grade == .weak {
            said.append("A report of the best one would say: \(VerdictWords(best.verdict).sentence)")
        }
        if report.gates.contains(where: { !$0.isEmpty }) { said.append(gates(report)) }
        if findings.front.count < findings.candidates.count, findings.frontMetrics.count > 1 {
            said.append(front(findings))
        }
        if !findings.faults.isEmpty { said.append(faults(findings)) }
        return said
    }

    /// The candidate of the last step, of the best's own trajectory.
    private static func last(_ findings: SeriesFindings) -> Int? {
        findings.ranking.flatMap { findings.candidates(of: findings.candidates[$0.best].trajectory).last }
    }

    private static func size(of candidate: Int, _ ranking: BestSet.Result, _ findings: SeriesFindings) -> String {
        func value(_ index: Int) -> Double {
            findings.candidates[index].measurement.metrics[findings.metric]?.result.value ?? 0
        }
        let difference = abs(value(candidate) - value(ranking.best))
        return FigureText.number(
            difference, decimals: FigureText.decimals(forUncertainty: 2 * ranking.standardErrors[candidate]))
    }

    /// "steps 500 and 700 (moving average) and step 600 (raw)", at most eight a trajectory.
    static func listed(_ candidates: [Int], _ findings: SeriesFindings) -> String {
        let word = findings.stepBasis == .order ? "checkpoint" : "step"
        let parts = findings.trajectories.indices.compactMap { trajectory -> String? in
            let own = candidates.filter { findings.candidates[$0].trajectory == trajectory }
            guard !own.isEmpty else { return nil }
            var steps = own.prefix(8).map { FigureText.count(findings.step(of: $0)) }
            if own.count > 8 { steps.append("\(own.count - 8) more") }
            let kind = findings.trajectories.count > 1 ? " (\(findings.trajectories[trajectory]))" : ""
            return "\(FigureText.noun(own.count, word)) \(ReportText.list(steps))\(kind)"
        }
        return parts.joined(separator: "; ")
    }

    /// A mark as a sentence: "Collapse from step 700 to 900 (raw): coverage 0.52 against 0.71 at step 400".
    static func mark(_ mark: SeriesMark, _ findings: SeriesFindings) -> String {
        let word: String
        switch mark.kind {
        case .divergence: word = "Divergence"
        case .collapse: word = "Collapse of variety"
        case .overfitting: word = "Overfitting"
        }
        let first = step(findings.step(of: mark.first), findings)
        let span =
            mark.isOpen ? "from \(first) on" : "from \(first) to \(FigureText.count(findings.step(of: mark.last)))"
        let kind = findings.trajectories.count > 1 ? " (\(findings.trajectories[mark.trajectory]))" : ""
        let reference = step(findings.step(of: mark.reference), findings)
        return "\(word) \(span)\(kind): \(figureName(mark.metric)) \(figure(mark.metric, mark.first, findings)) "
            + "against \(figure(mark.metric, mark.reference, findings)) at \(reference)."
    }

    /// How a figure of the front and of marks is called.
    static func figureName(_ metric: String) -> String {
        metric == DistanceRatio.name
            ? "share of samples suspiciously close to training data" : MetricLabel(metric).title
    }

    static func figure(_ metric: String, _ candidate: Int, _ findings: SeriesFindings) -> String {
        let measurement = findings.candidates[candidate].measurement
        guard let reading = SeriesAnalysis.reading(metric, of: measurement) else { return "–" }
        if metric == DistanceRatio.name { return FigureText.percent(reading.value) }
        return measurement.metrics[metric].map { DisplayedMetric($0).value } ?? FigureText.number(reading.value)
    }

    static func front(_ findings: SeriesFindings) -> String {
        let names = findings.frontMetrics.map { name in
            switch name {
            case Coverage.name: return "diversity"
            case DistanceRatio.name: return "memorization"
            default: return "quality"
            }
        }
        return "On the front of \(ReportText.list(names)), no checkpoint clearly beats "
            + (findings.front.count == 1 ? "this one: " : "these \(findings.front.count): ")
            + "\(listed(findings.front, findings))."
    }

    static func faults(_ findings: SeriesFindings) -> String {
        let count = findings.faults.count
        let names = findings.faults.prefix(3).map { fault in
            ReportText.shortened(fault.path.split(separator: "/").last.map(String.init) ?? fault.path, to: 60)
        }
        let rest = count > 3 ? " and \(count - 3) more" : ""
        return "\(count == 1 ? "One checkpoint" : FigureText.count(count, "checkpoint")) could not be measured: "
            + names.joined(separator: ", ") + rest + "."
    }

    /// How many pass: "14 of 20 checkpoints pass the policy; of 2 it can't be told".
    static func gates(_ report: SeriesReport) -> String {
        let outcomes = report.findings.candidates.indices.compactMap { report.gate(of: $0) }
        let passed = outcomes.count { $0 == .passed }
        let unknown = outcomes.count { $0 == .inconclusive }
        return "\(passed) of \(outcomes.count) checkpoints pass the policy"
            + (unknown > 0 ? "; of \(unknown) it can't be told." : ".")
    }

    static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
