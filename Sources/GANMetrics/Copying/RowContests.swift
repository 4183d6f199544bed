import GANNumerics

/// One contest for each row that wins any: samples that have the same nearest row are one piece of evidence, not many.
///
/// Given the pool and the samples, chance only decides which rows of the pool were used for training. All samples that one
/// row wins share that row's label, so a generator that collapsed to a few images has a few contests, however many samples
/// were drawn; the labels of different winners are exchangeable, exactly.
package struct RowContests: Sendable, Equatable {
    /// The contests from the clearest match to the least clear; ties in random order.
    package let entries: [Entry]
    /// How many training rows and how many held-out rows could have won.
    package let trainingRows: Int
    /// How many held-out rows could have won.
    package let heldOutRows: Int

    /// The contest of one row.
    package struct Entry: Sendable, Equatable {
        /// The row's number in its own set.
        package var row: Int32
        /// Which set that is.
        package var isTraining: Bool
        /// The least strength of its samples.
        package var strength: Double
        /// How many samples it won.
        package var samples: Int
    }

    /// The chance of a training row to win a contest that no training caused: p = n/(n + h).
    package var trainingChance: Double { Double(trainingRows) / Double(max(1, trainingRows + heldOutRows)) }
    /// n/h, training rows for each held-out row.
    package var ratio: Double { heldOutRows > 0 ? Double(trainingRows) / Double(heldOutRows) : .infinity }

    /// Groups contests by the winning row.
    ///
    /// - Parameters:
    ///   - leavingOut: training rows whose label says nothing, because held-out data have them too.
    ///   - seed: orders ties.
    package init(
        _ contests: CombinedContests, trainingRows: Int, heldOutRows: Int, leavingOut: Set<Int32> = [], seed: UInt64
    ) {
        self.init(
            rows: contests.rows, isTraining: contests.isTraining, strengths: contests.strengths,
            trainingRows: trainingRows, heldOutRows: heldOutRows, leavingOut: leavingOut, seed: seed)
    }

    init(
        rows: [Int32], isTraining: [Bool], strengths: [Double], trainingRows: Int, heldOutRows: Int,
        leavingOut: Set<Int32> = [], seed: UInt64
    ) {
        precondition(trainingRows > 0 && heldOutRows >= 0, "\(trainingRows) training and \(heldOutRows) held-out rows")
        self.trainingRows = trainingRows
        self.heldOutRows = heldOutRows
        var groups: [Int64: Entry] = [:]
        for query in rows.indices where rows[query] >= 0 {
            if isTraining[query], leavingOut.contains(rows[query]) { continue }
            let key = Int64(rows[query]) * 2 + (isTraining[query] ? 1 : 0)
            var entry =
                groups[key]
                ?? Entry(row: rows[query], isTraining: isTraining[query], strength: .infinity, samples: 0)
            entry.strength = min(entry.strength, strengths[query])
            entry.samples += 1
            groups[key] = entry
        }
        let sorted = groups.sorted { $0.key < $1.key }.map(\.value)
        var generator = SeededGenerator(seed: seed).split("ties of rows")
        let keys = sorted.map { _ in generator.next() }
        entries = sorted.indices.sorted { (sorted[$0].strength, keys[$0]) < (sorted[$1].strength, keys[$1]) }
            .map { sorted[$0] }
    }

    /// For each contest, the least false discovery rate at which it is among the discoveries, by competition alone.
    ///
    ///     q_i = min over thresholds at or above i of (1 + D)·(n/h)/max(T, 1)
    ///
    /// T and D count rows of the training set and of the held-out set beyond the threshold. Assumes nothing about the
    /// generator. Sources: Elias and Gygi 2007; Barber and Candès 2015 (the "1 +"); He et al. 2015 for unequal sets.
    package var competitionQValues: [Double] {
        guard heldOutRows > 0 else { return [Double](repeating: 1, count: entries.count) }
        var (targets, decoys) = (0, 0)
        var rates: [Double] = []
        var start = 0
        while start < entries.count {
            // A threshold takes all contests of one strength or none.
            var end = start
            while end < entries.count, entries[end].strength == entries[start].strength {
                if entries[end].isTraining { targets += 1 } else { decoys += 1 }
                end += 1
            }
            let rate = min(1, Double(1 + decoys) * ratio / Double(max(1, targets)))
            rates += [Double](repeating: rate, count: end - start)
            start = end
        }
        for index in rates.indices.dropLast().reversed() { rates[index] = min(rates[index], rates[index + 1]) }
        return rates
    }

    /// For each strength, the least false discovery rate at which a threshold lies at or above it.
    ///
    /// A row's clearest sample says nothing of others that the same row won: each sample is as far down as its own strength.
    package func competitionQValues(at strengths: [Double]) -> [Double] {
        let rates = competitionQValues
        guard !rates.isEmpty else { return [Double](repeating: 1, count: strengths.count) }
        return strengths.map { strength in
            // The first contest that is no clearer.
            var (low, high) = (0, entries.count)
            while low < high {
                let middle = (low + high) / 2
                if entries[middle].strength < strength { low = middle + 1 } else { high = middle }
            }
            return rates[min(low, rates.count - 1)]
        }
    }
}
