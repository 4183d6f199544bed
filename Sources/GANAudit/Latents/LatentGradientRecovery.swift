import Foundation
import GANAutodiff
import GANModels
import GANNumerics

/// Latent vectors by Adam on the mean squared difference, all rows at a time.
struct LatentGradientRecovery {
    let generator: NetworkGenerator
    let schedule: [LatentOptions.Part]
    let seed: UInt64

    /// The first steps' length by the deviation of a latent value; it falls along a cosine to a twentieth.
    private static let rate = 0.1

    /// Samples made for each target.
    var samplesForEachRow: Int { schedule.reduce(0) { $0 + $1.starts * $1.steps } }

    /// The best latent vector of each target, from `starts` sample numbers each.
    func recover(_ targets: Matrix<Float>, starts: [[Int]], progress: LatentProgress) throws -> LatentClimbers {
        let prior = LatentRegion(generator)
        var climbers = LatentClimbers(starts: starts) { generator.latents(numbers: $0, seed: seed) }
        var adam = Adam(parameters: [Tensor(climbers.latents)], learningRate: 0, beta1: 0.9, beta2: 0.99)
        let total = schedule.reduce(0) { $0 + $1.steps }
        var done = 0
        for part in schedule {
            let places = climbers.leaders(part.starts)
            if places.count < climbers.count {
                climbers = climbers.picked(places)
                func picked(_ tensor: Tensor) -> Tensor { Tensor(tensor.matrix.rows(at: places)) }
                adam.firstMoments = adam.firstMoments.map(picked)
                adam.secondMoments = adam.secondMoments.map(picked)
            }
            let wanted = targets.rows(at: climbers.targets)
            for _ in 0..<part.steps {
                let (errors, gradients) = generator.errors(latents: climbers.latents, targets: wanted)
                keep(errors, &climbers)
                let share = 0.5 + 0.5 * cos(Double.pi * Double(done) / Double(total))
                adam.learningRate = Self.rate * prior.deviation * (0.05 + 0.95 * share)
                // A gradient that is not finite moves nothing.
                let steps = gradients.scalars.map { $0.isFinite ? $0 : 0 }
                var parameters = [Tensor(climbers.latents)]
                adam.update(
                    &parameters, gradients: [Tensor(shape: [gradients.rows, gradients.columns], scalars: steps)])
                climbers.latents = prior.confined(parameters[0].matrix)
                done += 1
                try progress.step(done, of: total)
            }
            keep(generator.errors(latents: climbers.latents, targets: wanted).errors, &climbers)
        }
        return climbers.picked(climbers.leaders(1))
    }

    private func keep(_ errors: [Double], _ climbers: inout LatentClimbers) {
        let size = climbers.latents.columns
        for (place, error) in errors.enumerated() where error < climbers.errors[place] {
            climbers.errors[place] = error
            climbers.best.scalars.replaceSubrange(place * size..<(place + 1) * size, with: climbers.latents.row(place))
        }
    }
}
