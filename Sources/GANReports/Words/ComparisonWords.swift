import GANEvaluation
import GANMetrics
import GANText

/// The sentences of a comparison; every output takes them from here.
struct ComparisonWords {
    let report: ComparisonReport

    /// Names of changed classes that a sentence holds.
    private static let classLimit = 4

    private var metrics: [ComparisonReport.Metric] { report.metrics }
    private var candidates: Range<Int> { 0..<max(0, report.subjects.count - 1) }
    private var hasSeveral: Bool { candidates.count > 1 }
    private var samples: String { FigureText.count(report.samples) }

    /// One sentence a person could say aloud.
    var sentence: String { hasSeveral ? summary : candidates.first.map(sentence) ?? "There is nothing to compare." }

    /// A sentence for each of several candidates, then one for each finding that goes beyond them.
    var reasons: [String] {
        var reasons = hasSeveral ? candidates.map(sentence) : []
        if let detectable { reasons.append(detectable) }
        reasons += candidates.compactMap(changedClasses)
        return hasSeveral ? reasons + best : reasons
    }

    // MARK: Candidates

    private func letter(_ candidate: Int) -> String { ComparisonReport.letter(candidate + 1) }

    private func sentence(_ candidate: Int) -> String {
        let letter = letter(candidate)
        func titles(_ outcome: ComparisonVerdict.Outcome) -> [String] {
            metrics.filter { $0.outcomes[candidate] == outcome }.map { MetricLabel($0.name).inSentence }
        }
        let (better, worse) = (ReportText.list(titles(.better)), ReportText.list(titles(.worse)))
        let other = ReportText.list(titles(.different))
        switch (better.isEmpty, worse.isEmpty) {
        case (false, true): return "\(letter) is better than A on \(better)."
        case (true, false): return "\(letter) is worse than A on \(worse)."
        case (false, false): return "\(letter) is better than A on \(better), and worse on \(worse)."
        case (true, true):
            guard metrics.contains(where: { $0.outcomes[candidate] != .unknown }) else {
                return "Nothing tells whether \(letter) and A differ."
            }
            return other.isEmpty
                ? "Between \(letter) and A there is no difference that \(samples) samples can show."
                : "\(letter) differs from A on \(other), which is neither better nor worse."
        }
    }

    /// Of several candidates: who is better, who is worse.
    private var summary: String {
        func letters(better: Bool, worse: Bool) -> [String] {
            candidates.filter { candidate in
                let found = metrics.map { $0.outcomes[candidate] }
                return found.contains(.better) == better && found.contains(.worse) == worse
            }.map(letter)
        }
        let parts = [
            (letters(better: true, worse: false), "better than A"),
            (letters(better: false, worse: true), "worse than A"),
            (letters(better: true, worse: true), "better on some metrics and worse on others"),
        ].filter { !$0.0.isEmpty }
        guard !parts.isEmpty else { return "No candidate differs from A as far as \(samples) samples can show." }
        return parts.map { "\(ReportText.list($0.0)) \(FigureText.noun($0.0.count, "is", "are")) \($0.1)" }
            .joined(separator: "; ") + "."
    }

    // MARK: Findings

    /// What could have been seen, where nothing was: the Fréchet distance's smallest difference, else the first metric's.
    private var detectable: String? {
        guard let metric = metrics.first(where: { $0.name == FrechetDistance.name }) ?? metrics.first,
            let silent = candidates.first(where: { metric.outcomes[$0] == .noDifference }),
            let answer = metric.answers[silent], metric.values[0] > 0, answer.detectable > 0
        else { return nil }
        return "A difference of \(FigureText.percent(answer.detectable / metric.values[0])) in "
            + "\(MetricLabel(metric.name).inSentence) would be seen four times out of five with \(samples) samples."
    }

    /// The classes of which a candidate makes another share than the baseline; nil where there are none.
    private func changedClasses(_ candidate: Int) -> String? {
        let changed = (report.classes?.classes ?? []).filter {
            $0.answers[candidate].isDifferent(level: ComparisonVerdict.level)
        }.sorted { abs($1.answers[candidate].difference) < abs($0.answers[candidate].difference) }
        guard !changed.isEmpty else { return nil }
        let names = changed.prefix(Self.classLimit).map {
            "\($0.answers[candidate].difference > 0 ? "more" : "fewer") \($0.name)"
        }
        let rest = changed.count - names.count
        return "\(letter(candidate)) makes other shares of the classes than A: \(names.joined(separator: ", "))"
            + (rest > 0 ? " and \(rest) more." : ".")
    }

    /// For each metric with a better end, which sets may be the best.
    private var best: [String] {
        metrics.compactMap { metric in
            guard let best = metric.best else { return nil }
            let others = best.indistinguishable.filter { $0 != best.best }.map { ComparisonReport.letter($0) }
            let name = MetricLabel(metric.name).inSentence
            guard others.count < candidates.count else { return "By \(name) any of them may be the best." }
            return "By \(name) \(ComparisonReport.letter(best.best)) is the best"
                + (others.isEmpty ? "." : ", not told from \(ReportText.list(others)).")
        }
    }
}
