package import GANData
import GANNumerics

/// How an audit's memory is spent.
///
/// What is found depends on the memory, the data and the samples, never on the number of threads: blocks are sized as for a few
/// of them, and where there is no memory for more, fewer run. The figures are somewhat above what audits of 784 to 12,288 values
/// a row were seen to take.
package struct AuditMemory {
    let samples: any SampleSource
    let training: any SampleSource
    let heldOut: (any SampleSource)?
    let options: AuditOptions

    /// The memory of an audit of `samples` by `options`.
    package init(
        samples: any SampleSource, training: any SampleSource, heldOut: (any SampleSource)?, options: AuditOptions
    ) {
        self.samples = samples
        self.training = training
        self.heldOut = heldOut
        self.options = options
    }

    /// The program and its libraries.
    private static let program = 48.0 * 1_048_576
    private static let fewestThreads = 4.0
    /// Copies of a block while it is searched: as read, as compared, and what screens it.
    private static let copiesOfBlock = 2.25
    /// Copies of the rows that measures of the whole set compare.
    private static let copiesOfSet = 3.0
    private static let fewestRows = 256.0
    /// Of a query that is shifted, resized and turned.
    private static let views = ImageView.moved(shift: 2).count + ImageView.turned.count
    /// Of a query: six tables, and up to about sixty candidates of 40 bytes.
    private static let secondLooks = 6.0 * 104 + 60 * 40

    /// What an audit may take.
    package struct Plan: Sendable, Equatable {
        /// Bytes of a block of real rows that is searched at once.
        package var blockBytes: Int
        /// Bytes of the rows that measures of the whole set compare.
        package var setBytes: Int
        /// How many threads there is memory for.
        package var threads: Int
    }

    /// The bytes of a block and of the whole set's measures with which the audit stays within `memory`; throws when even the least
    /// is too large.
    package func plan(_ memory: Int) throws(AuditError) -> Plan {
        let working = max(Self.fewestThreads * thread, subspace)
        let least = fixed + working + Self.copiesOfBlock * Self.fewestRows * row
        guard Double(memory) >= least else {
            throw .invalidOption(
                name: "--memory", value: "\(memory) bytes",
                allowed: "at least \(Int((least / 1_048_576).rounded(.up)))M for these samples")
        }
        let room = Double(memory) - fixed
        let forThreads = max(working, room / 4)
        let rest = room - forThreads
        return Plan(
            blockBytes: min(1 << 32, Int(rest / Self.copiesOfBlock)), setBytes: max(1, Int(rest / Self.copiesOfSet)),
            threads: Int(forThreads / thread))
    }

    /// What stays in memory whatever streams through: sources that are held, samples, calibration rows, and their neighbours.
    private var fixed: Double {
        let sources = [samples, training] + (heldOut.map { [$0] } ?? [])
        let held = sources.reduce(0) { $0 + $1.residentBytes }
        let real = training.count + (heldOut?.count ?? 0)
        let calibrating = min(options.calibrationRows, real)
        let queries = Double(samples.count + calibrating)
        let testing = Double(min(options.exchangeabilityRows, heldOut?.count ?? 0))
        // All queries, and samples or calibration rows once more as a channel compares them; the rows that test the split and
        // their halves.
        let rows = row * (queries + Double(max(samples.count, calibrating)) + 2 * testing)
        // For each query a table for about ten channels and both sets, six neighbours of 16 bytes and a bound, and the second looks'
        // tables and candidates; for each real row its digest and distance.
        let tables = queries * (2 * 10 * 104 + Self.secondLooks)
        return Self.program + Double(held) + rows + tables + Double(real) * 80
    }

    /// What a thread takes: panels of a product, or the views of some queries and float64 copies of them.
    private var thread: Double {
        let panels = SearchMemory.panelBytes(row: row)
        guard case .image = samples.shape else { return 8 * 1_048_576 + panels }
        let views = SearchMemory.viewBytes(row: row, views: Self.views)
        // The copies are twice as large, of fewer views where a query's views alone are many.
        let copies = 2 * SearchMemory.viewBytes(row: row, views: 16)
        return 8 * 1_048_576 + max(panels, views + copies)
    }

    /// What the search for a block's principal subspace takes, before the threads begin: a sample of rows, in float32 and float64.
    private var subspace: Double { 5 * row * Double(SearchMemory.subspaceRows(columns: samples.shape.size)) }

    private var row: Double { Double(max(1, samples.shape.size) * MemoryLayout<Float>.stride) }
}
