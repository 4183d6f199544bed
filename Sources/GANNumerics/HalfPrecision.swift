/// IEEE 754 binary16 as bit patterns; written out because `Float16` is missing on some platforms.
public enum HalfPrecision {
    /// The value of a pattern; every one is a float32 exactly, and a NaN keeps its payload.
    @inlinable @inline(__always)
    public static func float(_ bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        let magnitude = UInt32(bits & 0x7FFF) << 13
        // The exponent's bias differs by 112; a product, unlike a sum of exponents, is right for subnormals too.
        let finite = (Float(bitPattern: magnitude) * 0x1p112).bitPattern
        let isFinite = magnitude < 0x0F80_0000
        return Float(bitPattern: sign | (isFinite ? finite : magnitude | 0x7F80_0000))
    }

    /// The pattern of the value nearest to `value`, ties to even; beyond 65,520 it is infinity, and a NaN becomes a quiet one.
    @inlinable @inline(__always)
    public static func bits(_ value: Float) -> UInt16 {
        let sign = UInt16(truncatingIfNeeded: value.bitPattern >> 16) & 0x8000
        let magnitude = value.bitPattern & 0x7FFF_FFFF
        if magnitude > 0x7F80_0000 { return sign | 0x7E00 | (UInt16(truncatingIfNeeded: magnitude >> 13) & 0x03FF) }
        if magnitude >= 0x4780_0000 { return sign | 0x7C00 }
        if magnitude < 0x3880_0000 {
            // The last place of numbers next to a half is 2⁻²⁴, the unit of subnormals: the sum rounds to it.
            let sum = (Float(bitPattern: magnitude) + 0.5).bitPattern
            return sign | UInt16(truncatingIfNeeded: sum - 0x3F00_0000)
        }
        // Half a unit in the last place less its last bit, which the kept part's own last bit makes up: ties to even.
        let rebiased = magnitude - (112 << 23)
        let rounded = rebiased + 0x0FFF + ((rebiased >> 13) & 1)
        return sign | UInt16(truncatingIfNeeded: rounded >> 13)
    }
}
