import GANData
import GANEvaluation
import GANMetrics
import GANNumerics

/// The sprite sheets of a report, made so that the page stays small whatever the images' size.
struct GallerySprites {
    /// Plain samples, and as many real images, that are shown where there is room for so many.
    static let randomLimit = 32
    /// The same where there is not.
    static let leastRandom = 8
    /// The bytes that both may have before compression, and the side from which on images are large enough to be judged.
    static let randomBudget = 900_000
    static let judgeableSide = 128
    static let judgedLimit = 10
    static let pairLimit = 12
    static let exemplarLimit = 16
    static let classLimit = 24
    /// The bytes that all images together may have before compression.
    static let pixelBudget = 1_500_000

    let random: SpriteSheet?
    /// Real images beside them.
    let real: SpriteSheet?
    let shownRandom: Range<Int>
    let shownReal: [Gallery.RealImage]
    /// The worst samples, then the best.
    let judged: SpriteSheet?
    /// Three images a pair: sample, training image, difference.
    let pairs: SpriteSheet?
    /// Three images a mode, in the order of `exemplarModes`.
    let exemplars: SpriteSheet?
    /// The samples that the discriminator finds most convincing, then the least.
    let scored: SpriteSheet?
    let worst: [Gallery.Judged]
    let best: [Gallery.Judged]
    let shownPairs: [Gallery.Pair]
    /// The modes whose exemplars are shown, missing ones first, with the index of each one's first image.
    let exemplarModes: [(mode: ModeTable.Mode, first: Int)]
    /// Three samples a class and up to three real images of it, in the order of `classModes`.
    let classes: SpriteSheet?
    /// The classes whose samples are shown, with the index of each one's first image.
    let classModes: [(mode: ModeTable.Mode, first: Int)]
    /// The side of the square of pixels that was averaged into one; 1 is native size.
    let reduction: Int
    /// Of regions without labels; nil where there are none, or no images.
    let regions: RegionSprites?

    init(
        gallery: Gallery, modes: ModeTable?, discriminator: DiscriminatorPanel? = nil,
        regions table: RegionTable? = nil
    ) throws {
        worst = Array(gallery.worst.prefix(Self.judgedLimit))
        best = Array(gallery.best.prefix(Self.judgedLimit))
        shownPairs = Array(gallery.pairs.prefix(Self.pairLimit))
        guard let shape = gallery.imageShape, !shape.isEmpty else {
            (random, real, judged, pairs, exemplars, scored, exemplarModes, reduction) = (
                nil, nil, nil, nil, nil, nil, [], 1
            )
            (shownRandom, shownReal) = (0..<0, [])
            (regions, classes, classModes) = (nil, nil, [])
            return
        }
        regions = try table.map { try RegionSprites($0, shape: shape) }
        var exemplarImages: [[Float]] = []
        var shown: [(mode: ModeTable.Mode, first: Int)] = []
        for mode in modes.map({ ClassHistogram.ordered($0) }) ?? []
        where mode.missing && shown.count < Self.exemplarLimit {
            guard !mode.exemplars.isEmpty else { continue }
            shown.append((mode, exemplarImages.count))
            exemplarImages += mode.exemplars.prefix(3)
        }
        exemplarModes = shown
        let judgedImages = (worst + best).map(\.image)
        let pairImages = shownPairs.flatMap { [$0.sampleImage, $0.trainingImage, Self.difference($0)] }
        let scoredImages = ((discriminator?.convincing ?? []) + (discriminator?.unconvincing ?? [])).map(\.image)
        let count = judgedImages.count + pairImages.count + exemplarImages.count + scoredImages.count
        let reduction = Self.reduction(count: count, shape: shape, budget: Self.pixelBudget - Self.randomBudget)
        self.reduction = reduction
        func sheet(
            _ name: String, _ images: [[Float]], side: Int, phoneRow: Int, reduction: Int = reduction
        ) throws -> SpriteSheet? {
            guard !images.isEmpty else { return nil }
            return try SpriteSheet(
                name: name, images: images, shape: shape, reduction: reduction, displaySide: side, phoneRow: phoneRow)
        }
        // Few large images tell more than many small ones.
        let sideReduction = shape.spriteReduction(longestSide: 2 * Self.judgeableSide - 1)
        let side = shape.spriteBytes(reduction: sideReduction)
        let most = max(Self.leastRandom, min(Self.randomLimit, Self.randomBudget / max(1, 2 * side)))
        let randomReduction = max(
            sideReduction, Self.reduction(count: 2 * most, shape: shape, budget: Self.randomBudget))
        shownRandom = 0..<min(most, gallery.random.rows)
        shownReal = Array(gallery.real.prefix(shownRandom.count))
        random = try sheet(
            "sprite-random", shownRandom.map { Array(gallery.random.row($0)) }, side: 112, phoneRow: 5,
            reduction: randomReduction)
        real = try sheet(
            "sprite-real", shownReal.map(\.image), side: 112, phoneRow: 5, reduction: randomReduction)
        judged = try sheet("sprite-judged", judgedImages, side: 72, phoneRow: 5)
        pairs = try sheet("sprite-pairs", pairImages, side: 80, phoneRow: 3)
        var classImages: [[Float]] = []
        var told: [(mode: ModeTable.Mode, first: Int)] = []
        for mode in modes?.modes ?? [] where !mode.samples.isEmpty && told.count < Self.classLimit {
            told.append((mode, classImages.count))
            classImages += mode.samples.prefix(3)
            // The gallery of missing classes has their real images.
            if !mode.missing { classImages += mode.exemplars.prefix(3) }
        }
        classModes = told
        classes = try sheet("sprite-classes", classImages, side: 48, phoneRow: 4)
        exemplars = try sheet("sprite-exemplars", exemplarImages, side: 64, phoneRow: 3)
        scored = try sheet("sprite-scored", scoredImages, side: 72, phoneRow: 5)
    }

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
        [random, real, judged, pairs, exemplars, scored, classes].compactMap { $0?.rule }.joined()
            + (regions?.rules ?? "")
    }
}
