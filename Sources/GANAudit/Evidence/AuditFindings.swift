public import GANData
public import GANEvaluation
public import GANMetrics

/// What an audit found: all that its reports and `audit.json` say.
public struct AuditFindings: Sendable, Codable {
    /// The sources' names and sizes.
    public var sources: Sources
    /// Rows that were set aside before the contests, and why.
    public var pool: Pool
    /// The copies, the surest first.
    public var copies: [Copy]
    /// The share of samples that can be shown to be copies, a lower bound of the share that are; nil without p-values, and where
    /// there is copying of which nothing can be listed.
    public var copiedShare: Estimate?
    /// What labels alone show of the share, and the share of the samples that surely are copies; nil without p-values.
    public var sureShare: SureShare? = nil
    /// The rule that listed the copies; nil where none did.
    public var listedBy: ListedBy? = nil
    /// Which training rows the copies are of.
    public var extraction: Extraction
    /// Tests of the whole set, by name.
    public var tests: [Test]
    /// How varied the samples are.
    public var diversity: Diversity
    /// Whether training and held-out rows look prepared alike; nil where rows are too few to tell.
    public var appearance: Appearance? = nil
    /// What the audit could have seen; nil without held-out data.
    public var sensitivity: Sensitivity?
    /// How exact the search was, channel by channel.
    public var search: [ChannelSearch]
    /// Changes that copies may have and that were not looked for.
    public var notSearched: [Unsearched] = []
    /// What had to hold of the data before anything was told.
    public var checks: [Check] = []
    /// How clearly samples and real rows match, for a figure; nil in findings that were kept without them.
    public var scores: Scores? = nil
    /// The median Euclidean distance of samples that are not listed as copies to their nearest training rows, of real rows where
    /// hardly any such sample is left.
    public var typicalDistance: Double? = nil
    /// What the generator's latent space says; nil without a generator.
    public var latents: Latents? = nil
    /// Doubts about the audit as a whole.
    public var doubts: [AuditDoubt]
    /// The answer, with its reasons.
    public var verdict: AuditVerdict

    /// What was held against what.
    public struct Sources: Sendable, Codable, Equatable {
        /// The samples' name.
        public var samples: String
        /// How many samples were searched.
        public var sampleCount: Int
        /// The training data's name.
        public var training: String
        /// Training rows, repeats among them.
        public var trainingCount: Int
        /// The held-out data's name; nil without any.
        public var heldOut: String?
        /// Held-out rows; 0 without any.
        public var heldOutCount: Int
        /// The shape of a row.
        public var shape: SampleShape
    }

    /// Rows that were set aside, and those that competed.
    public struct Pool: Sendable, Codable, Equatable {
        /// Training rows that repeat an earlier training row.
        public var trainingRepeats: Int
        /// Held-out rows that repeat an earlier held-out row.
        public var heldOutRepeats: Int
        /// Held-out rows that are equal to a training row, and those training rows.
        public var overlap: [Overlap]
        /// Rows that competed.
        public var trainingCompeting: Int
        /// Held-out rows that competed.
        public var heldOutCompeting: Int
        /// Real rows that calibrated p-values.
        public var calibrationRows: Int

        /// One row that both sets have.
        public struct Overlap: Sendable, Codable, Equatable {
            /// Its number among the held-out rows, from 0.
            public var heldOutRow: Int
            /// Its number among the training rows, from 0.
            public var trainingRow: Int
        }
    }

    /// A sample that is listed as a copy.
    public struct Copy: Sendable, Codable, Equatable {
        /// Its place in the list, from 1.
        public var rank: Int
        /// The sample's number, from 0.
        public var sample: Int
        /// The number of the training row that it is a copy of, from 0.
        public var trainingRow: Int
        /// Where the training row comes from: a file's name, or "row 17".
        public var origin: String
        /// What lies between the row and the sample.
        public var transformation: AuditTransformation
        /// Euclidean, of what the transformation's channel compares.
        public var distance: Double
        /// The distance by the mean distance of the next five rows: 0 for an exact copy, about 1 for no match.
        public var score: Double
        /// By calibration, or nil where there are no valid p-values.
        public var pValue: Double?
        /// The least false discovery rate at which it is listed.
        public var qValue: Double?
        /// The same by labels alone, which assumes nothing about the generator and needs more copies.
        public var competitionQValue: Double?
        /// Whether every compared value is equal.
        public var isExact: Bool
        /// How often the training row occurs in the training set.
        public var occurrences: Int
    }

    /// A figure with its interval.
    public struct Estimate: Sendable, Codable, Equatable {
        /// The figure itself.
        public var value: Double
        /// The interval's lower end.
        public var low: Double
        /// The interval's upper end.
        public var high: Double
        /// The interval's nominal coverage, 0 to 1.
        public var level: Double
        /// How the interval was made, in a few words.
        public var method: String
    }

    /// What is sure of the share of copies, whatever can be listed.
    public struct SureShare: Sendable, Codable, Equatable {
        /// The samples that surely are copies, as a share; 0 without an alarm.
        public var low: Double
        /// The share of copies by the labels of all nearest rows, with its interval: a lower bound as well.
        public var byLabels: Estimate

        /// Shares of the samples from 0 to 1.
        ///
        /// Nothing is checked.
        public init(low: Double, byLabels: Estimate) {
            self.low = low
            self.byLabels = byLabels
        }
    }

    /// The rule behind the list.
    public struct ListedBy: Sendable, Codable, Equatable {
        /// Which rule it is.
        public var basis: CopyJudgement.Basis
        /// The false discovery rate of the list: the competition's estimate, or the rate that was asked for.
        public var falseDiscoveryRate: Double

        /// A rule and its rate, from 0 to 1.
        ///
        /// Nothing is checked.
        public init(basis: CopyJudgement.Basis, falseDiscoveryRate: Double) {
            self.basis = basis
            self.falseDiscoveryRate = falseDiscoveryRate
        }
    }

    /// Which training rows the copies are of, and how many there may be in the long run.
    public struct Extraction: Sendable, Codable, Equatable {
        /// Training rows with at least one listed copy.
        public var distinctTrainingRows: Int
        /// By the number of training rows.
        public var rate: Double
        /// How many rows the generator gives away in the long run, at least.
        public var estimatedRows: Double
        /// The most copied first, at most a hundred.
        public var mostCopied: [CopiedRow]

        /// A training row that was given away.
        public struct CopiedRow: Sendable, Codable, Equatable {
            /// Its number, from 0.
            public var trainingRow: Int
            /// Where it comes from: a file's name, or "row 17".
            public var origin: String
            /// Listed copies of it.
            public var samples: Int
            /// How often it occurs in the training set.
            public var occurrences: Int
        }
    }

    /// A test of the set of samples as a whole.
    public struct Test: Sendable, Codable, Equatable {
        /// A stable word: "nearest_training_share", "membership_inference_auc".
        public var name: String
        /// The statistic that `name` stands for.
        public var value: Double
        /// What a generator that copies nothing gets; nil where that isn't known.
        public var null: Double?
        /// Of the statistic; nil where nothing says how it varies.
        public var interval: Estimate?
        /// Of a generator that copies nothing; nil where there is no valid one.
        public var pValue: Double?
        /// Further figures under stable words.
        public var parts: [String: Double]
        /// The discriminator's name, where the test is of one; `AuditWords` of `GANReports` says what a test is.
        public var subject: String? = nil
    }

    /// How varied the samples are, beside as many real rows.
    public struct Diversity: Sendable, Codable, Equatable {
        /// Samples that differ in any value.
        public var distinctSamples: Int
        /// The effective number of samples that are no near-duplicates of each other.
        public var effectiveSamples: Double
        /// That of as many real rows.
        public var effectiveReal: Double
        /// Whether the samples are few distinct ones.
        public var isCollapsed: Bool
    }

    /// How well single training and held-out rows are told apart by what preparation leaves in them.
    public struct Appearance: Sendable, Codable, Equatable {
        /// The area under the ROC curve of the better rule; ½ for one set split at random.
        public var area: Double
        /// The p-value of both rules together, for rows split at random.
        public var pValue: Double
        /// Whether they pass for rows that were prepared alike.
        public var isAlike: Bool
        /// Training rows that were compared.
        public var trainingRows: Int
        /// Held-out rows that were compared.
        public var heldOutRows: Int
        /// What tells them apart best.
        public var clue: Clue

        /// What tells training rows from held-out rows.
        public enum Clue: Sendable, Codable, Equatable {
            /// Kinds of grey levels that images of one set alone hold.
            case greyLevels(onlyTraining: Int, onlyHeldOut: Int)
            /// Mean grey levels of both sets, of whole images or of their darkest or brightest values.
            case brightness(training: Double, heldOut: Double)
            /// How far grey levels spread, and how many are at an end.
            case contrast
            /// Differences of neighbouring pixels.
            case sharpness(isHeldOutSharper: Bool)
            /// Rows and columns of pixels at the edge.
            case borders
            /// Borders of blocks of eight pixels.
            case compression
            /// Means of the channels.
            case colour
            /// Values of vectors.
            case values
        }

        init(area: Double, pValue: Double, isAlike: Bool, rows: (training: Int, heldOut: Int), clue: Clue) {
            self.area = area
            self.pValue = pValue
            self.isAlike = isAlike
            (trainingRows, heldOutRows) = rows
            self.clue = clue
        }
    }

    /// What the audit could have seen.
    public struct Sensitivity: Sendable, Codable, Equatable {
        /// The smallest share of clear copies that would have raised the alarm; nil when no share would.
        public var smallestVisibleShare: Double?
        /// The same for copies that are exact, plainly or mirrored.
        public var smallestVisibleExactShare: Double?
        /// The leak that should not be missed.
        public var leakOfInterest: Double
        /// Samples that would show it with about 95 % probability; nil when no number would.
        public var samplesNeeded: Int?
    }

    /// A change of a copy that was not looked for.
    public enum Unsearched: String, Sendable, Codable, CaseIterable {
        /// A family of transformations, as `AuditOptions.Channel` names it.
        case mirrored, moved, contrast, patches, inverted, recoloured, rotated
        /// Further turns, larger shifts and sizes, other crops.
        case largerMoves = "larger_moves"
        /// Parts that are painted over, beyond what a copied quarter shows.
        case erased
        /// Mixtures of several rows.
        case blended
        /// Likeness in a feature space.
        case features

        /// Whether `AuditOptions.channels` has a family of its name.
        package var isChannel: Bool { AuditOptions.Channel(rawValue: rawValue) != nil }
    }

    /// The search by one family of transformations.
    public struct ChannelSearch: Sendable, Codable, Equatable {
        /// The family's name, "identity" or "mirrored".
        public var channel: String
        /// Whether all lists are exact by construction; otherwise a screen chose the candidates.
        public var isExact: Bool
        /// The share of samples whose nearest row is proved to be the nearest.
        public var provenShare: Double
    }
}

/// The audit's answer, with its reasons.
public struct AuditVerdict: Sendable, Codable, Equatable {
    /// What the audit says: copying, no evidence of it, or that it can't tell.
    public enum Outcome: String, Sendable, Codable {
        case copying
        case noEvidence = "no_evidence"
        case inconclusive
    }

    /// The answer in one word.
    public var outcome: Outcome
    /// The weightiest first.
    public var reasons: [AuditReason]
}
