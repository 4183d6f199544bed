/// Grey levels at random, for pictures of which only the size matters.
///
/// Here, where it is optimized, and not where the pictures are wanted: tests of pages are compiled without optimization.
public enum Noise {
    /// `count` levels of 0 … 255; equal for equal seeds.
    public static func levels(count: Int, seed: Int) -> [Float] {
        var state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 | 1
        return (0..<count).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Float(state >> 56)
        }
    }
}
