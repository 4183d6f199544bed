import GANNumerics
import GANText

/// p- and q-values of samples from real data that took part in the same contests.
///
/// R rows drawn from the pool without regard to labels compete as if they were samples, each without itself. A sample's
///
///     p = min(1, λ · (1 + #{j : u_j ≤ u}) / (R + 1)),      q by Benjamini and Hochberg over all samples
///
/// is valid when an honest sample matches a row of the pool no more closely than another real image does: a conformal
/// p-value. It resolves 1/(R + 1) where the competition by labels alone resolves n/h contests, so that a handful of copies
/// can be shown.
///
/// The assumption is checked with data that the generator cannot have copied. λ ≥ 1 is by how much more often samples
/// score among the clearest 1 % and 5 % than training rows do, both *against held-out rows alone*, less one standard error of
/// each count: chance does not inflate. And the held-out rows
/// among the flagged winners must be no more than chance gives (`contradiction`): copies win for training rows only, chance for
/// held-out rows as well.
///
/// A sample that is equal to a row, plainly or mirrored, has a null of its own: of all N rows of the pool, `twins` are equal to
/// another one. Its p is also at most λ·(1 + twins)/(N + 1), without a search of N rows: exact copies are seen in far smaller
/// numbers than near ones.
///
/// Sources: Vovk et al. 2005 (conformal p-values); Bates et al. 2023, arXiv 2104.08279 (their use with Benjamini and
/// Hochberg's procedure, whose guarantee holds for the positive dependence that a shared reference makes).
package struct CopyCalibration: Sendable, Equatable {
    /// p of each sample.
    package let pValues: [Double]
    /// q of each sample.
    package let qValues: [Double]
    /// λ.
    package let inflation: Double
    /// R.
    package let referenceRows: Int
    /// p of an exact copy before λ, (1 + twins)/(N + 1); nil where nothing is known of exact copies.
    package let exactPValue: Double?
    /// u of the reference rows, ascending.
    let referenceStrengths: [Double]

    /// Which samples are exact copies, and how many rows of the pool are equal to another one.
    package struct Exactness: Sendable, Equatable {
        /// Whether each sample is equal to a row, plainly or mirrored.
        package var isExact: [Bool]
        /// Rows of the pool that are equal to another row in the same way.
        package var twins: Int
        /// All rows of the pool, before any was set aside.
        package var rows: Int

        /// Of all samples and the whole pool.
        package init(isExact: [Bool], twins: Int, rows: Int) {
            self.isExact = isExact
            self.twins = twins
            self.rows = rows
        }
    }

    /// Calibrates the samples' strengths against those of reference rows.
    ///
    /// - Parameters:
    ///   - exactness: what is known of exact copies; nil for nothing.
    ///   - againstHeldOut: strengths of samples and of reference training rows in contests of held-out rows alone, on one
    ///     scale; nil when these can't be had, and then λ is 1.
    package init(
        samples: [Double], reference: [Double], againstHeldOut: (samples: [Double], training: [Double])? = nil,
        exactness: Exactness? = nil
    ) {
        precondition(exactness.map { $0.isExact.count == samples.count } ?? true, "exactness of other samples")
        exactPValue = exactness.map { Double(1 + $0.twins) / Double($0.rows + 1) }
        referenceStrengths = reference.sorted()
        referenceRows = reference.count
        inflation = againstHeldOut.map { Self.inflation(samples: $0.samples, training: $0.training) } ?? 1
        var pValues: [Double] = []
        pValues.reserveCapacity(samples.count)
        for (sample, strength) in samples.enumerated() {
            let below = Self.count(atMost: strength, in: referenceStrengths)
            var value = Double(1 + below) / Double(reference.count + 1)
            if let exactness, let exactPValue, exactness.isExact[sample] { value = min(value, exactPValue) }
            pValues.append(min(1, inflation * value))
        }
        self.pValues = pValues
        qValues = Self.adjusted(pValues)
    }

    /// The share of reference rows whose strength is at most this.
    func referenceShare(atMost strength: Double) -> Double {
        Double(Self.count(atMost: strength, in: referenceStrengths)) / Double(max(1, referenceRows))
    }

    /// Benjamini and Hochberg's adjusted p-values: min over larger p of p·m/rank.
    static func adjusted(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var result = [Double](repeating: 1, count: values.count)
        var least = 1.0
        for (rank, index) in order.enumerated().reversed() {
            least = min(least, values[index] * Double(values.count) / Double(rank + 1))
            result[index] = least
        }
        return result
    }

    static func inflation(samples: [Double], training: [Double]) -> Double {
        let sorted = training.sorted()
        var largest = 1.0
        for level in [0.01, 0.05] {
            let rank = Int(saturating: (level * Double(sorted.count)).rounded(.up))
            // Fewer would make it a matter of one or two rows.
            guard rank >= 10, !samples.isEmpty else { continue }
            let threshold = sorted[rank - 1]
            let found = Double(samples.count { $0 <= threshold })
            let share = (found - found.squareRoot()) / Double(samples.count)
            let expected = (Double(rank) + Double(rank).squareRoot()) / Double(sorted.count)
            largest = max(largest, share / expected)
        }
        return largest
    }

    static func count(atMost value: Double, in sorted: [Double]) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
