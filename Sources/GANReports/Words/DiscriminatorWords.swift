import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// The sentences about a discriminator; every output takes them from here.
struct DiscriminatorWords {
    private let panel: DiscriminatorPanel

    init(_ panel: DiscriminatorPanel) { self.panel = panel }

    // MARK: Figures

    /// "0.82 [0.79, 0.85]".
    func figure(_ result: MetricResult) -> String {
        let decimals = FigureText.decimals(of: result)
        let value = FigureText.number(result.value, decimals: decimals)
        return result.interval.map { "\(value) \(FigureText.interval($0, decimals: decimals))" } ?? value
    }

    func null(_ result: MetricResult) -> String {
        result.null.map { FigureText.number($0.value, decimals: FigureText.decimals(of: result)) } ?? "–"
    }

    func probability(_ test: MetricResult?) -> String {
        guard case .number(let value)? = test?.parts["p_value"] else { return "–" }
        return value < 0.0001 ? "< 0.0001" : FigureText.number(value, decimals: 4)
    }

    func difference(_ comparison: DiscriminatorPanel.Comparison) -> String {
        guard let interval = comparison.interval else { return FigureText.number(comparison.difference) }
        let decimals = FigureText.decimals(forUncertainty: (interval.high - interval.low) / 2)
        return "\(FigureText.number(comparison.difference, decimals: decimals)) "
            + FigureText.interval(interval, decimals: decimals)
    }

    // MARK: Scores

    /// Each kind of rows: its count, its mean score, and the share that is taken for real.
    var kinds: [(name: String, count: String, mean: String, share: String)] {
        let means = panel.figures[ValidationOverfitting.name]?.parts
        let shares = panel.figures[ScoreAccuracy.name]?.parts
        func number(_ parts: OrderedDictionary<String, MetricPart>?, _ key: String) -> Double? {
            guard case .number(let value)? = parts?[key] else { return nil }
            return value
        }
        let rows: [(String, String, Int?)] = [
            ("training rows", "training", panel.counts.training),
            ("held-out rows", "held_out", panel.counts.heldOut),
            ("samples", "generated", panel.counts.generated),
        ]
        return rows.compactMap { name, key, count in
            guard let count else { return nil }
            return (
                name, FigureText.count(count),
                number(means, "mean_\(key)").map { FigureText.number($0, decimals: 2) } ?? "–",
                number(shares, "\(key)_taken_for_real").map { FigureText.percent($0) } ?? "–"
            )
        }
    }

    /// What the distribution of scores shows.
    var scores: String {
        if panel.scale == .logit {
            let said = kinds.filter { $0.share != "–" }.map { "\($0.share) of \($0.name)" }
            return "The discriminator takes \(ReportText.list(said)) for real."
        }
        guard let area = panel.figures[ScoreSeparation.name]?.value else { return "The critic's scores." }
        return "The critic scores a real row above a sample in \(FigureText.spokenPercent(area)) of pairs."
    }

    /// What a score is.
    var unit: String {
        panel.scale == .logit
            ? "a logit: above 0 it takes a row for real" : "in the critic's own unit, which has no zero"
    }

    /// What scores mean, and where that is known from.
    var scale: String {
        let meaning = panel.scale == .logit ? "logits" : "a critic's, without zero or unit"
        switch panel.scaleOrigin {
        case .stated: return "\(meaning), as was stated"
        case .loss(let name): return "\(meaning), by the loss \(name.replacing("_", with: " "))"
        case .assumed: return "\(meaning), as was assumed: --discriminator-scores critic says otherwise"
        }
    }

    // MARK: Calibration

    func name(_ method: ScoreCalibration.Method) -> String {
        switch method {
        case .raw: return "as they are"
        case .platt: return "after Platt"
        case .isotonic: return "after isotonic regression"
        }
    }

    /// Whether the probabilities pass the z-test, and after which calibration they do.
    var reliability: String {
        func passes(_ method: ScoreCalibration.Method) -> Bool? {
            guard
                case .number(let p)? = panel.calibrations.first(where: { $0.method == method })?.test?.parts["p_value"]
            else {
                return nil
            }
            return p >= 0.05
        }
        let mended = [ScoreCalibration.Method.platt, .isotonic].filter { passes($0) == true }
        let after =
            mended.isEmpty
            ? "no calibration passes either"
            : "they pass \(mended.map(name).joined(separator: " and "))"
        switch passes(.raw) {
        case true?: return "Its probabilities pass the z-test as they are."
        case false?: return "Its probabilities fail the z-test as they are; \(after)."
        case nil:
            return mended.isEmpty
                ? "A critic gives no probabilities, and those of a calibration fail the z-test."
                : "A critic gives no probabilities; those of a calibration pass the z-test."
        }
    }

    var calibrationNote: String {
        let rows = FigureText.count(panel.calibrations.first?.rows ?? 0)
        return
            "The share that is real, by the probability that the discriminator states; on the diagonal it can be believed. Read on \(rows) "
            + "held-out rows and as many samples; Platt and isotonic regression were fitted to as many others."
    }

    // MARK: Choosing samples

    func name(_ scheme: DiscriminatorPanel.Selection.Scheme) -> String {
        switch scheme {
        case .rejection: return "Rejection sampling"
        case .metropolisHastings: return "Metropolis–Hastings"
        }
    }

    /// What each way of choosing would buy, where its interval shows it.
    var selection: String {
        panel.selections.map { selection in
            let share = FigureText.spokenPercent(Double(selection.accepted) / Double(max(1, selection.pool)))
            let kept =
                selection.scheme == .rejection
                ? "\(name(selection.scheme)) keeps \(share) of the samples"
                : "Chains of \(name(selection.scheme)) end at \(FigureText.count(selection.accepted, "different sample"))"
            if selection.omission != nil { return "\(kept), too few to be measured." }
            let changes = selection.comparisons.compactMap { metric, comparison -> String? in
                guard let interval = comparison.interval, interval.low > 0 || interval.high < 0 else { return nil }
                let label = MetricLabel(metric)
                let isBetter = (comparison.difference > 0) == (label.direction == .higher)
                return "\(isBetter ? "better" : "worse") \(label.inSentence)"
            }
            return changes.isEmpty
                ? "\(kept); no difference from plain samples that so many can show."
                : "\(kept), which have \(ReportText.list(changes)) than as many plain ones."
        }.joined(separator: " ")
    }

    var selectionNote: String {
        let origin =
            panel.calibrations.isEmpty
            ? "By the discriminator's own probabilities, for without held-out data nothing calibrates them."
            : "By calibrated probabilities, among samples that the calibration was not fitted to."
        let chain = panel.selections.first { $0.scheme == .metropolisHastings }?.acceptance.parts["chain_length"]
        guard case .count(let length)? = chain else { return origin }
        return "\(origin) Chains go through \(FigureText.count(length)) samples each."
    }

    var strips: String {
        guard let most = panel.convincing.first, let least = panel.unconvincing.first else { return "" }
        return "Scores of samples run from \(FigureText.number(least.score, decimals: 2)) to "
            + "\(FigureText.number(most.score, decimals: 2))."
    }

    // MARK: What is not there

    var origin: String {
        panel.omitted.isEmpty
            ? "Scores are \(scale)."
            : "Scores are \(scale). Not measured: \(ReportText.list(panel.omitted.keys.map(short)))."
    }

    private func short(_ figure: String) -> String {
        let title = MetricLabel(figure).title
        return title.hasPrefix("Discriminator, ") ? String(title.dropFirst("Discriminator, ".count)) : title
    }

    func said(_ omission: DiscriminatorPanel.Omission) -> String {
        switch omission {
        case .noHeldOut: return "It needs rows that the discriminator was not trained on: --held-out."
        case .critic: return "The scores are a critic's: they have neither a threshold nor probabilities."
        case .fewRows: return "There are too few rows."
        case .equalScores: return "Scores, or their means, are all equal."
        }
    }
}
