import Foundation
import GANEvaluation
import GANMetrics
import GRDB
import OrderedCollections

extension Store {
    /// The runs that pass `filter`, the newest first.
    public func runs(matching filter: RunFilter = RunFilter()) throws(StoreError) -> [StoredRun] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM run
                    WHERE (:fingerprint IS NULL OR protocol_fingerprint = :fingerprint)
                        AND (:subject IS NULL OR subject_digest = :subject)
                        AND (:reference IS NULL OR reference_digest = :reference)
                        AND (:since IS NULL OR started_at >= :since)
                    ORDER BY started_at DESC, rowid DESC
                    LIMIT :limit
                    """,
                arguments: [
                    "fingerprint": filter.fingerprint, "subject": filter.subjectDigest,
                    "reference": filter.referenceDigest, "since": filter.since, "limit": filter.limit ?? -1,
                ])
            return try rows.map { try Self.run($0) }
        }
    }

    /// The metrics of one run, in the report's order; empty for a run that the store does not have.
    public func metrics(ofRun identifier: String) throws(StoreError) -> [StoredMetric] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM metric_value WHERE run = ? ORDER BY position", arguments: [identifier]
            ).map { try Self.metric($0) }
        }
    }

    /// The nearest training rows of one run's suspicious samples, the smallest ratio first.
    public func neighbours(ofRun identifier: String) throws(StoreError) -> [StoredNeighbour] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM neighbour WHERE run = ? ORDER BY ratio IS NULL, ratio, distance, sample",
                arguments: [identifier]
            ).map { row in
                StoredNeighbour(
                    sample: row["sample"], trainingRow: row["training_row"], distance: row["distance"],
                    ratio: row["ratio"])
            }
        }
    }

    /// One metric's values over all runs, the oldest first; `extractor` and `fingerprint` narrow it.
    public func metricHistory(
        name: String, extractor: String? = nil, fingerprint: String? = nil
    ) throws(StoreError) -> [MetricHistoryEntry] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT metric_value.*, run.started_at, run.protocol_fingerprint, run.subject_name,
                        run.subject_digest, checkpoint.step
                    FROM metric_value JOIN run ON run.identifier = metric_value.run
                        LEFT JOIN checkpoint ON checkpoint.digest = run.checkpoint
                    WHERE name = :name AND (:extractor IS NULL OR extractor = :extractor)
                        AND (:fingerprint IS NULL OR protocol_fingerprint = :fingerprint)
                    ORDER BY started_at, run.rowid, extractor
                    """,
                arguments: ["name": name, "extractor": extractor, "fingerprint": fingerprint])
            return try rows.map { row in
                MetricHistoryEntry(
                    run: row["run"], startedAt: row["started_at"], fingerprint: row["protocol_fingerprint"],
                    subjectName: row["subject_name"], subjectDigest: row["subject_digest"], step: row["step"],
                    metric: try Self.metric(row))
            }
        }
    }

    /// All checkpoints that runs have judged, by step, then path.
    public func checkpoints() throws(StoreError) -> [StoredCheckpoint] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM checkpoint ORDER BY step, path, digest").map { row in
                StoredCheckpoint(
                    digest: row["digest"], path: row["path"], step: row["step"], imagesSeen: row["images_seen"])
            }
        }
    }

    private static func run(_ row: Row) throws -> StoredRun {
        let fields: [[String]] = try decoded(row["protocol"])
        guard let grade = Grade(rawValue: row["grade"]), fields.allSatisfy({ $0.count == 2 }) else {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "run \(row["identifier"] as String) has unknown words")
        }
        let pairs = fields.map { ($0[0], $0[1]) }
        return StoredRun(
            identifier: row["identifier"], startedAt: row["started_at"], finishedAt: row["finished_at"],
            command: row["command"], toolVersion: row["tool_version"],
            evaluationProtocol: EvaluationProtocol(fields: OrderedDictionary(pairs) { _, last in last }),
            subjectName: row["subject_name"], subjectPath: row["subject_path"], subjectDigest: row["subject_digest"],
            referenceName: row["reference_name"], referenceDigest: row["reference_digest"],
            heldOutDigest: row["held_out_digest"], verdict: row["verdict"], grade: grade,
            reportFolder: row["report_folder"])
    }

    private static func metric(_ row: Row) throws -> StoredMetric {
        var interval: MetricInterval?
        if let low: Double = row["low"], let high: Double = row["high"], low <= high {
            interval = MetricInterval(
                low: low, high: high, level: row["level"] ?? 0.95, method: row["interval_method"] ?? "the store's")
        }
        return StoredMetric(
            name: row["name"], extractor: row["extractor"], value: row["value"], interval: interval,
            null: row["null_value"], ceiling: row["ceiling"], diagnostics: try decoded(row["diagnostics"]))
    }

    private static func decoded<Value: Decodable>(_ text: String) throws -> Value {
        do { return try JSONDecoder().decode(Value.self, from: Data(text.utf8)) } catch {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a JSON field cannot be read")
        }
    }
}
