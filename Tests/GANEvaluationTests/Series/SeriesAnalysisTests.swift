import GANMetrics
import GANNumerics
import OrderedCollections
import Testing

@testable import GANEvaluation

@Suite struct SeriesAnalysisTests {
    /// One figure of a checkpoint; rows' contributions are noise that all checkpoints share, with a little of their own.
    private struct Figures {
        var distance: Double
        var coverage = 0.7
        var share = 0.01
        var hasHeldOut = true
        var distanceInterval = true
    }

    private func candidate(_ place: Int, _ figures: Figures, trajectory: Int = 0) -> SeriesCandidate {
        func result(_ value: Double, _ reach: Double) -> MetricResult {
            MetricResult(
                value: value, interval: MetricInterval(low: value - reach, high: value + reach, method: "test"))
        }
        var shared = SeededGenerator(seed: 1)
        var own = SeededGenerator(seed: UInt64(100 + place + 50 * trajectory))
        let rows = (0..<1000).map { _ in 30 * shared.normalPair().0 + 3 * own.normalPair().0 }
        var distance = result(figures.distance, 1.9)
        if !figures.distanceInterval { distance.interval = nil }
        var metrics: OrderedDictionary<String, MeasuredMetric> = [
            "frechet_distance": MeasuredMetric(name: "frechet_distance", extractor: "e", result: distance),
            "kernel_distance": MeasuredMetric(
                name: "kernel_distance", extractor: "e", result: result(figures.distance / 100, 0.01)),
            "coverage": MeasuredMetric(name: "coverage", extractor: "e", result: result(figures.coverage, 0.02)),
        ]
        var ratio = result(0.9, 0.01)
        if figures.hasHeldOut {
            ratio.parts = [
                "tail_share": .number(figures.share), "tail_null": .number(0.01),
                "tail_interval": .interval(
                    MetricInterval(low: figures.share - 0.003, high: figures.share + 0.003, method: "test")),
            ]
        }
        metrics["distance_ratio"] = MeasuredMetric(name: "distance_ratio", extractor: "pixels", result: ratio)
        return SeriesCandidate(
            checkpoint: place, trajectory: trajectory, digest: "\(trajectory) \(place)",
            measurement: CheckpointMeasurement(
                metrics: metrics, verdict: Verdict(grade: .good, tiles: [], findings: []),
                film: Matrix(rows: 0, columns: 2),
                contributions: [
                    "frechet_distance": RowContributions(
                        metric: "frechet_distance", value: figures.distance, generated: rows),
                    "coverage": RowContributions(metric: "coverage", value: figures.coverage, generated: rows),
                ]))
    }

    private func findings(_ figures: [Figures], metric: String = "frechet_distance") -> SeriesFindings {
        SeriesAnalysis.findings(
            checkpoints: figures.indices.map {
                SeriesCheckpoint(name: "\($0)", path: "\($0)", step: 10 * $0, digest: "")
            }, trajectories: ["weights"], candidates: figures.enumerated().map { candidate($0.offset, $0.element) },
            faults: [], stepBasis: .metadata, evaluationProtocol: EvaluationProtocol(fields: [:]), metric: metric)
    }

    /// Alone each value is uncertain by ±1.9; on the same latents a difference of 1 is seen.
    @Test func sharedLatentsTellCheckpointsApartThatIntervalsDoNot() throws {
        let found = findings([14, 12, 11, 11.05].map { Figures(distance: $0) })
        let ranking = try #require(found.ranking)
        #expect(ranking.best == 2 && ranking.indistinguishable == [2, 3])
    }

    @Test func theMetricMayHaveItsBetterEndAbove() throws {
        let found = findings(
            [0.4, 0.9, 0.5].map { Figures(distance: 10, coverage: $0 * 100) }, metric: "coverage")
        #expect(found.ranking?.best == 1)
        // Coverage is not weighed against itself.
        #expect(found.frontMetrics == ["frechet_distance", "coverage", "distance_ratio"])
    }

    @Test func divergenceCollapseAndOverfittingAreMarked() {
        let found = findings([
            Figures(distance: 20), Figures(distance: 10, coverage: 0.8), Figures(distance: 11, coverage: 0.5),
            Figures(distance: 11, coverage: 0.5, share: 0.03), Figures(distance: 18, coverage: 0.8, share: 0.04),
            Figures(distance: 19, coverage: 0.79, share: 0.04),
        ])
        #expect(found.marks.map(\.kind) == [.divergence, .collapse, .overfitting])
        #expect(found.marks.map(\.first) == [4, 2, 3] && found.marks.map(\.last) == [5, 3, 5])
        #expect(found.marks.map(\.isOpen) == [true, false, true] && found.marks.map(\.reference) == [1, 1, 0])
    }

    /// The share rises threefold and beyond noise, but only up to what chance brings held-out data.
    @Test func comingAsCloseAsHeldOutDataIsNoOverfitting() {
        let found = findings([0.004, 0.011, 0.012].map { Figures(distance: 10, share: $0) })
        #expect(found.marks.isEmpty)
    }

    /// What a report says of a checkpoint's memorization is what the series says of it.
    @Test(arguments: [(Grade.good, 0), (.cannotTell, 0), (.weak, 1), (.alarming, 1)])
    func overfittingIsWhatTheCheckpointsVerdictSays(grade: Grade, marks: Int) {
        let candidates = [0.01, 0.03, 0.04].enumerated().map { place, share in
            var found = candidate(place, Figures(distance: 10, share: share))
            found.measurement.verdict.tiles = [
                Verdict.Tile(
                    section: .memorization, grade: grade, metric: "distance_ratio",
                    finding: .noCopying(.init(share: share, heldOut: 0.01)))
            ]
            return found
        }
        let found = SeriesAnalysis.findings(
            checkpoints: (0..<3).map { SeriesCheckpoint(name: "\($0)", path: "\($0)", step: $0, digest: "") },
            trajectories: ["weights"], candidates: candidates, faults: [], stepBasis: .metadata,
            evaluationProtocol: EvaluationProtocol(fields: [:]), metric: "frechet_distance")
        #expect(found.marks.filter { $0.kind == .overfitting }.count == marks)
    }

    @Test func withoutAnIntervalTheKernelDistanceShowsDivergence() {
        let found = findings([10, 30, 31].map { Figures(distance: $0, distanceInterval: false) })
        #expect(found.marks.map(\.metric) == ["kernel_distance"])
    }

    @Test func withoutHeldOutDataTwoFiguresAreWeighed() {
        let found = findings([Figures(distance: 20, hasHeldOut: false), Figures(distance: 10, hasHeldOut: false)])
        #expect(found.frontMetrics == ["frechet_distance", "coverage"] && found.front == [1])
    }

    @Test func nothingAndOneAreFindingsToo() {
        let none = findings([])
        #expect(none.ranking == nil && none.front.isEmpty && none.marks.isEmpty && none.frontMetrics.isEmpty)
        let one = findings([Figures(distance: 3)])
        #expect(one.ranking?.best == 0 && one.ranking?.indistinguishable == [0] && one.front == [0])
    }

    /// Equal checkpoints: how often one that is as good as the best is called worse.
    @Test func pickingTheBestIsAllowedFor() {
        var wrong = 0
        for seed in 0..<100 {
            var random = SeededGenerator(seed: UInt64(1000 + seed))
            let sets = (0..<6).map { _ in
                let rows = (0..<200).map { _ in random.normalPair().0 }
                return RowContributions(
                    metric: "frechet_distance", value: 10 + Statistics.mean(rows), generated: rows)
            }
            let result = BestSet.evaluate(sets, lowerIsBetter: true, paired: true, options: .init(draws: 400))
            // The first stands for any: all are equally good.
            wrong += result.indistinguishable.contains(0) ? 0 : 1
        }
        #expect(wrong <= 11, "\(wrong) of 100")
    }

    @Test func aReadingNearTheNullKeepsItsReach() throws {
        var figures = candidate(0, Figures(distance: 5))
        figures.measurement.metrics["frechet_distance"]?.result.interval = nil
        figures.measurement.metrics["frechet_distance"]?.result.parts[MetricResult.reachAtMost] = .number(2)
        let reading = SeriesAnalysis.reading("frechet_distance", of: figures.measurement)
        #expect(reading == SeriesRules.Reading(value: 5, low: 3, high: 7))
        #expect(SeriesAnalysis.reading("recall", of: figures.measurement) == nil)
    }
}
