import CKernels

/// Rows as few whole numbers each whose distances bound the true ones from below, for `TransformedSearch`.
///
/// A row goes through a `PrincipalReduction` (or, where a set is too narrow for one to pay, only about its mean), then each
/// coordinate is rounded to a multiple of one step for all rows. The distance of whole numbers is exact in integer
/// arithmetic; the true distance is at least that, less how far each end was moved by rounding.
///
/// The step is such that no row's numbers have a norm above 14,500, and vectors outside of the ball of norm 29,000 are moved
/// to its surface, which brings them nearer to every row (a projection on a convex set). Then |⟨q, r⟩| + ‖r‖²/2 is below
/// 29,000·14,500 + 14,500²/2 < 2³⁰, and ‖q‖²/2 more stays below 2³¹: no sum overflows.
struct TransformedScreen: Sendable {
    /// Numbers of each row, an even number.
    let width: Int
    /// How many rows there are.
    let rows: Int
    /// The rows' numbers, packed for the kernel.
    let panel: [Int16]
    /// ‖r‖²/2 of each row, rounded down; the largest number for padding.
    let halfNorms: [Int32]
    private let step: Double
    /// What rounding moved a row by, at most.
    private let largestRounding: Double
    private let largestNorm: Double
    private let reduction: PrincipalReduction?
    private let centre: [Float]

    static let group = Int(GANEVAL_SCREEN_ROW_GROUP)
    private static let largestRowNorm = 14_500.0
    private static let largestVectorNorm = 29_000.0

    /// More than rounding adds to a norm of `width` numbers: each moves by at most one half.
    private static func room(forRounding width: Int) -> Double { Double(width).squareRoot() }

    init(_ rows: Matrix<Float>, coordinates count: Int) {
        // Below three times the coordinates a product of all columns costs no more than the reduction and its looser bound.
        let reduction = rows.columns > 3 * count ? PrincipalReduction.leading(of: rows, width: count) : nil
        self.reduction = reduction
        self.rows = rows.rows
        centre = reduction == nil ? Self.mean(of: rows) : []
        let columns = reduction?.width ?? rows.columns
        width = (columns + 1) / 2 * 2
        let coordinates = reduction?.reduce(rows) ?? Self.subtract(centre, from: rows)
        var largest = 0.0
        for row in 0..<rows.rows {
            largest = max(largest, coordinates.row(row).reduce(0.0) { $0 + Double($1) * Double($1) })
        }
        largestNorm = largest.squareRoot()
        precondition(width < 1 << 26, "rows of \(width) numbers, whose rounding leaves no room for them")
        // A step of 1 for rows that are all at the centre.
        step = largestNorm > 0 ? largestNorm / (Self.largestRowNorm - Self.room(forRounding: width)) : 1
        var numbers = [Int16](repeating: 0, count: rows.rows * width)
        let padded = (rows.rows + Self.group - 1) / Self.group * Self.group
        var halves = [Int32](repeating: .max, count: padded)
        var rounding = 0.0
        for row in 0..<rows.rows {
            let (half, moved) = Self.round(
                coordinates.row(row), step: step, into: &numbers[row * width..<(row + 1) * width])
            halves[row] = half
            rounding = max(rounding, moved)
        }
        halfNorms = halves
        largestRounding = rounding
        var panel = [Int16](repeating: 0, count: padded * width)
        ganeval_screen_pack(numbers, rows.rows, width, &panel)
        self.panel = panel
    }

    /// A vector's numbers.
    struct Projection {
        /// ‖q‖²/2, rounded down.
        var half: Int32
        /// What the true distance to a row cannot be below, where half of the squared distance of numbers came out as `key`.
        var slack: Double
    }

    /// Writes the numbers of `count` packed vectors to `target` `[count, width]`.
    func project(
        _ vectors: UnsafePointer<Float>, count: Int, into target: inout [Int16]
    ) -> [Projection] {
        let columns = reduction?.width ?? centre.count
        var coordinates = [Float](repeating: 0, count: count * columns)
        coordinates.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            if let reduction {
                reduction.reduce(vectors, count: count, into: base)
            } else {
                for row in 0..<count {
                    for column in 0..<columns {
                        base[row * columns + column] = vectors[row * columns + column] - centre[column]
                    }
                }
            }
        }
        // Coordinates about the mean are rounded once, by 2⁻²⁴ of what the subtraction gives.
        let excess = reduction?.relativeError ?? 0x1p-23
        return (0..<count).map { vector in
            let values = coordinates[vector * columns..<(vector + 1) * columns]
            let norm = values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            guard norm.isFinite else { return Projection(half: 0, slack: .infinity) }
            // Outside of the ball a vector is moved to its surface by this factor.
            let largest = (Self.largestVectorNorm - Self.room(forRounding: width)) * step
            let factor = norm > largest ? largest / norm : 1
            let (half, moved) = Self.round(
                values, step: step / factor, into: &target[vector * width..<(vector + 1) * width])
            return Projection(
                half: half, slack: 1.001 * (moved * factor + largestRounding) + 1.01 * excess * (norm + largestNorm))
        }
    }

    /// What the true distance cannot be below where half of the squared distance of numbers came out as `key`.
    func lowerBound(key: Int32, slack: Double) -> Double {
        // Both halves were rounded down, by less than 1 together.
        max(0, step * (2 * max(0, Double(key))).squareRoot() - slack)
    }

    /// Rounds values to multiples of `step`; half of the squared norm of the numbers, and the distance moved.
    private static func round(
        _ values: ArraySlice<Float>, step: Double, into target: inout ArraySlice<Int16>
    ) -> (half: Int32, moved: Double) {
        var (square, moved) = (Int64(0), 0.0)
        var place = target.startIndex
        for value in values {
            let exact = Double(value) / step
            let number = exact.rounded()
            target[place] = Int16(number)
            square += Int64(number) * Int64(number)
            moved += (exact - number) * (exact - number)
            place += 1
        }
        return (Int32(square / 2), moved.squareRoot() * step)
    }

    private static func subtract(_ centre: [Float], from rows: Matrix<Float>) -> Matrix<Float> {
        var result = rows
        for row in 0..<rows.rows {
            for column in 0..<rows.columns { result.scalars[row * rows.columns + column] -= centre[column] }
        }
        return result
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
