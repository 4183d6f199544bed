public import GANMetrics
import OrderedCollections

/// Weighs a series of measured checkpoints: the best, its equals, the front, and what went wrong when.
public enum SeriesAnalysis {
    /// The metrics that a best checkpoint can be chosen by: those that have a better end and can be compared row by row.
    public static let metrics = MetricSet.paired.names
    /// What chooses unless told otherwise.
    public static let headline = FrechetDistance.name
    static let diversity = Coverage.name
    static let memorization = DistanceRatio.name

    /// The findings on `candidates`, which must be in the order of trajectories, then of steps.
    ///
    /// The best is the candidate with the best value of `metric`, and its equals are those that differences on the same
    /// latents don't tell from it, corrected for having picked the best (`BestSet`). The same findings for the same input.
    public static func findings(
        checkpoints: [SeriesCheckpoint], trajectories: [String], candidates: [SeriesCandidate], faults: [SeriesFault],
        stepBasis: CheckpointSteps.Basis, evaluationProtocol: EvaluationProtocol, metric: String, seed: UInt64 = 1
    ) -> SeriesFindings {
        precondition(metrics.contains(metric), "a best checkpoint by \(metric)")
        let lowerIsBetter = Self.lowerIsBetter(metric)
        let contributions = candidates.compactMap { $0.measurement.contributions[metric] }
        var ranking: BestSet.Result?
        if !candidates.isEmpty, contributions.count == candidates.count {
            ranking = BestSet.evaluate(
                contributions, lowerIsBetter: lowerIsBetter, paired: true, options: .init(seed: seed))
        }
        let (front, weighed) = Self.front(candidates, metric: metric)
        var findings = SeriesFindings(
            checkpoints: checkpoints, trajectories: trajectories, candidates: candidates, faults: faults,
            stepBasis: stepBasis, evaluationProtocol: evaluationProtocol, metric: metric, ranking: ranking,
            front: front, frontMetrics: weighed, marks: [])
        findings.marks = trajectories.indices.flatMap { marks(of: findings.candidates(of: $0), $0, in: findings) }
        return findings
    }

    static func lowerIsBetter(_ metric: String) -> Bool {
        MetricRegistry.entry(named: metric)?.direction != .higher
    }

    // MARK: Front

    private static func front(
        _ candidates: [SeriesCandidate], metric: String
    ) -> (indices: [Int], metrics: [String]) {
        // A metric of diversity can't be weighed against itself.
        let quality = metric == diversity ? headline : metric
        let weighed = [quality, diversity, memorization].filter { name in
            !candidates.isEmpty && candidates.allSatisfy { reading(name, of: $0.measurement) != nil }
        }
        guard !weighed.isEmpty else { return ([], []) }
        let aims = candidates.map { candidate in
            weighed.compactMap { name in
                reading(name, of: candidate.measurement).map {
                    SeriesFront.Aim(value: $0.value, low: $0.low, high: $0.high, lowerIsBetter: lowerIsBetter(name))
                }
            }
        }
        return (SeriesFront.indices(aims), weighed)
    }

    // MARK: Marks

    private static func marks(
        of candidates: [Int], _ trajectory: Int, in findings: SeriesFindings
    ) -> [SeriesMark] {
        func series(_ metric: String) -> [SeriesRules.Reading]? {
            let all = candidates.map { reading(metric, of: findings.candidates[$0].measurement) }
            let known = all.compactMap { $0 }
            return known.count == all.count && known.contains { $0.low != nil } ? known : nil
        }
        func found(
            _ kind: SeriesMark.Kind, _ metric: String, factor: Double, isPossible: (Int) -> Bool = { _ in true }
        ) -> [SeriesMark] {
            guard let readings = series(metric) else { return [] }
            return SeriesRules.episodes(
                readings, lowerIsBetter: lowerIsBetter(metric), factor: factor, isPossible: isPossible
            ).map {
                SeriesMark(
                    kind: kind, trajectory: trajectory, metric: metric, first: candidates[$0.first],
                    last: candidates[$0.last], reference: candidates[$0.reference], isOpen: $0.isOpen)
            }
        }
        // Wide features have no interval of the Fréchet distance; the kernel distance always has one away from its null.
        let quality = series(headline) == nil ? KernelDistance.name : headline
        return found(.divergence, quality, factor: SeriesRules.divergence)
            + found(.collapse, diversity, factor: SeriesRules.collapse)
            + found(.overfitting, memorization, factor: SeriesRules.overfitting) { index in
                // Closer than before is no harm as long as it is no closer than chance brings held-out data.
                let measurement = findings.candidates[candidates[index]].measurement
                // Whether it is, a report of the checkpoint says already: a series is no second judge of the same samples.
                if let tile = measurement.verdict.tiles.first(where: { $0.section == .memorization && $0.metric != nil }
                ) {
                    return tile.grade > .cannotTell
                }
                let parts = measurement.metrics[memorization]?.result.parts
                guard case .interval(let interval)? = parts?["tail_interval"],
                    case .number(let null)? = parts?["tail_null"]
                else { return false }
                return interval.low > null
            }
    }

    /// A metric's figure in a measurement, with what is known of its noise; for "distance_ratio" the share in its tail.
    public static func reading(_ metric: String, of measurement: CheckpointMeasurement) -> SeriesRules.Reading? {
        guard let result = measurement.metrics[metric]?.result else { return nil }
        if metric == memorization {
            guard case .number(let share)? = result.parts["tail_share"],
                case .interval(let interval)? = result.parts["tail_interval"]
            else { return nil }
            return SeriesRules.Reading(value: share, low: interval.low, high: interval.high)
        }
        if let interval = result.interval {
            return SeriesRules.Reading(value: result.value, low: interval.low, high: interval.high)
        }
        // Near the null there is no interval, but a bound on how far noise reaches.
        if case .number(let reach)? = result.parts[MetricResult.reachAtMost] {
            return SeriesRules.Reading(value: result.value, low: result.value - reach, high: result.value + reach)
        }
        return SeriesRules.Reading(value: result.value, low: nil, high: nil)
    }
}
