import GANData
import GANModels
import GANNumerics

/// Turns samples into features, block by block, from the cache where it can.
struct FeatureStage {
    let extractor: any FeatureExtractor
    let cache: any EvaluationCache
    static let block = 4096

    /// The embedding of a source's rows, in order.
    func embed(_ source: any SampleSource, progress: (Double) -> Void) throws -> Embedding {
        try embed(
            count: source.count, identity: ["source", try source.contentDigest(), "all rows"], progress: progress
        ) { try source.read(rows: $0) }
    }

    /// The embedding of samples that are already in memory; `identity` says what they are.
    func embed(_ samples: Matrix<Float>, identity: [String], progress: (Double) -> Void) throws -> Embedding {
        try embed(count: samples.rows, identity: identity, progress: progress) { samples.rows(in: $0) }
    }

    private func embed(
        count: Int, identity: [String], progress: (Double) -> Void, _ read: (Range<Int>) throws -> Matrix<Float>
    ) throws -> Embedding {
        let ingredients = identity + [extractor.digest]
        func compute() throws -> Embedding {
            var parts: [Embedding] = []
            let block = blockRows
            for start in stride(from: 0, to: count, by: block) {
                let rows = start..<min(count, start + block)
                if extractor.isSlow {
                    // Each block is kept by itself: work that was stopped goes on where it was.
                    let place = ["rows \(rows.lowerBound) to \(rows.upperBound) of \(count)"]
                    parts.append(
                        try cache.embedding(kind: "feature block/1", ingredients: ingredients + place) {
                            try extractor.embed(try read(rows))
                        })
                } else {
                    parts.append(try extractor.embed(try read(rows)))
                }
                progress(Double(rows.upperBound) / Double(count))
            }
            return Embedding(joining: parts)
        }
        let embedding =
            try extractor.isSlow
            ? compute() : cache.embedding(kind: "features/2", ingredients: ingredients, compute: compute)
        // What was kept may be from before the extractor's description named other classes.
        try extractor.check(embedding)
        return embedding
    }

    /// Rows in one block: as many as fit a fixed memory, a multiple of the pieces that extractors work in.
    private var blockRows: Int {
        extractor.sampleShape.blockRows(
            atMost: extractor.isSlow ? Self.slowBlock : Self.block, multipleOf: Self.piece)
    }

    static let slowBlock = 256
    static let piece = 64
}

extension EvaluationCache {
    /// The cached embedding of this kind, or the one that `compute` makes, kept for the next time.
    fileprivate func embedding(
        kind: String, ingredients: [String], compute: () throws -> Embedding
    ) throws -> Embedding {
        let none = Matrix<Float>(rows: 0, columns: 0)
        let matrices = try matrices(kind: kind, ingredients: ingredients) {
            let embedding = try compute()
            return [embedding.features, embedding.probabilities ?? none, embedding.spatial ?? none]
        }
        func part(_ index: Int) -> Matrix<Float>? {
            matrices.count > index && matrices[index].columns > 0 ? matrices[index] : nil
        }
        return Embedding(features: matrices.first ?? none, probabilities: part(1), spatial: part(2))
    }
}

extension Embedding {
    /// The rows of all parts, in order.
    fileprivate init(joining parts: [Embedding]) {
        func join(_ matrices: [Matrix<Float>]) -> Matrix<Float>? {
            guard let columns = matrices.first?.columns, matrices.count == parts.count else { return nil }
            var scalars: [Float] = []
            scalars.reserveCapacity(matrices.reduce(0) { $0 + $1.scalars.count })
            for matrix in matrices { scalars += matrix.scalars }
            return Matrix(rows: columns == 0 ? 0 : scalars.count / columns, columns: columns, scalars: scalars)
        }
        self.init(
            features: join(parts.map(\.features)) ?? Matrix(rows: 0, columns: 0),
            probabilities: join(parts.compactMap(\.probabilities)), spatial: join(parts.compactMap(\.spatial)))
    }
}
