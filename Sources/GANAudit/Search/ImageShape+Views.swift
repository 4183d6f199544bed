import Foundation
import GANData
import GANNumerics

/// How images of one shape are cut, mirrored and shown through a view.
extension ImageShape {
    /// Copies the window at `top`, `left` of an image to `target` `[rows, columns, channels]`.
    func copy(
        _ image: UnsafePointer<Float>, top: Int, left: Int, rows: Int, columns: Int, mirrored: Bool,
        to target: UnsafeMutablePointer<Float>
    ) {
        var place = 0
        for row in top..<top + rows {
            for column in left..<left + columns {
                let source = (row * width + (mirrored ? width - 1 - column : column)) * channels
                for channel in 0..<channels {
                    target[place] = image[source + channel]
                    place += 1
                }
            }
        }
    }

    /// Whole images mirrored, one a row.
    func mirrored(_ images: Matrix<Float>) -> Matrix<Float> {
        AuditChannel.mapRows(images, width: size) { image, target in
            copy(image, top: 0, left: 0, rows: height, columns: width, mirrored: true, to: target)
        }
    }

    /// Writes the window inside a margin as the view shows it: what lies at a training image's own place.
    ///
    /// Shifts stay within the margin, so whatever filled the edge of a shifted copy is never compared. Enlarged views are
    /// interpolated linearly.
    func write(
        _ view: ImageView, of image: UnsafePointer<Float>, margin: Int, to target: UnsafeMutablePointer<Float>
    ) {
        let (rows, columns) = (height - 2 * margin, width - 2 * margin)
        if view.zoom == 1, view.turn == 0 {
            copy(
                image, top: margin + view.down, left: margin + view.right, rows: rows, columns: columns,
                mirrored: view.isMirrored, to: target)
            return
        }
        let (middleRow, middleColumn) = (Double(height - 1) / 2, Double(width - 1) / 2)
        let angle = view.turn * Double.pi / 180
        let (along, across) = (cos(angle) * view.zoom, sin(angle) * view.zoom)
        for row in 0..<rows {
            let fromMiddle = Double(row + margin) - middleRow
            for column in 0..<columns {
                let beside = Double(column + margin) - middleColumn
                let y = min(Double(height - 1), max(0, middleRow + fromMiddle * along + beside * across))
                let x = min(Double(width - 1), max(0, middleColumn + beside * along - fromMiddle * across))
                let (top, down) = (Int(y), Float(y - y.rounded(.down)))
                let below = min(height - 1, top + 1)
                let (left, right) = (Int(x), Float(x - x.rounded(.down)))
                let next = min(width - 1, left + 1)
                let (first, second) = view.isMirrored ? (width - 1 - left, width - 1 - next) : (left, next)
                for channel in 0..<channels {
                    func value(_ y: Int, _ x: Int) -> Float { image[(y * width + x) * channels + channel] }
                    let upper = value(top, first) * (1 - right) + value(top, second) * right
                    let lower = value(below, first) * (1 - right) + value(below, second) * right
                    target[(row * columns + column) * channels + channel] = upper * (1 - down) + lower * down
                }
            }
        }
    }
}
