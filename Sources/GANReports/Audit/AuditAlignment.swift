import Foundation
import GANAudit
import GANData

/// A training image with the named transformation applied to it: what a copy is compared with in pictures.
///
/// The figures come from the transformation's words ("2 right, 1 up", "by 0.95"); words that aren't known change nothing.
struct AuditAlignment {
    let shape: ImageShape
    let transformation: AuditTransformation

    /// The transformed image; NaN where the transformation says nothing of a pixel.
    ///
    /// `sample` gives brightness and contrast, which are fitted by least squares.
    func apply(to training: [Float], sample: [Float]) -> [Float] {
        guard training.count == shape.height * shape.width * shape.channels, sample.count == training.count else {
            return training
        }
        let name = transformation.name
        let isMirrored = name.hasPrefix("mirrored")
        let moved = placed(training, isMirrored: isMirrored)
        switch name {
        case "contrast", "mirrored_contrast", "inverted", "mirrored_inverted": return fitted(moved, to: sample)
        case "recoloured": return fitted(recoloured(moved), to: sample)
        case "patch": return window(moved)
        case "erased": return beside(moved)
        default: return moved
        }
    }

    /// How far the sample lies below and right of the training image.
    private var shift: (down: Int, right: Int) {
        var (down, right) = (0, 0)
        guard transformation.name.hasSuffix("shifted") else { return (0, 0) }
        for part in transformation.detail.split(separator: ",") {
            let words = part.split(separator: " ")
            guard words.count == 2, let pixels = Int(words[0]), (0...4096).contains(pixels) else { continue }
            switch words[1] {
            case "down": down = pixels
            case "up": down = -pixels
            case "right": right = pixels
            case "left": right = -pixels
            default: break
            }
        }
        return (down, right)
    }

    private var zoom: Double {
        guard transformation.name.hasSuffix("rescaled"), let word = transformation.detail.split(separator: " ").last,
            let factor = Double(word), (0.1...10).contains(factor)
        else { return 1 }
        return factor
    }

    /// By how many degrees the sample is turned clockwise.
    private var turn: Double {
        let words = transformation.detail.split(separator: " ")
        guard transformation.name.hasSuffix("rotated"), words.count == 3, let degrees = Double(words[1]),
            (-180...180).contains(degrees)
        else { return 0 }
        return degrees
    }

    /// Each channel from the one that "channels 3, 2, 1" names in its place.
    private func recoloured(_ image: [Float]) -> [Float] {
        let words = transformation.detail.replacing("channels ", with: "").split(separator: ",")
        let order = words.compactMap { Int($0.drop { $0 == " " }) }.map { $0 - 1 }
        guard order.count == words.count, order.sorted() == Array(0..<order.count), order.count <= shape.channels
        else { return image }
        var result = image
        for pixel in stride(from: 0, to: image.count, by: shape.channels) {
            // The sample's channels were put in this order to give the training image's.
            for (channel, source) in order.enumerated() { result[pixel + source] = image[pixel + channel] }
        }
        return result
    }

    private func placed(_ image: [Float], isMirrored: Bool) -> [Float] {
        let (down, right) = shift
        let zoom = zoom
        let angle = turn * Double.pi / 180
        let (along, across) = (cos(angle), sin(angle))
        let (middleRow, middleColumn) = (Double(shape.height - 1) / 2, Double(shape.width - 1) / 2)
        var result = [Float](repeating: .nan, count: image.count)
        for row in 0..<shape.height {
            for column in 0..<shape.width {
                let facing = isMirrored ? shape.width - 1 - column : column
                var y = zoom == 1 ? Double(row - down) : middleRow + (Double(row) - middleRow) / zoom
                var x = zoom == 1 ? Double(facing - right) : middleColumn + (Double(facing) - middleColumn) / zoom
                if angle != 0 {
                    let (below, beside) = (Double(row) - middleRow, Double(facing) - middleColumn)
                    y = middleRow + below * along - beside * across
                    x = middleColumn + beside * along + below * across
                }
                for channel in 0..<shape.channels {
                    result[(row * shape.width + column) * shape.channels + channel] = value(image, y, x, channel)
                }
            }
        }
        return result
    }

    /// Between pixels by linear interpolation; NaN outside the image.
    private func value(_ image: [Float], _ y: Double, _ x: Double, _ channel: Int) -> Float {
        guard y >= 0, x >= 0, y <= Double(shape.height - 1), x <= Double(shape.width - 1) else { return .nan }
        let (top, left) = (Int(y), Int(x))
        let (down, right) = (Float(y - Double(top)), Float(x - Double(left)))
        func pixel(_ row: Int, _ column: Int) -> Float {
            image[
                (min(row, shape.height - 1) * shape.width + min(column, shape.width - 1)) * shape.channels + channel]
        }
        let upper = pixel(top, left) * (1 - right) + pixel(top, left + 1) * right
        let lower = pixel(top + 1, left) * (1 - right) + pixel(top + 1, left + 1) * right
        return upper * (1 - down) + lower * down
    }

    private func fitted(_ image: [Float], to sample: [Float]) -> [Float] {
        let count = Double(image.count)
        let meanImage = image.reduce(0.0) { $0 + Double($1) } / count
        let meanSample = sample.reduce(0.0) { $0 + Double($1) } / count
        var (square, product) = (0.0, 0.0)
        for (one, other) in zip(image, sample) {
            square += (Double(one) - meanImage) * (Double(one) - meanImage)
            product += (Double(one) - meanImage) * (Double(other) - meanSample)
        }
        guard square > 0, square.isFinite, product.isFinite else { return image }
        let gain = product / square
        return image.map { Float(meanSample + gain * (Double($0) - meanImage)) }
    }

    /// The quarter or the middle that was copied.
    private func window(_ image: [Float]) -> [Float] {
        let (rows, columns) = (shape.height / 2, shape.width / 2)
        let detail = transformation.detail
        guard ["top left", "top right", "bottom left", "bottom right", "middle"].contains(detail) else { return image }
        let (below, beside) = (shape.height - rows, shape.width - columns)
        let top = detail == "middle" ? below / 2 : detail.hasPrefix("bottom") ? below : 0
        let left = detail == "middle" ? beside / 2 : detail.hasSuffix("right") ? beside : 0
        var result = image
        for row in 0..<shape.height {
            for column in 0..<shape.width
            where !(top..<top + rows).contains(row) || !(left..<left + columns).contains(column) {
                for channel in 0..<shape.channels {
                    result[(row * shape.width + column) * shape.channels + channel] = .nan
                }
            }
        }
        return result
    }

    /// What lies outside of "rows 4 to 19, columns 7 to 22", counted from 1.
    private func beside(_ image: [Float]) -> [Float] {
        let parts = transformation.detail.split(separator: ",").map { part in
            part.split(separator: " ").compactMap { Int($0) }
        }
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0[0] >= 1 && $0[0] <= $0[1] }),
            parts[0][1] <= shape.height, parts[1][1] <= shape.width
        else { return image }
        var result = image
        for row in parts[0][0] - 1..<parts[0][1] {
            for column in parts[1][0] - 1..<parts[1][1] {
                for channel in 0..<shape.channels {
                    result[(row * shape.width + column) * shape.channels + channel] = .nan
                }
            }
        }
        return result
    }

    /// Four times the difference about grey; grey where nothing is compared.
    func difference(sample: [Float], training: [Float]) -> [Float] {
        zip(sample, apply(to: training, sample: sample)).map { sample, training in
            let difference = sample - training
            return difference.isFinite ? 127.5 + 4 * difference : 127.5
        }
    }
}
