import GANData
import GANMetrics
import GANNumerics

/// Measures what images look like, block by block, from the cache where it can.
struct AppearanceStage {
    let appearance: ImageAppearance
    let cache: any EvaluationCache

    private let shape: SampleShape

    /// nil where samples of this shape are no images.
    init?(shape: SampleShape, cache: any EvaluationCache) {
        guard case .image(let height, let width, let channels) = shape else { return nil }
        appearance = ImageAppearance(height: height, width: width, channels: channels)
        self.cache = cache
        self.shape = shape
    }

    /// The statistics of a source's rows, in order.
    func measure(_ source: any SampleSource) throws -> Matrix<Float> {
        try measure(count: source.count, identity: ["source", try source.contentDigest()]) { try source.read(rows: $0) }
    }

    /// The statistics of samples that are already in memory; `identity` says what they are.
    func measure(_ samples: Matrix<Float>, identity: [String]) throws -> Matrix<Float> {
        try measure(count: samples.rows, identity: identity) { $0 == 0..<samples.rows ? samples : samples.rows(in: $0) }
    }

    private func measure(
        count: Int, identity: [String], _ read: (Range<Int>) throws -> Matrix<Float>
    ) throws -> Matrix<Float> {
        let block = shape.blockRows(atMost: FeatureStage.block, multipleOf: FeatureStage.piece)
        let found = try cache.matrices(kind: "appearance/1", ingredients: identity + ["\(shape)"]) {
            var scalars: [Float] = []
            for start in stride(from: 0, to: count, by: block) {
                scalars += appearance.measure(try read(start..<min(count, start + block))).scalars
            }
            return [
                Matrix(rows: count, columns: ImageAppearance.Column.allCases.count, scalars: scalars)
            ]
        }
        return found.first ?? Matrix(rows: 0, columns: ImageAppearance.Column.allCases.count)
    }
}
