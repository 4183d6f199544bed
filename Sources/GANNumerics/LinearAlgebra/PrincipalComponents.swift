/// The directions of largest variance of a feature matrix, and the projection onto them.
///
/// From the eigenvectors of the unbiased covariance, in float64. Each component's sign is fixed: its element of largest
/// magnitude (the first one, when several are equal) is positive.
public struct PrincipalComponents: Sendable, Equatable {
    /// The mean row that is subtracted before projecting, `[d]`.
    public let mean: [Double]
    /// The components as orthonormal rows, `[count, d]`, in order of falling variance.
    public let components: Matrix<Double>
    /// The variance along each component, never negative.
    public let variances: [Double]
    /// The variance along all d directions together.
    public let totalVariance: Double

    /// Fits the first `count` components to rows `[n, d]`, n ≥ 2, 0 < count ≤ d.
    ///
    /// Cost n·d² + d³.
    public static func fit(_ rows: Matrix<Float>, count: Int) throws(LinearAlgebraError) -> PrincipalComponents {
        try fit(Moments(of: rows), count: count)
    }

    /// Fits the first `count` components to moments of at least two rows.
    public static func fit(_ moments: Moments, count: Int) throws(LinearAlgebraError) -> PrincipalComponents {
        let width = moments.mean.count
        precondition(count > 0 && count <= width, "\(count) components of \(width) columns")
        let covariance = moments.covariance()
        let eigen = try SymmetricEigen.decomposition(of: covariance)
        let components = Matrix<Double>(rows: count, columns: width) { target in
            for component in 0..<count {
                let vector = eigen.vectors.row(width - 1 - component)
                var largest = 0.0
                for element in vector where abs(element) > abs(largest) { largest = element }
                for (column, element) in vector.enumerated() {
                    target[component * width + column] = largest < 0 ? -element : element
                }
            }
        }
        return PrincipalComponents(
            mean: moments.mean, components: components,
            variances: (0..<count).map { max(0, eigen.values[width - 1 - $0]) },
            totalVariance: (0..<width).reduce(0) { $0 + covariance[$1, $1] })
    }

    /// The coordinates of rows `[n, d]` along the components, `[n, count]`: (x − mean) · componentsᵀ.
    public func project(_ rows: Matrix<Float>) -> Matrix<Float> {
        let width = components.columns
        precondition(rows.columns == width, "projection of \(rows.columns) columns onto components of \(width)")
        let count = components.rows
        return Matrix(rows: rows.rows, columns: count) { target in
            guard let target = target.baseAddress else { return }
            nonisolated(unsafe) let result = target
            // Blocks of fixed size bound the memory of the float64 copies.
            Parallel.forEachRange(of: rows.rows, size: 512) { range in
                let centred = Matrix<Double>(rows: range.count, columns: width) { centred in
                    rows.scalars.withUnsafeBufferPointer { source in
                        for row in 0..<range.count {
                            let from = (range.lowerBound + row) * width
                            for column in 0..<width {
                                centred[row * width + column] = Double(source[from + column]) - mean[column]
                            }
                        }
                    }
                }
                var block = Matrix<Double>(rows: range.count, columns: count)
                block.scalars.withUnsafeMutableBufferPointer { block in
                    centred.scalars.withUnsafeBufferPointer { centred in
                        components.scalars.withUnsafeBufferPointer { components in
                            guard let block = block.baseAddress, let centred = centred.baseAddress,
                                let components = components.baseAddress
                            else { return }
                            OpenBLAS.multiply(
                                centred, transposed: false, components, transposed: true, into: block, m: range.count,
                                n: count, k: width)
                        }
                    }
                }
                for (index, value) in block.scalars.enumerated() {
                    result[range.lowerBound * count + index] = Float(value)
                }
            }
        }
    }
}
