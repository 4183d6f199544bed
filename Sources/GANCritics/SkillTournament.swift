public import GANMetrics
public import GANModels
public import GANNumerics

/// Lets every generator of a series play against every discriminator.
///
/// In each period all see the same real samples, and each generator makes samples of the period's own; `SkillRating` makes ratings of it.
/// Source: Olsson et al. 2018, 1808.04888.
public struct SkillTournament: Sendable {
    /// Pairs of a real and a generated sample in one game.
    public let pairs: Int
    /// Periods, in each of which everybody meets everybody once.
    public let periods: Int
    /// Of real samples and latents.
    public let seed: UInt64

    /// Games of `pairs` pairs in `periods` periods, both at least 1: a precondition.
    public init(pairs: Int = 64, periods: Int = 10, seed: UInt64 = 1) {
        precondition(pairs >= 1 && periods >= 1, "\(periods) periods of \(pairs) pairs")
        self.pairs = pairs
        self.periods = periods
        self.seed = seed
    }

    /// The ratings of players that take and make samples of one shape, judged beside `real` samples `[n, size]`.
    ///
    /// Throws `CriticError` for fewer real samples than `pairs` and for discriminators of several outputs, and what running the models throws.
    /// Cost a run of each discriminator over the samples of each generator, `pairs · periods` of them.
    public func ratings(
        generators: [any Generator], discriminators: [any Discriminator], real: Matrix<Float>,
        progress: (Double) -> Void = { _ in }
    ) throws -> SkillRating {
        guard real.rows >= pairs else {
            throw CriticError.tooFewRows(role: "real samples of a rating", rows: real.rows, needed: pairs)
        }
        let stream = SeededGenerator(seed: seed).split("skill rating")
        // Where real samples are few, periods share them.
        let drawn = real.rows(
            at: (0..<periods).flatMap { period in
                var own = stream.split(period)
                return own.sample(pairs, below: real.rows)
            })
        let judgements = try discriminators.map { try logits($0, drawn) }
        var scores: [[[Double]]] = (0..<periods).map { _ in [] }
        for (number, generator) in generators.enumerated() {
            let samples = try generator.generate(
                latents: generator.latents(rows: 0..<drawn.rows, seed: seed), firstSample: 0, seed: seed)
            let judged = try discriminators.map { try logits($0, samples) }
            for period in 0..<periods {
                let rows = period * pairs..<(period + 1) * pairs
                scores[period].append(
                    discriminators.indices.map { place in
                        SkillRating.score(
                            real: Array(judgements[place][rows]), generated: Array(judged[place][rows]))
                    })
            }
            progress(Double(number + 1) / Double(generators.count))
        }
        return SkillRating(periods: scores)
    }

    private func logits(_ discriminator: any Discriminator, _ samples: Matrix<Float>) throws -> [Float] {
        let logits = try discriminator.logits(samples)
        guard logits.columns == 1 else {
            throw CriticError.manyOutputs(name: discriminator.name, count: logits.columns)
        }
        return logits.scalars
    }
}
