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
    /// Shifts stay within the margin, so whatever filled the edge of a shifted copy is never compared. Enlarged and turned views are
    /// interpolated (`ViewSampling`).
    func write(
        _ view: ImageView, of image: UnsafePointer<Float>, margin: Int, to target: UnsafeMutablePointer<Float>
    ) {
        let (rows, columns) = (height - 2 * margin, width - 2 * margin)
        guard view.isInterpolated else {
            copy(
                image, top: margin + view.down, left: margin + view.right, rows: rows, columns: columns,
                mirrored: view.isMirrored, to: target)
            return
        }
        ViewSampling(view, of: self, margin: margin).write(image, to: target)
    }
}
