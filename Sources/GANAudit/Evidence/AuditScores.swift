import GANMetrics

extension AuditFindings {
    /// How clearly samples match the pool, beside real rows of it: what the figure of a report draws.
    ///
    /// Each score is the distance of the nearest row by the mean distance of the next five, in the channel in which the match is
    /// clearest: near 0 for a copy, about 1 for no match. Finite, one for each sample and for each calibration row.
    public struct Scores: Sendable, Codable, Equatable {
        /// Of each sample that is shown, the lower the clearer the match.
        public var samples: [Double]
        /// Real rows in the samples' place, each without itself.
        public var real: [Double]

        package init(samples: [Double], real: [Double]) {
            self.samples = samples
            self.real = real
        }
    }
}

extension AuditFindings.Scores {
    /// The scores of the clearest channel of each query.
    init(_ contests: CopyEvidence.Contests) {
        func scores(_ channels: [CopyContests]) -> [Double] {
            let combined = CombinedContests(channels, reference: contests.reference)
            return (0..<combined.count).map { channels[combined.channels[$0]].scores[$0] }
        }
        self.init(samples: scores(contests.samples), real: scores(contests.reference))
    }
}
