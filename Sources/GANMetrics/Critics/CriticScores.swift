import OrderedCollections

/// What a critic says of rows that it was trained on, that it was chosen by, and that it never saw.
///
/// A critic is a function trained to tell real rows from generated ones: greater where it takes a row for real. Rows of the three
/// parts are different ones, drawn at random, equally many of each kind in a part.
public struct CriticScores: Sendable, Equatable {
    /// The scores of one part.
    public struct Part: Sendable, Equatable {
        /// Of real rows.
        public var real: [Double]
        /// Of generated rows.
        public var generated: [Double]

        /// Scores in any order.
        public init(real: [Double], generated: [Double]) {
            self.real = real
            self.generated = generated
        }
    }

    /// Rows that its weights were trained on.
    public var training: Part
    /// Rows that decided when training was best.
    public var validation: Part
    /// Rows that nothing was decided by.
    public var test: Part
    /// Steps of training after which it was best on the validation part.
    public var steps: Int
    /// Steps of training that were made.
    public var trainedSteps: Int
    /// The root mean square of the scores' gradient between test rows of both kinds, where training held it near 1; else nil.
    public var gradientNorm: Double?
    /// What a distance of 1 in the critic's inputs is in the units of the rows.
    public var unit: Double

    /// Scores of a critic that somebody trained, by what its rows were used for; `unit` is above 0.
    ///
    /// Nothing is checked here: metrics throw for scores that are not finite and for parts that are too small.
    public init(
        training: Part, validation: Part, test: Part, steps: Int, trainedSteps: Int, gradientNorm: Double? = nil,
        unit: Double = 1
    ) {
        self.training = training
        self.validation = validation
        self.test = test
        self.steps = steps
        self.trainedSteps = trainedSteps
        self.gradientNorm = gradientNorm
        self.unit = unit
    }

    /// Throws unless each part has at least two finite scores of each kind, and the test part equally many.
    func check(metric: String) throws(MetricError) {
        for (part, name) in [(training, "training"), (validation, "validation"), (test, "test")] {
            for (scores, kind) in [(part.real, "real"), (part.generated, "generated")] {
                guard scores.count >= 2 else {
                    throw .tooFewRows(metric: metric, role: "\(kind) \(name) part", rows: scores.count, needed: 2)
                }
                if let row = scores.firstIndex(where: { !$0.isFinite }) {
                    throw .nonFinite(metric: metric, role: "\(kind) \(name) scores", row: row, column: 0)
                }
            }
        }
        guard test.real.count == test.generated.count else {
            throw .invalidOption(
                metric: metric, option: "the test part",
                value: "\(test.real.count) real and \(test.generated.count) generated rows",
                allowed: "equally many of both")
        }
    }

    /// Whether the critic says the same of every test row.
    var isConstant: Bool { Set(test.real + test.generated).count == 1 }

    /// What every metric of a critic says of its training.
    func describe(in result: inout MetricResult) {
        result.parts["training_rows"] = .count(training.real.count + training.generated.count)
        result.parts["validation_rows"] = .count(validation.real.count + validation.generated.count)
        result.parts["test_rows"] = .count(test.real.count + test.generated.count)
        result.parts["steps"] = .count(steps)
        result.parts["trained_steps"] = .count(trainedSteps)
        if isConstant {
            result.diagnostics.append(
                Diagnostic(
                    code: "constant_critic",
                    message: "The critic says the same of every row: it found nothing to learn, or nothing varies."))
        }
        let rows = test.real.count + test.generated.count
        if rows < 100 {
            result.diagnostics.append(
                Diagnostic(
                    code: "few_test_rows",
                    message: "\(rows) test rows show only coarse differences; read the interval, not the value."))
        }
    }
}

/// The critics that were trained for a set of samples, each nil where it was not.
public struct CriticSet: Sendable, Equatable {
    /// Of features, trained to classify.
    public var features: CriticScores?
    /// Of pixels, trained to classify.
    public var pixels: CriticScores?
    /// Of features, trained for the Wasserstein distance.
    public var wasserstein: CriticScores?
    /// Of samples against held-out data, trained for the neural network divergence.
    public var generalization: CriticScores?
    /// As `generalization`, of rows of the reference made again and again in the samples' place.
    public var memorizer: CriticScores?

    /// The critics that were trained; a metric whose critic is nil can't be measured.
    public init(
        features: CriticScores? = nil, pixels: CriticScores? = nil, wasserstein: CriticScores? = nil,
        generalization: CriticScores? = nil, memorizer: CriticScores? = nil
    ) {
        self.features = features
        self.pixels = pixels
        self.wasserstein = wasserstein
        self.generalization = generalization
        self.memorizer = memorizer
    }
}
