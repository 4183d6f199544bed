import GANData
import GANEvaluation

/// The pictures of the largest changes: baseline, candidate and difference, three images a pair, one sheet a candidate.
struct ComparisonSprites {
    /// The bytes that all images together may have before compression.
    private static let budget = 1_400_000

    /// By candidate, in the order of the changes; nil where there are no images.
    let sheets: [SpriteSheet?]
    /// How many changes of each candidate are shown.
    let shown: [Int]
    /// The side of the square of pixels that was averaged into one; 1 is native size.
    let reduction: Int

    init(_ changes: [ComparisonReport.Changes]) throws(ReportError) {
        // Many candidates share the page: each shows fewer of its changes.
        let each = max(4, 24 / max(1, changes.count))
        let counts = changes.map { min(each, $0.largest.count) }
        var reduction = 1
        if let shape = changes.compactMap(\.imageShape).first {
            reduction = GallerySprites.reduction(count: 3 * counts.reduce(0, +), shape: shape)
        }
        var sheets: [SpriteSheet?] = []
        for (index, change) in changes.enumerated() {
            guard let shape = change.imageShape, !shape.isEmpty,
                counts[index] > 0
            else {
                sheets.append(nil)
                continue
            }
            let images = change.largest.prefix(counts[index]).flatMap { pair in
                [pair.baseline, pair.candidate, Self.difference(pair)]
            }
            do {
                sheets.append(
                    try SpriteSheet(
                        name: "sprite-change\(index)", images: images, shape: shape, reduction: reduction,
                        displaySide: 72, phoneRow: 3))
            } catch {
                throw ReportError.imageEncoding(gallery: "changes", reason: "\(error)")
            }
        }
        self.sheets = sheets
        shown = counts
        self.reduction = reduction
    }

    /// Grey where both agree, lighter where the candidate is, at half strength.
    private static func difference(_ change: ComparisonReport.Change) -> [Float] {
        zip(change.candidate, change.baseline).map { 127.5 + 0.5 * ($0 - $1) }
    }

    var rules: String { sheets.compactMap { $0?.rule }.joined() }
}
