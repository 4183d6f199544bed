import GANNumerics

/// Two sets before one metric that compares them, with what several metrics ask of both together, computed at most once.
public final class ComparedPair {
    /// The baseline.
    let first: MetricContext
    /// The candidate, with as many samples.
    let second: MetricContext
    private var foundInfluence: FrechetInfluence?
    private var foundAcross: PairKernelSums?

    init(_ first: MetricContext, _ second: MetricContext) {
        self.first = first
        self.second = second
    }

    /// The derivative of the Fréchet distance at the moments of both sets together.
    func frechetInfluence() throws(MetricError) -> FrechetInfluence {
        if let foundInfluence { return foundInfluence }
        var both = try first.moments()
        both.merge(try second.moments())
        let influence = try FrechetInfluence(reference: try first.frechetReference(), generated: both)
        foundInfluence = influence
        return influence
    }

    /// The sums of the cubic kernel of the second set's rows with the first set's.
    func acrossKernelSums() throws(MetricError) -> PairKernelSums {
        if let foundAcross { return foundAcross }
        let pass = PairwisePass.across(
            try second.generated, columns: try first.generated, PairwisePass.Request(kernels: [.cubic]))
        foundAcross = pass.kernels[0]
        return pass.kernels[0]
    }
}
