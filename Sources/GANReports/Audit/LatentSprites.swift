import GANAudit
import GANData

/// The sprite sheets of a latent space: recovered rows, and strips between samples.
struct LatentSprites {
    /// The bytes that all images of a kind may have before compression.
    private static let budget = 150_000
    /// Images with longer sides are shown reduced.
    private static let longestSide = 64

    /// Target and reconstruction in turn: training rows, held-out rows, most copied rows.
    let pairs: SpriteSheet?
    /// A target and the pictures on a way, for each basin.
    let strips: SpriteSheet?
    let reduction: Int

    var sheets: [SpriteSheet?] { [pairs, strips] }

    init(
        _ pictures: LatentPictures?, shape: ImageShape?
    ) throws(ReportError) {
        guard let pictures, let shape, !shape.isEmpty else {
            (pairs, strips, reduction) = (nil, nil, 1)
            return
        }
        let rows = (pictures.training + pictures.heldOut + pictures.copied).flatMap { [$0.target, $0.reconstruction] }
        let frames = pictures.strips.flatMap { $0 }
        let longest = max(shape.height, shape.width)
        var reduction = shape.spriteReduction(longestSide: Self.longestSide)
        let most = max(rows.count, frames.count)
        while most * shape.spriteBytes(reduction: reduction) > Self.budget, reduction < longest { reduction += 1 }
        func sheet(
            _ name: String, _ images: [[Float]], side: Int, phoneRow: Int
        ) throws(ReportError) -> SpriteSheet? {
            guard !images.isEmpty else { return nil }
            do {
                return try SpriteSheet(
                    name: name, images: images, shape: shape, reduction: reduction, displaySide: side,
                    phoneRow: phoneRow)
            } catch {
                throw ReportError.imageEncoding(gallery: name, reason: "\(error)")
            }
        }
        self.reduction = reduction
        pairs = try sheet("sprite-recovered", rows, side: 96, phoneRow: 3)
        strips = try sheet("sprite-strips", frames, side: 60, phoneRow: 7)
    }
}
