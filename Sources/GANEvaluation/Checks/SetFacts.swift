import GANData
import GANNumerics

/// What checks know of a set of samples: a fingerprint of each row, and statistics of some.
struct SetFacts: Equatable {
    /// Of each row in order: equal rows have equal ones, and others differ but for one case in 2⁶⁴; images of one level have 0.
    var fingerprints: [UInt64]
    /// Of at most `statisticRows` rows, drawn evenly: what `RowStatistics` says.
    var statistics: Matrix<Float>
    /// The share of each level from 0 to 255 among the values of these rows, to the nearest; empty for vectors.
    var levels: [Float]
    /// The share of these rows' values that lie between whole levels.
    var fractions: Float
    var least: Float
    var greatest: Float

    var count: Int { fingerprints.count }

    /// Rows whose statistics are taken.
    static let statisticRows = 2000
    /// Coordinates of vectors that are kept.
    static let coordinates = 64
    static let blockRows = 4096

    /// The facts of a source, from the cache where they were gathered before.
    ///
    /// One pass over all rows, O(values); memory one block. Throws what reading throws.
    static func of(_ source: any SampleSource, cache: any EvaluationCache) throws -> SetFacts {
        let ingredients = [try source.contentDigest()]
        if let bytes = cache.find(kind: kind, ingredients: ingredients), let found = SetFacts(encoded: bytes) {
            return found
        }
        let facts = try gather(count: source.count, shape: source.shape) { try source.read(rows: $0) }
        cache.keep(facts.encoded(), kind: kind, ingredients: ingredients)
        return facts
    }

    /// The facts of samples in memory.
    static func of(_ samples: Matrix<Float>, shape: SampleShape) -> SetFacts {
        gather(count: samples.rows, shape: shape) { samples.rows(in: $0) }
    }

    private static let kind = "set facts/1"

    private static func gather(
        count: Int, shape: SampleShape, _ read: (Range<Int>) throws -> Matrix<Float>
    ) rethrows -> SetFacts {
        // The draw is the same for every evaluation, so that the cache serves all.
        var stream = SeededGenerator(seed: 0).split("checked rows")
        let chosen = stream.sample(min(statisticRows, count), below: count).sorted()
        var fingerprints: [UInt64] = []
        fingerprints.reserveCapacity(count)
        var tally = LevelTally(shape: shape)
        var statistics: [Float] = []
        var next = 0
        let block = shape.blockRows(atMost: blockRows)
        for start in stride(from: 0, to: count, by: block) {
            let rows = start..<min(count, start + block)
            let values = try read(rows)
            fingerprints += RowFingerprints.of(values, isImage: shape.isImage)
            var taken: [Int] = []
            while next < chosen.count, chosen[next] < rows.upperBound {
                taken.append(chosen[next] - start)
                next += 1
            }
            if taken.isEmpty { continue }
            let drawn = values.rows(at: taken)
            tally.add(drawn)
            statistics += RowStatistics.of(drawn, shape: shape).scalars
        }
        let columns = RowStatistics.columns(of: shape)
        return SetFacts(
            fingerprints: fingerprints,
            statistics: Matrix(rows: chosen.count, columns: columns, scalars: statistics), levels: tally.shares,
            fractions: tally.fractions, least: tally.least, greatest: tally.greatest)
    }
}

/// Which levels a set's values take.
private struct LevelTally {
    private var counts: [Int]
    private var fractional = 0
    private var total = 0
    private(set) var least = Float.infinity
    private(set) var greatest = -Float.infinity

    init(shape: SampleShape) { counts = shape.isImage ? [Int](repeating: 0, count: 256) : [] }

    mutating func add(_ samples: Matrix<Float>) {
        total += samples.scalars.count
        var (low, high, broken) = (least, greatest, 0)
        var tally = counts
        samples.scalars.withUnsafeBufferPointer { values in
            tally.withUnsafeMutableBufferPointer { tally in
                for value in values {
                    low = min(low, value)
                    high = max(high, value)
                    // Nearly all values of images are levels, which need no rounding.
                    if value >= 0, value <= 255, value == Float(UInt8(value)) {
                        if !tally.isEmpty { tally[Int(UInt8(value))] += 1 }
                        continue
                    }
                    if value != value.rounded() { broken += 1 }
                    if !tally.isEmpty { tally[Int(GreyLevels.quantize(value))] += 1 }
                }
            }
        }
        (least, greatest, counts) = (low, high, tally)
        fractional += broken
    }

    var shares: [Float] { counts.map { Float(Double($0) / Double(max(1, total))) } }
    var fractions: Float { Float(Double(fractional) / Double(max(1, total))) }
}

extension SetFacts {
    /// The cached form: fingerprints as 16-bit pieces, which floats hold exactly, then the rest.
    fileprivate func encoded() -> [UInt8] {
        let pieces = fingerprints.flatMap { word in
            (0..<4).map { Float(UInt16(truncatingIfNeeded: word >> (16 * UInt64($0)))) }
        }
        return CachedBytes.encode([
            Matrix(rows: count, columns: 4, scalars: pieces), statistics,
            Matrix(rows: 1, columns: levels.count, scalars: levels),
            Matrix(rows: 1, columns: 3, scalars: [fractions, least, greatest]),
        ])
    }

    fileprivate init?(encoded bytes: [UInt8]) {
        guard let parts = CachedBytes.matrices(bytes), parts.count == 4, parts[0].columns == 4,
            parts[3].scalars.count == 3, parts[2].columns == 0 || parts[2].columns == 256,
            parts[0].scalars.allSatisfy({ $0 >= 0 && $0 <= 65_535 })
        else { return nil }
        fingerprints = (0..<parts[0].rows).map { row in
            parts[0].row(row).reversed().reduce(0) { $0 << 16 | UInt64($1) }
        }
        statistics = parts[1]
        levels = parts[2].scalars
        (fractions, least, greatest) = (parts[3].scalars[0], parts[3].scalars[1], parts[3].scalars[2])
    }
}
