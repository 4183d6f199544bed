import GANData
import GANMetrics
import GANNumerics

/// How many distinct pictures the samples are, beside as many real rows.
///
/// Pictures are compared by few numbers that noise hardly moves (`AuditSpace`), images after brightness and contrast are taken
/// out: near-duplicates among the samples tell a collapse, whatever the training rows look like. The radius is that within which
/// real rows hardly ever lie (`NearDuplicates.radius`). Where samples are noisier than real rows (`FineDetail`), the radius is that within
/// which copies of one real row with as much noise lie, and real rows with that noise are counted: so few images are seen as few up to noise
/// of about half of the spread of their grey levels.
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
        // From all over the set, which may be sorted by class.
        func chosen(from first: Int, of all: Int) -> [Int] { (0..<count).map { first + $0 * all / count } }
        let (own, others) = (chosen(from: 0, of: samples), chosen(from: samples, of: real))
        let (ours, theirs) = (
            Self.features(of: queries, at: own, shape: shape), Self.features(of: queries, at: others, shape: shape)
        )
        let radius = NearDuplicates.radius(among: theirs)
        if let noisy = Self.noisy(queries, own: own, real: others, shape: shape), noisy.radius > radius {
            effective = NearDuplicates(ours, radius: noisy.radius).effective
            effectiveOfReal = NearDuplicates(noisy.features, radius: noisy.radius).effective
            return
        }
        effective = NearDuplicates(ours, radius: radius).effective
        effectiveOfReal = NearDuplicates(theirs, radius: radius).effective
    }

    private static func features(of rows: Matrix<Float>, at indices: [Int], shape: SampleShape) -> Matrix<Float> {
        let features = AuditSpace(of: shape).features(of: rows, at: indices)
        guard case .image(_, _, let channels) = shape else { return features }
        return AuditChannel.mapRows(features, width: features.columns) { row, target in
            target.update(from: row, count: features.columns)
            normalize(target, count: features.columns, channels: channels)
        }
    }

    // MARK: Noise

    /// Real rows with as much noise as samples have beyond theirs, and the radius that holds three of four pairs of copies of one real row
    /// with such noise; nil without noise.
    private static func noisy(
        _ queries: Matrix<Float>, own: [Int], real: [Int], shape: SampleShape
    ) -> (features: Matrix<Float>, radius: Double)? {
        guard let detail = FineDetail(shape: shape), !own.isEmpty else { return nil }
        let (ours, theirs) = (detail.median(of: queries, at: own), detail.median(of: queries, at: real))
        let variance = ours * ours - theirs * theirs
        // A tenth of what real rows show is no noise to speak of.
        guard variance > max(0.01 * theirs * theirs, 1e-12), variance.isFinite else { return nil }
        let deviation = Float(variance.squareRoot())
        func features(_ name: String) -> Matrix<Float> {
            let root = SeededGenerator(seed: 1).split(name)
            var scalars: [Float] = []
            for start in stride(from: 0, to: real.count, by: 256) {
                let piece = Array(real[start..<min(real.count, start + 256)])
                var rows = queries.rows(at: piece)
                let noise = root.normalRows(piece.count, columns: queries.columns, firstRow: start)
                for place in rows.scalars.indices { rows.scalars[place] += deviation * noise.scalars[place] }
                scalars += self.features(of: rows, at: Array(piece.indices), shape: shape).scalars
            }
            return Matrix(rows: real.count, columns: scalars.count / real.count, scalars: scalars)
        }
        let (first, second) = (features("noise of a first copy"), features("noise of a second copy"))
        let distances = (0..<real.count).map { row in
            zip(first.row(row), second.row(row)).reduce(0.0) {
                $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
            }.squareRoot()
        }
        return (first, Statistics.quantile(distances, 0.75))
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
