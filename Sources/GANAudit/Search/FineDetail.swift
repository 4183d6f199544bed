import GANData
import GANNumerics

/// How much neighbouring pixels differ beyond any slope: the deviation of noise, where that is most of it.
///
///     σ² = mean of (m ∗ image)² / 36,   m = (1, −2, 1)ᵀ (1, −2, 1)
///
/// Source: Immerkær 1996, "Fast noise variance estimation", with squares in place of absolute values.
struct FineDetail: Sendable {
    private let height: Int
    private let width: Int
    private let channels: Int

    /// nil for vectors, and for images of less than three pixels in a side.
    init?(shape: SampleShape) {
        guard case .image(let height, let width, let channels) = shape, min(height, width) >= 3 else { return nil }
        (self.height, self.width, self.channels) = (height, width, channels)
    }

    /// The median σ of some images.
    func median(of images: Matrix<Float>, at rows: [Int]) -> Double {
        let found = AuditChannel.mapRows(images, at: rows, width: 1) { image, target in
            target[0] = Float(deviation(image))
        }
        return Statistics.median(found.scalars.map { Double($0) })
    }

    private func deviation(_ image: UnsafePointer<Float>) -> Double {
        let (line, step) = (width * channels, channels)
        var sum = 0.0
        for y in 1..<height - 1 {
            for place in (y * line + step)..<(y * line + line - step) {
                func bend(_ place: Int) -> Float { image[place - step] - 2 * image[place] + image[place + step] }
                let value = Double(bend(place - line) - 2 * bend(place) + bend(place + line))
                sum += value * value
            }
        }
        return (sum / Double(36 * (height - 2) * (width - 2) * channels)).squareRoot()
    }
}
