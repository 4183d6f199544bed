import GANData
import GANMetrics
import GANNumerics

/// How many distinct pictures the samples are, beside as many real rows.
///
/// Pictures are compared by few numbers that noise hardly moves (`AuditSpace`), images after brightness and contrast are taken
/// out: near-duplicates among the samples tell a collapse, whatever the training rows look like. The radius is that within which
/// real rows hardly ever lie (`NearDuplicates.radius`).
struct AuditVariety {
    /// Effective numbers of clusters among the first samples and among as many real rows.
    let effective: Double
    let effectiveOfReal: Double
    /// How many of each were compared.
    let count: Int

    /// More would change little.
    static let mostRows = 5000
    /// Below this share of the real rows' effective number the samples are called few distinct images.
    static let collapsedShare = 0.1
    static let fewestSamples = 50

    var isCollapsed: Bool { count >= Self.fewestSamples && effective < Self.collapsedShare * effectiveOfReal }

    /// Of queries whose first `samples` rows are samples and whose others are real.
    init(queries: Matrix<Float>, samples: Int, shape: SampleShape) {
        let real = queries.rows - samples
        let count = min(samples, real, Self.mostRows)
        self.count = count
        let space = AuditSpace(of: shape)
        func features(from first: Int, of all: Int) -> Matrix<Float> {
            // From all over the set, which may be sorted by class.
            let features = space.features(of: queries, at: (0..<count).map { first + $0 * all / count })
            guard case .image(_, _, let channels) = shape else { return features }
            return AuditChannel.mapRows(features, width: features.columns) { row, target in
                target.update(from: row, count: features.columns)
                Self.normalize(target, count: features.columns, channels: channels)
            }
        }
        let ours = features(from: 0, of: samples)
        let theirs = features(from: samples, of: real)
        let radius = NearDuplicates.radius(among: theirs)
        effective = NearDuplicates(ours, radius: radius).effective
        effectiveOfReal = NearDuplicates(theirs, radius: radius).effective
    }

    /// Takes the mean over channels out of the lowest frequency, and divides by the norm; a row without contrast becomes 0.
    private static func normalize(_ values: UnsafeMutablePointer<Float>, count: Int, channels: Int) {
        // The channels of the lowest frequency come first.
        let mean = (0..<channels).reduce(0.0) { $0 + Double(values[$1]) } / Double(channels)
        for channel in 0..<channels { values[channel] -= Float(mean) }
        var square = 0.0
        for place in 0..<count { square += Double(values[place]) * Double(values[place]) }
        guard square > 1e-9 * Double(count) else {
            values.update(repeating: 0, count: count)
            return
        }
        let scale = Float(1 / square.squareRoot())
        for place in 0..<count { values[place] *= scale }
    }
}
