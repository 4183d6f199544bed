import GANNumerics
import Testing

@Suite struct HalfPrecisionTests {
    /// The definition of binary16 (IEEE 754-2008, 3.4): (-1)^s · 2^(e-15) · (1 + f/1024), subnormals f · 2^-24.
    @Test func everyHalfHasItsValue() {
        for bits in UInt16.min...UInt16.max {
            let sign: Float = bits >> 15 == 1 ? -1 : 1
            let exponent = Int(bits >> 10 & 31)
            let fraction = Float(bits & 1023)
            let value = HalfPrecision.float(bits)
            if exponent == 31 {
                #expect(fraction == 0 ? value == sign * .infinity : value.isNaN)
            } else {
                let magnitude =
                    exponent == 0
                    ? fraction * 0x1p-24 : Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
                #expect(value == sign * magnitude && value.sign == (bits >> 15 == 1 ? .minus : .plus))
            }
        }
    }

    @Test func everyPatternComesBackFromItsValue() {
        for bits in UInt16.min...UInt16.max {
            let value = HalfPrecision.float(bits)
            #expect(value.isNaN ? HalfPrecision.bits(value) == bits | 0x0200 : HalfPrecision.bits(value) == bits)
        }
    }

    /// Between two neighbours the nearer one is taken, and the even one from the middle.
    @Test func valuesBetweenAreRoundedToNearestTiesToEven() {
        for lower in UInt16(0)..<0x7C00 {
            // Past the largest pattern comes 2¹⁶, which is infinity's pattern.
            let (low, high) = (
                Double(HalfPrecision.float(lower)), lower == 0x7BFF ? 65_536 : Double(HalfPrecision.float(lower + 1))
            )
            let middle = Float((low + high) / 2)
            let even = lower & 1 == 0 ? lower : lower + 1
            #expect(HalfPrecision.bits(middle) == even && HalfPrecision.bits(-middle) == even | 0x8000)
            #expect(HalfPrecision.bits(middle.nextDown) == lower && HalfPrecision.bits(middle.nextUp) == lower + 1)
        }
        #expect(HalfPrecision.bits(.infinity) == 0x7C00 && HalfPrecision.bits(-.infinity) == 0xFC00)
        #expect(
            HalfPrecision.bits(.greatestFiniteMagnitude) == 0x7C00 && HalfPrecision.bits(.leastNonzeroMagnitude) == 0)
        #expect(HalfPrecision.bits(-0.0) == 0x8000)
    }
}
