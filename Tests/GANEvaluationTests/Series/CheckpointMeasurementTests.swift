import Foundation
import GANData
import GANMetrics
import GANNumerics
import OrderedCollections
import Testing

@testable import GANEvaluation

@Suite struct CheckpointMeasurementTests {
    static func measurement() -> CheckpointMeasurement {
        var result = MetricResult(
            value: 0.1 + 0.2, interval: MetricInterval(low: 0.25, high: 1 / 3, method: "jackknife"),
            null: MetricReference(value: 1e-9, basis: "closed form"),
            ceiling: MetricReference(value: .pi, basis: "held-out data"),
            diagnostics: [Diagnostic(code: "few", severity: .note, message: "Few – “samples”.")])
        result.parts = [
            "number": .number(.leastNonzeroMagnitude), "infinite": .number(.infinity), "count": .count(-3),
            "text": .text("α\n\""), "numbers": .numbers([0.1, -.infinity, 1e300]), "none": .numbers([]),
            "counts": .counts([1, 2]), "texts": .texts(["a", ""]),
            "interval": .interval(MetricInterval(low: 0, high: 0, level: 0.9, method: "exact")),
        ]
        return CheckpointMeasurement(
            metrics: [
                "frechet_distance": MeasuredMetric(name: "frechet_distance", extractor: "pixels", result: result),
                "precision": MeasuredMetric(
                    name: "precision", extractor: "classifier", result: MetricResult(value: 0.5)),
            ],
            verdict: Verdict(
                grade: .weak,
                tiles: [
                    .init(
                        section: .quality, grade: .good, metric: "precision",
                        finding: .ungraded(
                            .precision(.init(share: 0.5, heldOut: nil, isJudged: false)), samples: 3))
                ],
                findings: [
                    .init(section: .modes, grade: .weak, finding: .missingModes(["a\"b"], total: 2, isSure: false))
                ],
                copying: .near(share: 0.25), shortage: .init(samples: 3, needed: 200), noun: "point"),
            film: Matrix(rows: 2, columns: 2, scalars: [0, 255, 17, 3]),
            contributions: [
                "precision": RowContributions(metric: "precision", value: 0.5, generated: [1, -1, 1, -1]),
                "kernel_distance": RowContributions(
                    metric: "kernel_distance", value: 0.25, generated: [0.5, -0.5], reference: [2, -2, 0]),
            ])
    }

    @Test func comesBackAsItWent() throws {
        let measurement = Self.measurement()
        let bytes = try measurement.encoded()
        let back = try #require(CheckpointMeasurement(encoded: bytes))
        #expect(back == measurement)
        #expect(Array(back.metrics.keys) == Array(measurement.metrics.keys))
        #expect(try back.encoded() == bytes)
    }

    @Test func otherBytesAreNoMeasurement() throws {
        let bytes = try Self.measurement().encoded()
        #expect(CheckpointMeasurement(encoded: []) == nil)
        for count in stride(from: 0, to: bytes.count, by: 37) {
            #expect(CheckpointMeasurement(encoded: Array(bytes.prefix(count))) == nil)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        for (part, other) in [
            ("measurement/2", "measurement/1"), ("\"rows\":2", "\"rows\":3"), ("\"rows\":2", "\"rows\":-2"),
            ("\"rows\":2", "\"rows\":9223372036854775807"), ("\"low\":0.25", "\"low\":0.9"),
        ] {
            let changed = text.replacing(part, with: other)
            #expect(changed != text && CheckpointMeasurement(encoded: Array(changed.utf8)) == nil, "\(other)")
        }
    }

    @Test func aFilmShowsTheFirstSamples() {
        let samples = Matrix<Float>(rows: 500, columns: 4, scalars: (0..<2000).map { Float($0) })
        let images = CheckpointMeasurement.film(of: samples, shape: .image(height: 2, width: 2, channels: 1))
        #expect(images == samples.rows(in: 0..<8))
        let points = Matrix<Float>(rows: 500, columns: 2, scalars: (0..<1000).map { Float($0) })
        #expect(CheckpointMeasurement.film(of: points, shape: .vector(2)) == points.rows(in: 0..<400))
        #expect(CheckpointMeasurement.film(of: samples, shape: .vector(4)).rows == 0)
        let few = samples.rows(in: 0..<3)
        #expect(CheckpointMeasurement.film(of: few, shape: .image(height: 2, width: 2, channels: 1)) == few)
    }
}
