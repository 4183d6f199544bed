import Foundation
package import GANEvaluation
import GANMetrics
import GRDB
import OrderedCollections

extension Store {
    /// Keeps a complete run: the report's protocol, verdict, checks, metrics and nearest training rows, in one transaction.
    ///
    /// `sentence` is the verdict in words; `reportFolder` is where the written report lies; `checkpoint` says more about a subject that is a checkpoint and
    /// must have the subject's digest. Saving one identifier twice throws `refused`, as does any value that the schema
    /// forbids (one that is not finite, a digest that is not SHA-256).
    package func save(
        _ report: EvaluationReport, sentence: String, folder reportFolder: String, checkpoint: StoredCheckpoint? = nil
    ) throws(StoreError) {
        let times = try Self.times(of: report.run, path: path)
        let fields = try Self.json(report.evaluationProtocol.fields.map { [$0.key, $0.value] }, path: path)
        let checks = try Self.json(report.checks, path: path)
        let diagnostics = try report.metrics.values.map { (metric) throws(StoreError) in
            try Self.json(metric.result.diagnostics, path: path)
        }
        try write { database in
            if let checkpoint { try Self.insert(checkpoint, into: database) }
            try database.execute(
                sql: """
                    INSERT INTO run (
                        identifier, started_at, finished_at, command, tool_version, protocol_fingerprint, protocol,
                        subject_name, subject_path, subject_digest, checkpoint, reference_name, reference_digest,
                        held_out_digest, verdict, grade, report_folder, checks)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    report.run.identifier, times.started, times.finished, report.run.command, report.run.toolVersion,
                    report.evaluationProtocol.fingerprint, fields, report.subject.name, report.subject.path,
                    report.subject.digest, checkpoint?.digest, report.reference.name, report.reference.digest,
                    report.heldOut?.digest, sentence, report.verdict.grade.rawValue, reportFolder, checks,
                ])
            for (position, metric) in report.metrics.values.enumerated() {
                try Self.insert(
                    metric, at: position, diagnostics: diagnostics[position], run: report.run.identifier, into: database
                )
            }
            for pair in report.gallery.pairs {
                try database.execute(
                    sql: "INSERT INTO neighbour (run, sample, training_row, distance, ratio) VALUES (?, ?, ?, ?, ?)",
                    arguments: [
                        report.run.identifier, pair.sample, pair.trainingRow, pair.distance,
                        pair.ratio.isFinite ? pair.ratio : nil,
                    ])
            }
        }
    }

    private static func insert(_ checkpoint: StoredCheckpoint, into database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO checkpoint (digest, path, step, images_seen) VALUES (?, ?, ?, ?)
                ON CONFLICT (digest) DO UPDATE SET path = excluded.path
                """,
            arguments: [checkpoint.digest, checkpoint.path, checkpoint.step, checkpoint.imagesSeen])
    }

    private static func insert(
        _ metric: MeasuredMetric, at position: Int, diagnostics: String, run: String, into database: Database
    ) throws {
        let result = metric.result
        // SQLite keeps NaN as NULL, and a NULL end or reference would pass for a missing one.
        var reach: Double?
        if case .number(let number)? = result.parts[MetricResult.reachAtMost] { reach = number }
        let optional = [result.interval?.low, result.interval?.high, result.null?.value, result.ceiling?.value, reach]
        guard optional.allSatisfy({ $0?.isFinite ?? true }) else {
            throw DatabaseError(
                resultCode: .SQLITE_CONSTRAINT, message: "\(metric.name) has a reference that is not finite")
        }
        try database.execute(
            sql: """
                INSERT INTO metric_value (
                    run, name, extractor, position, value, low, high, level, interval_method, null_value, ceiling,
                    reach, diagnostics)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                run, metric.name, metric.extractor, position, result.value, optional[0], optional[1],
                result.interval?.level, result.interval?.method, optional[2], optional[3], reach, diagnostics,
            ])
    }

    private static func json(_ value: some Encodable, path: String) throws(StoreError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return String(decoding: try encoder.encode(value), as: UTF8.self) } catch {
            throw .refused(path: path, reason: "a field has no JSON form")
        }
    }

    /// Start and end in whole seconds, so that texts compare as times do.
    private static func times(of run: RunRecord, path: String) throws(StoreError) -> (started: String, finished: String)
    {
        let formatter = ISO8601DateFormatter()
        var start = formatter.date(from: run.startedAt)
        if start == nil {
            formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
            start = formatter.date(from: run.startedAt)
        }
        guard let start, run.seconds >= 0, run.seconds < 1e9 else {
            throw .refused(path: path, reason: "the run started at \"\(run.startedAt)\" and took \(run.seconds) s")
        }
        formatter.formatOptions = [.withInternetDateTime]
        let first = Date(timeIntervalSince1970: start.timeIntervalSince1970.rounded(.down))
        let last = Date(timeIntervalSince1970: (start.timeIntervalSince1970 + run.seconds).rounded(.up))
        return (formatter.string(from: first), formatter.string(from: last))
    }
}
