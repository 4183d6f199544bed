package import GANAudit
package import GANData

/// The sprite sheets of an audit, made so that the page stays small whatever the images' size.
struct AuditSprites {
    /// The bytes that all images of a kind may have before compression.
    private static let pairBudget = 1_100_000
    private static let leakBudget = 250_000
    /// Images with longer sides are shown reduced.
    private static let longestSide = 128
    /// Fewer would not show what copies are like; they are reduced further instead.
    private static let fewestPairs = 12
    private static let fewestLeaks = 6

    /// Three images a pair: sample, training image, difference.
    let pairs: SpriteSheet?
    let leaks: SpriteSheet?
    /// The side of the square of pixels that was averaged into one; 1 is native size.
    let reduction: Int
    let latents: LatentSprites

    init(_ gallery: AuditGallery?, latents pictures: LatentPictures? = nil) throws(ReportError) {
        latents = try LatentSprites(pictures, shape: gallery?.shape)
        guard let gallery, !gallery.shape.isEmpty else {
            (pairs, leaks, reduction) = (nil, nil, 1)
            return
        }
        let shape = gallery.shape
        var reduction = Self.reduction(of: shape)
        func bytes(_ count: Int) -> Int { count * shape.spriteBytes(reduction: reduction) }
        while bytes(3 * gallery.pairs.count) > Self.pairBudget || bytes(gallery.leaks.count) > Self.leakBudget {
            reduction += 1
            if reduction >= max(shape.height, shape.width) { break }
        }
        self.reduction = reduction
        func sheet(_ name: String, _ images: [[Float]], side: Int, phoneRow: Int) throws(ReportError) -> SpriteSheet? {
            guard !images.isEmpty else { return nil }
            do {
                return try SpriteSheet(
                    name: name, images: images, shape: shape, reduction: reduction, displaySide: side,
                    phoneRow: phoneRow)
            } catch {
                throw ReportError.imageEncoding(gallery: name, reason: "\(error)")
            }
        }
        pairs = try sheet(
            "sprite-pairs",
            gallery.pairs.flatMap { pair in
                let alignment = AuditAlignment(shape: shape, transformation: pair.copy.transformation)
                return [
                    pair.sample, pair.training, alignment.difference(sample: pair.sample, training: pair.training),
                ]
            }, side: 128, phoneRow: 3)
        leaks = try sheet("sprite-leaks", gallery.leaks.map(\.training), side: 128, phoneRow: 3)
    }

    var rules: String { ([pairs, leaks] + latents.sheets).compactMap { $0?.rule }.joined() }

    /// How many pairs of images of this shape fit a page.
    static func pairs(of shape: ImageShape, atMost limit: Int) -> Int {
        fitting(3 * shape.spriteBytes(reduction: reduction(of: shape)), pairBudget, fewest: fewestPairs, limit)
    }

    static func leaks(of shape: ImageShape, atMost limit: Int) -> Int {
        fitting(shape.spriteBytes(reduction: reduction(of: shape)), leakBudget, fewest: fewestLeaks, limit)
    }

    private static func fitting(_ bytes: Int, _ budget: Int, fewest: Int, _ limit: Int) -> Int {
        min(limit, max(fewest, budget / max(1, bytes)))
    }

    private static func reduction(of shape: ImageShape) -> Int {
        shape.spriteReduction(longestSide: longestSide)
    }
}

extension AuditGallery.Limits {
    /// The images of this shape that a page shows: so many that it stays small.
    package static func page(_ shape: ImageShape) -> AuditGallery.Limits {
        AuditGallery.Limits(
            pairs: AuditSprites.pairs(of: shape, atMost: 48), leaks: AuditSprites.leaks(of: shape, atMost: 24))
    }
}
