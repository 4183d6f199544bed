/// Rows in few coordinates whose distances do not exceed the true ones, for `TransformedSearch`.
///
/// Where a set is too narrow for a reduction to pay, the coordinates are the columns about their mean.
struct TransformedScreen: Sendable {
    /// The rows' coordinates, `[n, width]`.
    let coordinates: Matrix<Float>
    /// ‖z‖²/2 of each row.
    let halfNorms: [Float]
    /// The largest ‖z‖ of all rows.
    let largestNorm: Double
    private let reduction: PrincipalReduction?
    private let centre: [Float]

    var width: Int { coordinates.columns }

    init(_ rows: Matrix<Float>, coordinates count: Int) {
        // Below three times the coordinates a product of all columns costs no more than the reduction and its looser bound.
        reduction = rows.columns > 3 * count ? PrincipalReduction.leading(of: rows, width: count) : nil
        if let reduction {
            centre = []
            coordinates = reduction.reduce(rows)
        } else {
            let mean = Self.mean(of: rows)
            centre = mean
            var centred = rows
            for row in 0..<rows.rows {
                for column in 0..<rows.columns { centred.scalars[row * rows.columns + column] -= mean[column] }
            }
            coordinates = centred
        }
        var halves = [Float](repeating: 0, count: rows.rows)
        var largest = 0.0
        for row in 0..<rows.rows {
            let square = coordinates.row(row).reduce(0.0) { $0 + Double($1) * Double($1) }
            halves[row] = Float(square / 2)
            largest = max(largest, square)
        }
        halfNorms = halves
        largestNorm = largest.squareRoot()
    }

    /// Writes the coordinates of `count` packed vectors to `target` `[count, width]`.
    func project(_ vectors: UnsafePointer<Float>, count: Int, into target: UnsafeMutablePointer<Float>) {
        if let reduction {
            reduction.reduce(vectors, count: count, into: target)
            return
        }
        for row in 0..<count {
            for column in 0..<width { target[row * width + column] = vectors[row * width + column] - centre[column] }
        }
    }

    /// What the true distance of a vector with ‖z‖ = `norm` cannot be below, where t + ‖z‖²/2 came out as `half`.
    ///
    /// t = ‖b‖²/2 − ⟨z, b⟩ was computed in float32, as was the sum: half of the squared distance of coordinates.
    func lowerBound(half: Float, norm: Double) -> Double {
        guard half < .infinity else { return .infinity }
        let error =
            ProductScreen.productError(width: width, norm: norm, largestNorm: largestNorm)
            + 0x1p-22 * (norm * norm + largestNorm * largestNorm)
        let square = max(0, 2 * (Double(half) - error))
        // Coordinates about the mean are rounded once, by 2⁻²⁴ of what the subtraction gives.
        let excess = reduction?.relativeError ?? 0x1p-23
        return max(0, square.squareRoot() - 1.01 * excess * (norm + largestNorm))
    }

    private static func mean(of rows: Matrix<Float>) -> [Float] {
        let step = max(1, rows.rows / 512)
        var sums = [Double](repeating: 0, count: rows.columns)
        var count = 0.0
        for row in stride(from: 0, to: rows.rows, by: step) {
            for (column, value) in rows.row(row).enumerated() { sums[column] += Double(value) }
            count += 1
        }
        return sums.map { Float($0 / max(1, count)) }
    }
}
