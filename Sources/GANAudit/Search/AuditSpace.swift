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

    func features(of rows: Matrix<Float>) -> Matrix<Float> {
        switch self {
        case .frequencies(let transform): return transform.features(of: rows)
        case .sums(let transform): return transform.features(of: rows)
        }
    }
}
