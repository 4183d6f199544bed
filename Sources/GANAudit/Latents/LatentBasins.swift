import Foundation
import GANData
import GANMetrics
import GANModels
import GANNumerics

/// What surrounds the latent vectors of copies: ways to other samples, and small moves.
struct LatentBasins {
    let findings: AuditFindings
    let generator: any Generator
    let samples: any SampleSource
    let training: any SampleSource
    let options: LatentOptions
    /// The root mean square difference within which a picture counts as the target.
    let nearness: Double

    static let steps = 11
    static let ways = 8
    static let deviations = [0.05, 0.1, 0.2, 0.5, 1]
    static let draws = 32
    /// Samples that are no copies, for comparison, and the ways from each.
    static let ordinary = (samples: 16, ways: 4)

    private var prior: LatentRegion { LatentRegion(generator) }
    private var stream: SeededGenerator { SeededGenerator(seed: options.seed).split("latent basins") }

    struct Found {
        var basin: AuditFindings.Latents.Basin
        /// The target, then the first way's pictures.
        var strip: [[Float]]
    }

    /// The copies that are looked at: the surest of different training rows.
    var chosen: [AuditFindings.Copy] {
        var rows: Set<Int> = []
        return Array(
            findings.copies.filter { $0.sample < samples.count && rows.insert($0.trainingRow).inserted }
                .prefix(options.interpolatedCopies))
    }

    func found(_ copy: AuditFindings.Copy) throws -> Found {
        let (kind, target) = try target(of: copy)
        let same = Set(findings.copies.filter { $0.trainingRow == copy.trainingRow }.map(\.sample))
        let partners = partners(of: copy.sample, count: Self.ways, avoiding: same)
        let ways = try partners.map { try way(from: copy.sample, to: $0, target: target) }
        return Found(
            basin: .init(
                rank: copy.rank, sample: copy.sample, trainingRow: copy.trainingRow, origin: copy.origin, target: kind,
                ways: ways.map(\.way), width: ways.isEmpty ? 0 : Statistics.mean(ways.map(\.way.width)),
                perturbations: try perturbations(copy.sample, target)),
            strip: ways.first.map { [target.scalars] + $0.pictures } ?? [])
    }

    /// The median width around samples that are no copies, each compared with its own picture; nil when all are copies.
    func ordinaryWidth() throws -> Double? {
        let listed = Set(findings.copies.map(\.sample))
        let chosen = partners(of: -1, count: Self.ordinary.samples, avoiding: listed)
        let widths = try chosen.map { sample in
            let picture = try generate(sample, generator.latents(numbers: [sample], seed: options.seed))
            return try partners(of: sample, count: Self.ordinary.ways, avoiding: [sample]).map {
                try way(from: sample, to: $0, target: picture).way.width
            }
        }.filter { !$0.isEmpty }.map(Statistics.mean)
        return widths.isEmpty ? nil : Statistics.median(widths)
    }

    /// Other samples, drawn at random.
    private func partners(of sample: Int, count: Int, avoiding: Set<Int>) -> [Int] {
        var own = stream.split(sample)
        var result: [Int] = []
        // Where nearly all samples are to be avoided, some tries may find none.
        for _ in 0..<20 * count where result.count < count {
            let other = own.index(below: samples.count)
            if !avoiding.contains(other), other != sample, !result.contains(other) { result.append(other) }
        }
        return result
    }

    private func generate(_ sample: Int, _ latents: Matrix<Float>) throws -> Matrix<Float> {
        try generator.generate(
            latents: latents, numbers: [Int](repeating: sample, count: latents.rows), seed: options.seed)
    }

    private func way(
        from sample: Int, to other: Int, target: Matrix<Float>
    ) throws -> (way: AuditFindings.Latents.Way, pictures: [[Float]]) {
        let ends = generator.latents(numbers: [sample, other], seed: options.seed)
        let pictures = try generate(sample, prior.way(from: ends.row(0), to: ends.row(1), steps: Self.steps))
        let distances = (0..<Self.steps).map { RootMeanSquare.between(pictures, row: $0, target, row: 0) }
        return (
            .init(sample: other, distances: distances, width: Self.width(distances, within: nearness)),
            (0..<Self.steps).map { Array(pictures.row($0)) }
        )
    }

    /// The share of the way, from its start, over which the distance stays within a bound; straight lines between the steps.
    static func width(_ distances: [Double], within bound: Double) -> Double {
        guard let first = distances.first, first <= bound, distances.count > 1 else { return 0 }
        guard let end = distances.firstIndex(where: { $0 > bound }) else { return 1 }
        let (before, after) = (distances[end - 1], distances[end])
        return (Double(end - 1) + (bound - before) / (after - before)) / Double(distances.count - 1)
    }

    private func perturbations(
        _ sample: Int, _ target: Matrix<Float>
    ) throws -> [AuditFindings.Latents.Perturbation] {
        let centre = generator.latents(numbers: [sample], seed: options.seed)
        let noise = stream.split("perturbations").split(sample).normalRows(Self.draws, columns: generator.latentSize)
        return try Self.deviations.map { deviation in
            let scale = Float(deviation * prior.deviation)
            var moved = noise
            for place in moved.scalars.indices {
                moved.scalars[place] = centre.scalars[place % generator.latentSize] + scale * noise.scalars[place]
            }
            let pictures = try generate(sample, prior.confined(moved))
            let near = (0..<Self.draws).count { RootMeanSquare.between(pictures, row: $0, target, row: 0) <= nearness }
            return .init(deviation: deviation, share: Double(near) / Double(Self.draws))
        }
    }

    private func target(
        of copy: AuditFindings.Copy
    ) throws -> (kind: AuditFindings.Latents.Target, picture: Matrix<Float>) {
        switch copy.transformation.name {
        case "identity":
            return (.trainingRow, try training.read(rows: copy.trainingRow..<copy.trainingRow + 1))
        case "mirrored":
            let row = try training.read(rows: copy.trainingRow..<copy.trainingRow + 1)
            return (.mirroredTrainingRow, Self.mirrored(row, shape: training.shape))
        default:
            return (.sample, try samples.read(rows: copy.sample..<copy.sample + 1))
        }
    }

    static func mirrored(_ row: Matrix<Float>, shape: SampleShape) -> Matrix<Float> {
        guard case .image(let height, let width, let channels) = shape else { return row }
        var result = row
        for y in 0..<height {
            for x in 0..<width {
                for channel in 0..<channels {
                    result.scalars[(y * width + x) * channels + channel] =
                        row.scalars[(y * width + width - 1 - x) * channels + channel]
                }
            }
        }
        return result
    }
}
