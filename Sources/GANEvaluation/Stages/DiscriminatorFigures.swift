import GANMetrics
import GANNumerics
import GANText
import OrderedCollections

/// The figures of a discriminator's scores, and why others are not there.
struct DiscriminatorFigures {
    private var figures: [String: MetricResult] = [:]
    private(set) var omitted: OrderedDictionary<String, DiscriminatorPanel.Omission> = [:]

    /// All figures but those of probabilities.
    ///
    /// Throws what membership inference throws.
    init(_ scores: DiscriminatorScores) throws(MetricError) {
        figures[ScoreSeparation.name] = ScoreSeparation.evaluate(scores)
        let hasHeldOut = scores.heldOut != nil
        add(ScoreAccuracy.name, ScoreAccuracy.evaluate(scores), without: .critic)
        add(
            ValidationOverfitting.name, ValidationOverfitting.evaluate(scores),
            without: hasHeldOut ? .equalScores : .noHeldOut)
        add(TrainingGap.name, TrainingGap.evaluate(scores), without: hasHeldOut ? .equalScores : .noHeldOut)
        add(TrainingSign.name, TrainingSign.evaluate(scores), without: .critic)
        add(DiscriminatorMembership.name, try DiscriminatorMembership.evaluate(scores), without: .noHeldOut)
    }

    /// The figures of probabilities: the discriminator's own, and of a bound what follows from calibrated ones.
    mutating func add(_ comparison: CalibrationComparison?, scores: DiscriminatorScores) {
        let without: DiscriminatorPanel.Omission =
            scores.scale == .critic ? .critic : scores.heldOut == nil ? .noHeldOut : .fewRows
        let raw = comparison?[.raw]
        add(CalibrationError.name, raw?.reliability.calibrationError, without: without)
        add(BrierScore.name, raw?.reliability.brierScore, without: without)
        add(
            CalibrationTest.name, raw?.reliability.calibrationTest,
            without: raw != nil ? .equalScores : without)
        var bound = comparison?[.platt]?.bound
        if let raw = raw?.bound {
            bound?.parts["raw"] = .number(raw.value)
            if let interval = raw.interval { bound?.parts["raw_interval"] = .interval(interval) }
        }
        add(JensenShannonBound.name, bound, without: scores.heldOut == nil ? .noHeldOut : .fewRows)
    }

    private mutating func add(_ name: String, _ result: MetricResult?, without: DiscriminatorPanel.Omission) {
        figures[name] = result
        if result == nil { omitted[name] = without }
    }

    /// In the registry's order.
    var inOrder: OrderedDictionary<String, MetricResult> {
        var ordered: OrderedDictionary<String, MetricResult> = [:]
        for entry in MetricRegistry.discriminatorFigures { ordered[entry.name] = figures[entry.name] }
        return ordered
    }
}

extension DiscriminatorPanel.Calibration {
    /// Each kind of probabilities that was judged.
    static func all(_ comparison: CalibrationComparison) -> [DiscriminatorPanel.Calibration] {
        comparison.judged.map { judged in
            DiscriminatorPanel.Calibration(
                method: judged.calibration.method, error: judged.reliability.calibrationError,
                brier: judged.reliability.brierScore, test: judged.reliability.calibrationTest, bound: judged.bound,
                bins: judged.reliability.bins,
                line: judged.calibration.method == .platt ? judged.calibration.line : nil,
                rows: comparison.rows)
        }
    }
}

extension DiscriminatorPanel.ScoreDistribution {
    /// Shares in `bins` equal bins, between the ends of all scores but a thousandth on each side.
    init(_ scores: DiscriminatorScores, bins: Int) {
        let all = (scores.training + (scores.heldOut ?? []) + scores.generated).sorted()
        let (low, high) = (Statistics.quantile(ofSorted: all, 0.001), Statistics.quantile(ofSorted: all, 0.999))
        let width = max(high - low, 1e-300) / Double(bins)
        func shares(_ values: [Double]) -> [Double] {
            var counts = [Double](repeating: 0, count: bins)
            for value in values { counts[Int(saturating: min(max((value - low) / width, 0), Double(bins - 1)))] += 1 }
            return counts.map { $0 / Double(values.count) }
        }
        self.init(
            low: low, high: high, training: shares(scores.training), heldOut: scores.heldOut.map(shares),
            generated: shares(scores.generated))
    }
}
