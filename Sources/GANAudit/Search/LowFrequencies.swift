import Foundation
import GANNumerics

/// The lowest cosine frequencies of images: an orthonormal projection that is the same for all data.
///
///     X_uv = Σ_yx b_u(y) b_v(x) image_yx,   b_u(y) = √(2/h)·cos(π(y + ½)u/h),  b_0(y) = √(1/h),  u, v < 8
///
/// Type II of the discrete cosine transform in each channel, its first 8 × 8 coefficients; distances between features are at most
/// those between images.
struct LowFrequencies: Sendable {
    let height: Int
    let width: Int
    let channels: Int
    /// `[frequencies, size]` for both axes.
    private let vertical: [Float]
    private let horizontal: [Float]
    private let rows: Int
    private let columns: Int

    static let frequencies = 8

    init(height: Int, width: Int, channels: Int) {
        (self.height, self.width, self.channels) = (height, width, channels)
        rows = min(Self.frequencies, height)
        columns = min(Self.frequencies, width)
        vertical = Self.basis(rows, of: height)
        horizontal = Self.basis(columns, of: width)
    }

    /// Values in one row of features.
    var count: Int { rows * columns * channels }

    private static func basis(_ frequencies: Int, of size: Int) -> [Float] {
        (0..<frequencies).flatMap { frequency in
            (0..<size).map { place in
                let scale = ((frequency == 0 ? 1 : 2) / Double(size)).squareRoot()
                return Float(scale * cos(Double.pi * (Double(place) + 0.5) * Double(frequency) / Double(size)))
            }
        }
    }

    /// The features `[n, count]` of images `[n, height · width · channels]`, channels last; a row depends on its image alone.
    func features(of images: Matrix<Float>) -> Matrix<Float> {
        precondition(images.columns == height * width * channels, "\(images.columns) values of an image")
        return AuditChannel.mapRows(images, width: count) { image, target in
            // [height, columns, channels]: the horizontal sums, then the vertical ones over them.
            var lines = [Float](repeating: 0, count: height * columns * channels)
            for y in 0..<height {
                for v in 0..<columns {
                    for x in 0..<width {
                        let weight = horizontal[v * width + x]
                        for channel in 0..<channels {
                            lines[(y * columns + v) * channels + channel] +=
                                weight * image[(y * width + x) * channels + channel]
                        }
                    }
                }
            }
            let line = columns * channels
            for u in 0..<rows {
                for place in 0..<line {
                    var sum: Float = 0
                    for y in 0..<height { sum += vertical[u * height + y] * lines[y * line + place] }
                    target[u * line + place] = sum
                }
            }
        }
    }
}
