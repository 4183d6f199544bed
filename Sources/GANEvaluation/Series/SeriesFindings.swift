public import GANCheckpoints
public import GANMetrics

/// One file of a series, in the order of steps.
public struct SeriesCheckpoint: Sendable, Equatable {
    /// The file's name, "step-000500.safetensors".
    public var name: String
    public var path: String
    public var step: Int
    /// Training samples seen, where the file tells.
    public var imagesSeen: Int?
    /// SHA-256 of the file.
    public var digest: String

    public init(name: String, path: String, step: Int, imagesSeen: Int? = nil, digest: String) {
        self.name = name
        self.path = path
        self.step = step
        self.imagesSeen = imagesSeen
        self.digest = digest
    }
}

/// How a generator's weights are, in a few figures.
public struct SeriesHealth: Sendable, Equatable {
    /// The Frobenius norm of what training changes.
    public var norm: Double
    public var deadUnits: Int
    public var units: Int
    /// What is probably wrong, in words, with the tensor's name first.
    public var warnings: [String]

    public init(norm: Double, deadUnits: Int, units: Int, warnings: [String]) {
        self.norm = norm
        self.deadUnits = deadUnits
        self.units = units
        self.warnings = warnings
    }

    public init(_ health: WeightHealth) {
        let trained = health.tensors.filter { !$0.isBuffer }
        norm = trained.reduce(0) { $0 + $1.norm * $1.norm }.squareRoot()
        deadUnits = trained.reduce(0) { $0 + $1.deadUnits }
        units = trained.reduce(0) { $0 + $1.units }
        warnings = health.findings.filter { $0.severity == .warning }.map { "\($0.tensor): \($0.message)" }
    }
}

/// How far weights moved since the checkpoint before; see `WeightDrift`.
public struct SeriesDrift: Sendable, Equatable {
    /// The relative norm of the change.
    public var change: Double?
    /// The tensor that moved most relative to its own norm, and by how much.
    public var largestTensor: String?
    public var largestChange: Double?

    public init(change: Double?, largestTensor: String? = nil, largestChange: Double? = nil) {
        self.change = change
        self.largestTensor = largestTensor
        self.largestChange = largestChange
    }

    public init(_ drift: WeightDrift) {
        self.init(change: drift.change, largestTensor: drift.largest?.name, largestChange: drift.largest?.change)
    }
}

/// Weights that were measured: one checkpoint's of one kind.
public struct SeriesCandidate: Sendable {
    /// Index of the checkpoint in the series.
    public var checkpoint: Int
    /// Index of the trajectory: the kind of weights.
    public var trajectory: Int
    /// SHA-256 over architecture and weights.
    public var digest: String
    public var measurement: CheckpointMeasurement
    /// What its samples' latents were drawn from.
    public var prior: ReportContributions.Prior?
    /// Which of its file's weights these are, in the generator's own words.
    public var weights: String
    /// nil for models whose weights are not looked at.
    public var health: SeriesHealth?
    /// The change since the trajectory's measured checkpoint before; nil for the first.
    public var drift: SeriesDrift?

    public init(
        checkpoint: Int, trajectory: Int, digest: String, measurement: CheckpointMeasurement,
        prior: ReportContributions.Prior? = nil,
        weights: String = "",
        health: SeriesHealth? = nil, drift: SeriesDrift? = nil
    ) {
        self.checkpoint = checkpoint
        self.trajectory = trajectory
        self.digest = digest
        self.measurement = measurement
        self.prior = prior
        self.weights = weights
        self.health = health
        self.drift = drift
    }
}

/// A checkpoint, or one kind of its weights, that could not be measured.
public struct SeriesFault: Sendable, Equatable {
    public enum Kind: String, Sendable {
        /// The file can't be read, or its model can't be run.
        case broken
        /// Its samples are not numbers.
        case diverged
        /// All its samples are the same.
        case collapsed
    }

    public var path: String
    /// nil where no step is known.
    public var step: Int?
    /// The kind of weights, nil when it concerns the whole file.
    public var trajectory: String?
    public var kind: Kind
    /// The error's parts, as `ExplainedError` has them.
    public var location: String
    public var fact: String
    public var remedy: String

    public init(
        path: String, step: Int? = nil, trajectory: String? = nil, kind: Kind, location: String, fact: String,
        remedy: String
    ) {
        self.path = path
        self.step = step
        self.trajectory = trajectory
        self.kind = kind
        self.location = location
        self.fact = fact
        self.remedy = remedy
    }
}

/// Something that went wrong in a trajectory, from one checkpoint on.
public struct SeriesMark: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Quality got worse and stayed so.
        case divergence
        /// Diversity was lost.
        case collapse
        /// Samples came closer to training data than chance allows.
        case overfitting
    }

    public var kind: Kind
    public var trajectory: Int
    /// The metric that shows it; "distance_ratio" stands for the share of samples in its tail.
    public var metric: String
    /// Indices of candidates: the first and last that show it, and the earlier one they are held against.
    public var first: Int
    public var last: Int
    public var reference: Int
    /// Whether it lasts until the trajectory's end.
    public var isOpen: Bool
}

/// What a series of checkpoints showed, as data.
public struct SeriesFindings: Sendable {
    public var checkpoints: [SeriesCheckpoint]
    /// Kinds of weights: "moving average", "raw".
    public var trajectories: [String]
    /// In the order of trajectories, then of steps.
    public var candidates: [SeriesCandidate]
    public var faults: [SeriesFault]
    public var stepBasis: CheckpointSteps.Basis
    public var evaluationProtocol: EvaluationProtocol
    /// What the best is chosen by.
    public var metric: String
    /// nil without candidates.
    public var ranking: BestSet.Result?
    /// Indices of candidates that no other clearly beats.
    public var front: [Int]
    /// What the front weighs: metrics' names, "distance_ratio" for the tail's share.
    public var frontMetrics: [String]
    public var marks: [SeriesMark]

    /// Indices of a trajectory's candidates, in the order of steps.
    public func candidates(of trajectory: Int) -> [Int] {
        candidates.indices.filter { candidates[$0].trajectory == trajectory }
    }

    public func step(of candidate: Int) -> Int { checkpoints[candidates[candidate].checkpoint].step }
}
