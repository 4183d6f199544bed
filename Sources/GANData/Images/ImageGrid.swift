public import GANNumerics

/// 8-bit images side by side in one image: sample grids and the sprites of reports.
public struct ImageGrid: Sendable, Equatable {
    /// Packed rows, channels last.
    public let pixels: [UInt8]
    /// The grid's height in pixels.
    public let height: Int
    /// The grid's width in pixels.
    public let width: Int
    /// 1 or 3.
    public let channels: Int

    /// Tiles the rows of `images` (grey levels, `[n, height * width * channels]`) from left to right, top to bottom.
    ///
    /// Every pixel becomes a square of `scale`; `padding` pixels of grey `background` lie around and between the tiles,
    /// and in the places of the last line that no image fills. The grid has `min(columns, n)` columns.
    public init(
        images: Matrix<Float>, height: Int, width: Int, channels: Int, columns: Int, padding: Int = 1, scale: Int = 1,
        background: UInt8 = 255
    ) {
        precondition(
            images.columns == height * width * channels,
            "rows of \(images.columns) values for images [\(height), \(width), \(channels)]")
        precondition(images.rows > 0 && columns > 0 && padding >= 0 && scale > 0, "an empty grid")
        let columns = min(columns, images.rows)
        let lines = (images.rows + columns - 1) / columns
        let tileHeight = height * scale + padding
        let tileWidth = width * scale + padding
        let gridWidth = columns * tileWidth + padding
        var pixels = [UInt8](repeating: background, count: (lines * tileHeight + padding) * gridWidth * channels)
        for image in 0..<images.rows {
            let top = padding + image / columns * tileHeight
            let left = padding + image % columns * tileWidth
            let bytes = GreyLevels.quantize(images.row(image))
            for y in 0..<height * scale {
                for x in 0..<width * scale {
                    let source = (y / scale * width + x / scale) * channels
                    let target = ((top + y) * gridWidth + left + x) * channels
                    for channel in 0..<channels { pixels[target + channel] = bytes[source + channel] }
                }
            }
        }
        self.pixels = pixels
        self.height = lines * tileHeight + padding
        self.width = gridWidth
        self.channels = channels
    }

    /// Where image `index` lies in a grid of these measures: the upper left corner, in pixels.
    public static func origin(
        of index: Int, height: Int, width: Int, columns: Int, padding: Int = 1, scale: Int = 1
    ) -> (row: Int, column: Int) {
        (padding + index / columns * (height * scale + padding), padding + index % columns * (width * scale + padding))
    }

    /// The grid as a PNG file; channels must be 1 or 3.
    public func png() throws(DataError) -> [UInt8] {
        try PNGEncoder.encode(pixels: pixels, height: height, width: width, channels: channels)
    }
}
