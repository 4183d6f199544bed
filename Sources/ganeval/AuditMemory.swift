import GANData
import GANEvaluation

/// How an audit's memory is spent.
struct AuditMemory {
    let samples: any SampleSource
    let options: AuditOptions

    /// What stays in memory whatever streams through: samples, calibration rows, and their neighbours.
    var fixed: Double {
        let values = Double(samples.shape.size * MemoryLayout<Float>.stride)
        let queries = Double(samples.count + options.calibrationRows)
        // Four copies of what is compared, one more of the rows that test the split, a table for each comparison and set.
        return values * (4 * queries + 2 * Double(options.exchangeabilityRows)) + queries * 2 * 10 * 104
    }

    /// Copies of a block while it is searched: as read, as compared, reduced, and its products.
    private static let copies = 5.0
    private static let fewestRows = 256.0

    /// The bytes of a block with which the audit stays within `memory`; throws when even the smallest is too large.
    func blockBytes(within memory: Int) throws(AuditError) -> Int {
        let row = Double(max(1, samples.shape.size) * MemoryLayout<Float>.stride)
        let least = fixed + Self.copies * Self.fewestRows * row
        guard Double(memory) >= least else {
            throw .invalidOption(
                name: "--memory", value: "\(memory) bytes",
                allowed: "at least \(Int((least / 1048576).rounded(.up)))M for these samples")
        }
        return min(1 << 32, Int((Double(memory) - fixed) / Self.copies))
    }
}
