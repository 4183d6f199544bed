import Foundation
import GANNumerics

/// What was done to a training image to make the copy that was found.
public struct AuditTransformation: Sendable, Hashable, Codable {
    /// A stable word: "identity", "mirrored", "shifted", "mirrored_shifted", "rescaled", "mirrored_rescaled", "rotated", "contrast",
    /// "mirrored_contrast", "inverted", "mirrored_inverted", "recoloured", "patch", "features", "mirrored_features", "erased", "blended".
    public let name: String
    /// The figures, for people: "2 right, 1 up"; empty where there are none.
    public let detail: String

    /// A transformation by its family's name and what tells it from others of the family.
    public init(name: String, detail: String = "") {
        self.name = name
        self.detail = detail
    }

    static let identity = AuditTransformation(name: "identity")
}

/// A view of an image that may undo a transformation: mirrored first, then moved or enlarged.
struct ImageView: Sendable, Equatable {
    var isMirrored = false
    /// How far the sample lies below and right of the training image.
    var down = 0
    var right = 0
    /// By how much the sample is enlarged about its centre.
    var zoom = 1.0
    /// By how many degrees the sample is turned clockwise about its centre.
    var turn = 0.0

    /// All shifts up to `shift` but none at all, and small changes of size, each plain and mirrored; mirroring alone is left out
    /// as well.
    static func moved(shift: Int) -> [ImageView] {
        var views: [ImageView] = []
        for isMirrored in [false, true] {
            for down in -shift...shift {
                for right in -shift...shift where down != 0 || right != 0 {
                    views.append(ImageView(isMirrored: isMirrored, down: down, right: right))
                }
            }
            for zoom in [0.9, 0.95, 1.05, 1.1] { views.append(ImageView(isMirrored: isMirrored, zoom: zoom)) }
        }
        return views
    }

    /// Turns by up to 15 degrees; between two of them a copy is at most 2.5 degrees off.
    static let turned = [-15.0, -10, -5, 5, 10, 15].map { ImageView(turn: $0) }

    var transformation: AuditTransformation {
        let prefix = isMirrored ? "mirrored" : ""
        func named(_ word: String, _ detail: String) -> AuditTransformation {
            AuditTransformation(name: prefix.isEmpty ? word : prefix + "_" + word, detail: detail)
        }
        if zoom != 1 { return named("rescaled", "by \(zoom)") }
        if turn != 0 { return named("rotated", "by \(Int(turn)) degrees") }
        guard down != 0 || right != 0 else { return isMirrored ? .init(name: "mirrored") : .identity }
        var parts: [String] = []
        if right != 0 { parts.append("\(abs(right)) \(right > 0 ? "right" : "left")") }
        if down != 0 { parts.append("\(abs(down)) \(down > 0 ? "down" : "up")") }
        return named("shifted", parts.joined(separator: ", "))
    }
}

/// The geometry of images, channels last.
struct ImageGeometry: Sendable {
    let height: Int
    let width: Int
    let channels: Int

    var size: Int { height * width * channels }

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
