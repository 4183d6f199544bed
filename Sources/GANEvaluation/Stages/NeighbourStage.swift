import GANData
import GANMetrics
import GANModels
import GANNumerics

/// The exact nearest training rows of samples and held-out data, in pixel space.
///
/// The training set streams through in blocks, so memory is the queries, one block and k neighbours a query.
struct NeighbourStage {
    let training: any SampleSource
    let extractor: PixelExtractor
    let cache: any EvaluationCache
    static let block = 16_384
    /// Neighbours kept for each query: what the distance ratio needs.
    static let count = 5

    /// Tables of the training rows nearest to each query; `role` names the queries in progress.
    func table(
        _ queries: Matrix<Float>, identity: [String], progress: @escaping @Sendable (Double) -> Void
    ) throws -> NeighbourTable {
        let count = min(Self.count, training.count)
        let ingredients = identity + ["in", try training.contentDigest(), extractor.digest, "k \(count)"]
        return try cache.table(kind: "neighbours/1", ingredients: ingredients) {
            try search(queries, count: count, progress: progress)
        }
    }

    /// The distance from each of the named training rows to its nearest other training row.
    func neighbourDistances(
        of rows: [Int], progress: @escaping @Sendable (Double) -> Void
    ) throws -> [Int: Double] {
        var digest = ContentDigest()
        digest.update(rows)
        let ingredients = ["rows", digest.hexadecimal(), "of", try training.contentDigest(), extractor.digest]
        let table = try cache.table(kind: "own neighbours/1", ingredients: ingredients) {
            var images: [Float] = []
            images.reserveCapacity(rows.count * training.shape.size)
            for row in rows { images += try training.read(rows: row..<row + 1).scalars }
            let queries = Matrix(rows: rows.count, columns: training.shape.size, scalars: images)
            return try search(extractor.embed(queries).features, count: 2, progress: progress)
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
        var merged: NeighbourTable?
        var start = 0
        while start < total {
            // A last block with fewer rows than neighbours joins the one before it.
            let rest = total - start
            let size = rest - Self.block < count ? rest : Self.block
            let rows = extractor.embed(try training.read(rows: start..<start + size)).features
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
}
