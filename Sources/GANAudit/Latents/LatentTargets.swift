import GANData
import GANNumerics

/// The rows that a generator is asked to make: drawn at random, and beside them the most copied ones.
struct LatentTargets {
    /// A row and its group.
    struct Row: Equatable {
        enum Group: Equatable { case training, heldOut, copied }

        let group: Group
        let row: Int
        let origin: String
    }

    let rows: [Row]
    /// Shape `[rows, sample's size]`.
    let values: Matrix<Float>

    /// Draws rows that are in one split only, without replacement.
    ///
    /// Throws what reading throws, and `nonFinite`.
    init(
        _ findings: AuditFindings, training: any SampleSource, heldOut: (any SampleSource)?, options: LatentOptions
    ) throws {
        let root = SeededGenerator(seed: options.seed).split("latent targets")
        let overlap = findings.pool.overlap
        func drawn(_ group: Row.Group, _ source: any SampleSource, without shared: Set<Int>, _ label: String) -> [Row] {
            var stream = root.split(label)
            // As many more as may be shared, so that enough are left.
            let wanted = min(source.count, options.rows + shared.count)
            return stream.distinct(wanted, below: source.count).filter { !shared.contains($0) }.prefix(options.rows)
                .map { Row(group: group, row: $0, origin: source.origin(of: $0)) }
        }
        var rows = drawn(.training, training, without: Set(overlap.map(\.trainingRow)), "training")
        if let heldOut {
            rows += drawn(.heldOut, heldOut, without: Set(overlap.map(\.heldOutRow)), "held out")
        }
        if options.rows > 0 {
            rows += findings.extraction.mostCopied.prefix(options.copiedRows).map {
                Row(group: .copied, row: $0.trainingRow, origin: $0.origin)
            }
        }
        var values: [Float] = []
        values.reserveCapacity(rows.count * training.shape.size)
        for row in rows {
            guard let source = row.group == .heldOut ? heldOut : training else { continue }
            let read = try source.read(rows: row.row..<row.row + 1)
            if read.firstNonFinite != nil { throw AuditError.nonFinite(source: source.name, row: row.row) }
            values += read.scalars
        }
        self.rows = rows
        self.values = Matrix(rows: rows.count, columns: training.shape.size, scalars: values)
    }
}

extension SeededGenerator {
    /// `count` distinct numbers below `bound`, in random order; memory O(count), by Floyd's method and a shuffle.
    fileprivate mutating func distinct(_ count: Int, below bound: Int) -> [Int] {
        precondition(count <= bound, "\(count) distinct numbers below \(bound)")
        var chosen: Set<Int> = []
        var order: [Int] = []
        for last in bound - count..<bound {
            let number = index(below: last + 1)
            let taken = chosen.contains(number) ? last : number
            chosen.insert(taken)
            order.append(taken)
        }
        return permutation(of: count).map { order[$0] }
    }
}
