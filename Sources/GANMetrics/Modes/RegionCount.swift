/// How many regions k-means cuts the real data into.
public enum RegionCount: Sendable, Hashable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// So many, from 2 to 1000.
    case fixed(Int)
    /// As many as other real rows give the same regions of, by `RegionStability`.
    case stable

    /// So many.
    public init(integerLiteral value: Int) { self = .fixed(value) }

    /// The word for a choice by stability.
    public static let stableName = "stable"

    /// The number, or "stable".
    public var description: String {
        switch self {
        case .fixed(let count): return "\(count)"
        case .stable: return Self.stableName
        }
    }
}
