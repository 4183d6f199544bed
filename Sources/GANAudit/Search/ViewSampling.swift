import Foundation
import GANData

/// Where each pixel of a view lies in the image: worked out once, since thousands of images are seen through the same views.
///
/// Enlarged and turned views are interpolated linearly; what lies outside is the image's edge.
struct ViewSampling: Sendable {
    /// The first values of the four pixels about each place: above left, above right, below left, below right.
    private let corners: [SIMD4<Int32>]
    /// How far each place lies below and right of the first of them.
    private let weights: [SIMD2<Float>]
    private let channels: Int

    /// The window inside a margin as `view` shows it.
    init(_ view: ImageView, of shape: ImageShape, margin: Int) {
        let (rows, columns) = (shape.height - 2 * margin, shape.width - 2 * margin)
        let (lastRow, lastColumn) = (shape.height - 1, shape.width - 1)
        let (middleRow, middleColumn) = (Double(lastRow) / 2, Double(lastColumn) / 2)
        let angle = view.turn * Double.pi / 180
        let (along, across) = (cos(angle) * view.zoom, sin(angle) * view.zoom)
        var corners: [SIMD4<Int32>] = []
        var weights: [SIMD2<Float>] = []
        for row in 0..<rows {
            let fromMiddle = Double(row + margin) - middleRow
            for column in 0..<columns {
                let beside = Double(column + margin) - middleColumn
                let y = min(Double(lastRow), max(0, middleRow + fromMiddle * along + beside * across))
                let x = min(Double(lastColumn), max(0, middleColumn + beside * along - fromMiddle * across))
                let (top, left) = (Int(y), Int(x))
                let (below, next) = (min(lastRow, top + 1), min(lastColumn, left + 1))
                let (first, second) = view.isMirrored ? (lastColumn - left, lastColumn - next) : (left, next)
                let places = [(top, first), (top, second), (below, first), (below, second)].map {
                    Int32(($0.0 * shape.width + $0.1) * shape.channels)
                }
                corners.append(SIMD4(places))
                weights.append(SIMD2(Float(y - Double(top)), Float(x - Double(left))))
            }
        }
        (self.corners, self.weights, channels) = (corners, weights, shape.channels)
    }

    /// Writes the view of an image to `target` `[rows, columns, channels]`.
    func write(_ image: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
        corners.withUnsafeBufferPointer { corners in
            weights.withUnsafeBufferPointer { weights in
                for place in corners.indices {
                    let (corner, weight) = (corners[place], weights[place])
                    let (down, right) = (weight.x, weight.y)
                    for channel in 0..<channels {
                        let upper =
                            image[Int(corner[0]) + channel] * (1 - right) + image[Int(corner[1]) + channel] * right
                        let lower =
                            image[Int(corner[2]) + channel] * (1 - right) + image[Int(corner[3]) + channel] * right
                        target[place * channels + channel] = upper * (1 - down) + lower * down
                    }
                }
            }
        }
    }
}
