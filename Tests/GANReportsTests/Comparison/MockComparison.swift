import GANData
import GANNumerics
import OrderedCollections

@testable import GANEvaluation
@testable import GANMetrics
@testable import GANReports

/// Whole comparisons with plausible figures.
enum MockComparison {
    static func answer(_ difference: Double, error: Double, p: Double) -> DifferenceTest.Answer {
        DifferenceTest.Answer(
            metric: "m", difference: difference, low: difference - 1.96 * error, high: difference + 1.96 * error,
            standardError: error, pValue: p, adjustedPValue: min(1, 2 * p), detectable: 2.8 * error)
    }

    static func metric(
        _ name: String, _ values: [Double], _ answers: [DifferenceTest.Answer?]
    ) -> ComparisonReport.Metric {
        let direction = MetricRegistry.entry(named: name)?.direction ?? .closerToNull
        return ComparisonReport.Metric(
            name: name, direction: direction, values: values, ceiling: values[0] * 0.8, answers: answers,
            outcomes: answers.enumerated().map {
                ComparisonVerdict.outcome(
                    $0.element, direction: direction, baseline: values[0], candidate: values[$0.offset + 1],
                    null: nil)
            },
            best: values.count > 2
                ? BestSet.Result(
                    best: 1, indistinguishable: [0, 1], pValues: values.map { _ in 0.4 }, differences: values,
                    standardErrors: values) : nil)
    }

    static func report(name: String = "b.safetensors", candidates: Int = 1, side: Int = 8) -> ComparisonReport {
        func repeated(_ answer: DifferenceTest.Answer?) -> [DifferenceTest.Answer?] {
            [DifferenceTest.Answer?](repeating: answer, count: candidates)
        }
        let metrics = [
            metric(
                "frechet_distance", [12.5] + (0..<candidates).map { 14.25 + Double($0) },
                (0..<candidates).map { answer(1.75 + Double($0), error: 0.31, p: 0.0005) }),
            metric(
                "precision", [0.52] + (0..<candidates).map { _ in 0.521 }, repeated(answer(0.001, error: 0.004, p: 0.6))
            ),
            metric(
                "coverage", [0.7] + (0..<candidates).map { _ in 0.75 }, repeated(answer(0.05, error: 0.008, p: 0.0005))),
            metric("realism", [1.1] + (0..<candidates).map { _ in 1.2 }, repeated(nil)),
        ]
        let names = ["a.safetensors", name] + (1..<max(1, candidates)).map { "c\($0).safetensors" }
        let pixels = side * side
        return ComparisonReport(
            subjects: names.prefix(candidates + 1).map {
                Subject(name: $0, path: "/models/" + $0, digest: "0123456789abcdef", facts: ["step": "1200"])
            },
            reference: SourceSummary(name: "train.gz", count: 60_000, shape: "8x8", rule: "idx", digest: "r"),
            heldOut: SourceSummary(name: "test.gz", count: 10_000, shape: "8x8", rule: "idx", digest: "h"),
            evaluationProtocol: EvaluationProtocol(fields: ["tool": "ganeval 1", "samples": "10000 of each"]),
            pairing: .sameLatents, samples: 10_000,
            extractor: "classifier", metrics: metrics,
            classes: .init(
                method: "the likeliest class",
                classes: [
                    .init(
                        name: "Bag", referenceShare: 0.1, shares: [0.1] + (0..<candidates).map { _ in 0.02 },
                        answers: (0..<candidates).map { _ in answer(-0.08, error: 0.004, p: 0.0005) }),
                    .init(
                        name: name, referenceShare: 0.9, shares: [0.9] + (0..<candidates).map { _ in 0.98 },
                        answers: (0..<candidates).map { _ in answer(0.001, error: 0.004, p: 0.7) }),
                ]),
            changes: (0..<candidates).map { candidate in
                .init(
                    subject: candidate + 1, median: 1.5,
                    largest: (0..<24).map { place in
                        .init(
                            sample: 100 + place, distance: 9 - Double(place) / 10, classes: ("Bag", name),
                            baseline: (0..<pixels).map { Float(($0 * 7 + place) % 256) },
                            candidate: (0..<pixels).map { Float(($0 * 5 + place) % 256) })
                    }, imageShape: ImageShape(height: side, width: side, channels: 1))
            },
            doubts: [.equalSubjects(0, 1)],
            run: RunRecord(
                identifier: "run", toolVersion: "1.0.0", command: "ganeval compare a b",
                startedAt: "2024-01-01T00:00:00Z",
                seconds: 12, machine: [:], stages: [:]))
    }
}
