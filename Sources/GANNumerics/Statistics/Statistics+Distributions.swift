import RealModule

extension Statistics {
    /// The probability that a standard normal variable is at most `x`, relatively accurate in both tails.
    public static func normalCumulative(_ x: Double) -> Double { 0.5 * .erfc(-x * 0.5.squareRoot()) }

    /// The `x` that a standard normal variable does not exceed with this probability, in 0...1.
    ///
    /// Algorithm AS 241, PPND16 (Wichura, "The percentage points of the normal distribution", 1988): relative error
    /// about 1e-16. Infinite at 0 and 1.
    public static func normalQuantile(_ probability: Double) -> Double {
        precondition(probability >= 0 && probability <= 1, "normal quantile at probability \(probability)")
        if probability == 0 { return -.infinity }
        if probability == 1 { return .infinity }
        let q = probability - 0.5
        if abs(q) <= 0.425 {
            let r = 0.180625 - q * q
            return q * polynomial(r, centralNumerator) / polynomial(r, centralDenominator)
        }
        let tail = (-Double.log(min(probability, 1 - probability))).squareRoot()
        let magnitude =
            tail <= 5
            ? polynomial(tail - 1.6, middleNumerator) / polynomial(tail - 1.6, middleDenominator)
            : polynomial(tail - 5, farNumerator) / polynomial(tail - 5, farDenominator)
        return q < 0 ? -magnitude : magnitude
    }

    /// The regularized incomplete beta function Iₓ(a, b) for a, b > 0 and x in 0...1: the beta distribution's cumulative.
    ///
    /// By the continued fraction of Didonato and Morris 1992, evaluated by Lentz's method on the side where it converges
    /// fast. Relative error about 1e-12 for a and b up to 1e4, growing with them through the logarithm of the gamma function.
    public static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        precondition(a > 0 && b > 0 && x >= 0 && x <= 1, "incomplete beta at \(x) with parameters \(a), \(b)")
        if x == 0 || x == 1 { return x }
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBetaFraction(1 - x, b, a) }
        return incompleteBetaFraction(x, a, b)
    }

    /// The `x` at which Iₓ(a, b) reaches `probability`.
    public static func betaQuantile(_ probability: Double, _ a: Double, _ b: Double) -> Double {
        precondition(probability >= 0 && probability <= 1, "beta quantile at probability \(probability)")
        if probability == 0 || probability == 1 { return probability }
        return bisect(0, 1) { incompleteBeta($0, a, b) < probability }
    }

    /// The `t` that Student's t with `degrees` of freedom does not exceed with this probability, in 0...1.
    ///
    /// `degrees` is positive and need not be whole.
    public static func studentQuantile(_ probability: Double, degrees: Double) -> Double {
        precondition(probability >= 0 && probability <= 1, "Student's quantile at probability \(probability)")
        precondition(degrees > 0, "Student's t with \(degrees) degrees of freedom")
        if probability == 0.5 { return 0 }
        if probability == 0 { return -.infinity }
        if probability == 1 { return .infinity }
        let tail = min(probability, 1 - probability)
        // P(T > t) falls from ½; the bracket doubles until it holds the tail.
        func tailExceeds(_ t: Double) -> Bool {
            0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) > tail
        }
        var high = 1.0
        while high < 1e300, tailExceeds(high) { high *= 2 }
        let t = bisect(0, high) { tailExceeds($0) }
        return probability < 0.5 ? -t : t
    }

    /// The last point where `isBelow` holds, between two bounds, to the resolution of float64.
    private static func bisect(_ low: Double, _ high: Double, _ isBelow: (Double) -> Bool) -> Double {
        var (low, high) = (low, high)
        // Halving reaches neighbouring numbers near `high` in 53 steps; tiny solutions take more.
        for _ in 0..<1100 {
            let middle = low + (high - low) / 2
            if middle <= low || middle >= high { break }
            if isBelow(middle) { low = middle } else { high = middle }
        }
        return low + (high - low) / 2
    }

    /// The continued fraction of Iₓ(a, b), for x below about its mean.
    private static func incompleteBetaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let logFront =
            Double.logGamma(a + b) - .logGamma(a) - .logGamma(b) + a * .log(x) + b * .log(onePlus: -x) - .log(a)
        let tiny = 1e-300
        var c = 1.0
        var d = 1 - (a + b) * x / (a + 1)
        d = 1 / (abs(d) < tiny ? tiny : d)
        var fraction = d
        for step in 1...100_000 {
            let m = Double(step)
            for coefficient in [
                m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
            ] {
                d = 1 + coefficient * d
                d = 1 / (abs(d) < tiny ? tiny : d)
                c = 1 + coefficient / c
                if abs(c) < tiny { c = tiny }
                fraction *= c * d
            }
            if abs(c * d - 1) < 1e-16 { break }
        }
        return .exp(logFront) * fraction
    }

    /// Σ cᵢ xⁱ by Horner's rule.
    private static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
        coefficients.reversed().reduce(0) { $0 * x + $1 }
    }

    private static let centralNumerator = [
        3.387_132_872_796_366_608_0, 133.141_667_891_784_377_45, 1971.590_950_306_551_442_7, 13731.693_765_509_461_125,
        45921.953_931_549_871_457, 67265.770_927_008_700_853, 33430.575_583_588_128_105, 2509.080_928_730_122_672_7,
    ]
    private static let centralDenominator = [
        1, 42.313_330_701_600_911_252, 687.187_007_492_057_908_3, 5394.196_021_424_751_107_7, 21213.794_301_586_595_867,
        39307.895_800_092_710_610, 28729.085_735_721_942_674, 5226.495_278_852_854_561_0,
    ]
    private static let middleNumerator = [
        1.423_437_110_749_683_577_34, 4.630_337_846_156_545_295_90, 5.769_497_221_460_691_405_50,
        3.647_848_324_763_204_605_04, 1.270_458_252_452_368_382_58, 0.241_780_725_177_450_611_770,
        0.022_723_844_989_269_184_583_3, 0.000_774_545_014_278_341_407_640,
    ]
    private static let middleDenominator = [
        1, 2.053_191_626_637_758_821_87, 1.676_384_830_183_803_849_40, 0.689_767_334_985_100_004_550,
        0.148_103_976_427_480_074_590, 0.015_198_666_563_616_457_196_6, 0.000_547_593_808_499_534_494_600,
        1.050_750_071_644_416_843_24e-9,
    ]
    private static let farNumerator = [
        6.657_904_643_501_103_777_20, 5.463_784_911_164_114_369_90, 1.784_826_539_917_291_335_80,
        0.296_560_571_828_504_891_230, 0.026_532_189_526_576_123_093, 0.001_242_660_947_388_078_438_60,
        2.711_555_568_743_487_578_15e-5, 2.010_334_399_292_288_132_65e-7,
    ]
    private static let farDenominator = [
        1, 0.599_832_206_555_887_937_690, 0.136_929_880_922_735_805_310, 0.014_875_361_290_850_615_025,
        0.000_786_869_131_145_613_259_100, 1.846_318_317_510_054_681_80e-5, 1.421_511_758_316_445_888_70e-7,
        2.044_263_103_389_939_785_64e-15,
    ]
}
