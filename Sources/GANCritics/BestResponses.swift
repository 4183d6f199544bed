import GANAutodiff
import GANData
public import GANMetrics
public import GANModels
public import GANNumerics

/// Finds the duality gap of a pair: trains each side for some steps from where it is, against the other one as it is.
///
/// Real rows are cut in parts as for a critic, samples come from latents of their own for each part. Adam follows the cross entropy
/// (the generator's in its non-saturating form); validation decides which step's weights are the response. The same for any number of threads.
public struct BestResponses: Sendable {
    /// Steps of each side.
    public let steps: Int
    /// Rows of each kind in a step.
    public let batchSize: Int
    /// Adam's α, with β₁ = 0.5.
    public let learningRate: Double
    /// The most real rows that are drawn.
    public let mostRows: Int
    /// Of rows, latents and batches.
    public let seed: UInt64

    /// Responses of `steps` steps of `batchSize` rows of each kind, out of `mostRows` real ones; all are at least 1 and the rate is
    /// positive: preconditions.
    public init(
        steps: Int = 200, batchSize: Int = 64, learningRate: Double = 2e-4, mostRows: Int = 6000, seed: UInt64 = 1
    ) {
        precondition(min(steps, batchSize, mostRows) >= 1 && learningRate > 0, "\(steps) steps of \(batchSize) rows")
        self.steps = steps
        self.batchSize = batchSize
        self.learningRate = learningRate
        self.mostRows = mostRows
        self.seed = seed
    }

    /// What decides the figures, for protocols.
    public var rule: String {
        "\(steps) steps of \(batchSize)+\(batchSize) rows a side, rate \(learningRate), at most \(mostRows) real rows"
    }

    private static let checkEvery = 25

    /// The gap of a pair on `real` samples `[n, size]`, as `SampleSource` gives them.
    ///
    /// Throws `CriticError` for too few rows, other widths, a discriminator of several outputs and networks that can't be trained.
    /// Cost `steps` steps of adversarial training.
    public func gap(
        generator: NetworkGenerator, discriminator: NetworkDiscriminator, real: Matrix<Float>,
        progress: (Double) -> Void = { _ in }
    ) throws -> DualityGap {
        guard real.rows >= CriticRows.fewest else {
            throw CriticError.tooFewRows(role: "real rows", rows: real.rows, needed: CriticRows.fewest)
        }
        let size = discriminator.sampleShape.size
        guard real.columns == size, generator.sampleShape.size == size else {
            throw CriticError.widthsDiffer(real: real.columns, generated: generator.sampleShape.size)
        }
        for (description, name) in [
            (generator.network.description, generator.name), (discriminator.network.description, discriminator.name),
        ] where !description.canTrain {
            throw CriticError.cannotTrain(name: name, problem: "it has layers that run forward only, or share weights")
        }
        let isImage = discriminator.sampleShape.isImage
        guard !isImage || generator.valueRange == discriminator.valueRange else {
            throw CriticError.cannotTrain(
                name: discriminator.name, problem: "it takes values in another range than its generator makes")
        }
        let root = SeededGenerator(seed: seed).split("duality gap")
        let values = isImage ? discriminator.valueRange.encode(real) : real
        let rows = CriticRows(
            values, count: min(real.rows, max(mostRows, CriticRows.fewest)), stream: root.split("rows"))
        let game = Game(
            generator: generator, discriminator: discriminator, rows: rows,
            end: discriminator.network.description.logitsEnd, root: root)
        let pair = game.logits(generator.network, discriminator.network, rows.test, "test")
        guard pair.real.count == rows.test.rows else {
            throw CriticError.manyOutputs(name: discriminator.name, count: pair.real.count / max(1, rows.test.rows))
        }
        let opponent = try bestDiscriminator(game) { progress($0 / 2) }
        let response = try bestGenerator(game) { progress(0.5 + $0 / 2) }
        return DualityGap(
            pair: pair, discriminator: game.logits(generator.network, opponent.network, rows.test, "test"),
            generator: game.logits(response.network, discriminator.network, rows.test, "test response"),
            steps: [opponent.step, response.step])
    }

    private typealias Response = (network: Network, step: Int)

    private func bestDiscriminator(_ game: Game, _ progress: (Double) -> Void) throws -> Response {
        let generator = game.generator.network
        return try follow(game.discriminator.network, rows: game.rows.training.rows, progress) { network, step, batch in
            let real = Variable.constant(Tensor(game.rows.training.rows(at: batch)))
            let latents = game.latents(batch.count, "discriminator \(step)")
            let generated = Variable.constant(Tensor(generator.evaluate(latents)))
            let weights = network.parameters.map { Variable.parameter($0) }
            let (ours, first) = network.forward(real, weights: weights, mode: .training, until: game.end)
            let (theirs, second) = network.forward(generated, weights: weights, mode: .training, until: game.end)
            let loss = (-ours).softplus().mean() + theirs.softplus().mean()
            return (Gradient.of(loss, at: weights).map(\.value), [first, second])
        } validated: {
            -game.logits(generator, $0, game.rows.validation, "validation").objective
        }
    }

    private func bestGenerator(_ game: Game, _ progress: (Double) -> Void) throws -> Response {
        let discriminator = game.discriminator.network
        let frozen = discriminator.parameters.map { Variable.constant($0) }
        return try follow(game.generator.network, rows: game.rows.training.rows, progress) { network, step, batch in
            let latents = Variable.constant(Tensor(game.latents(batch.count, "generator \(step)")))
            let weights = network.parameters.map { Variable.parameter($0) }
            let (samples, statistics) = network.forward(latents, weights: weights, mode: .training)
            let judged = discriminator.forward(samples, weights: frozen, mode: .evaluation, until: game.end).output
            return (Gradient.of((-judged).softplus().mean(), at: weights).map(\.value), [statistics])
        } validated: {
            game.logits($0, discriminator, game.rows.validation, "validation response").objective
        }
    }

    /// Follows gradients from a network, and gives the weights whose `validated` figure is least; those that it began with among them.
    private func follow(
        _ start: Network, rows: Int, _ progress: (Double) -> Void,
        gradients: (Network, Int, [Int]) -> ([Tensor], [[BatchStatistics]]), validated: (Network) -> Double
    ) throws -> Response {
        var network = start
        var adam = Adam(parameters: network.parameters, learningRate: learningRate, beta1: 0.5)
        var best: Response = (network, 0)
        var least = validated(network)
        guard least.isFinite else { throw CriticError.diverged(step: 0) }
        var order = BatchOrder(
            rows: rows, batch: min(batchSize, rows), stream: SeededGenerator(seed: seed).split("batches"))
        for step in 1...steps {
            let (found, statistics) = gradients(network, step, order.next())
            adam.update(&network.parameters, gradients: found)
            for batch in statistics { network.updateRunningStatistics(batch) }
            progress(Double(step) / Double(steps))
            guard step % Self.checkEvery == 0 || step == steps else { continue }
            let figure = validated(network)
            if figure < least { (best, least) = ((network, step), figure) }
        }
        return best
    }
}

/// The pair, the rows that they are judged by, and samples by name.
private struct Game {
    let generator: NetworkGenerator
    let discriminator: NetworkDiscriminator
    let rows: CriticRows
    /// The layer before which the discriminator's values are logits.
    let end: Int
    let root: SeededGenerator

    /// Latent vectors that belong to a purpose.
    func latents(_ count: Int, _ purpose: String) -> Matrix<Float> {
        generator.latentDistribution.rows(
            count, columns: generator.latentSize, firstRow: 0, of: root.split("latents").split(purpose))
    }

    /// The logits of some real rows and of as many samples.
    func logits(
        _ generator: Network, _ discriminator: Network, _ real: Matrix<Float>, _ purpose: String
    ) -> DualityGap.Logits {
        let samples = generator.evaluate(latents(real.rows, purpose))
        func judged(_ rows: Matrix<Float>) -> [Double] {
            discriminator.evaluate(rows, until: end).scalars.map(Double.init)
        }
        return DualityGap.Logits(real: judged(real), generated: judged(samples))
    }
}
