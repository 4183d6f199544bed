import GANCheckpoints

extension TrainingLog {
    /// Sums over the steps since the last line.
    struct Window: Sendable, Equatable, Codable {
        var steps = 0
        var generatorLoss = 0.0
        var discriminatorLoss = 0.0
        var realAccuracy = 0.0
        var generatedAccuracy = 0.0

        mutating func add(_ report: AdversarialTrainer.Report) {
            steps += 1
            generatorLoss += report.generatorLoss
            discriminatorLoss += report.discriminatorLoss
            realAccuracy += report.realAccuracy
            generatedAccuracy += report.generatedAccuracy
        }

        func line(step: Int, imagesSeen: Int) -> TrainingPoint {
            let count = Double(max(1, steps))
            return TrainingPoint(
                step: step, imagesSeen: imagesSeen, generatorLoss: generatorLoss / count,
                discriminatorLoss: discriminatorLoss / count, realAccuracy: realAccuracy / count,
                generatedAccuracy: generatedAccuracy / count)
        }
    }
}
