import Foundation
import GANMetrics
import GANNumerics
import OrderedCollections

/// The byte form of a measurement in the store: JSON, with long lists of numbers as base64 of float64 or float32.
extension CheckpointMeasurement {
    /// The bytes; the same for the same measurement.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(Document(self)))
    }

    /// nil for bytes of another form.
    init?(encoded bytes: [UInt8]) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)),
            document.form == Document.form, let film = document.film.matrix
        else { return nil }
        var metrics: OrderedDictionary<String, MeasuredMetric> = [:]
        for stored in document.metrics {
            guard let metric = stored.metric else { return nil }
            metrics[stored.name] = metric
        }
        var contributions: OrderedDictionary<String, RowContributions> = [:]
        for stored in document.contributions {
            guard let rows = stored.rows else { return nil }
            contributions[stored.metric] = rows
        }
        self.init(
            metrics: metrics, verdict: document.verdict, film: film,
            contributions: contributions)
    }

    private struct Document: Codable {
        static let form = "ganeval.checkpoint-measurement/2"
        var form: String
        var metrics: [Metric]
        var verdict: Verdict
        var film: Film
        var contributions: [Contribution]

        init(_ measurement: CheckpointMeasurement) {
            form = Self.form
            metrics = measurement.metrics.map { Metric($0.key, $0.value) }
            verdict = measurement.verdict
            film = Film(measurement.film)
            contributions = measurement.contributions.values.map { Contribution($0) }
        }
    }

    /// Float32 is enough: contributions only weigh noise.
    private struct Contribution: Codable {
        var metric: String
        var value: Double
        var generated: Data
        var reference: Data

        init(_ rows: RowContributions) {
            metric = rows.metric
            value = rows.value
            generated = Numbers.data(rows.generated.map { Float($0) })
            reference = Numbers.data(rows.reference.map { Float($0) })
        }

        /// nil for numbers that are no contributions.
        var rows: RowContributions? {
            guard let generated = Numbers.floats(generated), let reference = Numbers.floats(reference),
                generated.count > 1, reference.count != 1
            else { return nil }
            return RowContributions(
                metric: metric, value: value, generated: generated.map { Double($0) },
                reference: reference.map { Double($0) })
        }
    }

    private struct Film: Codable {
        var rows: Int
        var columns: Int
        var values: Data

        init(_ matrix: Matrix<Float>) {
            rows = matrix.rows
            columns = matrix.columns
            values = Numbers.data(matrix.scalars)
        }

        var matrix: Matrix<Float>? {
            guard rows >= 0, columns >= 0, let scalars = Numbers.floats(values),
                !rows.multipliedReportingOverflow(by: columns).overflow, scalars.count == rows * columns
            else { return nil }
            return Matrix(rows: rows, columns: columns, scalars: scalars)
        }
    }

    /// Numbers as bytes in the machine's order; the cache never leaves the machine.
    private enum Numbers {
        static func data<Element: BitwiseCopyable>(_ values: [Element]) -> Data { values.withUnsafeBytes { Data($0) } }

        static func doubles(_ data: Data) -> [Double]? { numbers(data, Double.self) }
        static func floats(_ data: Data) -> [Float]? { numbers(data, Float.self) }

        private static func numbers<Element: BitwiseCopyable>(_ data: Data, _ type: Element.Type) -> [Element]? {
            let size = MemoryLayout<Element>.size
            guard data.count.isMultiple(of: size) else { return nil }
            return [Element](unsafeUninitializedCapacity: data.count / size) { target, count in
                count = data.copyBytes(to: target) / size
            }
        }
    }

    private struct Metric: Codable {
        var name: String
        var extractor: String
        var value: Double
        var interval: Interval?
        var null: Reference?
        var ceiling: Reference?
        var matched: Reference?
        var matchedInterval: Interval?
        var diagnostics: [Diagnostic]
        var parts: [Part]

        init(_ name: String, _ measured: MeasuredMetric) {
            self.name = name
            extractor = measured.extractor
            let result = measured.result
            value = result.value
            interval = result.interval.map { Interval($0) }
            null = result.null.map { Reference(value: $0.value, basis: $0.basis) }
            ceiling = result.ceiling.map { Reference(value: $0.value, basis: $0.basis) }
            matched = result.matched.map { Reference(value: $0.value, basis: $0.basis) }
            matchedInterval = result.matched?.interval.map { Interval($0) }
            diagnostics = result.diagnostics
            parts = result.parts.map { Part($0.key, $0.value) }
        }

        var metric: MeasuredMetric? {
            var values: OrderedDictionary<String, MetricPart> = [:]
            for part in parts {
                guard let value = part.part else { return nil }
                values[part.name] = value
            }
            for interval in [interval, matchedInterval] {
                if let interval, interval.low > interval.high { return nil }
            }
            return MeasuredMetric(
                name: name, extractor: extractor,
                result: MetricResult(
                    value: value, interval: interval?.interval,
                    null: null.map { MetricReference(value: $0.value, basis: $0.basis) },
                    ceiling: ceiling.map { MetricReference(value: $0.value, basis: $0.basis) },
                    matched: matched.map {
                        MatchedValue(value: $0.value, interval: matchedInterval?.interval, basis: $0.basis)
                    },
                    diagnostics: diagnostics, parts: values))
        }
    }

    private struct Reference: Codable {
        var value: Double
        var basis: String
    }

    private struct Interval: Codable {
        var low: Double
        var high: Double
        var level: Double
        var method: String

        init(_ interval: MetricInterval) {
            low = interval.low
            high = interval.high
            level = interval.level
            method = interval.method
        }

        var interval: MetricInterval { MetricInterval(low: low, high: high, level: level, method: method) }
    }

    /// A part under the name of its kind; numbers as base64, for a part may hold what JSON has no word for.
    private struct Part: Codable {
        var name: String
        var number: Data?
        var count: Int?
        var text: String?
        var numbers: Data?
        var counts: [Int]?
        var texts: [String]?
        var interval: Interval?

        init(_ name: String, _ part: MetricPart) {
            self.name = name
            switch part {
            case .number(let value): number = Numbers.data([value])
            case .count(let value): count = value
            case .text(let value): text = value
            case .numbers(let values): numbers = Numbers.data(values)
            case .counts(let values): counts = values
            case .texts(let values): texts = values
            case .interval(let value): interval = Interval(value)
            }
        }

        var part: MetricPart? {
            if let value = number.flatMap(Numbers.doubles)?.first { return .number(value) }
            if let count { return .count(count) }
            if let text { return .text(text) }
            if let numbers { return Numbers.doubles(numbers).map { .numbers($0) } }
            if let counts { return .counts(counts) }
            if let texts { return .texts(texts) }
            guard let interval, interval.low <= interval.high else { return nil }
            return .interval(interval.interval)
        }
    }
}
