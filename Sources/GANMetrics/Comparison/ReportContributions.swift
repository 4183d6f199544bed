public import GANNumerics
public import OrderedCollections

/// What each sample adds to the metrics of a report, so that another report's samples from the same latents can be
/// compared with it in pairs.
///
/// A report keeps them in a file beside it. Row i belongs to sample i; reports of one protocol share the number of samples and the
/// reference's rows, so with one prior and one sampling seed row i of both comes from one latent vector.
public struct ReportContributions: Sendable, Equatable {
    /// What the samples' latents were drawn from.
    public let prior: LatentPrior
    /// By the metric's name.
    public let metrics: OrderedDictionary<String, RowContributions>

    /// Contributions of metrics whose samples all came from latents of this prior, row by row.
    public init(prior: LatentPrior, metrics: OrderedDictionary<String, RowContributions>) {
        self.prior = prior
        self.metrics = metrics
    }

    /// The standard error of the metric's difference to `other`'s at the same latents, to first order.
    ///
    /// Shares get one differing pair more than was seen: that no pair differs among m says that fewer than about 3/m do, not
    /// that none does. nil where the two have nothing to pair: another prior, other numbers of rows, or a metric that either lacks.
    public func differenceError(of metric: String, to other: ReportContributions) -> Double? {
        guard prior == other.prior, let own = metrics[metric], let others = other.metrics[metric],
            own.generated.count == others.generated.count, own.reference.count == others.reference.count
        else { return nil }
        let (generated, reference) = own.differenceVariances(to: others, paired: true)
        let isShare = MetricRegistry.entry(named: metric)?.bounds == 0...1
        let unseen = isShare ? 1 / (Double(own.generated.count) * Double(own.generated.count)) : 0
        let error = (generated + reference + unseen).squareRoot()
        return error.isFinite ? error : nil
    }
}
