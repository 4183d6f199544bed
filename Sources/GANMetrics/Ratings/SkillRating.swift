/// How strong the generators and discriminators of a series are, by playing each against each.
///
/// In a game a discriminator sees pairs of one real sample and one generated; the generator's score is the share of pairs in which
/// the generated one gets the higher logit, ties half. Ratings are Glicko-2's, over periods in each of which every generator meets every discriminator
/// once, with samples of the period's own.
///
/// Source: Olsson et al. 2018, arXiv 1808.04888, section 3, who count the samples that a discriminator takes for real. Pairs need no threshold,
/// so that critics without a sigmoid play as well.
public struct SkillRating: Sendable, Equatable, Codable {
    /// The generators' ratings, in their order.
    public let generators: [Glicko2]
    /// The discriminators' ratings, in their order.
    public let discriminators: [Glicko2]
    /// The generators' mean score over periods, a row each, a column for each discriminator.
    public let scores: [[Double]]

    /// Rates the players of `periods`: of each period the generators' scores, a row for each generator.
    ///
    /// There is at least one period, and all have the same numbers of rows and columns. O(periods · generators · discriminators).
    public init(periods: [[[Double]]]) {
        precondition(
            !periods.isEmpty && periods.allSatisfy { $0.map(\.count) == periods[0].map(\.count) },
            "periods of different players")
        var generators = periods[0].map { _ in Glicko2() }
        var discriminators = (periods[0].first ?? []).map { _ in Glicko2() }
        for period in periods {
            // All change at once: everybody meets the others as they were before the period.
            let (before, others) = (generators, discriminators)
            generators = before.indices.map { row in
                before[row].after(
                    others.indices.map { Glicko2.Game(opponent: others[$0], score: period[row][$0]) })
            }
            discriminators = others.indices.map { column in
                others[column].after(
                    before.indices.map { Glicko2.Game(opponent: before[$0], score: 1 - period[$0][column]) })
            }
        }
        self.generators = generators
        self.discriminators = discriminators
        scores = periods[0].indices.map { row in
            periods[0][row].indices.map { column in
                periods.reduce(0) { $0 + $1[row][column] } / Double(periods.count)
            }
        }
    }

    /// The share of pairs in which the generated sample gets the higher logit, ties half; logits of both kinds are equally many.
    public static func score(real: [Float], generated: [Float]) -> Double {
        precondition(real.count == generated.count && !real.isEmpty, "\(real.count) and \(generated.count) logits")
        let won = zip(real, generated).reduce(0.0) { $0 + ($1.1 > $1.0 ? 1 : $1.1 == $1.0 ? 0.5 : 0) }
        return won / Double(real.count)
    }
}
