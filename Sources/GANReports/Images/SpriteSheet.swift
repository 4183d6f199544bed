import Foundation
import GANData
import GANText

/// One picture that holds all images of a gallery in a grid, addressed by column and row.
///
/// PNG, or, where that might be more bytes than there is room for, JPEG; each cell of one fills whole blocks, so that neighbours don't touch.
struct SpriteSheet {
    /// The CSS class of the gallery's cells, "sprite-pairs".
    let name: String
    let height: Int
    let width: Int
    let columns: Int
    let rows: Int
    /// From one cell to the next in the sheet: the image's height, or the multiple of 8 above it.
    let stepDown: Int
    let stepAcross: Int
    /// How many screen pixels a sheet pixel covers, each way.
    let scale: Int
    /// The same as it is shown, where large images are made smaller.
    let zoom: Double
    /// On a phone, where a row holds fewer pixels.
    let narrowZoom: Double
    /// The side of the square of pixels that became one; 1 is native size.
    let reduction: Int
    let isPhotographic: Bool
    let dataURI: String

    /// What a JPEG sheet is tried at, the best first.
    private static let qualities = [90, 80, 65, 50]

    /// Encodes the images, each `height * width * channels` values from 0 to 255, channels last.
    ///
    /// - Parameters:
    ///   - reduction: the side of the square of pixels that becomes one, by averaging; nil for the one that leaves about the size that
    ///     is shown.
    ///   - displaySide: about how many screen pixels an image should take each way.
    ///   - phoneRow: how many images should fit beside each other on a phone.
    ///   - bytes: what the file may take: where pixels are more it is JPEG, whose quality sinks until it fits, and below all qualities
    ///     it is reduced further. nil for PNG, whatever it takes.
    init(
        name: String, images: [[Float]], shape: ImageShape, reduction given: Int? = nil, displaySide: Int,
        phoneRow: Int, bytes: Int? = nil
    ) throws {
        var reduction = given ?? shape.spriteReduction(longestSide: 2 * displaySide - 1)
        precondition(reduction >= 1, "reduction \(reduction)")
        let isPhotographic = bytes.map { images.count * shape.spriteBytes(reduction: reduction) > $0 } ?? false
        var file = try Self.file(images, shape, reduction, isPhotographic ? Self.qualities[0] : nil)
        var tried = 0
        while isPhotographic, let bytes, file.count > bytes, reduction < max(shape.height, shape.width) {
            tried += 1
            if tried == Self.qualities.count { (reduction, tried) = (reduction + 1, 0) }
            file = try Self.file(images, shape, reduction, Self.qualities[tried])
        }
        self.name = name
        self.reduction = reduction
        self.isPhotographic = isPhotographic
        let grid = Grid(images.count, shape, reduction, padded: isPhotographic)
        (height, width, columns, rows) = (grid.height, grid.width, grid.columns, grid.rows)
        (stepDown, stepAcross) = (grid.stepDown, grid.stepAcross)
        let side = Double(max(height, width))
        scale = min(4, max(1, Int(saturating: (Double(displaySide) / side).rounded())))
        // 328 pixels are left of a phone's 360; captioned items stand 12 apart.
        let phone = Double(328 - 12 * (phoneRow - 1)) / Double(phoneRow) / Double(width)
        let isLarge = bytes != nil && max(shape.height, shape.width) > displaySide
        zoom = isLarge ? Double(displaySide) / side : Double(scale)
        narrowZoom = isLarge ? min(zoom, phone) : max(1, min(zoom, phone.rounded(.down)))
        dataURI = "data:image/\(isPhotographic ? "jpeg" : "png");base64," + Data(file).base64EncodedString()
    }

    /// The width of a cell on the screen.
    var shownWidth: Int { Int(saturating: (Double(width) * zoom).rounded()) }

    /// Where images lie in a sheet.
    private struct Grid {
        let height: Int
        let width: Int
        let columns: Int
        let rows: Int
        let stepDown: Int
        let stepAcross: Int

        init(_ count: Int, _ shape: ImageShape, _ reduction: Int, padded: Bool) {
            height = max(1, shape.height / reduction)
            width = max(1, shape.width / reduction)
            columns = max(1, min(count, 16))
            rows = max(1, (count + columns - 1) / columns)
            stepDown = padded ? (height + 7) / 8 * 8 : height
            stepAcross = padded ? (width + 7) / 8 * 8 : width
        }
    }

    /// The sheet's file; PNG without a quality.
    private static func file(
        _ images: [[Float]], _ shape: ImageShape, _ reduction: Int, _ quality: Int?
    ) throws -> [UInt8] {
        let grid = Grid(images.count, shape, reduction, padded: quality != nil)
        let channels = shape.spriteChannels
        let (height, width) = (grid.rows * grid.stepDown, grid.columns * grid.stepAcross)
        var pixels = [UInt8](repeating: 0, count: height * width * channels)
        for (index, image) in images.enumerated() {
            let top = index / grid.columns * grid.stepDown
            let left = index % grid.columns * grid.stepAcross
            for y in 0..<grid.stepDown {
                for x in 0..<grid.stepAcross {
                    for channel in 0..<channels {
                        // What fills a cell up repeats the image's edge.
                        let value = average(
                            image, shape: shape, y: min(y, grid.height - 1), x: min(x, grid.width - 1),
                            channel: channel, reduction: reduction)
                        pixels[((top + y) * width + left + x) * channels + channel] = value
                    }
                }
            }
        }
        guard let quality else {
            return try PNGEncoder.encode(pixels: pixels, height: height, width: width, channels: channels)
        }
        return try JPEGEncoder.encode(
            pixels: pixels, height: height, width: width, channels: channels, quality: quality)
    }

    /// A grey image stays grey; of two channels the first counts; a fourth channel (opacity) is left out.
    private static func average(
        _ image: [Float], shape: ImageShape, y: Int, x: Int, channel: Int, reduction: Int
    ) -> UInt8 {
        let source = shape.channels == 2 ? 0 : channel
        var sum: Float = 0
        var count: Float = 0
        for dy in 0..<reduction {
            for dx in 0..<reduction {
                let row = y * reduction + dy
                let column = x * reduction + dx
                let offset = (row * shape.width + column) * shape.channels + source
                guard row < shape.height, column < shape.width, offset < image.count else { continue }
                sum += image[offset]
                count += 1
            }
        }
        let mean = count > 0 ? sum / count : 0
        return mean.isFinite ? UInt8(min(255, max(0, mean.rounded()))) : 0
    }

    /// The style rule that gives the gallery's cells their picture.
    var rule: String {
        let factors = [zoom, narrowZoom].map { FigureText.trimmed(($0 * 10_000).rounded() / 10_000) }
        // Few large pixels stay squares; many are smoothed.
        let rendering = zoom < 1 || (isPhotographic && zoom == 1) ? "image-rendering:auto;" : ""
        return ".\(name){--w:\(width);--h:\(height);--p:\(stepAcross);--q:\(stepDown);--c:\(columns);--r:\(rows);"
            + "--s:\(factors[0]);--n:\(factors[1]);\(rendering)background-image:url(\(dataURI))}"
    }

    /// The cell of the image at `index`; `link` leads to it at native size.
    func cell(_ index: Int, label: String, link: String? = nil) -> SpriteCell {
        SpriteCell(sheet: name, x: index % columns, y: index / columns, label: label, link: link ?? "")
    }
}

/// One image of a sprite sheet, as the template places it.
struct SpriteCell {
    let sheet: String
    let x: Int
    let y: Int
    let label: String
    /// Where the image is at native size; empty where it is nowhere.
    let link: String
    /// Stored, for templates see nothing else.
    let isLinked: Bool

    init(sheet: String, x: Int, y: Int, label: String, link: String = "") {
        self.sheet = sheet
        self.x = x
        self.y = y
        self.label = label
        self.link = link
        isLinked = !link.isEmpty
    }
}
