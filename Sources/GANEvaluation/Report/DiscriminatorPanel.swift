public import GANMetrics
public import OrderedCollections

/// What the discriminator that was trained with a generator knows, as data.
///
/// Its figures stand among the report's metrics too, each with its interval and its null.
public struct DiscriminatorPanel: Sendable {
    /// What reports call it.
    public var name: String
    /// Its file.
    public var path: String
    /// SHA-256 over its architecture and weights.
    public var digest: String
    /// What its scores mean.
    package var scale: DiscriminatorScores.Scale
    /// Where that is known from.
    package var scaleOrigin: JudgedDiscriminator.ScaleOrigin
    /// How many training rows, held-out rows and samples were scored; nil without held-out data.
    public var counts: (training: Int, heldOut: Int?, generated: Int)
    /// By name, in the order of `MetricRegistry.discriminatorFigures`.
    public var figures: OrderedDictionary<String, MetricResult>
    /// How the scores of training rows, held-out rows and samples are distributed.
    package var distribution: ScoreDistribution
    /// The raw probabilities first; empty where nothing could be held back to judge them by.
    package var calibrations: [Calibration]
    /// What choosing samples by it would buy.
    package var selections: [Selection]
    /// The samples that it finds most convincing, the most first, and least, the least first; empty for what are no images.
    package var convincing: [Scored]
    package var unconvincing: [Scored]
    /// Figures that are not there, and why.
    package var omitted: OrderedDictionary<String, Omission>

    /// How reliable one kind of probabilities is, on rows that it was not fitted to.
    package struct Calibration: Sendable, Equatable {
        package var method: ScoreCalibration.Method
        package var error: MetricResult
        package var brier: MetricResult
        /// nil where each probability is 0 or 1.
        package var test: MetricResult?
        /// The bound on the Jensen–Shannon divergence.
        package var bound: MetricResult
        package var bins: [Reliability.Bin]
        /// Slope and intercept of Platt's line.
        package var line: (slope: Double, intercept: Double)?
        /// Rows of each kind that were judged, and fitted to.
        package var rows: Int

        package static func == (first: Calibration, second: Calibration) -> Bool {
            first.method == second.method && first.error == second.error && first.brier == second.brier
                && first.test == second.test && first.bound == second.bound && first.bins == second.bins
        }
    }

    /// One way of choosing samples by a discriminator, and the same metrics of what it chose and of as many plain samples.
    package struct Selection: Sendable, Equatable {
        package enum Scheme: String, Sendable, Codable {
            case rejection = "rejection_sampling"
            case metropolisHastings = "metropolis_hastings"
        }

        package var scheme: Scheme
        /// The probabilities that it chose by.
        package var method: ScoreCalibration.Method
        package var acceptance: MetricResult
        /// The samples that it chose from.
        package var pool: Int
        /// The samples that were chosen, of which `measured` were measured.
        package var accepted: Int
        package var measured: Int
        package var comparisons: OrderedDictionary<String, Comparison>
        /// Why nothing was measured of what it chose; nil where something was.
        package var omission: Omission?
    }

    /// A metric of chosen samples beside that of as many plain ones.
    package struct Comparison: Sendable, Equatable {
        package var plain: MetricResult
        package var accepted: MetricResult
        /// Accepted less plain, with the interval of a difference of independent figures, which is rather too wide here: both are held
        /// against the same real rows.
        package var difference: Double
        package var interval: MetricInterval?
    }

    /// A sample with its score.
    package struct Scored: Sendable, Equatable {
        package var sample: Int
        package var score: Double
        package var image: [Float]
    }

    /// Counts of scores in equal bins between two ends.
    package struct ScoreDistribution: Sendable, Equatable {
        package var low: Double
        package var high: Double
        /// Shares of the training rows, one a bin; scores beyond the ends count in the first and last bin.
        package var training: [Double]
        package var heldOut: [Double]?
        package var generated: [Double]
    }

    /// Why a figure is not there.
    package enum Omission: String, Sendable, Codable {
        /// It compares with rows that the discriminator was not trained on.
        case noHeldOut = "no_held_out_data"
        /// It reads the sign or the size of a logit, and the scores are a critic's.
        case critic
        /// There are too few rows to say anything.
        case fewRows = "too_few_rows"
        /// Scores of a kind are all equal, or their means are.
        case equalScores = "equal_scores"
    }
}
