import GANData
import GANEvaluation

/// The images of branches and of the map of samples.
struct RegionSprites {
    /// The bytes that each of the two sheets may take.
    private static let bytes = 180_000

    /// Of the branches, in their order.
    let branches: SpriteSheet?
    /// Of the map's points, in their order.
    let map: SpriteSheet?
    /// Branches with images, and the number of each one's first.
    let shown: [(branch: RegionTable.Branch, first: Int)]

    /// Throws where images can't be encoded.
    init(_ table: RegionTable, shape: ImageShape) throws {
        var images: [[Float]] = []
        var shown: [(branch: RegionTable.Branch, first: Int)] = []
        for branch in table.branches where !branch.exemplars.isEmpty {
            shown.append((branch, images.count))
            images += branch.exemplars
        }
        self.shown = shown
        let points = table.map?.points.map(\.image) ?? []
        let mapped = points.contains { $0.isEmpty } ? [] : points
        func sheet(_ name: String, _ images: [[Float]], side: Int, phoneRow: Int) throws -> SpriteSheet? {
            guard !images.isEmpty else { return nil }
            return try SpriteSheet(
                name: name, images: images, shape: shape, displaySide: side, phoneRow: phoneRow, bytes: Self.bytes)
        }
        branches = try sheet("sprite-regions", images, side: 56, phoneRow: 4)
        map = try sheet("sprite-map", mapped, side: 84, phoneRow: 3)
    }

    var rules: String { [branches, map].compactMap { $0?.rule }.joined() }
}
