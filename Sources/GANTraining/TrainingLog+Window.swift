import GANCheckpoints

extension TrainingLog {
    /// Sums over the steps since the last line.
    struct Window: Sendable, Equatable, Codable {
        var steps = 0
        var generatorLoss = 0.0
        var discriminatorLoss = 0.0
        var realAccuracy = 0.0
        var generatedAccuracy = 0.0
        // Optional, so that states of earlier releases are read.
        var generatorGradient: Double?
        var discriminatorGradient: Double?
        var divergence: Double?
        var divergenceName: String?
        var reconstruction: Double?

        mutating func add(_ report: AdversarialTrainer.Report) {
            steps += 1
            generatorLoss += report.generatorLoss
            discriminatorLoss += report.discriminatorLoss
            realAccuracy += report.realAccuracy
            generatedAccuracy += report.generatedAccuracy
            generatorGradient = (generatorGradient ?? 0) + report.generatorGradient
            discriminatorGradient = (discriminatorGradient ?? 0) + report.discriminatorGradient
            if let distance = report.reconstruction { reconstruction = (reconstruction ?? 0) + distance }
            if let estimate = report.divergence {
                divergence = (divergence ?? 0) + estimate.value
                divergenceName = estimate.name
            }
        }

        func line(step: Int, imagesSeen: Int) -> TrainingPoint {
            let count = Double(max(1, steps))
            var point = TrainingPoint(
                step: step, imagesSeen: imagesSeen, generatorLoss: generatorLoss / count,
                discriminatorLoss: discriminatorLoss / count, realAccuracy: realAccuracy / count,
                generatedAccuracy: generatedAccuracy / count)
            point.generatorGradient = generatorGradient.map { $0 / count }
            point.discriminatorGradient = discriminatorGradient.map { $0 / count }
            point.divergence = divergence.map { $0 / count }
            point.divergenceName = divergenceName
            point.reconstruction = reconstruction.map { $0 / count }
            return point
        }
    }
}
