import GANEvaluation
import GANMetrics
import GANNumerics
import OrderedCollections

@testable import GANStore

/// A SHA-256 for a text, where a test needs some digest.
func digest(_ text: String) -> String {
    var digest = ContentDigest()
    digest.update(text)
    return digest.hexadecimal()
}

/// A complete small report that the store accepts.
func sampleReport(
    _ identifier: String = "run-1", startedAt: String = "2024-03-01T10:00:00Z", seconds: Double = 12.25,
    value: Double = 30.5, subject: String = "checkpoint", seed: String = "7"
) -> EvaluationReport {
    let distance = MetricResult(
        value: value, interval: MetricInterval(low: value - 1, high: value + 1, level: 0.9, method: "jackknife"),
        null: MetricReference(value: 0.4, basis: "closed form"),
        ceiling: MetricReference(value: 0.6, basis: "held-out data"),
        diagnostics: [Diagnostic(code: "few", severity: .note, message: "Only 100 samples: \"few\".")])
    let pair = Gallery.Pair(
        sample: 3, trainingRow: 17, trainingOrigin: "row 17", distance: 0.5, ratio: 0.25, sampleImage: [],
        trainingImage: [])
    return EvaluationReport(
        subject: Subject(name: "step-000100", path: "run/step-000100.safetensors", digest: digest(subject), facts: [:]),
        reference: SourceSummary(name: "train", count: 100, shape: "[2]", rule: "csv", digest: digest("train")),
        heldOut: SourceSummary(name: "test", count: 50, shape: "[2]", rule: "csv", digest: digest("test")),
        evaluationProtocol: EvaluationProtocol(fields: ["extractor": "pixels", "seed": seed]),
        metrics: [
            "frechet_distance": MeasuredMetric(name: "frechet_distance", extractor: "pixels", result: distance),
            "coverage": MeasuredMetric(name: "coverage", extractor: "pixels", result: MetricResult(value: 0.9)),
        ],
        verdict: Verdict(grade: .cannotTell, tiles: [], findings: []),
        gallery: Gallery(imageShape: nil, random: Matrix(rows: 0, columns: 2), pairs: [pair]), modes: nil,
        distanceRatios: nil, training: [],
        run: RunRecord(
            identifier: identifier, toolVersion: "1.0.0", command: "ganeval report", startedAt: startedAt,
            seconds: seconds, machine: [:], stages: [:]))
}

extension Store {
    /// Keeps a report under one sentence.
    func save(
        _ report: EvaluationReport, folder: String, checkpoint: StoredCheckpoint? = nil
    ) throws(StoreError) {
        try save(report, sentence: "Sharp and varied.", folder: folder, checkpoint: checkpoint)
    }
}
