/// An image's height and width in pixels, with the arithmetic of preprocessing.
public struct ImageSize: Sendable, Hashable, CustomStringConvertible {
    /// Rows of pixels.
    public var height: Int
    /// Pixels in a row.
    public var width: Int

    /// A size as it is; what takes it checks its range.
    public init(height: Int, width: Int) {
        precondition(height > 0 && width > 0, "an image of \(height)×\(width) pixels")
        self.height = height
        self.width = width
    }

    /// "32×24", height first.
    public var description: String { "\(height)×\(width)" }

    /// The size whose shorter side is `length` at the same proportions: torchvision's `Resize(length)`.
    ///
    /// The longer side is length · longer / shorter without its fraction.
    public func shorterSide(_ length: Int) -> ImageSize {
        height <= width
            ? ImageSize(height: length, width: Int(Double(length) * Double(width) / Double(height)))
            : ImageSize(height: Int(Double(length) * Double(height) / Double(width)), width: length)
    }

    /// The part of this size in its middle that torchvision's `CenterCrop` keeps, or nil where it would not fit.
    ///
    /// It begins at (side − part) / 2, halves rounded to the even neighbour.
    public func centerCrop(_ part: ImageSize) -> ImageRegion? {
        guard part.height <= height, part.width <= width else { return nil }
        func start(_ side: Int, _ part: Int) -> Int { Int((Double(side - part) / 2).rounded(.toNearestOrEven)) }
        let (top, left) = (start(height, part.height), start(width, part.width))
        return ImageRegion(rows: top..<top + part.height, columns: left..<left + part.width)
    }
}

/// A rectangle of an image's pixels.
public struct ImageRegion: Sendable, Hashable {
    /// Rows of pixels, from the top.
    public var rows: Range<Int>
    /// Columns of pixels, from the left.
    public var columns: Range<Int>

    /// A region as it is; that it lies in an image is checked by what cuts it out.
    public init(rows: Range<Int>, columns: Range<Int>) {
        precondition(!rows.isEmpty && !columns.isEmpty, "an empty region")
        self.rows = rows
        self.columns = columns
    }

    /// The size of what it covers.
    public var size: ImageSize { ImageSize(height: rows.count, width: columns.count) }
}
