import GANAutodiff
import GANModels
import GANNumerics

/// What a critic minimizes; its scores are greater for real rows.
public enum CriticObjective: Sendable, Equatable {
    /// The mean cross entropy: scores are logits of being real, ½ E softplus(−s(x)) + ½ E softplus(s(y)).
    ///
    /// Goodfellow et al. 2014, 1406.2661, section 3.
    case classification
    /// E f(y) − E f(x) + penalty · E (‖∇f(z)‖ − 1)² at points z between real and generated rows.
    ///
    /// Gulrajani et al. 2017, 1704.00028, equation 3, whose penalty is 10.
    case wasserstein(penalty: Double)

    /// Adam's β₁.
    var momentum: Double { self == .classification ? 0.9 : 0.5 }

    /// How rows are scaled: for a distance all columns alike.
    func scaling(isImage: Bool) -> RowScaling.Kind { self == .classification && !isImage ? .eachColumn : .common }

    /// The loss of a batch, equally many rows of each kind, to be differentiated at `weights`.
    ///
    /// `mix` says for each pair of rows how near to the real one the gradient is looked at.
    func loss(
        _ network: Network, weights: [Variable], real: Matrix<Float>, generated: Matrix<Float>, mix: [Float]
    ) -> Variable {
        let rows = Variable.constant(Tensor(real.appendingRows(of: generated)))
        let scores = network.forward(rows, weights: weights, mode: .training).output
        var signs = Tensor(shape: scores.shape, repeating: 1)
        for row in 0..<real.rows { signs.scalars[row] = -1 }
        let signed = scores * .constant(signs)
        switch self {
        case .classification: return signed.softplus().mean()
        case .wasserstein(let penalty):
            let norms = Self.gradientNorms(network, weights: weights, real, generated, mix: mix)
            return signed.mean().scaled(by: 2)
                + norms.shifted(by: -1).squared().mean().scaled(by: Float(penalty))
        }
    }

    /// The loss without a batch: of scores, and of gradients at the pairs of the first rows.
    func loss(
        _ network: Network, scores: (real: [Double], generated: [Double]), _ real: Matrix<Float>,
        _ generated: Matrix<Float>
    ) -> Double {
        switch self {
        case .classification:
            return
                (Statistics.mean(scores.real.map { Statistics.softplus(-$0) })
                + Statistics.mean(scores.generated.map { Statistics.softplus($0) })) / 2
        case .wasserstein(let penalty):
            let norms = Self.gradientNorms(network, real, generated)
            return Statistics.mean(scores.generated) - Statistics.mean(scores.real)
                + penalty * Statistics.mean(norms.map { ($0 - 1) * ($0 - 1) })
        }
    }

    /// Pairs of rows at which gradients are measured beside training.
    private static let pairs = 256

    /// ‖∇f‖ halfway between real and generated rows, at most 256 pairs of them.
    static func gradientNorms(_ network: Network, _ real: Matrix<Float>, _ generated: Matrix<Float>) -> [Double] {
        let count = min(pairs, real.rows, generated.rows)
        let weights = network.parameters.map { Variable.constant($0) }
        return gradientNorms(
            network, weights: weights, real.rows(in: 0..<count), generated.rows(in: 0..<count),
            mix: [Float](repeating: 0.5, count: count)
        ).value.scalars.map(Double.init)
    }

    private static func gradientNorms(
        _ network: Network, weights: [Variable], _ real: Matrix<Float>, _ generated: Matrix<Float>, mix: [Float]
    ) -> Variable {
        var between = generated
        for row in 0..<real.rows {
            for index in row * real.columns..<(row + 1) * real.columns {
                between.scalars[index] += mix[row] * (real.scalars[index] - generated.scalars[index])
            }
        }
        let points = Variable.parameter(Tensor(between))
        let scores = network.forward(points, weights: weights, mode: .training).output
        let gradient = Gradient.of(scores.sum(), at: [points], differentiable: true)[0]
        // The root has no derivative at 0.
        return gradient.squared().summedRows().shifted(by: 1e-12).power(0.5)
    }
}
