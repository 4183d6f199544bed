import CKernels

/// Approximate products ⟨a, b⟩ of rows about a centre, from 16-bit integers, with a rigorous bound on their error.
///
/// A row x becomes a = x − c, then integers q = round(a / s) with a scale s of its own, and â = s·q stands for a. On a
/// processor with AVX2 the product of such rows takes about two thirds of the time of one in float32; its error is bounded
/// by about √(d/12)/23,000·‖a‖·‖b‖ instead of d·2⁻²⁴·‖a‖·‖b‖. So it suits a screen that decides in another way the pairs
/// that the bound leaves open. Integer sums are exact: results are the same bytes however the work is cut.
///
/// Why no 32-bit sum overflows. Let u = 2⁻²⁴ and v = a / s as float32 computes it: the subtraction, the inverse scale and
/// the product round by u each, so |v| ≤ (|a| / s)(1 + 4u). The scale (`Panel.scale`) is at least (1 + 2⁻²⁰) times
/// max|a| / 32767 and ‖a‖ / (46340 − √d / 2), and 2⁻²⁰ = 16u. Hence |q| ≤ 32767 and, as rounding moves each of d
/// components by at most 1/2, ‖q‖ ≤ ‖v‖ + √d / 2 ≤ 46340. Every partial sum of ⟨q_a, q_b⟩, in whatever order, is
/// at most Σ|q_a||q_b| ≤ ‖q_a‖·‖q_b‖ ≤ 46340² < 2³¹ (Cauchy and Schwarz).
public enum QuantizedProduct {
    /// Whether this processor can run the product; where it is false, panels cannot be packed or multiplied.
    public static let isAvailable = ganeval_int16_available() != 0

    /// The widest rows for which the bounds hold.
    public static let largestWidth = 1 << 20

    /// Which factor of a product a panel is.
    public enum Side: Sendable { case left, right }

    /// C[i, j] ≈ ⟨aᵢ, bⱼ⟩ for the packed rows a of `left` and b of `right`.
    ///
    /// C is row-major with `leadingC` floats from row to row, by default the rows of `right`; nothing beyond
    /// `[left.rows, right.rows]` is written.
    public static func multiply(
        _ left: borrowing Panel, _ right: borrowing Panel, into c: UnsafeMutablePointer<Float>, leadingC: Int? = nil
    ) {
        precondition(left.side == .left && right.side == .right, "panels on the wrong sides of a product")
        precondition(left.width == right.width, "product of rows of \(left.width) and \(right.width) columns")
        let stride = leadingC ?? right.rows
        precondition(stride >= right.rows, "rows of \(right.rows) products, \(stride) apart")
        guard left.rows > 0, right.rows > 0 else { return }
        ganeval_int16_multiply(
            left.elements, left.scales, left.rows, right.elements, right.scales, right.rows, left.width, c, stride)
    }

    /// What |C[i, j] − ⟨a, b⟩| cannot exceed, for norms ‖a‖, at most ‖b‖, and errors as `Panel.error` gives them.
    ///
    /// |⟨a, b⟩ − ⟨â, b̂⟩| ≤ ‖a − â‖·‖b‖ + ‖â‖·‖b − b̂‖, and C rounds ⟨â, b̂⟩ three times: to float32 and by two scales.
    /// Infinite where float32 could overflow.
    public static func productError(
        norm a: Double, error: Double, largestNorm b: Double, largestError: Double
    ) -> Double {
        guard a < 0x1p100, b < 0x1p100, a * b < 0x1p120 else { return .infinity }
        let rounded = (a + error) * (b + largestError)
        // The last term covers a product that falls below the normal range; the first scale cannot bring it there.
        return 1.001 * (error * b + (a + error) * largestError + 3 * 0x1p-24 * rounded) + 0x1p-125
    }

    /// What t = ‖b‖²/2 − C[i, j], evaluated in float32 with ‖b‖²/2 rounded to float32, can be off by.
    ///
    /// The counterpart of `ProductScreen.productError`. Infinite where float32 could overflow.
    static func screenError(norm a: Double, error: Double, largestNorm b: Double, largestError: Double) -> Double {
        let product = productError(norm: a, error: error, largestNorm: b, largestError: largestError)
        guard product < .infinity, b * b < 0x1p120 else { return .infinity }
        // Half of the squared norm is rounded, then the difference, which is at most ‖b‖²/2 + ‖a‖‖b‖ + error.
        return 1.01 * (product + 0x1p-24 * (b * b + a * b)) + 0x1p-125
    }
}
