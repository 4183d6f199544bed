public import GANNumerics

extension ComparisonReport {
    /// Whether rows of the sets belong together, and why, as data; `ComparisonWords` of `GANReports` says it.
    ///
    /// Sets are numbered as the report's subjects are.
    public enum Pairing: Sendable, Equatable {
        /// Row i of all sets came from one latent vector: models with one prior, sampled with one seed.
        case sameLatents
        /// The same of reports that were made before; differences of these metrics are those of pairs.
        case sameLatentsOfReports(metrics: [String])
        /// A set was made before: nothing says which latents it came from.
        case madeBefore(subject: Int)
        /// The baseline and a set share no latents; what either draws from.
        case noSharedLatents(subject: Int, baseline: LatentPrior, prior: LatentPrior)
        /// A report does not keep what each of its samples adds.
        case notKept(subject: Int)
        /// The samples of the baseline's report and of another one come from different latents.
        case otherLatents(subject: Int)
        /// No metric has an interval and contributions in all reports.
        case noMetricInPairs

        /// Whether row i of all sets came from one latent vector, and something is compared so.
        public var isPaired: Bool {
            switch self {
            case .sameLatents, .sameLatentsOfReports: return true
            case .madeBefore, .noSharedLatents, .notKept, .otherLatents, .noMetricInPairs: return false
            }
        }
    }
}
