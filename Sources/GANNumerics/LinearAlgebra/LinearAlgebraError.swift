public import GANText

/// A matrix that a decomposition cannot be computed of.
public enum LinearAlgebraError: ExplainedError, Equatable {
    /// An element is NaN or infinite.
    case nonFinite(operation: String, row: Int, column: Int)
    /// The iteration stopped before all eigenvalues were found.
    case notConverged(operation: String, order: Int, remaining: Int)
    /// The leading minor of order `minor` is not positive.
    case notPositiveDefinite(order: Int, minor: Int)

    /// The file, option or place within it that the error speaks of.
    public var location: String {
        switch self {
        case .nonFinite(let operation, _, _), .notConverged(let operation, _, _): return operation
        case .notPositiveDefinite: return "Cholesky factor"
        }
    }

    /// What was found there, as a clause.
    public var fact: String {
        switch self {
        case .nonFinite(_, let row, let column):
            return "the matrix holds NaN or infinity in row \(row), column \(column)"
        case .notConverged(_, let order, let remaining):
            return "\(remaining) off-diagonal elements of a matrix of order \(order) did not converge to zero"
        case .notPositiveDefinite(let order, let minor):
            return "the leading minor of order \(minor) of \(order) is not positive"
        }
    }

    /// What would have been accepted instead.
    public var expectation: String {
        switch self {
        case .nonFinite: return "finite elements"
        case .notConverged: return "a symmetric matrix whose elements are within the range of float64"
        case .notPositiveDefinite: return "a positive definite matrix"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .nonFinite: return "Look for NaN or infinity in the features."
        case .notConverged: return "Look for features of extreme size."
        case .notPositiveDefinite: return "Use more rows than columns, or remove constant and dependent columns."
        }
    }
}
