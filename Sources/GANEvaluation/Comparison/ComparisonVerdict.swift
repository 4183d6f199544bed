import GANMetrics

/// What a comparison comes to in words; every rule behind them is here.
public struct ComparisonVerdict: Sendable, Equatable {
    /// What one candidate's difference in one metric amounts to.
    public enum Outcome: String, Sendable, Codable {
        case better, worse
        /// A difference that is neither: density on the other side of 1.
        case different
        case noDifference = "no_difference"
        /// Nothing says how the metric varies.
        case unknown
    }

    /// One sentence a person could say aloud.
    public var sentence: String
    /// A sentence for each candidate, then one for each finding that goes beyond them.
    public var reasons: [String]
    /// Whether any candidate is worse by any metric.
    public var isWorse: Bool

    public init(sentence: String, reasons: [String], isWorse: Bool) {
        self.sentence = sentence
        self.reasons = reasons
        self.isWorse = isWorse
    }

    /// What differences are claimed at.
    static let level = 0.95

    /// The outcome of a difference from `baseline` to `candidate`.
    ///
    /// A metric that is best near its null counts as better where the candidate is nearer to it and on the same side; density's
    /// null is 1.
    static func outcome(
        _ answer: DifferenceTest.Answer?, direction: MetricRegistry.Direction, baseline: Double, candidate: Double,
        null: Double = 1
    ) -> Outcome {
        guard let answer else { return .unknown }
        guard answer.isDifferent(level: level) else { return .noDifference }
        switch direction {
        case .lower: return answer.difference < 0 ? .better : .worse
        case .higher: return answer.difference > 0 ? .better : .worse
        case .closerToNull:
            let (before, after) = (baseline - null, candidate - null)
            guard before * after > 0 else { return .different }
            return abs(after) < abs(before) ? .better : .worse
        }
    }

    /// The words for metrics of `count` sets with `samples` samples each.
    ///
    /// `classes` are the names of classes whose share moved, with the direction in words.
    static func of(
        _ metrics: [ComparisonReport.Metric], sets count: Int, samples: Int, changedClasses: [[String]] = []
    ) -> ComparisonVerdict {
        var sentences: [String] = []
        for candidate in 0..<count - 1 {
            let letter = ComparisonReport.letter(candidate + 1)
            func titles(_ outcome: Outcome) -> [String] {
                metrics.filter { $0.outcomes[candidate] == outcome }.map { title($0.name) }
            }
            let (better, worse, other) = (titles(.better), titles(.worse), titles(.different))
            let known = metrics.contains { $0.outcomes[candidate] != .unknown }
            var sentence: String
            switch (better.isEmpty, worse.isEmpty) {
            case (false, true): sentence = "\(letter) is better than A on \(list(better))"
            case (true, false): sentence = "\(letter) is worse than A on \(list(worse))"
            case (false, false): sentence = "\(letter) is better than A on \(list(better)), and worse on \(list(worse))"
            case (true, true):
                sentence =
                    !known
                    ? "Nothing tells whether \(letter) and A differ"
                    : !other.isEmpty
                        ? "\(letter) differs from A on \(list(other)), which is neither better nor worse"
                        : "Between \(letter) and A there is no difference that \(grouped(samples)) samples can show"
            }
            sentences.append(sentence + ".")
        }
        var reasons = count > 2 ? sentences : []
        if let smallest = detectable(metrics, candidates: count - 1, samples: samples) { reasons.append(smallest) }
        for (candidate, names) in changedClasses.enumerated() where !names.isEmpty {
            let rest = names.count - 4
            reasons.append(
                "\(ComparisonReport.letter(candidate + 1)) makes other shares of the classes than A: "
                    + names.prefix(4).joined(separator: ", ") + (rest > 0 ? " and \(rest) more." : "."))
        }
        if count > 2 { reasons += best(metrics, count: count) }
        let isWorse = metrics.contains { $0.outcomes.contains(.worse) }
        return ComparisonVerdict(
            sentence: count > 2 ? summary(metrics, count: count, samples: samples) : sentences[0], reasons: reasons,
            isWorse: isWorse)
    }

    /// Of several candidates: who is better, who is worse.
    private static func summary(_ metrics: [ComparisonReport.Metric], count: Int, samples: Int) -> String {
        func letters(_ outcome: Outcome, without other: Outcome) -> [String] {
            (0..<count - 1).filter { candidate in
                let found = metrics.map { $0.outcomes[candidate] }
                return found.contains(outcome) && !found.contains(other)
            }.map { ComparisonReport.letter($0 + 1) }
        }
        let (better, worse) = (letters(.better, without: .worse), letters(.worse, without: .better))
        let mixed = (0..<count - 1).filter { candidate in
            let found = metrics.map { $0.outcomes[candidate] }
            return found.contains(.better) && found.contains(.worse)
        }.map { ComparisonReport.letter($0 + 1) }
        var parts: [String] = []
        if !better.isEmpty { parts.append("\(list(better)) \(better.count == 1 ? "is" : "are") better than A") }
        if !worse.isEmpty { parts.append("\(list(worse)) \(worse.count == 1 ? "is" : "are") worse than A") }
        if !mixed.isEmpty {
            parts.append("\(list(mixed)) \(mixed.count == 1 ? "is" : "are") better on some metrics and worse on others")
        }
        guard !parts.isEmpty else {
            return "No candidate differs from A as far as \(grouped(samples)) samples can show."
        }
        return parts.joined(separator: "; ") + "."
    }

    /// What could have been seen, where nothing was: the Fréchet distance's smallest difference, else the first metric's.
    private static func detectable(
        _ metrics: [ComparisonReport.Metric], candidates: Int, samples: Int
    ) -> String? {
        guard let metric = metrics.first(where: { $0.name == "frechet_distance" }) ?? metrics.first else { return nil }
        let silent = (0..<candidates).first { metric.outcomes[$0] == .noDifference }
        guard let silent, let answer = metric.answers[silent], metric.values[0] > 0, answer.detectable > 0 else {
            return nil
        }
        let share = answer.detectable / metric.values[0] * 100
        let text = share >= 10 ? "\(Int(share.rounded()))" : "\((share * 10).rounded() / 10)"
        return "A difference of \(text) % in \(title(metric.name)) would be seen four times out of five with "
            + "\(grouped(samples)) samples."
    }

    /// For each metric with a better end, which sets may be the best.
    private static func best(_ metrics: [ComparisonReport.Metric], count: Int) -> [String] {
        metrics.compactMap { metric in
            guard let best = metric.best else { return nil }
            let others = best.indistinguishable.filter { $0 != best.best }.map { ComparisonReport.letter($0) }
            let name = title(metric.name)
            guard others.count < count - 1 else { return "By \(name) any of them may be the best." }
            return "By \(name) \(ComparisonReport.letter(best.best)) is the best"
                + (others.isEmpty ? "." : ", not told from \(list(others)).")
        }
    }

    static func title(_ name: String) -> String {
        guard let title = MetricRegistry.entry(named: name)?.title else { return name.replacing("_", with: " ") }
        // Names of people keep their capital within a sentence.
        return title.hasPrefix("Fréchet") ? title : title.prefix(1).lowercased() + title.dropFirst()
    }

    private static func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }

    private static func grouped(_ count: Int) -> String {
        var (digits, rest) = ("", count)
        while rest >= 1000 {
            let part = rest % 1000
            digits = "," + String(repeating: "0", count: part < 10 ? 2 : part < 100 ? 1 : 0) + "\(part)" + digits
            rest /= 1000
        }
        return "\(rest)" + digits
    }
}
