import Foundation
public import GANNumerics

/// What generators get wrong, done to real images on purpose: blur, noise, colours, places.
///
/// Images are rows `[m, height · width · channels]` of grey levels 0 to 255, channels last. What a fault makes is rounded to whole
/// levels and cut at the ends, as an image file would be. Each function costs time in proportion to the values, and the same
/// arguments give the same bytes.
public struct ImageFaults: Sendable {
    /// The images' shape.
    public let shape: ImageShape

    /// Faults of images of this shape, none of whose sizes is 0.
    public init(_ shape: ImageShape) {
        precondition(!shape.isEmpty, "images [\(shape.height), \(shape.width), \(shape.channels)]")
        self.shape = shape
    }

    /// Every value of every image by `change`, which is told the value and its place; rounded, and cut to 0 to 255.
    public func mapped(
        _ images: Matrix<Float>, _ change: (_ value: Float, _ y: Int, _ x: Int, _ channel: Int) -> Float
    ) -> Matrix<Float> {
        check(images)
        var images = images
        let (size, width, channels) = (shape.size, shape.width, shape.channels)
        for row in 0..<images.rows {
            for index in 0..<size {
                let (place, channel) = (index / channels, index % channels)
                let value = change(images.scalars[row * size + index], place / width, place % width, channel)
                images.scalars[row * size + index] = min(255, max(0, value.rounded()))
            }
        }
        return images
    }

    /// A weighted mean of the pixels around each, along both axes; the border is repeated, and nothing is rounded.
    ///
    /// `weights` begin with the pixel's own; each of the others counts on both sides, so that w₀ + 2·(w₁ + …) = 1 keeps the light.
    public func filtered(_ images: Matrix<Float>, _ weights: [Float]) -> Matrix<Float> {
        check(images)
        return filtered(filtered(images, weights, down: 1, right: 0), weights, down: 0, right: 1)
    }

    private func filtered(_ images: Matrix<Float>, _ weights: [Float], down: Int, right: Int) -> Matrix<Float> {
        let (height, width, channels, size) = (shape.height, shape.width, shape.channels, shape.size)
        let reach = weights.count - 1
        var result = images
        for row in 0..<images.rows {
            for y in 0..<height {
                for x in 0..<width {
                    for channel in 0..<channels {
                        var sum: Float = 0
                        for offset in -reach...reach {
                            let v = min(height - 1, max(0, y + down * offset))
                            let u = min(width - 1, max(0, x + right * offset))
                            sum +=
                                weights[abs(offset)]
                                * images.scalars[row * size + (v * width + u) * channels + channel]
                        }
                        result.scalars[row * size + (y * width + x) * channels + channel] = sum
                    }
                }
            }
        }
        return result
    }

    /// Gaussian blur; `sigma` in pixels, above 0.
    public func blurred(_ images: Matrix<Float>, sigma: Double) -> Matrix<Float> {
        precondition(sigma > 0, "a blur of \(sigma) pixels")
        let reach = max(1, Int((3 * sigma).rounded(.up)))
        let raw = (0...reach).map { Float(exp(-Double($0 * $0) / (2 * sigma * sigma))) }
        let total = raw[0] + 2 * raw.dropFirst().reduce(0, +)
        return mapped(filtered(images, raw.map { $0 / total })) { value, _, _, _ in value }
    }

    /// All of it lighter by `levels`.
    public func brightened(_ images: Matrix<Float>, by levels: Float) -> Matrix<Float> {
        mapped(images) { value, _, _, _ in value + levels }
    }

    /// The first channel lighter and the third darker by `levels`; images of other than three channels or more only lose what they have of it.
    public func tinted(_ images: Matrix<Float>, by levels: Float) -> Matrix<Float> {
        mapped(images) { value, _, _, channel in value + (channel == 0 ? levels : channel == 2 ? -levels : 0) }
    }

    /// Normal noise of this standard deviation in grey levels on every value, drawn by `generator` image by image.
    public func noisy(_ images: Matrix<Float>, deviation: Float, _ generator: SeededGenerator) -> Matrix<Float> {
        let noise = generator.normalRows(images.rows, columns: images.columns)
        var result = images
        for index in result.scalars.indices { result.scalars[index] += deviation * noise.scalars[index] }
        return mapped(result) { value, _, _, _ in value }
    }

    /// Everything a pixel to the right; the left edge is repeated.
    public func movedRight(_ images: Matrix<Float>) -> Matrix<Float> {
        check(images)
        var result = images
        let (line, channels) = (shape.width * shape.channels, shape.channels)
        for start in stride(from: 0, to: images.scalars.count, by: line) {
            for place in channels..<line { result.scalars[start + place] = images.scalars[start + place - channels] }
        }
        return result
    }

    private func check(_ images: Matrix<Float>) {
        precondition(images.columns == shape.size, "rows of \(images.columns) values for images of \(shape.size)")
    }
}
