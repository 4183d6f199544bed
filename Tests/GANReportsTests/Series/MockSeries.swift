import GANData
import GANEvaluation
import GANMetrics
import GANNumerics
import OrderedCollections

@testable import GANReports

/// Series with plausible figures: ten steps, a moving average and raw weights that collapse late.
enum MockSeries {
    static let side = 12
    static let samples = 400

    /// Ten steps of two kinds of weights; the average is best at step 700, the raw weights lose variety from step 800 on.
    static func full() -> SeriesReport {
        let steps = (1...10).map { $0 * 100 }
        let average = [60, 34, 22, 16, 13, 11.2, 10.6, 10.7, 10.9, 12.4]
        let raw = [44, 30, 24, 18, 15, 14, 13, 16, 18, 19.5]
        let averageCoverage = [0.2, 0.4, 0.52, 0.6, 0.66, 0.7, 0.72, 0.72, 0.71, 0.7]
        let rawCoverage = [0.3, 0.42, 0.5, 0.58, 0.62, 0.66, 0.68, 0.5, 0.46, 0.4]
        var candidates: [SeriesCandidate] = []
        for (trajectory, (values, coverages)) in [(average, averageCoverage), (raw, rawCoverage)].enumerated() {
            for place in steps.indices {
                candidates.append(
                    candidate(
                        place, trajectory, distance: values[place], coverage: coverages[place],
                        share: trajectory == 0 ? 0.011 : 0.012))
            }
        }
        return report(steps: steps, candidates, trajectories: ["moving average", "raw"])
    }

    /// One kind of weights; each list holds one figure a step.
    static func single(
        distances: [Double], coverages: [Double]? = nil, metric: String = "frechet_distance"
    )
        -> SeriesReport
    {
        let candidates = distances.indices.map {
            candidate($0, 0, distance: distances[$0], coverage: coverages?[$0] ?? 0.7, share: 0.01)
        }
        return report(
            steps: distances.indices.map { 100 * ($0 + 1) }, candidates, trajectories: ["weights"], metric: metric)
    }

    /// Nothing but faults.
    static func broken() -> SeriesReport { report(steps: [], [], trajectories: [], faults: [fault]) }

    /// Varied, but less realistic than real data.
    static let verdict = Verdict(
        grade: .weak,
        tiles: [
            .init(
                section: .quality, grade: .weak, metric: "precision",
                finding: .precision(.init(share: 0.6, heldOut: 0.8, isJudged: true))),
            .init(
                section: .diversity, grade: .good, metric: "coverage",
                finding: .coverage(.init(share: 0.7, heldOut: 0.75, isJudged: true))),
            .init(
                section: .memorization, grade: .good, metric: "distance_ratio",
                finding: .noCopying(.init(share: 0.01, heldOut: 0.01))),
        ], findings: [])

    /// The same of samples of which `share` lie near training rows, beside 1 % of held-out data.
    static func verdict(share: Double) -> Verdict {
        guard share * 0.6 > 0.01 else { return verdict }
        var found = verdict
        for place in found.tiles.indices where found.tiles[place].section == .memorization {
            found.tiles[place].grade = .weak
            found.tiles[place].finding = .tooNear(.init(share: share, heldOut: 0.01), pValue: 0.001, exactCopies: 0)
        }
        return found
    }

    static let fault = SeriesFault(
        path: "run/checkpoints/step-000300.safetensors", step: 300, kind: .broken,
        location: "run/checkpoints/step-000300.safetensors", fact: "the file ends within its header",
        remedy: "Fetch the file again.")

    static func candidate(
        _ place: Int, _ trajectory: Int, distance: Double, coverage: Double, share: Double
    ) -> SeriesCandidate {
        func measured(_ name: String, _ value: Double, reach: Double, ceiling: Double) -> MeasuredMetric {
            MeasuredMetric(
                name: name, extractor: "classifier",
                result: MetricResult(
                    value: value,
                    interval: MetricInterval(low: max(0, value - reach), high: value + reach, method: "mock"),
                    ceiling: MetricReference(value: ceiling, basis: "held-out data, 400 rows")))
        }
        var ratio = measured("distance_ratio", 0.86, reach: 0.01, ceiling: 0.85)
        ratio.result.parts = [
            "tail_share": .number(share), "tail_null": .number(0.01),
            "tail_interval": .interval(MetricInterval(low: share * 0.6, high: share * 1.5, method: "mock")),
        ]
        var random = SeededGenerator(seed: UInt64(1 + place))
        // Rows of the same step go together: they come from the same latents.
        let rows = (0..<samples).map { _ in 2 * random.normalPair().0 }
        let images = (0..<CheckpointMeasurement.filmImages * side * side).map {
            Float(($0 * (place + 1) + 90 * trajectory) % 256)
        }
        return SeriesCandidate(
            checkpoint: place, trajectory: trajectory, digest: "w\(trajectory)\(place)",
            measurement: CheckpointMeasurement(
                metrics: [
                    "frechet_distance": measured("frechet_distance", distance, reach: 0.4, ceiling: 2.1),
                    "precision": measured("precision", 0.5 + coverage / 4, reach: 0.01, ceiling: 0.82),
                    "coverage": measured("coverage", coverage, reach: 0.02, ceiling: 0.93), "distance_ratio": ratio,
                ], verdict: verdict(share: share),
                film: Matrix(rows: CheckpointMeasurement.filmImages, columns: side * side, scalars: images),
                contributions: [
                    "frechet_distance": RowContributions(metric: "frechet_distance", value: distance, generated: rows),
                    "coverage": RowContributions(metric: "coverage", value: coverage, generated: rows),
                ]),
            health: SeriesHealth(norm: 40 + Double(place), deadUnits: 0, units: 128, warnings: []))
    }

    static func report(
        steps: [Int], _ candidates: [SeriesCandidate], trajectories: [String], faults: [SeriesFault] = [],
        metric: String = "frechet_distance"
    ) -> SeriesReport {
        let checkpoints = steps.map {
            SeriesCheckpoint(
                name: "step-\($0).safetensors", path: "run/checkpoints/step-\($0).safetensors", step: $0,
                imagesSeen: 64 * $0, digest: String(repeating: "ab", count: 32))
        }
        return SeriesReport(
            findings: SeriesAnalysis.findings(
                checkpoints: checkpoints, trajectories: trajectories, candidates: candidates, faults: faults,
                stepBasis: .metadata,
                evaluationProtocol: EvaluationProtocol(fields: ["extractor": "classifier", "samples": "\(samples)"]),
                metric: metric),
            reference: SourceSummary(
                name: "train-images", count: 60_000, shape: "12×12×1 image", rule: "idx", digest: "1c"),
            heldOut: SourceSummary(
                name: "t10k-images", count: 10_000, shape: "12×12×1 image", rule: "idx", digest: "2d"),
            samples: samples, imageShape: ImageShape(height: side, width: side, channels: 1), toolVersion: "0.1.0",
            command: "ganeval series run --reference train-images --out series")
    }
}
