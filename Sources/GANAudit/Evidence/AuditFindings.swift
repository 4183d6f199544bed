public import GANMetrics

/// What an audit found: all that its reports and `audit.json` say.
public struct AuditFindings: Sendable, Codable {
    /// The sources' names and sizes.
    public var sources: Sources
    /// Rows that were set aside before the contests, and why.
    public var pool: Pool
    /// The copies, the surest first.
    public var copies: [Copy]
    /// The share of samples that are copies; nil without held-out data.
    public var copiedShare: Estimate?
    /// Which training rows the copies are of.
    public var extraction: Extraction
    /// Tests of the whole set, by name.
    public var tests: [Test]
    /// How varied the samples are.
    public var diversity: Diversity
    /// What the audit could have seen; nil without held-out data.
    public var sensitivity: Sensitivity?
    /// How exact the search was, channel by channel.
    public var search: [ChannelSearch]
    /// How clearly samples and real rows match, for a figure; nil in findings that were kept without them.
    public var scores: Scores? = nil
    /// The median Euclidean distance of samples that are not listed as copies to their nearest training rows, of real rows where
    /// hardly any such sample is left.
    public var typicalDistance: Double? = nil
    /// What the generator's latent space says; nil without a generator.
    public var latents: Latents? = nil
    public var diagnostics: [Diagnostic]
    public var verdict: AuditVerdict

    public struct Sources: Sendable, Codable, Equatable {
        public var samples: String
        public var sampleCount: Int
        public var training: String
        public var trainingCount: Int
        public var heldOut: String?
        public var heldOutCount: Int
        public var shape: String
    }

    public struct Pool: Sendable, Codable, Equatable {
        /// Training rows that repeat an earlier training row.
        public var trainingRepeats: Int
        public var heldOutRepeats: Int
        /// Held-out rows that are equal to a training row, and those training rows.
        public var overlap: [Overlap]
        /// Rows that competed.
        public var trainingCompeting: Int
        public var heldOutCompeting: Int
        /// Real rows that calibrated p-values.
        public var calibrationRows: Int

        public struct Overlap: Sendable, Codable, Equatable {
            public var heldOutRow: Int
            public var trainingRow: Int
        }
    }

    public struct Copy: Sendable, Codable, Equatable {
        /// Its place in the list, from 1.
        public var rank: Int
        public var sample: Int
        public var trainingRow: Int
        /// Where the training row comes from: a file's name, or "row 17".
        public var origin: String
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

    public struct Estimate: Sendable, Codable, Equatable {
        public var value: Double
        public var low: Double
        public var high: Double
        public var level: Double
        public var method: String
    }

    public struct Extraction: Sendable, Codable, Equatable {
        public var distinctTrainingRows: Int
        /// By the number of training rows.
        public var rate: Double
        /// How many rows the generator gives away in the long run, at least.
        public var estimatedRows: Double
        /// The most copied first, at most a hundred.
        public var mostCopied: [CopiedRow]

        public struct CopiedRow: Sendable, Codable, Equatable {
            public var trainingRow: Int
            public var origin: String
            public var samples: Int
            public var occurrences: Int
        }
    }

    public struct Test: Sendable, Codable, Equatable {
        /// A stable word: "nearest_training_share", "membership_inference_auc".
        public var name: String
        public var value: Double
        public var null: Double?
        public var interval: Estimate?
        public var pValue: Double?
        /// Further figures under stable words.
        public var parts: [String: Double]
        /// One sentence for people.
        public var reading: String
    }

    public struct Diversity: Sendable, Codable, Equatable {
        /// Samples that differ in any value.
        public var distinctSamples: Int
        /// The effective number of different nearest rows, and that of as many real rows.
        public var effectiveWinners: Double
        public var effectiveWinnersOfReal: Double
        public var isCollapsed: Bool
    }

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

    public struct ChannelSearch: Sendable, Codable, Equatable {
        public var channel: String
        /// Whether all lists are exact by construction; otherwise a screen chose the candidates.
        public var isExact: Bool
        /// The share of samples whose nearest row is proved to be the nearest.
        public var provenShare: Double
    }
}

/// The audit's answer, with its reasons.
public struct AuditVerdict: Sendable, Codable, Equatable {
    public enum Outcome: String, Sendable, Codable {
        case copying
        case noEvidence = "no_evidence"
        case inconclusive
    }

    public var outcome: Outcome
    /// The weightiest first.
    public var reasons: [AuditReason]
}
