/// The samples are not real data that were handed over in their order.
enum SameSourceCheck: EvaluationCheck {
    static let name = Check.Name.sameSource
    /// The share of samples that must be the rows in their order.
    private static let limit = 0.9
    /// Samples that differ from all others; repeated values agree in any order.
    private static let fewest = 10
    /// Rows that equal one sample and are tried as its place.
    private static let tries = 16

    static func run(_ context: CheckContext) -> Check? {
        let samples = context.samples.fingerprints
        // A generator that copies its training data does not keep their order.
        let real = share(of: samples, inOrderOf: context.real.fingerprints)
        if real >= limit {
            return failed(.rows(of: .reference), figure: real, limit: limit, spoils: .distribution)
        }
        guard let heldOut = context.heldOut else { return passed(figure: real, limit: limit) }
        let fresh = share(of: samples, inOrderOf: heldOut.fingerprints)
        if fresh >= limit { return failed(.rows(of: .heldOut), figure: fresh, limit: limit, spoils: .all) }
        return passed(figure: max(real, fresh), limit: limit)
    }

    /// The share of the samples that are rows from some row on, one after another; of those that no other sample equals.
    ///
    /// O(rows + samples).
    private static func share(of samples: [UInt64], inOrderOf rows: [UInt64]) -> Double {
        var counts: [UInt64: Int] = [:]
        for sample in samples where sample != 0 { counts[sample, default: 0] += 1 }
        let alone = samples.indices.filter { counts[samples[$0]] == 1 }
        guard let anchor = alone.first, alone.count >= fewest else { return 0 }
        let starts = rows.indices.filter { rows[$0] == samples[anchor] }.prefix(tries).map { $0 - anchor }
        let agreeing = starts.map { start in
            alone.count { rows.indices.contains(start + $0) && rows[start + $0] == samples[$0] }
        }
        return Double(agreeing.max() ?? 0) / Double(alone.count)
    }
}
