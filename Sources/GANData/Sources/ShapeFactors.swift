public import GANNumerics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a picture of `builtin:shapes` shows: all that varies in it.
public struct ShapeFactors: Sendable, Equatable {
    /// The classes; the position in `allCases` is the label.
    public enum Kind: String, Sendable, CaseIterable {
        case disc, ring, square, frame, triangle, cross, bar, halfDisc, stripes, crescent
    }

    /// Which shape is drawn; the picture's class.
    public let kind: Kind
    /// The centre in pixels from the upper left corner.
    public let row, column: Double
    /// The radius of the circle around the shape, in pixels: 5 to 11.
    public let radius: Double
    /// In radians, 0 to 2π.
    public let rotation: Double
    /// The grey level inside: 128 to 255.
    public let intensity: Double

    /// The side of a picture, in pixels.
    public static let side = 28

    /// Draws the factors uniformly; the whole shape lies inside the picture with a pixel to spare.
    public init(using generator: inout SeededGenerator) {
        kind = Kind.allCases[generator.index(below: Kind.allCases.count)]
        radius = 5 + 6 * generator.uniform()
        let centre = Double(Self.side) / 2
        let freedom = centre - 1 - radius
        row = centre + freedom * (2 * generator.uniform() - 1)
        column = centre + freedom * (2 * generator.uniform() - 1)
        rotation = 2 * Double.pi * generator.uniform()
        intensity = 128 + 127 * generator.uniform()
    }

    /// Draws the shape into `side * side` bytes: intensity times the share of each pixel that the shape covers, taken
    /// from the signed distance of the pixel's centre, rounded.
    func draw(into target: UnsafeMutableBufferPointer<Float>) {
        forEachPixel(side: Self.side) { place, distance in
            let coverage = min(1, max(0, 0.5 - distance))
            target[place] = Float((intensity * coverage).rounded())
        }
    }

    /// Calls `body` with each pixel of a picture of `side`, in whose middle the shape's own stands, row by row, and with its centre's signed distance to the outline.
    func forEachPixel(side: Int, _ body: (_ place: Int, _ distance: Double) -> Void) {
        let (sine, cosine) = (sin(rotation), cos(rotation))
        let margin = Double(side - Self.side) / 2
        for y in 0..<side {
            for x in 0..<side {
                let right = Double(x) + 0.5 - (column + margin)
                let down = Double(y) + 0.5 - (row + margin)
                body(y * side + x, distance(cosine * right + sine * down, cosine * down - sine * right))
            }
        }
    }

    /// The signed distance of a point to the outline, negative inside; near the outline exact up to corners.
    private func distance(_ x: Double, _ y: Double) -> Double {
        func box(_ width: Double, _ height: Double) -> Double { max(abs(x) - width * radius, abs(y) - height * radius) }
        let toCentre = (x * x + y * y).squareRoot()
        switch kind {
        case .disc: return toCentre - radius
        case .ring: return max(toCentre - radius, 0.6 * radius - toCentre)
        case .square: return box(0.7, 0.7)
        case .frame: return max(box(0.7, 0.7), -box(0.42, 0.42))
        case .triangle:
            let slanted = 0.5 * y + 3.0.squareRoot() / 2 * abs(x)
            return max(slanted, -y) - radius / 2
        case .cross: return min(box(0.95, 0.25), box(0.25, 0.95))
        case .bar: return box(0.95, 0.25)
        case .halfDisc: return max(toCentre - radius, -y)
        case .stripes: return max(box(0.7, 0.7), min(abs(y) - 0.14 * radius, 0.42 * radius - abs(y)))
        case .crescent:
            let shifted = ((x - 0.5 * radius) * (x - 0.5 * radius) + y * y).squareRoot()
            return max(toCentre - radius, 0.75 * radius - shifted)
        }
    }
}
