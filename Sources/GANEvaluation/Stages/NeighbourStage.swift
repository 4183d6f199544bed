import GANData
import GANMetrics
import GANModels
import GANNumerics

/// The exact nearest training rows of samples and held-out data, in pixel space.
///
/// The training set streams through in blocks of a fixed memory, so memory is the queries, one block and k neighbours a query. A set of at
/// most 2²⁴ values is kept, with its coordinates along its leading directions, for all searches in it.
struct NeighbourStage {
    let training: any SampleSource
    let extractor: PixelExtractor
    let cache: any EvaluationCache
    /// Values of all samples in a block.
    var blockValues: Int
    /// The most rows in a block; wide ones are fewer.
    static let block = 16_384
    /// Neighbours kept for each query: what the distance ratio needs.
    static let count = 5
    private let whole = WholeSet()

    /// The training set where it is a single small block, which all searches go through.
    private final class WholeSet {
        var rows: SearchedRows?
    }

    init(
        training: any SampleSource, extractor: PixelExtractor, cache: any EvaluationCache,
        blockValues: Int = SampleShape.blockValues
    ) {
        self.training = training
        self.extractor = extractor
        self.cache = cache
        self.blockValues = blockValues
    }

    /// Tables of the training rows nearest to each query; `role` names the queries in progress.
    func table(
        _ queries: Matrix<Float>, identity: [String], progress: @escaping @Sendable (Double) -> Void
    ) throws -> NeighbourTable {
        let count = min(Self.count, training.count)
        return try cachedTable(identity: identity, count: count) {
            try search(queries, count: count, progress: progress)
        }
    }

    /// Tables of the training rows nearest to each row of `source`, which is read in blocks of at most `values` values, or of
    /// a fixed memory where that is more; each block is one pass over the training set.
    func table(
        of source: any SampleSource, values: Int, progress: @escaping @Sendable (Double) -> Void
    ) throws -> NeighbourTable {
        let count = min(Self.count, training.count)
        return try cachedTable(identity: ["source", try source.contentDigest(), "all rows"], count: count) {
            let size = source.shape.blockRows(
                atMost: max(1, source.count), values: max(values, blockValues))
            var found: NeighbourTable?
            for start in stride(from: 0, to: source.count, by: size) {
                let rows = start..<min(source.count, start + size)
                let (done, part) = (Double(start), Double(rows.count))
                let queries = extractor.embed(try source.read(rows: rows)).features
                let table = try search(queries, count: count) {
                    progress((done + part * $0) / Double(source.count))
                }
                found = found?.appendingQueries(of: table) ?? table
            }
            guard let found else { throw EvaluationError.tooFewSamples(source: source.name, count: 0, needed: 1) }
            return found
        }
    }

    private func cachedTable(
        identity: [String], count: Int, compute: () throws -> NeighbourTable
    ) throws -> NeighbourTable {
        let ingredients = identity + ["in", try training.contentDigest(), extractor.digest, "k \(count)"]
        return try cache.table(kind: "neighbours/1", ingredients: ingredients, compute: compute)
    }

    /// The distance from each of the named training rows to its nearest other training row.
    func neighbourDistances(
        of rows: [Int], progress: @escaping @Sendable (Double) -> Void
    ) throws -> [Int: Double] {
        var digest = ContentDigest()
        digest.update(rows)
        let ingredients = ["rows", digest.hexadecimal(), "of", try training.contentDigest(), extractor.digest]
        let size = training.shape.blockRows(atMost: max(1, rows.count), values: blockValues)
        let table = try cache.table(kind: "own neighbours/1", ingredients: ingredients) {
            var found: NeighbourTable?
            for start in stride(from: 0, to: rows.count, by: size) {
                let part = Array(rows[start..<min(rows.count, start + size)])
                let (done, share) = (Double(start), Double(part.count))
                let nearest = try search(extractor.embed(try training.read(rows: part)).features, count: 2) {
                    progress((done + share * $0) / Double(rows.count))
                }
                found = found?.appendingQueries(of: nearest) ?? nearest
            }
            guard let found else { throw EvaluationError.tooFewSamples(source: training.name, count: 0, needed: 1) }
            return found
        }
        var distances: [Int: Double] = [:]
        for (query, row) in rows.enumerated() {
            // The row itself is among its two nearest, unless duplicates push it out; then the distance is 0 either way.
            let rank = table.index(query: query, rank: 0) == row ? 1 : 0
            distances[row] = table.distance(query: query, rank: rank)
        }
        return distances
    }

    private func search(
        _ queries: Matrix<Float>, count: Int, progress: @escaping @Sendable (Double) -> Void
    ) throws -> NeighbourTable {
        let total = training.count
        let block = max(count, training.shape.blockRows(atMost: Self.block, values: blockValues))
        var merged: NeighbourTable?
        var start = 0
        while start < total {
            // A last block with fewer rows than neighbours joins the one before it.
            let rest = total - start
            let size = rest - block < count ? rest : block
            let rows = try trainingRows(start..<start + size)
            let (first, share) = (Double(start) / Double(total), Double(size) / Double(total))
            let table = NearestNeighbours.search(queries: queries, in: rows, count: count, rowOffset: start) {
                progress(first + share * $0)
            }
            merged = merged?.merged(with: table) ?? table
            start += size
        }
        guard let merged else { throw EvaluationError.tooFewSamples(source: training.name, count: 0, needed: 2) }
        return merged
    }

    /// Training sets of at most so many values are kept between searches.
    private static let keptValues = 1 << 24

    /// Training rows in pixel space; all of them are kept where they are few.
    private func trainingRows(_ range: Range<Int>) throws -> SearchedRows {
        let isWhole = range == 0..<training.count && training.count * training.shape.size <= Self.keptValues
        if isWhole, let rows = whole.rows { return rows }
        let rows = SearchedRows(extractor.embed(try training.read(rows: range)).features)
        if isWhole { whole.rows = rows }
        return rows
    }
}
