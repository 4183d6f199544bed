import GANData
import GANNumerics

/// The space in which measures of the whole set are taken: few numbers a row, chosen without a look at the data.
///
/// A space fitted to training rows would treat them unlike held-out rows, and the tests of closeness would find that.
enum AuditSpace: Sendable, CustomStringConvertible {
    case frequencies(LowFrequencies)
    case sums(SignedSums)

    init(of shape: SampleShape) {
        switch shape {
        case .image(let height, let width, let channels):
            self = .frequencies(LowFrequencies(height: height, width: width, channels: channels))
        case .vector(let width): self = .sums(SignedSums(of: width))
        }
    }

    /// Numbers a row.
    var count: Int {
        switch self {
        case .frequencies(let transform): return transform.count
        case .sums(let transform): return transform.count
        }
    }

    var description: String {
        switch self {
        case .frequencies: return "\(count) lowest cosine frequencies"
        case .sums(let transform): return transform.isIdentity ? "as they are" : "\(count) signed sums"
        }
    }

    /// The features of some rows, in the given order; copies few rows at a time.
    func features(of rows: Matrix<Float>, at indices: [Int]) -> Matrix<Float> {
        var scalars: [Float] = []
        scalars.reserveCapacity(indices.count * count)
        for start in stride(from: 0, to: indices.count, by: 256) {
            let chunk = Array(indices[start..<min(indices.count, start + 256)])
            scalars += features(of: rows.rows(at: chunk)).scalars
        }
        return Matrix(rows: indices.count, columns: count, scalars: scalars)
    }

    func features(of rows: Matrix<Float>) -> Matrix<Float> {
        switch self {
        case .frequencies(let transform): return transform.features(of: rows)
        case .sums(let transform): return transform.features(of: rows)
        }
    }
}
