import GANNumerics

/// How far a generator and a discriminator are from an equilibrium of their game.
///
///     max_D' M(G, D') − min_G' M(G', D),   M(G, D) = E log σ(D(x)) + E log(1 − σ(D(G(z))))
///
/// At least 0 but for chance, and 0 at an equilibrium. The best responses are found by training each side for a while from where it is
/// against the other one as it is, so that the figure is a lower estimate. Source: Grnarova et al. 2019, arXiv 1811.05512, equation 2.
public struct DualityGap: Sendable, Equatable, Codable {
    /// The gap on test rows.
    public let value: Double
    /// Its standard error over test rows and samples, given both responses.
    public let standardError: Double
    /// M(G, D) of the pair as it is.
    public let objective: Double
    /// M of the generator and the best discriminator found against it; −log 4 + 2 JS for a perfect one.
    public let bestDiscriminator: Double
    /// M of the discriminator and the best generator found against it.
    public let bestGenerator: Double
    /// Steps after which each response was best: the discriminator's, the generator's.
    public let steps: [Int]

    /// The figures from logits of test rows: of the pair as it is, of its generator with the best discriminator against it, and of its
    /// discriminator with the best generator.
    ///
    /// All have the same real rows, and at least two of each kind. O(rows).
    public init(pair: Logits, discriminator: Logits, generator: Logits, steps: [Int]) {
        objective = pair.objective
        bestDiscriminator = discriminator.objective
        bestGenerator = generator.objective
        value = bestDiscriminator - bestGenerator
        self.steps = steps
        // Both sides see the same real rows; their samples are different ones.
        let real = zip(discriminator.realTerms, generator.realTerms).map { $0 - $1 }
        standardError =
            [real, discriminator.generatedTerms, generator.generatedTerms].reduce(0) {
                $0 + Statistics.variance($1) / Double($1.count)
            }.squareRoot()
    }

    /// A discriminator's logits of real rows and of samples.
    public struct Logits: Sendable, Equatable {
        /// Of real rows.
        public var real: [Double]
        /// Of samples.
        public var generated: [Double]

        /// Logits in any order.
        public init(real: [Double], generated: [Double]) {
            self.real = real
            self.generated = generated
        }

        var realTerms: [Double] { real.map { -Statistics.softplus(-$0) } }
        var generatedTerms: [Double] { generated.map { -Statistics.softplus($0) } }

        /// M.
        public var objective: Double { Statistics.mean(realTerms) + Statistics.mean(generatedTerms) }
    }
}
