/// The Euclidean distance of float32 rows, summed from differences in float64.
///
/// This is the definition that every neighbour and ball in ganeval goes by. It is symmetric to the last bit, 0 for equal
/// rows and for no others, and relatively accurate to about d·2⁻⁵³ however large the rows' common offset is.
public enum EuclideanDistance {
    /// The distance of row `i` of `a` and row `j` of `b`; both must be equally wide.
    public static func between(_ a: Matrix<Float>, row i: Int, _ b: Matrix<Float>, row j: Int) -> Double {
        precondition(a.columns == b.columns, "distance of rows of \(a.columns) and \(b.columns) columns")
        precondition(i >= 0 && i < a.rows && j >= 0 && j < b.rows, "rows \(i) of \(a.rows) and \(j) of \(b.rows)")
        return a.scalars.withUnsafeBufferPointer { first in
            b.scalars.withUnsafeBufferPointer { second in
                guard let first = first.baseAddress, let second = second.baseAddress else { return 0 }
                return squared(first + i * a.columns, second + j * b.columns, count: a.columns).squareRoot()
            }
        }
    }

    /// Σ (aᵢ − bᵢ)² in float64, always in the same order of additions.
    @inline(__always)
    static func squared(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Double {
        // Two independent pairs of sums hide the latency of the additions.
        var first = SIMD4<Double>()
        var second = SIMD4<Double>()
        var index = 0
        while index + 8 <= count {
            let x = SIMD4(Double(a[index]), Double(a[index + 1]), Double(a[index + 2]), Double(a[index + 3]))
            let y = SIMD4(Double(b[index]), Double(b[index + 1]), Double(b[index + 2]), Double(b[index + 3]))
            let z = SIMD4(Double(a[index + 4]), Double(a[index + 5]), Double(a[index + 6]), Double(a[index + 7]))
            let w = SIMD4(Double(b[index + 4]), Double(b[index + 5]), Double(b[index + 6]), Double(b[index + 7]))
            first += (x - y) * (x - y)
            second += (z - w) * (z - w)
            index += 8
        }
        var rest = 0.0
        while index < count {
            let difference = Double(a[index]) - Double(b[index])
            rest += difference * difference
            index += 1
        }
        let sum = first + second
        return (sum[0] + sum[1]) + (sum[2] + sum[3]) + rest
    }

    /// Whether Σ (aᵢ − bᵢ)² certainly exceeds `limit`, told from part of the sum in float32, three times as fast.
    ///
    /// All terms are positive, so any part of the sum is below the whole but for relative rounding of (count + 3)·2⁻²⁴.
    @inline(__always)
    static func squaredExceeds(
        _ limit: Double, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int
    ) -> Bool {
        let threshold = limit * (1 + Double(count + 8) * 0x1p-23)
        // Beyond it sums could overflow, and rounding the threshold could lower it.
        guard threshold < 0x1p120 else { return false }
        let bound = Float(threshold).nextUp
        var sum = SIMD16<Float>()
        var index = 0
        while index + 16 <= count {
            let difference =
                UnsafeRawPointer(a + index).loadUnaligned(as: SIMD16<Float>.self)
                - UnsafeRawPointer(b + index).loadUnaligned(as: SIMD16<Float>.self)
            sum += difference * difference
            index += 16
            if index % 128 == 0, sum.sum() > bound { return true }
        }
        return sum.sum() > bound
    }
}
