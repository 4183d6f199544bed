/// The exponential function of four numbers at once.
enum VectorExponential {
    /// eˣ for x ≤ 0, with a relative error below 2⁻⁵⁰; 0 below −700.
    ///
    /// x = k·ln 2 + r with |r| ≤ ½·ln 2, and the Taylor polynomial of degree 13 in r, whose remainder is below 2⁻⁵⁷.
    @inline(__always)
    static func ofNonPositive(_ x: SIMD4<Double>) -> SIMD4<Double> {
        let clamped = x.replacing(with: -700, where: x .< -700)
        // Adding this makes the fraction fall off: the integer is left in the lowest bits.
        let magic = 0x1.8p52
        let shifted = clamped * 1.4426950408889634 + magic
        let k = shifted - magic
        let r = clamped - k * 0x1.62e42fee00000p-1 - k * 0x1.a39ef35793c76p-33
        var sum = SIMD4<Double>(repeating: inverseFactorials[0])
        sum = sum * r + inverseFactorials[1]
        sum = sum * r + inverseFactorials[2]
        sum = sum * r + inverseFactorials[3]
        sum = sum * r + inverseFactorials[4]
        sum = sum * r + inverseFactorials[5]
        sum = sum * r + inverseFactorials[6]
        sum = sum * r + inverseFactorials[7]
        sum = sum * r + inverseFactorials[8]
        sum = sum * r + inverseFactorials[9]
        sum = sum * r + inverseFactorials[10]
        sum = sum * r + 0.5
        sum = sum * r + 1
        sum = sum * r + 1
        let bits = SIMD4<Int64>(truncatingIfNeeded: unsafeBitCast(shifted, to: SIMD4<Int64>.self) &<< 52)
        let power = unsafeBitCast(bits &+ SIMD4<Int64>(repeating: 0x3ff0_0000_0000_0000), to: SIMD4<Double>.self)
        return (sum * power).replacing(with: 0, where: x .< -700)
    }

    /// 1/13!, 1/12!, … 1/3!.
    private static let inverseFactorials: SIMD16<Double> = [
        1 / 6_227_020_800, 1 / 479_001_600, 1 / 39_916_800, 1 / 3_628_800, 1 / 362_880, 1 / 40_320, 1 / 5040, 1 / 720,
        1 / 120, 1 / 24, 1 / 6, 0, 0, 0, 0, 0,
    ]
}
