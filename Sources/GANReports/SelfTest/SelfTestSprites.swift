import GANData
import GANSelfTest

/// The first samples of the first honest set, then of each set with a fault, in one sheet; all sets have as many.
struct SelfTestSprites {
    let sheet: SpriteSheet?

    /// Throws `ReportError` where images can't be encoded.
    init(_ report: SelfTestReport) throws(ReportError) {
        guard let shape = report.imageShape, !shape.isEmpty else {
            sheet = nil
            return
        }
        let images = (report.controls.prefix(1) + report.faults.flatMap(\.trials)).flatMap(\.pictures)
        guard !images.isEmpty else {
            sheet = nil
            return
        }
        do {
            sheet = try SpriteSheet(
                name: "sprite-selftest", images: images, shape: shape,
                reduction: GallerySprites.reduction(count: images.count, shape: shape), displaySide: 96, phoneRow: 3)
        } catch {
            throw .imageEncoding(gallery: "samples", reason: "\(error)")
        }
    }

    var rules: String { sheet?.rule ?? "" }
}
