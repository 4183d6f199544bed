import GANData
import GANMetrics
import GANNumerics

/// What a comparison found that begins where the first ones ended: erased parts, and blends of two rows.
///
/// Both would cost as much as all other comparisons if they went through all pairs. They start from the nearest rows of the first
/// comparisons (`AuditCandidates`), which leaves the competition as fair as it was: candidates are taken from the pool, whatever set they
/// are from.
struct AuditSecondLook: Sendable {
    /// "erased" or "blended".
    let name: String
    /// The nearest rows of samples and, after them, of reference rows.
    var training: TransformedTable
    var heldOut: TransformedTable
    /// The nearest held-out rows where nothing is known of training rows.
    var heldOutAlone: TransformedTable
    /// What a view of a query says was done.
    var transformation: @Sendable (_ query: Int, _ view: Int) -> AuditTransformation

    init(name: String, queries: Int, transformation: @escaping @Sendable (Int, Int) -> AuditTransformation) {
        self.name = name
        self.transformation = transformation
        training = TransformedTable(queries: queries, count: AuditOptions.neighbours)
        heldOut = training
        heldOutAlone = training
    }
}

extension AuditSearch {
    /// The second looks that the options ask for and the shape allows, after all first comparisons.
    ///
    /// Reads the pool once for erased parts and, as a rule, twice for blends; `stopping` is called after each block. Throws what reading and
    /// `stopping` throw.
    func secondLooks(
        _ state: AuditSearchState, geometry: ImageShape?, options: AuditOptions,
        progress: @escaping @Sendable (Double) -> Void, stopping: () throws -> Void
    ) throws -> [AuditSecondLook] {
        guard let geometry else { return [] }
        return try withoutActuallyEscaping(stopping) { stopping in
            // Rows that are taken out stand beside a block.
            let pass = PoolPass(search: self, blockBytes: max(1, options.blockBytes / 2), stopping: stopping)
            return try secondLooks(state, geometry, options, pass, progress)
        }
    }

    private func secondLooks(
        _ state: AuditSearchState, _ geometry: ImageShape, _ options: AuditOptions, _ pass: PoolPass,
        _ progress: @escaping @Sendable (Double) -> Void
    ) throws -> [AuditSecondLook] {
        let candidates = AuditCandidates(state: state, channels: channels, count: AuditOptions.neighbours)
        let windows = options.channels.contains(.erased) ? ErasedWindows(geometry) : nil
        let blends = options.channels.contains(.blended)
        let share = windows == nil ? 0 : blends ? 0.3 : 1
        var looks: [AuditSecondLook] = []
        if let windows {
            looks.append(try erased(windows, candidates, pass) { progress(share * $0) })
        }
        if blends {
            looks.append(
                try blended(candidates, pass, bytes: options.setBytes) { progress(share + (1 - share) * $0) })
        }
        if !looks.isEmpty { progress(1) }
        return looks
    }

    /// The whole pool, block by block.
    struct PoolPass {
        let search: AuditSearch
        let blockBytes: Int
        let stopping: () throws -> Void

        /// Calls `body` with the competing rows of each block that `wanted` asks for; `progress` hears the share of rows done.
        func run(
            wanted: (PoolSet, Range<Int>) -> Bool = { _, _ in true }, progress: (Double) -> Void,
            _ body: (PoolSet, PoolBlock) throws -> Void
        ) throws {
            let total = Double(search.training.count + (search.heldOut?.count ?? 0))
            var done = 0
            for set in search.sets {
                for range in AuditPool.blocks(of: set.source, bytes: blockBytes) {
                    if wanted(set, range), let block = try search.competing(range, of: set) {
                        try body(set, block)
                        try stopping()
                    }
                    done += range.count
                    progress(Double(done) / total)
                }
            }
        }
    }
}
