import GANAutodiff
import GANData
import GANModels
import GANNumerics

/// Two lines at a distance, which no overlap connects: the classic example of what a divergence can't see and a distance can.
///
/// Arjovsky et al. 2017, 1701.07875, example 1: points (0, z) and (θ, z) with z from [0, 1). Their Jensen-Shannon divergence is log 2 for every
/// θ but 0, their Wasserstein distance θ.
public struct ParallelLines: Sendable {
    /// θ, at least 0.
    public var distance: Double
    /// Updates of a fresh critic.
    public var steps: Int
    /// Seeds the critic and the points.
    public var seed: UInt64

    /// Points on either line at an update, and at the end.
    private static let (batch, judged) = (128, 2048)

    /// Lines at a distance θ for critics of so many updates.
    public init(distance: Double, steps: Int, seed: UInt64) {
        self.distance = distance
        self.steps = steps
        self.seed = seed
    }

    /// The distance as a fresh critic tells it on new points, after training with a loss and regularizers.
    ///
    /// nil for a loss that estimates none. Throws for a plan that contradicts itself.
    public func estimate(loss: ChosenLoss, regularizers: [ChosenRegularizer]) throws -> Double? {
        var preset = Preset.planePerceptron(name: "mlp-lines", steps: steps, extent: 1)
        preset.hyperparameters.batchSize = Self.batch
        preset.hyperparameters.learningRate = 2e-3
        preset.hyperparameters.loss = loss
        preset.hyperparameters.regularizers = regularizers
        let root = SeededGenerator(seed: seed).split("lines")
        let source = ArraySource(
            name: "line", rule: "drawn", shape: .vector(2), samples: points(Self.batch, at: 0, root.split("source")))
        let plan = try TrainingPlan(preset: preset, source: source, seed: seed, checkpointEvery: 1, logEvery: 1)
        try plan.check(preset, labels: nil)
        var trainer = try AdversarialTrainer(preset, plan: plan)
        for step in 0..<steps {
            let stream = root.split(step)
            _ = trainer.trainDiscriminator(
                on: TrainingBatch(samples: points(Self.batch, at: 0, stream.split("real"))),
                against: points(Self.batch, at: distance, stream.split("generated")))
        }
        let network = trainer.judgingDiscriminator
        let stream = root.split("judged")
        func logits(_ place: Double, _ label: String) -> Matrix<Float> {
            network.evaluate(points(Self.judged, at: place, stream.split(label)))
        }
        return loss.type.estimate(
            real: .constant(Tensor(logits(0, "real"))), generated: .constant(Tensor(logits(distance, "generated"))))?
            .value
    }

    private func points(_ count: Int, at place: Double, _ stream: SeededGenerator) -> Matrix<Float> {
        var stream = stream
        return Matrix(rows: count, columns: 2) { target in
            for row in 0..<count {
                target[2 * row] = Float(place)
                target[2 * row + 1] = Float(stream.uniform())
            }
        }
    }
}
