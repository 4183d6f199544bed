public import GANData
public import GANNumerics

/// Brings images to few pixels by means over squares, so that a critic of pixels costs the same whatever their size.
public struct ImageReduction: Sendable {
    /// The longest side that is left as it is.
    public static let longestSide = 32

    /// The images as they come.
    public let source: SampleShape
    /// The images as they leave.
    public let shape: SampleShape
    /// The sides of the squares; 1 where nothing is done.
    public let factor: Int

    /// A reduction of images of this shape to sides of at most `longestSide`; nil for vectors.
    public init?(_ source: SampleShape, longestSide: Int = Self.longestSide) {
        guard case .image(let height, let width, let channels) = source else { return nil }
        factor = (max(height, width) + longestSide - 1) / longestSide
        self.source = source
        shape = .image(
            height: (height + factor - 1) / factor, width: (width + factor - 1) / factor, channels: channels)
    }

    /// The means of images `[n, source.size]`, channels last, `[n, shape.size]`.
    ///
    /// Squares at the edge may be smaller. O(values).
    public func apply(_ images: Matrix<Float>) -> Matrix<Float> {
        guard factor > 1, case .image(let height, let width, let channels) = source,
            case .image(let rows, let columns, _) = shape
        else { return images }
        let factor = factor
        return Matrix(rows: images.rows, columns: shape.size) { target in
            images.scalars.withUnsafeBufferPointer { values in
                nonisolated(unsafe) let (values, target) = (values, target)
                Parallel.forEach(images.rows) { image in
                    let from = image * height * width * channels
                    let to = image * rows * columns * channels
                    for row in 0..<rows {
                        for column in 0..<columns {
                            let ys = row * factor..<min(height, (row + 1) * factor)
                            let xs = column * factor..<min(width, (column + 1) * factor)
                            for channel in 0..<channels {
                                var sum = 0.0
                                for y in ys {
                                    for x in xs { sum += Double(values[from + (y * width + x) * channels + channel]) }
                                }
                                target[to + (row * columns + column) * channels + channel] =
                                    Float(sum / Double(ys.count * xs.count))
                            }
                        }
                    }
                }
            }
        }
    }
}
