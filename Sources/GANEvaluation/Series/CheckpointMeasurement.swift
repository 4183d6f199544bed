import GANData
public import GANMetrics
public import GANNumerics
public import OrderedCollections

/// What a series keeps of one checkpoint's evaluation: all figures, a few samples, and what comparing needs.
///
/// It depends on the weights and the protocol alone, so the store keeps it under their digests and any series that meets the
/// same weights again takes it from there.
public struct CheckpointMeasurement: Sendable, Equatable {
    /// The metrics of a report of this checkpoint, with their intervals, nulls and ceilings.
    public var metrics: OrderedDictionary<String, MeasuredMetric>
    /// What a report would say of it first.
    public var verdict: Verdict
    /// The first samples `[n, size]`, of the same latents for every checkpoint; no rows where they can't be shown.
    public var film: Matrix<Float>
    /// For metrics that can be compared in pairs: each row's share in the value, in the rows' order.
    public var contributions: OrderedDictionary<String, RowContributions>

    package init(
        metrics: OrderedDictionary<String, MeasuredMetric>, verdict: Verdict, film: Matrix<Float>,
        contributions: OrderedDictionary<String, RowContributions>
    ) {
        self.metrics = metrics
        self.verdict = verdict
        self.film = film
        self.contributions = contributions
    }

    /// Images in a film strip's column, and points in a scatter.
    public static let filmImages = 8
    /// Points in a scatter.
    public static let filmPoints = 400

    /// The samples that a film shows: images, or points of the plane.
    static func film(of samples: Matrix<Float>, shape: SampleShape) -> Matrix<Float> {
        switch shape {
        case .image: return samples.rows(in: 0..<min(filmImages, samples.rows))
        case .vector(2): return samples.rows(in: 0..<min(filmPoints, samples.rows))
        case .vector: return Matrix(rows: 0, columns: samples.columns)
        }
    }
}
