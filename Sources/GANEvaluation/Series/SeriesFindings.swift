public import GANCheckpoints
public import GANMetrics
public import GANNumerics

/// One file of a series, in the order of steps.
public struct SeriesCheckpoint: Sendable, Equatable {
    /// The file's name, "step-000500.safetensors".
    public var name: String
    /// The file.
    public var path: String
    /// The training step, which the series is ordered by.
    public var step: Int
    /// Training samples seen, where the file tells.
    public var imagesSeen: Int?
    /// SHA-256 of the file.
    public var digest: String

    package init(name: String, path: String, step: Int, imagesSeen: Int? = nil, digest: String) {
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
    /// Outputs whose weights are as good as zero.
    public var deadUnits: Int
    /// All outputs of tensors that have any.
    public var units: Int
    /// What is probably wrong, in words, with the tensor's name first.
    public var warnings: [String]

    package init(norm: Double, deadUnits: Int, units: Int, warnings: [String]) {
        self.norm = norm
        self.deadUnits = deadUnits
        self.units = units
        self.warnings = warnings
    }

    /// The few figures of a network's health that a series shows.
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
    /// By how much that tensor moved, relative to its own norm.
    public var largestChange: Double?

    package init(change: Double?, largestTensor: String? = nil, largestChange: Double? = nil) {
        self.change = change
        self.largestTensor = largestTensor
        self.largestChange = largestChange
    }

    /// The few figures of a drift that a series shows.
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
    /// Its figures.
    public var measurement: CheckpointMeasurement
    /// What its samples' latents were drawn from.
    public var prior: LatentPrior?
    /// Which of its file's weights these are, in the generator's own words.
    public var weights: String
    /// nil for models whose weights are not looked at.
    public var health: SeriesHealth?
    /// The change since the trajectory's measured checkpoint before; nil for the first.
    public var drift: SeriesDrift?

    package init(
        checkpoint: Int, trajectory: Int, digest: String, measurement: CheckpointMeasurement,
        prior: LatentPrior? = nil,
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
    /// What kept it from being measured.
    public enum Kind: String, Sendable {
        /// The file can't be read, or its model can't be run.
        case broken
        /// Its samples are not numbers.
        case diverged
        /// All its samples are the same.
        case collapsed
    }

    /// The file.
    public var path: String
    /// nil where no step is known.
    public var step: Int?
    /// The kind of weights, nil when it concerns the whole file.
    public var trajectory: String?
    /// What kept it from being measured.
    public var kind: Kind
    /// The error's parts, as `ExplainedError` has them.
    public var location: String
    /// What happened.
    public var fact: String
    /// What to do about it.
    public var remedy: String

    package init(
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
    /// What went wrong.
    public enum Kind: String, Sendable, CaseIterable {
        /// Quality got worse and stayed so.
        case divergence
        /// Diversity was lost.
        case collapse
        /// Samples came closer to training data than chance allows.
        case overfitting
    }

    /// What went wrong.
    public var kind: Kind
    /// Index of the kind of weights.
    public var trajectory: Int
    /// The metric that shows it; "distance_ratio" stands for the share of samples in its tail.
    public var metric: String
    /// Indices of candidates: the first and last that show it, and the earlier one they are held against.
    public var first: Int
    /// The index of the last candidate that shows it.
    public var last: Int
    /// The index of the earlier candidate that they are held against.
    public var reference: Int
    /// Whether it lasts until the trajectory's end.
    public var isOpen: Bool
}

/// What a series of checkpoints showed, as data.
public struct SeriesFindings: Sendable {
    /// In the order of steps.
    public var checkpoints: [SeriesCheckpoint]
    /// Kinds of weights: "moving average", "raw".
    public var trajectories: [String]
    /// In the order of trajectories, then of steps.
    public var candidates: [SeriesCandidate]
    /// What could not be measured, in the order of steps.
    public var faults: [SeriesFault]
    /// Where steps are known from.
    public var stepBasis: CheckpointSteps.Basis
    /// What decided the figures of every candidate.
    public var evaluationProtocol: EvaluationProtocol
    /// What the best is chosen by.
    public var metric: String
    /// nil without candidates.
    public var ranking: BestSet.Result?
    /// Indices of candidates that no other clearly beats.
    public var front: [Int]
    /// What the front weighs: metrics' names, "distance_ratio" for the tail's share.
    public var frontMetrics: [String]
    /// In the order of trajectories, then of their first candidate.
    public var marks: [SeriesMark]

    /// Indices of a trajectory's candidates, in the order of steps.
    public func candidates(of trajectory: Int) -> [Int] {
        candidates.indices.filter { candidates[$0].trajectory == trajectory }
    }

    /// The training step of a candidate, by its index.
    public func step(of candidate: Int) -> Int { checkpoints[candidates[candidate].checkpoint].step }
}
