import Foundation
import GANData
import GANMetrics
import GANModels
import GANNumerics

/// Walks short steps between a generator's latent vectors and measures how far its samples move, from the cache where it can.
struct PathLengthStage {
    let plan: MeasuringPlan
    let cache: any EvaluationCache

    /// Paths that are walked.
    static let paths = 1000
    /// The step as a share of a path, StyleGAN's.
    static let step = 1e-4
    private static let block = 128

    /// The steps of the subject, or why there are none, as a clause.
    ///
    /// Throws what running the generator and the network throws.
    func measure(
        _ subject: EvaluationSubject, progress: (Double) -> Void
    ) throws -> (paths: PathLengths?, lack: String?) {
        guard case .generator(let generator, _, _, let seed, _) = subject else {
            return (nil, "needs a generator: samples that were made before have no latent vectors")
        }
        guard generator.sampleShape.isImage else { return (nil, "needs images") }
        let distance: PerceptualDistance
        switch try plan.extractors.perceptualDistanceIfThere(sampleShape: generator.sampleShape) {
        case .found(let found): distance = found
        case .lacking(let clause): return (nil, clause)
        }
        let isMapped = (generator as? ONNXGenerator)?.latentsAreMapped ?? false
        let isStraight = isMapped || generator.latentDistribution == .uniform
        let walk = LatentSteps(generator: generator, seed: seed, isStraight: isStraight)
        let ingredients = [
            "generator", generator.digest, "seed \(seed)", "\(Self.paths) paths", "step \(Self.step)",
            isStraight ? "lerp" : "slerp", distance.digest,
        ]
        let found = try cache.matrices(kind: "path lengths/1", ingredients: ingredients) {
            try distances(progress: progress, by: distance) { rows in
                let ends = try walk.ends(rows, step: Self.step)
                let numbers = Array(rows)
                guard
                    let first = try generator.unroundedSamples(latents: ends.first, numbers: numbers, seed: seed),
                    let second = try generator.unroundedSamples(latents: ends.second, numbers: numbers, seed: seed)
                else { return nil }
                return (first, second)
            }
        }
        guard let distances = found.first?.scalars, distances.count == Self.paths else {
            return (nil, "needs samples with fractions of grey levels; this generator gives whole ones")
        }
        var paths = PathLengths(
            distances: distances.map(Double.init), step: Self.step, space: isMapped ? "w" : "z",
            interpolation: isStraight ? "lerp" : "slerp", distance: distance.name)
        paths.mapped = try mapped(generator, seed: seed, ingredients: ingredients, by: distance, progress: progress)
        return (paths, nil)
    }

    /// The same pairs of vectors walked behind the generator's mapping network, on straight lines; nil where it has none.
    private func mapped(
        _ generator: any Generator, seed: UInt64, ingredients: [String], by distance: PerceptualDistance,
        progress: (Double) -> Void
    ) throws -> [Double]? {
        guard let behind = try (generator as? ONNXGenerator)?.behindMapping() else { return nil }
        let walk = LatentSteps(generator: generator, seed: seed, isStraight: true)
        let found = try cache.matrices(kind: "path lengths in w/1", ingredients: ingredients) {
            try distances(progress: progress, by: distance) { rows in
                let numbers = Array(rows)
                let ends = try walk.ends(rows, step: Self.step) {
                    try behind.mapped($0, numbers: numbers, seed: seed)
                }
                guard
                    let first = try behind.unroundedSamples(mapped: ends.first, numbers: numbers, seed: seed),
                    let second = try behind.unroundedSamples(mapped: ends.second, numbers: numbers, seed: seed)
                else { return nil }
                return (first, second)
            }
        }
        return found.first.flatMap { $0.rows == Self.paths ? $0.scalars.map(Double.init) : nil }
    }

    /// How far the two images of each path lie apart, block by block; nothing where `images` has none.
    private func distances(
        progress: (Double) -> Void, by distance: PerceptualDistance,
        _ images: (Range<Int>) throws -> (first: Matrix<Float>, second: Matrix<Float>)?
    ) throws -> [Matrix<Float>] {
        var distances: [Float] = []
        for start in stride(from: 0, to: Self.paths, by: Self.block) {
            let rows = start..<min(Self.paths, start + Self.block)
            guard let (first, second) = try images(rows) else { return [] }
            // A pair's images follow each other.
            let both = first.appendingRows(of: second)
            let order = (0..<first.rows).flatMap { [$0, first.rows + $0] }
            distances += try distance.pairs(of: both.rows(at: order)).map { Float($0) }
            progress(Double(rows.upperBound) / Double(Self.paths))
        }
        return [Matrix(rows: distances.count, columns: 1, scalars: distances)]
    }
}

/// Both ends of short steps on paths between random latent vectors.
struct LatentSteps {
    let generator: any Generator
    let seed: UInt64
    /// Whether paths are straight; else they are arcs.
    let isStraight: Bool

    /// The ends of the steps of paths `rows`, one a row: at t and at t + `step`, t uniform in 0…1.
    ///
    /// The paths lie between what `mapping` makes of the latent vectors, which themselves are taken without one.
    func ends(
        _ rows: Range<Int>, step: Double, mapping: (Matrix<Float>) throws -> Matrix<Float> = { $0 }
    ) throws -> (first: Matrix<Float>, second: Matrix<Float>) {
        let series = SeededGenerator(seed: seed).split("paths")
        func vectors(_ name: String) -> Matrix<Float> {
            generator.latentDistribution.rows(
                rows.count, columns: generator.latentSize, firstRow: rows.lowerBound, of: series.split(name))
        }
        let (from, to) = (try mapping(vectors("from")), try mapping(vectors("to")))
        var (first, second) = (from, from)
        for row in 0..<rows.count {
            var stream = series.split("places").split(rows.lowerBound + row)
            let place = stream.uniform()
            let (start, end) = (from.row(row).map(Double.init), to.row(row).map(Double.init))
            for (column, value) in point(start, end, place).enumerated() { first[row, column] = Float(value) }
            for (column, value) in point(start, end, place + step).enumerated() { second[row, column] = Float(value) }
        }
        return (first, second)
    }

    /// The point at `place` between two vectors: on the line, or on the arc by which their directions turn into each other.
    func point(_ start: [Double], _ end: [Double], _ place: Double) -> [Double] {
        let lengths = (Self.product(start, start) * Self.product(end, end)).squareRoot()
        let cosine = lengths > 0 ? min(1, max(-1, Self.product(start, end) / lengths)) : 1
        let angle = acos(cosine)
        // Vectors of one direction, or of opposite ones, name no arc.
        guard !isStraight, sin(angle) > 1e-6 else {
            return zip(start, end).map { $0 + place * ($1 - $0) }
        }
        let (own, other) = (
            sin((1 - place) * angle) / sin(angle), sin(place * angle) / sin(angle)
        )
        return zip(start, end).map { own * $0 + other * $1 }
    }

    private static func product(_ first: [Double], _ second: [Double]) -> Double {
        zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
