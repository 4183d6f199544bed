import GANAutodiff
import GANData
import GANModels
import GANNumerics

/// How often a discriminator calls samples real that it was trained on, and samples that it never saw: where the first is much
/// larger, it knows its data by heart.
struct HeldOutAccuracy {
    /// Rows of either kind.
    static let count = 256

    private let training: TrainingBatch
    private let heldOut: TrainingBatch
    private let seed: SeededGenerator

    /// The first rows of both sources, equally many of them and a multiple of `packing`; nil where there is not one pack.
    init?(
        training: any SampleSource, heldOut: any SampleSource, settings: Hyperparameters, seed: SeededGenerator
    ) throws {
        let packs = min(Self.count, training.count, heldOut.count) / settings.packing
        guard packs > 0 else { return nil }
        let rows = 0..<packs * settings.packing
        func batch(_ source: any SampleSource) throws -> TrainingBatch {
            TrainingBatch(
                samples: try TrainingData.encoded(source.read(rows: rows), source.shape),
                labels: settings.condition == nil ? [] : (source.labels.map { Array($0[rows]) } ?? []))
        }
        self.training = try batch(training)
        self.heldOut = try batch(heldOut)
        self.seed = seed
    }

    /// The shares of training and of held-out samples that the discriminator calls real, in evaluation mode.
    func shares(_ trainer: some Trainer) -> (training: Double, heldOut: Double) {
        let (known, unknown) = (trainer.logits(of: training), trainer.logits(of: heldOut))
        let made = TrainingBatch(samples: trainer.samples(of: training, seed: seed), labels: training.labels)
        let boundary = trainer.plan.hyperparameters.loss.type.logits.boundary(
            real: known, generated: trainer.logits(of: made))
        func share(_ logits: Variable) -> Double {
            Double(logits.value.scalars.count { $0 > boundary }) / Double(max(1, logits.value.count))
        }
        return (share(known), share(unknown))
    }
}
