/// Pixels of one image and values a pixel; images are stored row by row, channels last.
public struct ImageShape: Sendable, Hashable {
    /// Rows of pixels.
    public var height: Int
    /// Pixels in a row.
    public var width: Int
    /// Values a pixel: 1 of a grey image, 3 of a coloured one.
    public var channels: Int

    /// The shape of images of `height` rows of `width` pixels with `channels` values each; nothing is checked.
    public init(height: Int, width: Int, channels: Int) {
        self.height = height
        self.width = width
        self.channels = channels
    }

    /// The number of values in one image; the sizes must be so small that it does not overflow.
    public var size: Int { height * width * channels }

    /// Whether there is nothing to show: some size is 0 or less.
    package var isEmpty: Bool { height <= 0 || width <= 0 || channels <= 0 }
}

extension SampleShape {
    /// Samples that are images.
    package init(_ image: ImageShape) {
        self = .image(height: image.height, width: image.width, channels: image.channels)
    }

    /// Whether samples are images.
    package var isImage: Bool { imageShape != nil }

    /// The image's shape; nil of vectors.
    public var imageShape: ImageShape? {
        guard case .image(let height, let width, let channels) = self else { return nil }
        return ImageShape(height: height, width: width, channels: channels)
    }
}
