import GANNumerics

/// Whether samples lie farther from the reference than held-out rows in their place do.
extension FrechetDistance {
    /// The part of a result that holds the p-value.
    package static let heldOutPart = "held_out_p_value"
    /// Fewer rows of either set are not asked.
    private static let fewestRows = 100
    private static let relabellings = 999

    /// How often samples and held-out rows that exchange their places at random differ as much in the distance to the reference, the samples
    /// being the farther ones.
    ///
    ///     p = (1 + #{r : D_r ≥ D}) / (1 + 999),   D = mean influence of the samples less that of the held-out rows
    ///
    /// What a row adds to the distance is its derivative at the moments of both sets together (`FrechetInfluence`), which does not know the
    /// rows' places: the test is exact for samples of the held-out rows' distribution. Features that were fitted to the reference and
    /// heavy tails, which the null does not know, move both sets alike. nil without intervals, for fewer than 100 rows of either set and
    /// more columns than intervals are computed for. Cost (m + t)·d² + d³ + 999·min(m, t). Throws what the derivative throws.
    static func heldOutPValue(_ context: MetricContext) throws(MetricError) -> Double? {
        let options = context.options.frechet
        let samples = try context.generated
        guard context.role == .samples, options.interval, let heldOut = context.inputs.heldOut,
            min(samples.rows, heldOut.rows) >= fewestRows, samples.columns == heldOut.columns,
            samples.columns <= options.widestInterval,
            min(try context.allReal.rows, samples.rows + heldOut.rows) > samples.columns
        else { return nil }
        var both = try context.moments()
        both.merge(Moments(of: heldOut))
        let influence = try FrechetInfluence(reference: try context.frechetReference(), generated: both)
        let values = influence.ofGenerated(samples) + influence.ofGenerated(heldOut)
        guard values.allSatisfy(\.isFinite) else { return nil }
        // The smaller set is drawn; how much one sums up to says it of both.
        let (drawn, areSamples) =
            samples.rows <= heldOut.rows ? (samples.rows, true) : (heldOut.rows, false)
        func sum(_ rows: some Sequence<Int>) -> Double {
            let sum = rows.reduce(0.0) { $0 + values[$1] }
            return areSamples ? sum : -sum
        }
        let observed = sum(areSamples ? 0..<samples.rows : samples.rows..<values.count)
        var generator = SeededGenerator(seed: options.seed).split("\(name) held-out")
        let asMuch = (0..<relabellings).count { _ in
            sum(generator.sample(drawn, below: values.count)) >= observed
        }
        return Double(1 + asMuch) / Double(1 + relabellings)
    }
}
