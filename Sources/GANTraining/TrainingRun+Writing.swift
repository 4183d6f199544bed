import GANCheckpoints
import GANData
import GANModels
import GANNumerics

extension TrainingRun {
    /// Writes the checkpoint of the present step and its picture; returns the former's path.
    func writeCheckpoint(_ trainer: any Trainer, showing batch: TrainingBatch) throws -> String {
        let checkpoint = try trainer.checkpoint(imagesSeen: imagesSeen(trainer.step))
        let path = checkpointPath(trainer.step)
        try checkpoint.write(to: path)
        let picture = samplesPath(trainer.step)
        let seed = SeededGenerator(seed: plan.seed).split("picture")
        if let rows = trainer.picture(of: batch, seed: seed) {
            try SampleGrid.write(Self.beside(rows), shape: preset.sampleShape, to: picture)
        } else {
            let generator = try NetworkGenerator(checkpoint, weights: .average)
            try SampleGrid.write(generator, seed: plan.seed, to: picture)
        }
        return path
    }

    /// Images in rows of eight, those that belong together one above the other, as grey levels; a row that isn't full ends in black.
    private static func beside(_ sets: [Matrix<Float>]) -> Matrix<Float> {
        let (count, columns) = (min(24, sets.map(\.rows).min() ?? 0), sets.first?.columns ?? 1)
        var levels: [Float] = []
        for start in stride(from: 0, to: count, by: 8) {
            let rows = start..<min(count, start + 8)
            for set in sets {
                levels += ValueRange.symmetric.quantize(set.rows(in: rows)).scalars
                levels += [Float](repeating: 0, count: (8 - rows.count) * columns)
            }
        }
        return Matrix(rows: levels.count / max(1, columns), columns: columns, scalars: levels)
    }
}
