/// Conversions between float grey levels and bytes.
public enum GreyLevels {
    /// The byte nearest to each level: clamped to 0...255, halves to the even neighbour, NaN to 0.
    public static func quantize(_ levels: some Collection<Float>) -> [UInt8] { levels.map(quantize) }

    /// The byte nearest to one level.
    public static func quantize(_ level: Float) -> UInt8 {
        // The comparison is false for NaN.
        level > 0 ? UInt8(min(level, 255).rounded(.toNearestOrEven)) : 0
    }
}
