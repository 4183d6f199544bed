import GANData
import GANModels
import GANNumerics

/// Turns samples into features, block by block, from the cache where it can.
struct FeatureStage {
    let extractor: any FeatureExtractor
    let cache: any EvaluationCache
    static let block = 4096

    /// The embedding of a source's rows, in order.
    func embed(_ source: any SampleSource, rows: [Int]? = nil, progress: (Double) -> Void) throws -> Embedding {
        let picked = rows.map { $0 } ?? Array(0..<source.count)
        let whole = picked.count == source.count
        var digest = ContentDigest()
        digest.update(picked)
        return try embed(
            count: picked.count,
            identity: ["source", try source.contentDigest(), whole ? "all rows" : digest.hexadecimal()],
            progress: progress
        ) { range in
            let wanted = picked[range]
            // Contiguous rows are read in one go.
            if let first = wanted.first, let last = wanted.last, last - first == wanted.count - 1 {
                return try source.read(rows: first..<last + 1)
            }
            var scalars: [Float] = []
            scalars.reserveCapacity(wanted.count * source.shape.size)
            for row in wanted { scalars += try source.read(rows: row..<row + 1).scalars }
            return Matrix(rows: wanted.count, columns: source.shape.size, scalars: scalars)
        }
    }

    /// The embedding of samples that are already in memory; `identity` says what they are.
    func embed(_ samples: Matrix<Float>, identity: [String], progress: (Double) -> Void) throws -> Embedding {
        try embed(count: samples.rows, identity: identity, progress: progress) { samples.rows(in: $0) }
    }

    private func embed(
        count: Int, identity: [String], progress: (Double) -> Void, _ read: (Range<Int>) throws -> Matrix<Float>
    ) throws -> Embedding {
        let matrices = try cache.matrices(kind: "features/1", ingredients: identity + [extractor.digest]) {
            var features: [Float] = []
            var probabilities: [Float] = []
            var (width, classes) = (0, 0)
            for start in stride(from: 0, to: count, by: Self.block) {
                let rows = start..<min(count, start + Self.block)
                let embedding = extractor.embed(try read(rows))
                width = embedding.features.columns
                features += embedding.features.scalars
                if let own = embedding.probabilities {
                    classes = own.columns
                    probabilities += own.scalars
                }
                progress(Double(rows.upperBound) / Double(count))
            }
            let result = Matrix(rows: count, columns: width, scalars: features)
            return classes == 0 ? [result] : [result, Matrix(rows: count, columns: classes, scalars: probabilities)]
        }
        return Embedding(features: matrices[0], probabilities: matrices.count > 1 ? matrices[1] : nil)
    }
}
