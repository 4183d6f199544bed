import GANNumerics

/// What each row adds to one metric of one generated set, to first order.
///
/// A metric is a function of two distributions; a row's contribution is its influence on it (Hampel 1974), so that over new
/// samples
///
///     M − M̄ ≈ 1/m·Σ_i generated[i] + 1/n·Σ_j reference[j]
///
/// Both means are 0. Rows of sets that share their latents, or the reference, have contributions that go together: a difference
/// of two sets then varies as the difference of contributions does, which is less than each alone.
///
/// Source: Hampel 1974, "The influence curve and its role in robust estimation", JASA 69.
public struct RowContributions: Sendable, Equatable {
    /// The metric's name in the registry.
    public let metric: String
    /// The metric's value of the whole set.
    public let value: Double
    /// Of each generated row, `[m]`.
    public let generated: [Double]
    /// Of each reference row, `[n]`; empty where the reference is taken as fixed.
    public let reference: [Double]

    /// How far the sets lie apart, chance included, where a row's influence is proportional to the root of it; nil of other metrics.
    public let distance: Double?
    /// What the variance of a row's influence is at distance 1 where the whole set is moved; 0 where that is not known.
    ///
    /// A set that lies too close together and one that lies beside the data get other errors at equal distances: that of the
    /// first shows in its contributions, a fault of the second kind may be new.
    package let varianceOfShift: Double

    /// Takes influences and moves their means to 0.
    public init(
        metric: String, value: Double, generated: [Double], reference: [Double] = [], distance: Double? = nil
    ) {
        self.init(
            metric: metric, value: value, generated: generated, reference: reference, distance: distance,
            varianceOfShift: 0)
    }

    init(
        metric: String, value: Double, generated: [Double], reference: [Double], distance: Double?,
        varianceOfShift: Double
    ) {
        precondition(generated.count > 1 && reference.count != 1, "contributions of a single row")
        self.metric = metric
        self.value = value
        self.distance = distance
        self.varianceOfShift = varianceOfShift
        self.generated = Self.centred(generated)
        self.reference = Self.centred(reference)
    }

    /// The standard error of `value`: √(Var generated / m + Var reference / n).
    public var standardError: Double { (Self.meanVariance(generated) + Self.meanVariance(reference)).squareRoot() }

    /// By how much the variance of a set's value grows where the set lies farther away by 1; 0 of what is no distance.
    ///
    /// The larger of what the rows show and what a shift would bring.
    var growth: Double {
        let shift =
            varianceOfShift * (1 / Double(generated.count) + (reference.isEmpty ? 0 : 1 / Double(reference.count)))
        guard let distance, distance > 0 else { return shift }
        return max(shift, (Self.meanVariance(generated) + Self.meanVariance(reference)) / distance)
    }

    /// The standard error of `self.value − other.value` against one reference.
    ///
    /// `paired` says that row i of both sets came from one latent; otherwise the sets are independent of each other. Both must
    /// have as many rows where they are paired, and contributions of the same reference rows.
    public func differenceError(to other: RowContributions, paired: Bool) -> Double {
        let (own, shared) = differenceVariances(to: other, paired: paired)
        return (own + shared).squareRoot()
    }

    /// The variance of the difference from the generated rows, and that from the reference rows.
    public func differenceVariances(to other: RowContributions, paired: Bool) -> (generated: Double, reference: Double)
    {
        precondition(metric == other.metric, "contributions to \(metric) and to \(other.metric)")
        precondition(reference.count == other.reference.count, "contributions of different references")
        let shared = Self.meanVariance(zip(reference, other.reference).map { $0 - $1 })
        guard paired else { return (Self.meanVariance(generated) + Self.meanVariance(other.generated), shared) }
        precondition(
            generated.count == other.generated.count, "pairs of \(generated.count) and \(other.generated.count)")
        return (Self.meanVariance(zip(generated, other.generated).map { $0 - $1 }), shared)
    }

    private static func centred(_ values: [Double]) -> [Double] {
        guard !values.isEmpty else { return [] }
        let mean = Statistics.mean(values)
        return values.map { $0 - mean }
    }

    /// The variance of the mean of independent values; 0 of none.
    static func meanVariance(_ values: [Double]) -> Double {
        values.count > 1 ? Statistics.variance(values) / Double(values.count) : 0
    }
}

extension RowContributions {
    /// Of precision: whether each sample lies in a real ball, and what is lost when a real row is left out.
    ///
    /// A sample that one real ball alone holds is that row's: n/m times the number of such samples is the jackknife's
    /// pseudo-value. That other rows' radii change with a row is left out of account.
    public static func precision(_ manifold: NeighbourhoodManifold, balls: BallIncidence) -> RowContributions {
        let inside = manifold.realBallsContaining.map { $0 > 0 ? 1.0 : 0 }
        let share = Double(balls.real) / Double(balls.generated)
        let sole = balls.soleCounts(containing: manifold.realBallsContaining).map { share * Double($0) }
        return RowContributions(
            metric: Precision.name, value: Precision.evaluate(manifold).value, generated: inside, reference: sole)
    }

    /// Of density, with the real set fixed: how many real balls hold each sample, over k.
    ///
    /// Counts of one ball say little of how density varies with the real rows: where there are more of them, their radii shrink.
    public static func density(_ manifold: NeighbourhoodManifold) -> RowContributions {
        let counts = manifold.realBallsContaining.map { Double($0) / Double(manifold.options.neighbours) }
        return RowContributions(metric: Density.name, value: Density.evaluate(manifold).value, generated: counts)
    }

    /// Of coverage: what is lost when a sample is left out, and whether each real row is covered.
    ///
    /// A real row that one sample alone covers is that sample's: m/n times the number of such rows is the jackknife's
    /// pseudo-value. It overstates the variance, as jackknives of such counts do (Efron and Stein 1981), so errors
    /// from it err on the wide side. Two sets that cover different real rows differ by which rows were drawn: there the reference's
    /// part is the larger one.
    public static func coverage(_ balls: BallIncidence) -> RowContributions {
        var alone = [Double](repeating: 0, count: balls.generated)
        let share = Double(balls.generated) / Double(balls.real)
        for row in 0..<balls.real {
            if let only = balls.onlyRow(of: row) { alone[only] += share }
        }
        return RowContributions(
            metric: Coverage.name, value: balls.coverage, generated: alone,
            reference: balls.covered.map { $0 ? 1 : 0 })
    }

    /// Of the kernel distance: twice each row's mean kernel value with its own set less that with the other set.
    ///
    /// These are the projections of the U-statistic (Hoeffding 1948), exact for given sets.
    public static func kernelDistance(_ pairs: PairStatistics) -> RowContributions {
        guard let sums = pairs.kernels[.cubic] else { preconditionFailure("a pass without the cubic kernel") }
        let (n, m) = (Double(pairs.real.rows), Double(pairs.generated.rows))
        let value = DiscrepancyEstimate(sums).value
        // What the V-statistic has beyond the unbiased estimate: each row with itself instead of with another.
        let chance =
            (meanWithItself(pairs.generated) - Statistics.mean(sums.withinGenerated.rows) / (m - 1)) / m
            + (meanWithItself(pairs.real) - Statistics.mean(sums.withinReal.rows) / (n - 1)) / n
        return RowContributions(
            metric: KernelDistance.name, value: value,
            generated: zip(sums.withinGenerated.rows, sums.across.rows).map { 2 * ($0 / (m - 1) - $1 / n) },
            reference: zip(sums.withinReal.rows, sums.across.columns).map { 2 * ($0 / (n - 1) - $1 / m) },
            distance: max(0, value + chance))
    }

    /// The mean of (‖x‖²/d + 1)³ over rows.
    private static func meanWithItself(_ rows: Matrix<Float>) -> Double {
        Statistics.mean(
            (0..<rows.rows).map { row in
                let square = rows.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }
                let base = square / Double(rows.columns) + 1
                return base * base * base
            })
    }
}
