/// A dense row-major matrix: one row for each sample, one column for each feature.
///
/// Shape `[rows, columns]`; element (i, j) is `scalars[i * columns + j]`. Features are `Matrix<Float>`, statistics
/// `Matrix<Double>`. A matrix with no rows or no columns is allowed.
public struct Matrix<Scalar: BinaryFloatingPoint & Sendable>: Sendable, Equatable {
    /// n, the number of rows.
    public let rows: Int
    /// d, the number of columns.
    public let columns: Int
    /// The elements, row by row; always `rows * columns` of them.
    public var scalars: [Scalar]

    /// Wraps `scalars`, which must hold `rows * columns` elements.
    @inlinable
    public init(rows: Int, columns: Int, scalars: [Scalar]) {
        precondition(rows >= 0 && columns >= 0, "negative shape [\(rows), \(columns)]")
        precondition(scalars.count == rows * columns, "\(scalars.count) scalars for shape [\(rows), \(columns)]")
        self.rows = rows
        self.columns = columns
        self.scalars = scalars
    }

    /// A matrix filled with one value.
    @inlinable
    public init(rows: Int, columns: Int, repeating value: Scalar = 0) {
        self.init(rows: rows, columns: columns, scalars: [Scalar](repeating: value, count: rows * columns))
    }

    /// A matrix whose elements `fill` writes; every element must be written.
    @inlinable
    public init(rows: Int, columns: Int, filling fill: (UnsafeMutableBufferPointer<Scalar>) throws -> Void) rethrows {
        let count = rows * columns
        let scalars = try [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
            if count > 0 { try fill(UnsafeMutableBufferPointer(rebasing: buffer[0..<count])) }
            initialized = count
        }
        self.init(rows: rows, columns: columns, scalars: scalars)
    }

    /// The value at a row and a column, both of which must be in the matrix.
    @inlinable
    public subscript(row: Int, column: Int) -> Scalar {
        get { scalars[row * columns + column] }
        set { scalars[row * columns + column] = newValue }
    }

    /// The elements of one row.
    @inlinable
    public func row(_ index: Int) -> ArraySlice<Scalar> {
        precondition(index >= 0 && index < rows, "row \(index) of \(rows)")
        return scalars[index * columns..<(index + 1) * columns]
    }

    /// The rows in `range`, copied.
    @inlinable
    public func rows(in range: Range<Int>) -> Matrix {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
        return Matrix(
            rows: range.count, columns: columns,
            scalars: Array(scalars[range.lowerBound * columns..<range.upperBound * columns]))
    }

    /// The rows at `indices`, in that order, copied; an index may come more than once.
    @inlinable
    public func rows(at indices: [Int]) -> Matrix {
        var selected: [Scalar] = []
        selected.reserveCapacity(indices.count * columns)
        for index in indices { selected.append(contentsOf: row(index)) }
        return Matrix(rows: indices.count, columns: columns, scalars: selected)
    }

    /// The rows of `self` followed by those of `other`; both must have the same number of columns.
    @inlinable
    public func appendingRows(of other: Matrix) -> Matrix {
        precondition(columns == other.columns, "rows of \(other.columns) columns appended to rows of \(columns)")
        return Matrix(rows: rows + other.rows, columns: columns, scalars: scalars + other.scalars)
    }

    /// Whether both matrices are the same elements in memory: surely equal, and told at no cost.
    @inlinable
    public func sharesStorage(with other: Matrix) -> Bool {
        rows == other.rows && columns == other.columns
            && scalars.withUnsafeBufferPointer { mine in
                other.scalars.withUnsafeBufferPointer { $0.baseAddress == mine.baseAddress }
            }
    }

    /// The same numbers in another precision, each rounded to nearest.
    @inlinable
    public func converted<Other>(to type: Other.Type) -> Matrix<Other> {
        Matrix<Other>(rows: rows, columns: columns, scalars: scalars.map { Other($0) })
    }

    /// The transpose, shape `[columns, rows]`.
    @inlinable
    public var transposed: Matrix {
        Matrix(rows: columns, columns: rows) { target in
            for i in 0..<rows { for j in 0..<columns { target[j * rows + i] = scalars[i * columns + j] } }
        }
    }
}

extension Matrix where Scalar == Float {
    /// The column of each row's greatest element, the lowest among equals: the likeliest class of each sample, where columns are
    /// classes; `columns` must not be 0.
    public var greatestColumns: [Int] {
        precondition(columns > 0 || rows == 0, "the greatest of no columns")
        return scalars.withUnsafeBufferPointer { elements in
            (0..<rows).map { row in
                let start = row * columns
                var best = start
                for index in start..<start + columns where elements[index] > elements[best] { best = index }
                return best - start
            }
        }
    }

    /// The first element that is NaN or infinite, in row order, or nil when all are finite.
    public var firstNonFinite: (row: Int, column: Int)? { scalars.firstNonFinite.map { ($0 / columns, $0 % columns) } }
}

extension Matrix where Scalar == Double {
    /// The first element that is NaN or infinite, in row order, or nil when all are finite.
    public var firstNonFinite: (row: Int, column: Int)? { scalars.firstNonFinite.map { ($0 / columns, $0 % columns) } }
}

// The plain loops below are compiled for one concrete type each; a generic one would cost a second for twenty million elements.

extension [Float] {
    fileprivate var firstNonFinite: Int? {
        withUnsafeBufferPointer { elements in
            for index in elements.indices where !elements[index].isFinite { return index }
            return nil
        }
    }
}

extension [Double] {
    fileprivate var firstNonFinite: Int? {
        withUnsafeBufferPointer { elements in
            for index in elements.indices where !elements[index].isFinite { return index }
            return nil
        }
    }
}
