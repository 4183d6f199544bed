import GANNumerics

/// `builtin:world-a` and `builtin:world-b`: 32×32 pictures of red, green and blue shapes, on black and on light ground.
///
/// The true translation keeps the shape, its place, its brightness and its colour, and changes the ground. One that exchanges colours makes pictures that look the
/// same as a set, and can be undone on the way back: unpaired training can't tell it from the true one.
struct ColourWorld: ImageWorld {
    static let names = ["world-a", "world-b"]
    static let rules = [
        "coloured shapes on black, version 1, RGB levels", "coloured shapes on light grey, version 1, RGB levels",
    ]
    static let shape = SampleShape.image(height: side, width: side, channels: 3)
    static let classNames = ["red", "green", "blue"]
    static let labelsAreStyles = true
    static let isRandom = false

    private static let side = 32
    /// The level of the ground of each side.
    private static let grounds = [0.0, 230]
    /// A colour's two other channels, as shares of its own.
    private static let rest = 0.2

    let stream: SeededGenerator

    func label(of row: Int) -> Int {
        var generator = stream.split(row).split("colour")
        return generator.index(below: Self.classNames.count)
    }

    func draw(_ row: Int, side: Int, style: Int?, draw: Int, into target: UnsafeMutableBufferPointer<Float>) {
        var generator = stream.split(row)
        let factors = ShapeFactors(using: &generator)
        let colour = style ?? label(of: row)
        let ground = Self.grounds[side]
        factors.forEachPixel(side: Self.side) { place, distance in
            let coverage = min(1, max(0, 0.5 - distance))
            for channel in 0..<3 {
                let level = factors.intensity * (channel == colour ? 1 : Self.rest)
                target[3 * place + channel] = Float((coverage * level + (1 - coverage) * ground).rounded())
            }
        }
    }
}
