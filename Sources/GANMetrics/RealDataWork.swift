import GANNumerics

/// What real data alone decide, kept from one set of samples to the next.
///
/// For evaluations with the same real and held-out data, options and number of samples; what it holds changes no figure.
public final class RealDataWork {
    private var foundMoments: Moments?
    private var decomposed: FrechetReference?
    private var within: (demand: PairStatistics.Demand, outcome: PairwisePass.Outcome)?
    /// What held-out rows in the samples' place gave, by the metric's name.
    var ceilings: [String: Result<MetricReference, MetricError>] = [:]

    /// Nothing is known yet.
    public init() {}

    func withinReal(_ demand: PairStatistics.Demand) -> PairwisePass.Outcome? {
        within?.demand == demand ? within?.outcome : nil
    }

    func keep(_ outcome: PairwisePass.Outcome, for demand: PairStatistics.Demand) { within = (demand, outcome) }

    func moments(of rows: Matrix<Float>) -> Moments {
        if let foundMoments { return foundMoments }
        let moments = Moments(of: rows)
        foundMoments = moments
        return moments
    }

    func frechetReference(
        of rows: Matrix<Float>, estimator: CovarianceEstimator
    ) throws(MetricError) -> FrechetReference {
        if let decomposed { return decomposed }
        let reference = try FrechetReference(moments(of: rows), estimator: estimator)
        decomposed = reference
        return reference
    }
}
