public import GANEvaluation
public import GANMetrics

/// A run as the store keeps it.
public struct StoredRun: Sendable, Equatable {
    public var identifier: String
    /// ISO 8601, UTC, whole seconds.
    public var startedAt: String
    public var finishedAt: String
    public var command: String
    public var toolVersion: String
    public var evaluationProtocol: EvaluationProtocol
    public var subjectName: String
    public var subjectPath: String
    public var subjectDigest: String
    public var referenceName: String
    public var referenceDigest: String
    public var heldOutDigest: String?
    public var verdict: String
    public var grade: Grade
    /// The folder of the written report.
    public var reportFolder: String
}

/// A metric's value in a stored run.
public struct StoredMetric: Sendable, Equatable {
    public var name: String
    public var extractor: String
    public var value: Double
    /// With its level and method; nil where the metric has none.
    public var interval: MetricInterval?
    public var null: Double?
    public var ceiling: Double?
    public var diagnostics: [Diagnostic]
}

/// A sample and the training row closest to it, in a stored run.
public struct StoredNeighbour: Sendable, Equatable {
    public var sample: Int
    public var trainingRow: Int
    public var distance: Double
    /// nil where the training row's own surroundings have no extent, so that the ratio is not finite.
    public var ratio: Double?
}

/// One metric's value in one run of its history.
public struct MetricHistoryEntry: Sendable, Equatable {
    public var run: String
    public var startedAt: String
    /// Values may be compared only within one fingerprint.
    public var fingerprint: String
    public var subjectName: String
    public var subjectDigest: String
    /// The training step, where the subject was a checkpoint that told it.
    public var step: Int?
    public var metric: StoredMetric
}

/// A checkpoint that a run judged.
public struct StoredCheckpoint: Sendable, Equatable {
    /// SHA-256 of the file.
    public var digest: String
    public var path: String
    public var step: Int?
    public var imagesSeen: Int?

    public init(digest: String, path: String, step: Int? = nil, imagesSeen: Int? = nil) {
        self.digest = digest
        self.path = path
        self.step = step
        self.imagesSeen = imagesSeen
    }
}

/// Which runs to list; nil means any.
public struct RunFilter: Sendable, Equatable {
    public var fingerprint: String?
    public var subjectDigest: String?
    public var referenceDigest: String?
    /// Runs started at or after this time, ISO 8601, UTC.
    public var since: String?
    /// The newest so many.
    public var limit: Int?

    public init(
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
