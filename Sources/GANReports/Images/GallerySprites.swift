import GANData
import GANEvaluation
import GANMetrics
import GANNumerics

/// The sprite sheets of a report, each within its share of the bytes that keep the page small whatever the images' size.
struct GallerySprites {
    /// Plain samples, and as many real images, that are shown at most.
    static let randomLimit = 24
    /// Rows of them, and the width of one side.
    static let (randomRows, sideWidth) = (6, 484)
    static let pairLimit = 12
    /// The bytes that all images of other pages may have before compression.
    static let pixelBudget = 1_500_000
    static let classLimit = 24
    /// Where images are so large, they are shown so large.
    static let judgeableSide = 128
    /// The bytes that a sheet may take.
    static let bytes = (
        sides: 300_000, judged: 240_000, pairs: 150_000, translated: 240_000, classes: 300_000, scored: 80_000,
        strips: 140_000
    )

    let random: SpriteSheet?
    /// Real images beside them.
    let real: SpriteSheet?
    let shownRandom: Range<Int>
    let shownReal: [Gallery.Picture]
    /// Each judged image and the real image nearest to it, in the order of `judgedImages`.
    let judged: SpriteSheet?
    /// Three images a pair: sample, training image, difference.
    let pairs: SpriteSheet?
    /// The samples that the discriminator finds most convincing, then the least.
    let scored: SpriteSheet?
    let shownPairs: [Gallery.Pair]
    /// Real images and samples of each class, in the order of `classModes`.
    let classes: SpriteSheet?
    /// The classes whose images are shown, those that lack most first, with the index of each one's first image.
    let classModes: [(mode: ModeTable.Mode, first: Int)]
    /// Of regions without labels; nil where there are none, or no images.
    let regions: RegionSprites?
    /// Input, output and target of each example of a model from images to images, as far as they are there, in the order of `examples`.
    let translated: SpriteSheet?
    /// Ways through the latent space, then shortened latent vectors.
    let strips: SpriteSheet?

    init(
        gallery: Gallery, modes: ModeTable?, discriminator: DiscriminatorPanel? = nil,
        regions table: RegionTable? = nil, translation: TranslationPanel? = nil
    ) throws {
        shownPairs = Array(gallery.pairs.prefix(Self.pairLimit))
        guard let shape = gallery.imageShape, !shape.isEmpty else {
            (random, real, judged, pairs, scored, classes, strips, translated) = (
                nil, nil, nil, nil, nil, nil, nil, nil
            )
            (regions, classModes, shownRandom, shownReal) = (nil, [], 0..<0, [])
            return
        }
        regions = try table.map { try RegionSprites($0, shape: shape) }
        func sheet(
            _ name: String, _ images: [[Float]], side: Int, phoneRow: Int, bytes: Int
        ) throws -> SpriteSheet? {
            guard !images.isEmpty else { return nil }
            return try SpriteSheet(
                name: "sprite-\(name)", images: images, shape: shape, displaySide: side, phoneRow: phoneRow,
                bytes: bytes)
        }
        let side = max(shape.height, shape.width) >= Self.judgeableSide ? Self.judgeableSide : 112
        let shown = min(side, 4 * max(shape.height, shape.width))
        let most = min(Self.randomLimit, Self.randomRows * max(1, Self.sideWidth / (shown + 4)))
        shownRandom = 0..<min(most, gallery.random.rows)
        shownReal = Array(gallery.real.prefix(most))
        random = try sheet(
            "random", shownRandom.map { Array(gallery.random.row($0)) }, side: side, phoneRow: 4,
            bytes: Self.bytes.sides)
        real = try sheet("real", shownReal.map(\.image), side: side, phoneRow: 4, bytes: Self.bytes.sides)
        judged = try sheet(
            "judged", Self.judgedImages(gallery).flatMap { [$0.image] + ($0.neighbour.map { [$0.image] } ?? []) },
            side: 84, phoneRow: 4, bytes: Self.bytes.judged)
        pairs = try sheet(
            "pairs", shownPairs.flatMap { [$0.sampleImage, $0.trainingImage, Self.difference($0)] }, side: 84,
            phoneRow: 3, bytes: Self.bytes.pairs)
        var images: [[Float]] = []
        var told: [(mode: ModeTable.Mode, first: Int)] = []
        for mode in modes.map({ ClassHistogram.ordered($0) }) ?? [] where told.count < Self.classLimit {
            let real = Self.realImages(mode)
            guard !mode.samples.isEmpty || !real.isEmpty else { continue }
            told.append((mode, images.count))
            images += real + mode.samples.map(\.image)
        }
        classModes = told
        classes = try sheet("classes", images, side: 48, phoneRow: 6, bytes: Self.bytes.classes)
        scored = try sheet(
            "scored", ((discriminator?.convincing ?? []) + (discriminator?.unconvincing ?? [])).map(\.image), side: 84,
            phoneRow: 4, bytes: Self.bytes.scored)
        translated = try sheet(
            "translated", Self.examples(translation).flatMap { [$0.input, $0.output, $0.target].compactMap { $0 } },
            side: 84, phoneRow: 3, bytes: Self.bytes.translated)
        strips = try sheet(
            "strips", gallery.strips.flatMap(\.images), side: 84, phoneRow: 4, bytes: Self.bytes.strips)
    }

    /// Real images of a class; only some of them have a place that is known.
    static func realImages(_ mode: ModeTable.Mode) -> [[Float]] {
        mode.real.isEmpty ? mode.exemplars : mode.real.map(\.image)
    }

    /// The examples of a model from images to images, in the order of their sheet.
    static func examples(_ translation: TranslationPanel?) -> [TranslationPanel.Example] {
        translation.map { $0.plain + $0.worst + $0.best } ?? []
    }

    /// The images whose realism is told, in the order of their sheet.
    static func judgedImages(_ gallery: Gallery) -> [Gallery.Judged] { gallery.worst + gallery.control + gallery.best }

    /// The smallest whole reduction that keeps all images within the budget.
    static func reduction(count: Int, shape: ImageShape, budget: Int = GallerySprites.pixelBudget) -> Int {
        var reduction = 1
        while shape.spriteBytes(reduction: reduction) * count > budget {
            reduction += 1
            if reduction >= max(shape.height, shape.width) { break }
        }
        return reduction
    }

    /// The difference of a pair's images, four times as strong, grey where they agree.
    static func difference(_ pair: Gallery.Pair) -> [Float] {
        zip(pair.sampleImage, pair.trainingImage).map { 127.5 + 4 * ($0 - $1) }
    }

    var rules: String {
        [random, real, judged, pairs, scored, classes, strips, translated].compactMap { $0?.rule }.joined()
            + (regions?.rules ?? "")
    }
}
