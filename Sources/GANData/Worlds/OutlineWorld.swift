import GANNumerics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `builtin:outlines` and `builtin:filled`: 32×32 grey pictures of a shape's outline, and of the same shape filled.
///
/// The fill's level follows from the size: 250 for the smallest shapes, 100 for the largest. Its stripes begin anywhere, which no outline
/// tells: whoever answers with the mean of all answers fills with plain grey.
struct OutlineWorld: ImageWorld {
    static let names = ["outlines", "filled"]
    static let rules = [
        "outlines of drawn shapes, version 1, grey levels", "filled drawn shapes, version 1, grey levels",
    ]
    static let shape = SampleShape.image(height: side, width: side, channels: 1)
    static let classNames = ShapeFactors.Kind.allCases.map(\.rawValue)
    static let labelsAreStyles = false
    static let isRandom = true

    private static let side = 32
    /// Of stripes, in pixels.
    private static let period = 6.0

    let stream: SeededGenerator

    private func factors(of row: Int) -> ShapeFactors {
        var generator = stream.split(row)
        return ShapeFactors(using: &generator)
    }

    func label(of row: Int) -> Int { ShapeFactors.Kind.allCases.firstIndex(of: factors(of: row).kind) ?? 0 }

    func draw(_ row: Int, side: Int, style: Int?, draw: Int, into target: UnsafeMutableBufferPointer<Float>) {
        let factors = factors(of: row)
        if side == 0 {
            factors.forEachPixel(side: Self.side) { place, distance in
                target[place] = Float((255 * min(1, max(0, 1.2 - abs(distance)))).rounded())
            }
            return
        }
        var generator = stream.split(row).split("stripes").split(draw)
        let start = Self.period * generator.uniform()
        let level = 250 - 150 * (factors.radius - 5) / 6
        let lines = (0..<Self.side).map { line in
            level * (0.65 + 0.35 * sin(2 * Double.pi * (Double(line) - start) / Self.period))
        }
        factors.forEachPixel(side: Self.side) { place, distance in
            let coverage = min(1, max(0, 0.5 - distance))
            target[place] = Float((lines[place / Self.side] * coverage).rounded())
        }
    }
}
