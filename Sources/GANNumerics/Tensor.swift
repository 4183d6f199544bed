/// A dense float32 tensor in row-major order.
///
/// Images are `[n, h, w, c]` (channels last: convolutions then become plain matrix products, and a channel's
/// statistics run over contiguous rows); vectors are `[n, d]`; a scalar has the empty shape `[]` and one element.
public struct Tensor: Sendable, Equatable {
    /// The sizes of the axes, the slowest first; empty for a single number.
    public let shape: [Int]
    /// The elements in row-major order; always as many as the product of `shape`.
    public var scalars: [Float]

    /// Wraps `scalars`, which must hold as many elements as the product of `shape`.
    public init(shape: [Int], scalars: [Float]) {
        precondition(shape.allSatisfy { $0 >= 0 }, "negative shape \(shape)")
        precondition(scalars.count == shape.reduce(1, *), "\(scalars.count) scalars for shape \(shape)")
        self.shape = shape
        self.scalars = scalars
    }

    /// A tensor filled with one value.
    public init(shape: [Int], repeating value: Float = 0) {
        self.init(shape: shape, scalars: [Float](repeating: value, count: shape.reduce(1, *)))
    }

    /// A scalar, shape `[]`.
    public init(_ value: Float) { self.init(shape: [], scalars: [value]) }

    /// A tensor `[n, d]` with the elements of a matrix.
    public init(_ matrix: Matrix<Float>) {
        self.init(shape: [matrix.rows, matrix.columns], scalars: matrix.scalars)
    }

    /// A tensor whose elements `fill` writes; every element must be written.
    public init(shape: [Int], filling fill: (UnsafeMutableBufferPointer<Float>) throws -> Void) rethrows {
        let count = shape.reduce(1, *)
        let scalars = try [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            if count > 0 { try fill(UnsafeMutableBufferPointer(rebasing: buffer[0..<count])) }
            initialized = count
        }
        self.init(shape: shape, scalars: scalars)
    }

    /// The number of values.
    public var count: Int { scalars.count }

    /// The single element of a one-element tensor.
    public var scalar: Float {
        precondition(count == 1, "shape \(shape) is not a scalar")
        return scalars[0]
    }

    /// The same elements under another shape of equal size.
    public func reshaped(_ shape: [Int]) -> Tensor { Tensor(shape: shape, scalars: scalars) }

    /// The tensor as a matrix: the first axis gives the rows, all others together the columns.
    public var matrix: Matrix<Float> {
        let rows = shape.first ?? 1
        return Matrix(rows: rows, columns: rows == 0 ? 0 : count / rows, scalars: scalars)
    }
}
