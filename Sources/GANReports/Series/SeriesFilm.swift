import GANData
import GANEvaluation
import GANMetrics
import GANNumerics

/// The same latents over the steps: frames of a strip, which a script can play.
struct SeriesFilm {
    /// One checkpoint's samples.
    struct Frame {
        var candidate: Int
        var cells: [SpriteCell]
        /// SVG, for points of the plane.
        var drawing: String?
    }

    /// Frames by trajectory, in the order of steps.
    let frames: [[Frame]]
    private let sheet: SpriteSheet?
    /// Steps left out so that the page stays small.
    let omitted: Int

    /// The bytes that all images may have before compression.
    private static let budget = 1_200_000
    private static let longestSide = 64
    private static let pointFrames = 24

    var rules: String { sheet?.rule ?? "" }
    var hasImages: Bool { sheet != nil }

    init(_ report: SeriesReport) throws(ReportError) {
        let findings = report.findings
        let own = findings.trajectories.indices.map { findings.candidates(of: $0) }
        let filmed = own.map { list in list.filter { findings.candidates[$0].measurement.film.rows > 0 } }
        guard let shape = report.imageShape, !shape.isEmpty else {
            let shown = filmed.map { Self.picked($0, most: Self.pointFrames, keeping: findings.ranking?.best) }
            sheet = nil
            omitted = zip(filmed, shown).reduce(0) { $0 + $1.0.count - $1.1.count }
            frames = shown.map { list in
                list.map { index in
                    Frame(
                        candidate: index, cells: [],
                        drawing: PointScatter.svg(
                            generated: findings.candidates[index].measurement.film, real: report.realPoints, width: 300,
                            style: "frame", isLabelled: false))
                }
            }
            return
        }
        let reduction = shape.spriteReduction(longestSide: Self.longestSide)
        let bytes = shape.spriteBytes(reduction: reduction)
        let room = Self.budget / max(1, bytes * CheckpointMeasurement.filmImages * max(1, filmed.count))
        let shown = filmed.map { Self.picked($0, most: max(4, room), keeping: findings.ranking?.best) }
        omitted = zip(filmed, shown).reduce(0) { $0 + $1.0.count - $1.1.count }
        var images: [[Float]] = []
        var starts: [[Int]] = []
        for list in shown {
            starts.append([])
            for index in list {
                let film = findings.candidates[index].measurement.film
                starts[starts.count - 1].append(images.count)
                images += (0..<film.rows).map { Array(film.row($0)) }
            }
        }
        guard !images.isEmpty else {
            (sheet, frames) = (nil, [])
            return
        }
        let made: SpriteSheet
        do {
            made = try SpriteSheet(
                name: "sprite-film", images: images, shape: shape, reduction: reduction, displaySide: 56,
                phoneRow: CheckpointMeasurement.filmImages)
        } catch {
            throw ReportError.imageEncoding(gallery: "film", reason: "\(error)")
        }
        sheet = made
        frames = zip(shown, starts).map { list, starts in
            zip(list, starts).map { index, start in
                let label = SeriesText.label(index, findings)
                return Frame(
                    candidate: index,
                    cells: (0..<findings.candidates[index].measurement.film.rows).map {
                        made.cell(start + $0, label: "\(label), latent \($0 + 1)")
                    })
            }
        }
    }

    /// At most `most` of a list, evenly spread, with its ends and `keeping` where that is in it.
    static func picked(_ list: [Int], most: Int, keeping: Int?) -> [Int] {
        guard list.count > most, most > 1 else { return list }
        var places = Set((0..<most).map { $0 * (list.count - 1) / (most - 1) })
        if let keeping, let place = list.firstIndex(of: keeping), !places.contains(place) {
            // The nearest of the spread gives its place, unless it is an end.
            let nearest = places.filter { $0 != 0 && $0 != list.count - 1 }.min {
                (abs($0 - place), $0) < (abs($1 - place), $1)
            }
            if let nearest { places.remove(nearest) }
            places.insert(place)
        }
        return places.sorted().map { list[$0] }
    }
}
