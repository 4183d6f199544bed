import Foundation
import GANEvaluation
import GANMetrics
import GRDB
import OrderedCollections

extension Store {
    /// The runs that pass `filter`, the newest first.
    package func runs(matching filter: RunFilter = RunFilter()) throws(StoreError) -> [StoredRun] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM run
                    WHERE (:subject IS NULL OR subject_digest = :subject)
                        AND (:reference IS NULL OR reference_digest = :reference)
                        AND (:since IS NULL OR started_at >= :since)
                    ORDER BY started_at DESC, rowid DESC
                    """,
                arguments: [
                    "subject": filter.subjectDigest, "reference": filter.referenceDigest, "since": filter.since,
                ])
            var names = Fingerprints()
            var found: [StoredRun] = []
            for row in rows where try names.match(row, filter.fingerprint) {
                if let limit = filter.limit, found.count >= limit { break }
                found.append(try Self.run(row))
            }
            return found
        }
    }

    /// The metrics of one run, in the report's order; empty for a run that the store does not have.
    package func metrics(ofRun identifier: String) throws(StoreError) -> [StoredMetric] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM metric_value WHERE run = ? ORDER BY position", arguments: [identifier]
            ).map { try Self.metric($0) }
        }
    }

    /// The nearest training rows of one run's suspicious samples, the smallest ratio first.
    package func neighbours(ofRun identifier: String) throws(StoreError) -> [StoredNeighbour] {
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
    package func metricHistory(
        name: String, extractor: String? = nil, fingerprint: String? = nil
    ) throws(StoreError) -> [MetricHistoryEntry] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT metric_value.*, run.started_at, run.protocol_fingerprint, run.protocol, run.subject_name,
                        run.subject_digest, checkpoint.step
                    FROM metric_value JOIN run ON run.identifier = metric_value.run
                        LEFT JOIN checkpoint ON checkpoint.digest = run.checkpoint
                    WHERE name = :name AND (:extractor IS NULL OR extractor = :extractor)
                    ORDER BY started_at, run.rowid, extractor
                    """,
                arguments: ["name": name, "extractor": extractor])
            var names = Fingerprints()
            return try rows.filter { try names.match($0, fingerprint) }.map { row in
                MetricHistoryEntry(
                    run: row["run"], startedAt: row["started_at"], fingerprint: try names.fingerprint(of: row),
                    subjectName: row["subject_name"], subjectDigest: row["subject_digest"], step: row["step"],
                    metric: try Self.metric(row))
            }
        }
    }

    /// All checkpoints that runs have judged, by step, then path.
    package func checkpoints() throws(StoreError) -> [StoredCheckpoint] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM checkpoint ORDER BY step, path, digest").map { row in
                StoredCheckpoint(
                    digest: row["digest"], path: row["path"], step: row["step"], imagesSeen: row["images_seen"])
            }
        }
    }

    /// The fingerprints of stored protocols, each computed once.
    ///
    /// Earlier releases counted fingerprints otherwise and recorded themselves: their runs have the fingerprint here that this
    /// release would give them, and are found by the one that they were saved with as well.
    private struct Fingerprints {
        private var known: [String: String] = [:]

        mutating func fingerprint(of row: Row) throws -> String {
            let text: String = row["protocol"]
            if let found = known[text] { return found }
            let found = try Store.evaluationProtocol(text).fingerprint
            known[text] = found
            return found
        }

        mutating func match(_ row: Row, _ wanted: String?) throws -> Bool {
            guard let wanted else { return true }
            let saved: String = row["protocol_fingerprint"]
            return try saved == wanted || fingerprint(of: row) == wanted
        }
    }

    private static func evaluationProtocol(_ text: String) throws -> EvaluationProtocol {
        let fields: [[String]] = try decoded(text)
        guard fields.allSatisfy({ $0.count == 2 }) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a protocol's fields are no pairs")
        }
        return EvaluationProtocol(recorded: fields.map { (key: $0[0], value: $0[1]) })
    }

    private static func run(_ row: Row) throws -> StoredRun {
        guard let grade = Grade(rawValue: row["grade"]) else {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "run \(row["identifier"] as String) has unknown words")
        }
        return StoredRun(
            identifier: row["identifier"], startedAt: row["started_at"], finishedAt: row["finished_at"],
            command: row["command"], toolVersion: row["tool_version"],
            evaluationProtocol: try evaluationProtocol(row["protocol"]),
            subjectName: row["subject_name"], subjectPath: row["subject_path"], subjectDigest: row["subject_digest"],
            referenceName: row["reference_name"], referenceDigest: row["reference_digest"],
            heldOutDigest: row["held_out_digest"], verdict: row["verdict"], grade: grade,
            checks: try (row["checks"] as String?).map { try decoded($0) }, reportFolder: row["report_folder"])
    }

    private static func metric(_ row: Row) throws -> StoredMetric {
        var interval: MetricInterval?
        if let low: Double = row["low"], let high: Double = row["high"], low <= high {
            interval = MetricInterval(
                low: low, high: high, level: row["level"] ?? 0.95, method: row["interval_method"] ?? "the store's")
        }
        return StoredMetric(
            name: row["name"], extractor: row["extractor"], value: row["value"], interval: interval,
            reach: row["reach"], null: row["null_value"], ceiling: row["ceiling"],
            diagnostics: try decoded(row["diagnostics"]))
    }

    private static func decoded<Value: Decodable>(_ text: String) throws -> Value {
        do { return try JSONDecoder().decode(Value.self, from: Data(text.utf8)) } catch {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a JSON field cannot be read")
        }
    }
}
