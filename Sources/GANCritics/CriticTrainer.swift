import GANAutodiff
public import GANData
public import GANMetrics
import GANModels
public import GANNumerics

/// Trains a critic of real and generated rows from scratch and reads it on rows that it never saw.
///
/// Rows are drawn and cut into three parts by the seed; Adam follows the objective on batches of the first, the second decides which
/// weights are kept and when to stop, and the third is read once. Everything is a function of rows, budget and seed, the same for any number of threads.
public struct CriticTrainer: Sendable {
    /// What it minimizes.
    public let objective: CriticObjective
    /// What a row is: an image, which is convolved, or a vector.
    public let shape: SampleShape
    /// How long it is trained.
    public let budget: CriticBudget
    /// Of parts, weights and batches.
    public let seed: UInt64

    /// A critic of rows of `shape` that minimizes `objective` within `budget`; training throws where rows are too few or too small.
    public init(objective: CriticObjective, shape: SampleShape, budget: CriticBudget, seed: UInt64) {
        self.objective = objective
        self.shape = shape
        self.budget = budget
        self.seed = seed
    }

    /// Fewer rows of a kind do not make three parts.
    public static let fewestRows = CriticRows.fewest
    /// Images of fewer pixels a side are not convolved.
    public static let leastSide = CriticNetwork.leastSide

    /// Everything but the rows that decides the scores, for cache keys.
    public var rule: String {
        "critic/1 \(objective), \(shape), \(budget.rule), seed \(seed)"
    }

    /// The scores of a critic of `real` `[n, size]` and `generated` `[m, size]`: features, vectors, or grey levels channels last.
    ///
    /// Equally many rows of each are used, at most `budget.mostRows`. `progress` hears the share of the steps that were made. Throws
    /// `CriticError` for fewer rows than `fewestRows`, unequal widths, values that are not finite, small images, and scores that
    /// leave the range of numbers. Cost `steps` passes of a batch and back, and steps/`checkEvery` passes of the validation part.
    public func scores(
        real: Matrix<Float>, generated: Matrix<Float>, progress: (Double) -> Void = { _ in }
    ) throws -> CriticScores {
        try check(real: real, generated: generated)
        let count = min(real.rows, generated.rows, max(budget.mostRows, CriticRows.fewest))
        let root = SeededGenerator(seed: seed).split("critic")
        var (ours, theirs) = (
            CriticRows(real, count: count, stream: root.split("real rows")),
            CriticRows(generated, count: count, stream: root.split("generated rows"))
        )
        let isImage = shape.isImage
        let scaling = RowScaling(ours.training, theirs.training, kind: objective.scaling(isImage: isImage))
        guard scaling.hasVariation else { return silent(ours, theirs) }
        ours.scale(by: scaling)
        theirs.scale(by: scaling)
        let found = try train(real: ours, generated: theirs, root, progress)
        func part(_ rows: KeyPath<CriticRows, Matrix<Float>>) throws(CriticError) -> CriticScores.Part {
            let part = CriticScores.Part(
                real: Self.scores(found.network, ours[keyPath: rows]),
                generated: Self.scores(found.network, theirs[keyPath: rows]))
            guard (part.real + part.generated).allSatisfy(\.isFinite) else { throw .diverged(step: found.step) }
            return part
        }
        var norm: Double?
        if objective != .classification {
            let norms = CriticObjective.gradientNorms(found.network, ours.test, theirs.test)
            norm = Double(Float(Statistics.mean(norms.map { $0 * $0 }).squareRoot()))
        }
        return CriticScores(
            training: try part(\.training), validation: try part(\.validation), test: try part(\.test),
            steps: found.step, trainedSteps: found.made, gradientNorm: norm, unit: scaling.unit)
    }

    /// What there is to say of rows that are all the same: nothing.
    private func silent(_ real: CriticRows, _ generated: CriticRows) -> CriticScores {
        func part(_ rows: KeyPath<CriticRows, Matrix<Float>>) -> CriticScores.Part {
            CriticScores.Part(
                real: [Double](repeating: 0, count: real[keyPath: rows].rows),
                generated: [Double](repeating: 0, count: generated[keyPath: rows].rows))
        }
        return CriticScores(
            training: part(\.training), validation: part(\.validation), test: part(\.test), steps: 0,
            trainedSteps: 0, gradientNorm: objective == .classification ? nil : 0)
    }

    private func check(real: Matrix<Float>, generated: Matrix<Float>) throws(CriticError) {
        for (rows, role) in [(real, "real rows"), (generated, "generated rows")] {
            guard rows.rows >= CriticRows.fewest else {
                throw .tooFewRows(role: role, rows: rows.rows, needed: CriticRows.fewest)
            }
            if let place = rows.firstNonFinite {
                throw .nonFinite(role: role, row: place.row, column: place.column)
            }
        }
        guard real.columns == generated.columns, real.columns == shape.size else {
            throw .widthsDiffer(real: real.columns, generated: generated.columns)
        }
    }

    /// The weights that were best on the validation part, after how many steps, and how many were made.
    private func train(
        real: CriticRows, generated: CriticRows, _ root: SeededGenerator, _ progress: (Double) -> Void
    ) throws -> (network: Network, step: Int, made: Int) {
        var network = try Network(try CriticNetwork.layers(for: shape), seed: root.split("weights"))
        var adam = Adam(
            parameters: network.parameters, learningRate: budget.learningRate, beta1: objective.momentum)
        let batch = min(budget.batchSize, real.training.rows)
        var orders = [
            BatchOrder(rows: real.training.rows, batch: batch, stream: root.split("real order")),
            BatchOrder(rows: generated.training.rows, batch: batch, stream: root.split("generated order")),
        ]
        let mixes = root.split("mix")
        var (best, bestLoss, bestStep) = (network.parameters, Double.infinity, 0)
        var idle = 0
        for step in 1...budget.steps {
            var mix = mixes.split(step)
            let weights = network.parameters.map { Variable.parameter($0) }
            let loss = objective.loss(
                network, weights: weights, real: real.training.rows(at: orders[0].next()),
                generated: generated.training.rows(at: orders[1].next()),
                mix: (0..<batch).map { _ in Float(mix.uniform()) })
            adam.update(&network.parameters, gradients: Gradient.of(loss, at: weights).map(\.value))
            progress(Double(step) / Double(budget.steps))
            guard step % budget.checkEvery == 0 || step == budget.steps else { continue }
            let scores = (
                real: Self.scores(network, real.validation), generated: Self.scores(network, generated.validation)
            )
            let validated = objective.loss(network, scores: scores, real.validation, generated.validation)
            // Weights that lost their numbers are never the best.
            if validated < bestLoss {
                (best, bestLoss, bestStep, idle) = (network.parameters, validated, step, 0)
            } else {
                idle += 1
            }
            if idle == budget.patience {
                network.parameters = best
                return (network, bestStep, step)
            }
        }
        guard bestStep > 0 else { throw CriticError.diverged(step: budget.steps) }
        network.parameters = best
        return (network, bestStep, budget.steps)
    }

    private static func scores(_ network: Network, _ rows: Matrix<Float>) -> [Double] {
        network.evaluate(rows).scalars.map(Double.init)
    }
}

/// Batches of rows, each row once in an epoch; a last incomplete batch is left out.
struct BatchOrder {
    let batch: Int
    private let stream: SeededGenerator
    private let rows: Int
    private var epoch = 0
    private var order: [Int] = []

    init(rows: Int, batch: Int, stream: SeededGenerator) {
        self.rows = rows
        self.batch = batch
        self.stream = stream
    }

    mutating func next() -> [Int] {
        if order.count < batch {
            var own = stream.split(epoch)
            order = own.permutation(of: rows)
            epoch += 1
        }
        let found = Array(order.suffix(batch))
        order.removeLast(batch)
        return found
    }
}
