import Foundation
import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// The sentences about whether a model answers its condition; every output takes them from here.
struct ConditionWords {
    /// What one sample is called.
    var noun = "image"

    // MARK: Findings

    func said(_ finding: ConditionFinding) -> String {
        switch finding {
        case .ignoresInput(let found):
            return
                "It ignores its condition: an output is nearer to its own target than to another input's in \(share(found)) of comparisons, and chance gives 50\u{A0}% (p \(probability(found.probability)), \(FigureText.count(found.pairs, "pair")))."
        case .answersInput(let found):
            let truth = found.truth.map { "; other true answers are in \(FigureText.spokenPercent($0))" } ?? ""
            return
                "An output is nearer to its own target than to another input's in \(share(found)) of comparisons\(truth), and chance gives 50\u{A0}%."
        case .losesContent(let found):
            return
                "It ignores its condition: edges of outputs have no more to do with their own input's than with another's (correlation \(number(found.own)), \(number(found.others)); p \(probability(found.probability)))."
        case .keepsContent(let found):
            return
                "Outputs keep the layout of their own input: edges correlate by \(number(found.own)), with other inputs' by \(number(found.others)). Whether they are the right translation, only targets would tell."
        case .mapping(let found): return said(found)
        case .ignoresLabel(let found):
            return
                "It ignores its condition: \(percent(found.share)) of the samples are classified as asked, and chance gives \(percent(found.chance)) (p \(probability(found.probability ?? 1)))."
        case .answersLabel(let found):
            return
                "\(percent(found.share)) of the samples are classified as asked\(real(found)); chance gives \(percent(found.chance))."
        case .teaches(let found):
            return
                "A classifier that samples taught names \(percent(found.share)) of real \(noun)s rightly\(found.real.map { ", one that real \(noun)s taught \(percent($0))" } ?? "") (GAN-train)."
        case .undecided(let want): return "Whether it answers its condition can't be told: \(clause(want))."
        }
    }

    private func percent(_ share: Double) -> String { FigureText.spokenPercent(share) }

    private func real(_ found: ConditionFinding.Named) -> String {
        found.real.map { ", of real data \(percent($0))" } ?? ""
    }

    private func said(_ found: ConditionFinding.Mapping) -> String {
        let error =
            "\(levels(found.error)) from the true translation on average; another input's would be \(levels(found.others))"
        let cycle = found.cycleError.map { ", the cycle error \(levels($0))" } ?? ""
        let other = found.mappingError.map { ", from that mapping \(levels($0))" } ?? ""
        switch found.kind {
        case "exchanged":
            return
                "A consistent other mapping, not the intended one: \(listed(found.exchanges)). It can be undone, so that no cycle tells it (\(error)\(other)\(cycle))."
        case "merged":
            return
                "Styles become one, which no way back can undo: \(listed(found.exchanges)) (\(error)\(other)\(cycle))."
        case "unclear":
            let consistent = found.exchanges.isEmpty ? "" : "; \(listed(found.exchanges))"
            let unsure =
                found.unsure.isEmpty
                ? "" : ": \(listed(found.unsure)) \(found.unsure.count == 1 ? "goes" : "go") no one way"
            return "No consistent mapping\(unsure)\(consistent) (\(error)\(cycle))."
        case "intended": return "The intended mapping: each style becomes its own; outputs are \(error)\(cycle)."
        default: return "Outputs are \(error)\(cycle)."
        }
    }

    /// What was too little, as a clause.
    private func clause(_ want: ConditionFinding.Want) -> String {
        switch want {
        case .pairs(let count): return "\(FigureText.count(count, "pair")) \(count == 1 ? "is" : "are") too few to tell"
        case .differentTargets(let recognized):
            return
                "the targets are too alike, which recognize themselves in \(percent(recognized)) of comparisons, and chance gives 50\u{A0}%"
        case .samples(let count):
            return "\(FigureText.count(count, "sample")) \(count == 1 ? "is" : "are") too few to tell"
        case .samplesOfOtherClasses(let count):
            return
                "\(FigureText.count(count, "sample")) of other classes than the commonest \(count == 1 ? "is" : "are") too few to tell"
        case .classifier(let real?, let chance):
            return "the classifier names \(percent(real)) of real data rightly, and chance \(percent(chance))"
        case .classifier(nil, _): return "nobody knows how much of real data the classifier names rightly"
        case .imagesOfStyles(let styles): return "too few images of \(listed(styles))"
        }
    }

    /// As a part of the verdict's sentence, which begins in the middle of one.
    func clause(_ finding: ConditionFinding) -> String {
        switch finding {
        case .ignoresInput, .losesContent, .ignoresLabel: return "it ignores its condition"
        case .answersLabel(let found): return "only \(percent(found.share)) of the samples are classified as asked"
        case .teaches(let found):
            return "what samples teach of the classes names \(percent(found.share)) of real \(noun)s rightly"
        case .answersInput: return "it answers its inputs less than it should"
        case .keepsContent: return "whether it answers its inputs can't be told"
        case .undecided: return "whether it answers its condition can't be told"
        case .mapping(let found):
            switch found.kind {
            case "exchanged":
                return "it learnt a consistent other mapping than the intended one (\(listed(found.exchanges)))"
            case "merged": return "it makes one style of several (\(listed(found.exchanges)))"
            case "unclear": return "it learnt no consistent mapping"
            default: return "its translations are far from the true ones"
            }
        }
    }

    /// In at most twelve words.
    func brief(_ finding: ConditionFinding) -> String {
        switch finding {
        case .ignoresInput: return "It ignores its condition: any input gives as good an answer."
        case .ignoresLabel: return "It ignores its condition: the label changes nothing."
        case .answersLabel(let found):
            return "\(percent(found.share)) of samples are classified as asked\(real(found))."
        case .teaches(let found):
            return "Classes learnt from samples name \(percent(found.share)) of real \(noun)s rightly."
        case .losesContent: return "It ignores its condition: outputs keep nothing of their inputs."
        case .answersInput(let found): return "Outputs match their own target in \(share(found)) of comparisons."
        case .undecided: return "Whether it answers its condition can't be told."
        case .keepsContent: return "Only targets would tell whether it answers its inputs."
        case .mapping(let found):
            switch found.kind {
            case "exchanged": return "A consistent other mapping: \(listed(Array(found.exchanges.prefix(3))))."
            case "merged": return "Styles become one: \(listed(Array(found.exchanges.prefix(3))))."
            case "unclear": return "It learnt no consistent mapping."
            default: return "Translations are \(levels(found.error)) from the true ones."
            }
        }
    }

    // MARK: A report's section

    /// What the model was given, in a sentence.
    func given(_ panel: TranslationPanel) -> String {
        let inputs = panel.inputs.map { "inputs \($0.name) (\(FigureText.count($0.count)))" }
        let targets =
            panel.targets.map { "targets \($0.name) (\(FigureText.count($0.count)))" }
            ?? panel.knownTargets.map { "targets \($0), which the inputs know" } ?? "no targets"
        return
            "Held against \(ReportText.list([inputs ?? "no inputs", targets])), row by row, the first \(FigureText.count(panel.rows)) rows."
    }

    /// How the examples are ordered, in a sentence.
    func examples(_ panel: TranslationPanel) -> String {
        guard let worst = panel.worst.first, let best = panel.best.first else { return "The first rows." }
        switch panel.ordering {
        case .error?:
            return "Absolute errors run from \(levels(best.value)) to \(levels(worst.value))."
        case .content?:
            return "Correlations with the input's edges run from \(number(worst.value)) to \(number(best.value))."
        case nil: return "The first rows."
        }
    }

    /// One example's value.
    func value(_ example: TranslationPanel.Example, _ panel: TranslationPanel) -> String {
        switch panel.ordering {
        case .error?: return "error \(FigureText.number(example.value, decimals: 1))"
        case .content?: return "edges \(number(example.value))"
        case nil: return ""
        }
    }

    /// What is to be said of the variety of one input's answers; nil where nobody looked.
    func answers(_ panel: TranslationPanel) -> String? {
        guard let hasOne = panel.hasOneAnswer else { return nil }
        // Other true answers are known where they gave a figure its ceiling, or variety its null.
        let isOpen =
            panel.figures[AnswerDiversity.name]?.null != nil
            || panel.figures[ConditionUse.name].map {
                $0.ceiling != nil && $0.parts[ConditionUse.repeatedTargets] == nil
            } == true
        if hasOne {
            return isOpen
                ? "It answers each input in one way, though the data have more than one true answer to each."
                : "It answers each input in one way: its noise, if it has any, changes nothing."
        }
        guard let figure = panel.figures[AnswerDiversity.name] else { return nil }
        let truth = figure.null.map { ", and two true ones \(levels($0.value))" } ?? ""
        return "Two answers to one input differ by \(levels(figure.value)) on average\(truth)."
    }

    // MARK: Figures

    private func share(_ found: ConditionFinding.Recognized) -> String { FigureText.spokenPercent(found.share) }

    func number(_ value: Double) -> String { FigureText.number(value, decimals: 2) }

    func levels(_ value: Double) -> String { "\(FigureText.number(value, decimals: 1)) grey levels" }

    private func listed(_ exchanges: [String]) -> String { exchanges.joined(separator: ", ") }

    private func probability(_ value: Double) -> String {
        value <= 0.001 ? "≤ 0.001" : "= \(FigureText.number(value, decimals: 3))"
    }
}
