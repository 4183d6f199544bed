/// How long and how fast a critic is trained: fixed before, the same for every set that is judged.
public struct CriticBudget: Sendable, Equatable {
    /// The most steps of training.
    public var steps: Int
    /// Rows of each kind in a step.
    public var batchSize: Int
    /// Steps between two looks at the validation part.
    public var checkEvery: Int
    /// Looks without an improvement after which training ends.
    public var patience: Int
    /// Adam's α.
    public var learningRate: Double
    /// The most rows of each kind that are drawn, in all three parts together.
    public var mostRows: Int

    /// A training of at most `steps` steps that ends after `patience` looks without an improvement; all are at least 1 and the rate is
    /// positive: preconditions.
    public init(
        steps: Int, batchSize: Int = 64, checkEvery: Int = 25, patience: Int = 6, learningRate: Double = 1e-3,
        mostRows: Int = 10_000
    ) {
        precondition(
            min(steps, batchSize, checkEvery, patience, mostRows) >= 1 && learningRate > 0,
            "a critic of \(steps) steps of \(batchSize) rows")
        self.steps = steps
        self.batchSize = batchSize
        self.checkEvery = checkEvery
        self.patience = patience
        self.learningRate = learningRate
        self.mostRows = mostRows
    }

    /// The budget as text, for cache keys and protocols.
    public var rule: String {
        "at most \(steps) steps of \(batchSize)+\(batchSize) rows, rate \(learningRate), best of every \(checkEvery) by validation, "
            + "patience \(patience), at most \(mostRows) rows of each kind"
    }
}

/// The budgets of all critics of a report.
public struct CriticBudgets: Sendable, Equatable {
    /// Of the classifier of features.
    public var features: CriticBudget
    /// Of the classifier of pixels.
    public var pixels: CriticBudget
    /// Of the Wasserstein critic of features.
    public var wasserstein: CriticBudget
    /// Of the critics of the neural network divergence.
    public var generalization: CriticBudget

    /// The budgets that reports have, where nothing else is given.
    public init(
        features: CriticBudget = CriticBudget(steps: 800), pixels: CriticBudget = CriticBudget(steps: 500),
        wasserstein: CriticBudget = CriticBudget(steps: 400), generalization: CriticBudget = CriticBudget(steps: 200)
    ) {
        self.features = features
        self.pixels = pixels
        self.wasserstein = wasserstein
        self.generalization = generalization
    }

    /// All budgets as text, for protocols.
    public var rule: String {
        "1/2 training, 1/6 validation, 1/3 test; features: \(features.rule); pixels: \(pixels.rule); "
            + "Wasserstein: \(wasserstein.rule); generalization: \(generalization.rule)"
    }
}
