import Foundation
public import GANNumerics

/// The values that stand for black and white in a network's inputs and outputs.
public struct ValueRange: Sendable, Equatable {
    /// The value that stands for black.
    public var low: Float
    /// The value that stands for white, above `low`.
    public var high: Float

    /// A range as it is; what reads one from outside checks it.
    public init(low: Float, high: Float) {
        precondition(low < high, "value range [\(low), \(high)]")
        self.low = low
        self.high = high
    }

    /// What a hyperbolic tangent makes.
    public static let symmetric = ValueRange(low: -1, high: 1)

    /// "-1,1": two numbers, the smaller first; nil for anything else.
    public init?(text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
            Float($0.trimmingCharacters(in: .whitespaces))
        }
        guard parts.count == 2, let low = parts[0], let high = parts[1] else { return nil }
        self.init(checking: [Double(low), Double(high)])
    }

    /// Two numbers from outside, the smaller first; nil for anything else, and for a span that grey levels can't be told
    /// apart in.
    public init?(checking bounds: [Double]) {
        guard bounds.count == 2, bounds.allSatisfy(\.isFinite), (1e-6...1e6).contains(bounds[1] - bounds[0]),
            Float(bounds[0]) < Float(bounds[1])
        else { return nil }
        self.init(low: Float(bounds[0]), high: Float(bounds[1]))
    }

    /// The range that a generator's values seem to have: [0, 1], [0, 255] or [-1, 1]; nil when they fit none.
    ///
    /// Values may pass -1 and 1 a little, as those of generators without a final tanh do: nineteen of twenty must lie
    /// within 1.05 of zero, and all within 4.
    public static func detected(in values: [Float]) -> ValueRange? {
        guard let low = values.min(), let high = values.max(), values.allSatisfy(\.isFinite) else { return nil }
        if low >= 0, high <= 1.001 { return ValueRange(low: 0, high: 1) }
        if low >= 0, high > 4, high <= 256 { return ValueRange(low: 0, high: 255) }
        let inside = values.count { abs($0) <= 1.05 }
        if low < 0, max(high, -low) <= 4, inside * 20 >= values.count * 19 { return .symmetric }
        return nil
    }

    /// Grey levels 0 to 255 as values of this range.
    public func encode(_ greyLevels: Matrix<Float>) -> Matrix<Float> {
        let factor = (high - low) / 255
        return greyLevels.mapped { low + factor * $0 }
    }

    /// Values of this range as whole grey levels 0 to 255: clamped, rounded to nearest, ties to even.
    ///
    /// That is what saving as an 8-bit image does; without it no sample could equal a training image.
    public func quantize(_ values: Matrix<Float>) -> Matrix<Float> {
        let factor = 255 / (high - low)
        return values.mapped { min(255, max(0, (($0 - low) * factor).rounded(.toNearestOrEven))) }
    }
}

extension Matrix where Scalar == Float {
    /// Every element through `function`, on several threads.
    @inline(__always)
    func mapped(_ function: @escaping @Sendable (Float) -> Float) -> Matrix {
        Matrix(rows: rows, columns: columns) { target in
            scalars.withUnsafeBufferPointer { source in
                nonisolated(unsafe) let (source, target) = (source, target)
                Parallel.forEachRange(of: target.count, size: 1 << 16) { range in
                    for i in range { target[i] = function(source[i]) }
                }
            }
        }
    }
}
