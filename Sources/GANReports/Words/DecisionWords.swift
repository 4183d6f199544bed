import GANEvaluation
import GANMetrics
import GANText

/// What a report comes to: one word, and the reason in at most twelve.
struct DecisionWords {
    /// Words that a reason may have.
    static let mostWords = 12

    private let verdict: Verdict
    private let words: VerdictWords

    init(_ verdict: Verdict) {
        self.verdict = verdict
        words = VerdictWords(verdict)
    }

    /// The decision with the style of its grade.
    var badge: Badge {
        switch verdict.grade {
        case .good: return Badge(word: "Ship it", style: "good")
        case .weak: return Badge(word: "Improve it", style: "weak")
        case .alarming: return Badge(word: "Don’t ship it", style: "alarming")
        case .cannotTell: return Badge(word: "Can’t tell yet", style: "unknown")
        }
    }

    /// Why, in at most `mostWords` words.
    var reason: String {
        if verdict.grade != .alarming, verdict.grade != .weak, let said = unknown { return said }
        if verdict.grade == .good { return "As realistic and varied as real data; no plain copies found." }
        // What explains the others comes first.
        let deciding = verdict.tiles.filter {
            $0.metric != nil && $0.section != .discriminator && $0.grade == verdict.grade
        }.min { $0.section.page.rank < $1.section.page.rank }
        guard let deciding else { return "Too little was measured to judge this generator." }
        let said = brief(deciding.finding, of: deciding.section)
        return Self.count(said) <= Self.mostWords ? said : "\(deciding.section.title) is far from real data’s."
    }

    /// Words as a reader counts them: a figure and its unit are one.
    static func count(_ text: String) -> Int { text.split(separator: " ").count }

    /// What keeps anybody from telling.
    private var unknown: String? {
        if let shortage = verdict.shortage {
            return "\(FigureText.count(shortage.samples)) samples are too few; give at least \(shortage.needed)."
        }
        if let check = verdict.failures.first { return failed(check) }
        guard verdict.grade == .cannotTell else { return nil }
        if !verdict.hasHeldOut { return "Without held-out data, quality and copying can’t be judged." }
        let open = verdict.tiles.filter { $0.section != .discriminator && $0.grade == .cannotTell }
        if open.contains(where: { $0.finding == .notMeasured(.choice) }) { return "Not every metric was asked for." }
        let names = open.map(\.section.rawValue)
        return names.isEmpty
            ? "Too little was measured to judge this generator."
            : "These samples don’t tell enough about \(ReportText.list(names))."
    }

    private func failed(_ check: Check) -> String {
        "A check failed: \(CheckWords([check], noun: verdict.noun).title(check.name))."
    }

    // MARK: Findings

    private var noun: String { verdict.noun }

    private func percent(_ share: Double) -> String { FigureText.spokenPercent(share) }

    private func brief(_ finding: SectionFinding, of section: ReportSection) -> String {
        switch finding {
        case .precision(let reach):
            return "\(percent(reach.share)) of samples lie among real data\(real(reach))."
        case .coverage(let reach):
            return "\(percent(reach.share)) of real data’s variety is reached\(real(reach))."
        case .measured(let metric, let figure):
            let title = metric == InceptionScore.name ? "Score of class probabilities" : MetricLabel(metric).title
            return "\(title) \(FigureText.number(figure.value)), real data \(FigureText.number(figure.real))."
        case .critic(_, let figure):
            return "A fresh critic prefers real \(noun)s in \(percent(figure.value)) of pairs."
        case .crowded: return "Samples crowd where real data are densest."
        case .distinct(let found), .fewDistinct(let found, _):
            return
                "\(FigureText.count(found.samples)) samples are about \(FigureText.count(found.distinct)) different \(noun)s."
        case .look(let look):
            return "\(MetricLabel(look.metric).title)\(property(look)): samples differ from real \(noun)s."
        case .lookSpread(let look):
            return
                "\(MetricLabel(look.metric).title)\(property(look)) varies \(look.difference < 0 ? "less" : "more") than among real \(noun)s."
        case .regions(let regions):
            if let missing = regions.missing { return "\(percent(missing)) of the real data’s kinds are missing." }
            return "Samples spread unevenly over the kinds of real data."
        case .spoiled(let check): return failed(check)
        case .exactCopies(let count), .exactCopiesAlone(let count):
            return "\(FigureText.count(count)) samples equal training \(noun)s exactly."
        case .tooNear(let tail, _, let copies):
            return copies > 0 && tail.share < 0.05
                ? "\(FigureText.count(copies)) samples equal training \(noun)s exactly."
                : "\(percent(tail.share)) of samples lie suspiciously close to training \(noun)s."
        case .missingModes(let names, let total, let isSure):
            let count = "\(names.count) of \(total) \(kinds) \(names.count == 1 ? "is" : "are")"
            return listed(isSure ? "\(count) missing" : "\(count) perhaps missing", names)
        case .collapsedModes(let names, let total):
            return listed("\(names.count) of \(total) \(kinds) collapsed inside", names)
        case .unevenClasses(let rare, let frequent):
            return rare.isEmpty ? listed("Made too often", frequent) : listed("Made too rarely", rare)
        case .classesMade(let total, _): return "All \(total) classes are made, but unevenly."
        case .modesReached(let total, let share, _):
            return "All \(total) modes are reached, by \(percent(share)) of samples."
        case .condition(let finding): return ConditionWords(noun: noun).brief(finding)
        case .ungraded(let inner, _): return brief(inner, of: section)
        case .noExactCopy, .noCopying, .notMeasured, .discriminatorAhead, .discriminatorAccuracy,
            .discriminatorOverfits,
            .discriminatorGeneralizes, .discriminatorTells, .brokenDiscriminator:
            return "\(section.title) is not as it should be."
        }
    }

    private var kinds: String { noun == "image" ? "classes" : "modes" }

    private func real(_ reach: SectionFinding.Reach) -> String {
        reach.heldOut.map { "; held-out data reach \(percent($0))" } ?? ""
    }

    private func property(_ look: SectionFinding.Look) -> String {
        look.property.map { " (\(ReportText.cleaned($0)))" } ?? ""
    }

    /// As many of the names as there is room for.
    private func listed(_ lead: String, _ names: [String]) -> String {
        for shown in stride(from: min(3, names.count), through: 1, by: -1) {
            let rest = names.count - shown
            let text =
                "\(lead): \(names.prefix(shown).joined(separator: ", "))" + (rest > 0 ? " and \(rest) more." : ".")
            if Self.count(text) <= Self.mostWords { return text }
        }
        return "\(lead)."
    }
}
