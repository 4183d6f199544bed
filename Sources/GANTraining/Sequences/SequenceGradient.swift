import GANAutodiff
import GANNumerics
import RealModule

/// How a generator of symbols learns although choosing one has no derivative.
public enum SequenceGradient: String, Sendable, CaseIterable, Codable {
    /// The discriminator gets the chosen symbol; the gradient goes through softmax((logits + Gumbel noise) / τ) in its place: the straight-through
    /// Gumbel-softmax (Jang et al. 2017, 1611.01144, equation 2 and section 2.2).
    case gumbelSoftmax = "gumbel_softmax"
    /// Symbols are drawn from the softmax, and their logarithmic probability counts by how far the discriminator's logit lies above a learned
    /// baseline: policy gradient (Williams 1992, REINFORCE; Yu et al. 2017, 1609.05473, equation 6, of whole sequences).
    case policyGradient = "policy_gradient"
}

/// Symbols that were chosen from logits, as a batch.
struct SymbolChoice {
    /// One-hot rows `[n · length, width]`; by Gumbel-softmax with the gradient of the soft ones.
    let symbols: Variable
    /// Their one-hot values alone.
    let chosen: Tensor

    /// Chooses from `logits` `[n · length, width]`: the largest of logits with Gumbel noise, which is a draw from their softmax.
    ///
    /// `temperature` τ above 0 is that of the soft values.
    init(_ logits: Variable, temperature: Float, isSoft: Bool, _ random: SeededGenerator) {
        var random = random
        let noise = Tensor(shape: logits.shape) { target in
            for index in target.indices {
                // −log(−log u) with u within (0, 1), so that both logarithms are finite.
                let u = min(1 - 1e-7, max(1e-9, random.uniform()))
                target[index] = Float(-Self.logarithm(-Self.logarithm(u)))
            }
        }
        let noisy = logits + .constant(noise)
        let best = noisy.value.matrix
        var hard = Tensor(shape: logits.shape)
        let width = logits.shape[1]
        for row in 0..<best.rows {
            let values = best.row(row)
            let place = values.indices.max { values[$0] < values[$1] } ?? values.startIndex
            hard.scalars[row * width + place - values.startIndex] = 1
        }
        chosen = hard
        guard isSoft else {
            symbols = .constant(hard)
            return
        }
        let soft = noisy.scaled(by: 1 / temperature).softmax()
        var difference = hard
        for index in difference.scalars.indices { difference.scalars[index] -= soft.value.scalars[index] }
        symbols = soft + .constant(difference)
    }

    private static func logarithm(_ value: Double) -> Double { .log(value) }
}
