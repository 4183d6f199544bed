import Foundation
import GANData

/// One PNG that holds all images of a gallery in a grid, addressed by column and row.
struct SpriteSheet {
    /// The CSS class of the gallery's cells, "sprite-pairs".
    let name: String
    let height: Int
    let width: Int
    let columns: Int
    let rows: Int
    /// How many screen pixels a sheet pixel covers, each way.
    let scale: Int
    /// The same on a phone, where a row holds fewer pixels.
    let narrowScale: Int
    /// The side of the square of pixels that became one; 1 is native size.
    let reduction: Int
    let dataURI: String

    /// Encodes the images, each `height * width * channels` values from 0 to 255, channels last.
    ///
    /// - Parameters:
    ///   - reduction: the side of the square of pixels that becomes one, by averaging.
    ///   - displaySide: about how many screen pixels an image should take each way.
    ///   - phoneRow: how many images should fit beside each other on a phone.
    init(
        name: String, images: [[Float]], shape: ImageShape, reduction: Int,
        displaySide: Int,
        phoneRow: Int
    ) throws {
        precondition(reduction >= 1, "reduction \(reduction)")
        self.name = name
        self.reduction = reduction
        height = max(1, shape.height / reduction)
        width = max(1, shape.width / reduction)
        columns = max(1, min(images.count, 16))
        rows = max(1, (images.count + columns - 1) / columns)
        scale = min(4, max(1, Int((Double(displaySide) / Double(max(height, width))).rounded())))
        // 328 pixels are left of a phone's 360; captioned items stand 12 apart.
        narrowScale = max(1, min(scale, (328 - 12 * (phoneRow - 1)) / phoneRow / width))
        let channels = shape.spriteChannels
        let stride = columns * width * channels
        var pixels = [UInt8](repeating: 0, count: rows * height * stride)
        for (index, image) in images.enumerated() {
            let top = index / columns * height
            let left = index % columns * width
            for y in 0..<height {
                for x in 0..<width {
                    for channel in 0..<channels {
                        let value = Self.average(
                            image, shape: shape, y: y, x: x, channel: channel, reduction: reduction)
                        pixels[(top + y) * stride + (left + x) * channels + channel] = value
                    }
                }
            }
        }
        let file = try PNGEncoder.encode(
            pixels: pixels, height: rows * height, width: columns * width, channels: channels)
        dataURI = "data:image/png;base64," + Data(file).base64EncodedString()
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
        ".\(name){--w:\(width);--h:\(height);--c:\(columns);--r:\(rows);--s:\(scale);--n:\(narrowScale);background-image:url(\(dataURI))}"
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
