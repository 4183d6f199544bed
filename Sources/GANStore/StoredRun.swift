package import GANEvaluation
package import GANMetrics
import OrderedCollections

/// A run as the store keeps it.
package struct StoredRun: Sendable, Equatable {
    package var identifier: String
    /// ISO 8601, UTC, whole seconds.
    package var startedAt: String
    package var finishedAt: String
    package var command: String
    package var toolVersion: String
    package var evaluationProtocol: EvaluationProtocol
    package var subjectName: String
    package var subjectPath: String
    package var subjectDigest: String
    package var referenceName: String
    package var referenceDigest: String
    package var heldOutDigest: String?
    package var verdict: String
    package var grade: Grade
    /// What was checked before anything was judged; nil for runs of releases that did not keep it.
    package var checks: [Check]?
    /// The folder of the written report.
    package var reportFolder: String
}

/// A metric's value in a stored run.
package struct StoredMetric: Sendable, Equatable {
    package var name: String
    package var extractor: String
    package var value: Double
    /// With its level and method; nil where the metric has none.
    package var interval: MetricInterval?
    /// The most that chance moves the value by where it is too near its null for an interval (`MetricResult.reachAtMost`); nil
    /// elsewhere, and for runs of releases that did not keep it.
    package var reach: Double?
    package var null: Double?
    package var ceiling: Double?
    package var diagnostics: [Diagnostic]

    /// The metric as a report has it, as far as the store keeps it.
    var result: MetricResult {
        var result = MetricResult(
            value: value, interval: interval, null: null.map { MetricReference(value: $0, basis: "the store's") },
            ceiling: ceiling.map { MetricReference(value: $0, basis: "the store's") }, diagnostics: diagnostics)
        if let reach { result.parts[MetricResult.reachAtMost] = .number(reach) }
        return result
    }
}

/// A sample and the training row closest to it, in a stored run.
package struct StoredNeighbour: Sendable, Equatable {
    package var sample: Int
    package var trainingRow: Int
    package var distance: Double
    /// nil where the training row's own surroundings have no extent, so that the ratio is not finite.
    package var ratio: Double?
}

/// One metric's value in one run of its history.
package struct MetricHistoryEntry: Sendable, Equatable {
    package var run: String
    package var startedAt: String
    /// Values may be compared only within one fingerprint.
    package var fingerprint: String
    package var subjectName: String
    package var subjectDigest: String
    /// The training step, where the subject was a checkpoint that told it.
    package var step: Int?
    package var metric: StoredMetric
}

/// A checkpoint that a run judged.
package struct StoredCheckpoint: Sendable, Equatable {
    /// SHA-256 of the file.
    package var digest: String
    package var path: String
    package var step: Int?
    package var imagesSeen: Int?

    package init(digest: String, path: String, step: Int? = nil, imagesSeen: Int? = nil) {
        self.digest = digest
        self.path = path
        self.step = step
        self.imagesSeen = imagesSeen
    }
}

/// Which runs to list; nil means any.
package struct RunFilter: Sendable, Equatable {
    package var fingerprint: String?
    package var subjectDigest: String?
    package var referenceDigest: String?
    /// Runs started at or after this time, ISO 8601, UTC.
    package var since: String?
    /// The newest so many.
    package var limit: Int?

    package init(
        fingerprint: String? = nil, subjectDigest: String? = nil, referenceDigest: String? = nil, since: String? = nil,
        limit: Int? = nil
    ) {
        self.fingerprint = fingerprint
        self.subjectDigest = subjectDigest
        self.referenceDigest = referenceDigest
        self.since = since
        self.limit = limit
    }
}
