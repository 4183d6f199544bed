import GANNumerics

/// The contests of several channels as one: for each query the channel whose score is least usual among real data.
///
///     u = min over channels c of F_c(s_c)
///
/// The competition stays fair, because no channel looks at the labels "training" and "held-out".
package struct CombinedContests: Sendable, Equatable {
    /// u of each query; the lower, the clearer the match.
    package let strengths: [Double]
    /// The number of the channel that gave it.
    package let channels: [Int]
    /// The winner in that channel.
    package let rows: [Int32]
    /// Whether the winner is a training row.
    package let isTraining: [Bool]

    /// The number of queries.
    package var count: Int { strengths.count }

    /// Combines channels of the same queries, on scales made from the channels of reference queries.
    ///
    /// `contests` and `reference` hold the same channels in the same order.
    package init(_ contests: [CopyContests], reference: [CopyContests]) {
        precondition(contests.count == reference.count && !contests.isEmpty, "channels without a scale")
        let scales = reference.map { CopyScoreScale(reference: $0.scores) }
        self.init(contests, scales: scales)
    }

    init(_ contests: [CopyContests], scales: [CopyScoreScale]) {
        let count = contests[0].count
        var strengths = [Double](repeating: 1, count: count)
        var channels = [Int](repeating: 0, count: count)
        for (number, channel) in contests.enumerated() {
            precondition(channel.count == count, "channels of \(count) and \(channel.count) queries")
            for query in 0..<count {
                let value = scales[number].probability(channel.scores[query])
                if value < strengths[query] { (strengths[query], channels[query]) = (value, number) }
            }
        }
        self.strengths = strengths
        self.channels = channels
        rows = (0..<count).map { contests[channels[$0]].rows[$0] }
        isTraining = (0..<count).map { contests[channels[$0]].isTraining[$0] }
    }
}
