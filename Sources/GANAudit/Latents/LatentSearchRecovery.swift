import GANData
import GANModels
import GANNumerics

/// Latent vectors without gradients: a population of opposite pairs around each vector shows how its picture changes.
///
/// Each round draws orthonormal directions q and makes the pictures G(z ± h·q). Their differences D are the picture's
/// derivative along those directions, so the damped least-squares step (D·Dᵀ + λ)a = D·(target − G(z)) says where to go; several
/// λ are tried, and the best picture of all becomes the next z. When none is better, h is halved. A direct search with the
/// step of Levenberg (1944) and Marquardt (1963) in a random subspace: it needs about as many samples as the latent vector has values
/// for what an evolution strategy needs tens of times as many for.
struct LatentSearchRecovery {
    let generator: any Generator
    let schedule: [LatentOptions.Part]
    let seed: UInt64

    /// Directions in one round.
    private static let directions = 32
    /// The first and the least h by the deviation of a latent value; below, differences are of few grey levels.
    private static let reach = (first: 0.3, least: 0.02)
    /// λ by the mean square change along a direction.
    private static let dampings = [1e-3, 1e-2, 0.1, 1, 10, 100]
    /// Values of all pictures that are held at a time.
    private static let pictureValues = 1 << 25

    private var directionCount: Int {
        let fitting = Self.pictureValues / max(1, 2 * generator.sampleShape.size)
        return max(1, min(Self.directions, generator.latentSize, max(4, fitting)))
    }

    /// Samples made for each target, at most.
    var samplesForEachRow: Int {
        let round = 2 * directionCount + Self.dampings.count
        return schedule.reduce(0) { $0 + $1.starts * $1.steps } * round
    }

    /// One latent vector's surroundings, as one round sees them.
    private struct Population {
        let latents: Matrix<Float>
        let pictures: Matrix<Float>
    }

    /// The best latent vector of each target, from `starts` sample numbers each.
    func recover(_ targets: Matrix<Float>, starts: [[Int]], progress: LatentProgress) throws -> LatentClimbers {
        let prior = LatentRegion(generator)
        var climbers = LatentClimbers(starts: starts) { generator.latents(numbers: $0, seed: seed) }
        var pictures = try generator.generate(latents: climbers.latents, numbers: climbers.numbers, seed: seed)
        for place in 0..<climbers.count {
            climbers.errors[place] = Self.error(pictures, place, targets, climbers.targets[place])
        }
        var reaches = [Double](repeating: Self.reach.first, count: climbers.count)
        // Streams belong to a target and its start, whatever others are searched for.
        var streams = climbers.targets.indices.map {
            SeededGenerator(seed: seed).split("latent search").split(climbers.targets[$0]).split(climbers.numbers[$0])
        }
        let total = schedule.reduce(0) { $0 + $1.starts * $1.steps } * targets.rows
        var done = 0
        for part in schedule {
            let places = climbers.leaders(part.starts)
            climbers = climbers.picked(places)
            pictures = pictures.rows(at: places)
            reaches = places.map { reaches[$0] }
            streams = places.map { streams[$0] }
            for _ in 0..<part.steps {
                for group in groups(reaches.indices.filter { reaches[$0] >= Self.reach.least }) {
                    let populations = try surroundings(group, climbers, reaches, &streams, prior)
                    let steps = group.enumerated().map { number, place in
                        step(
                            from: climbers.latents.row(place), picture: pictures.row(place), populations[number],
                            target: targets.row(climbers.targets[place]), prior)
                    }
                    let tried = try generated(group, steps, climbers)
                    for (number, place) in group.enumerated() {
                        let moved = move(place, [populations[number], tried[number]], targets, &climbers, &pictures)
                        if !moved { reaches[place] /= 2 }
                    }
                    try progress.check()
                }
                done += climbers.count
                try progress.step(done, of: total)
            }
        }
        climbers.best = climbers.latents
        return climbers.picked(climbers.leaders(1))
    }

    /// Climbers whose pictures fit memory together.
    private func groups(_ places: [Int]) -> [[Int]] {
        let size = max(1, Self.pictureValues / max(1, 2 * directionCount * generator.sampleShape.size))
        return stride(from: 0, to: places.count, by: size).map { Array(places[$0..<min(places.count, $0 + size)]) }
    }

    private static func error(_ pictures: Matrix<Float>, _ row: Int, _ targets: Matrix<Float>, _ target: Int) -> Double
    {
        RootMeanSquare.between(pictures, row: row, targets, row: target)
    }

    /// Opposite pairs around each climber of a group: row 2k and 2k + 1 lie on both sides along direction k.
    private func surroundings(
        _ group: [Int], _ climbers: LatentClimbers, _ reaches: [Double], _ streams: inout [SeededGenerator],
        _ prior: LatentRegion
    ) throws -> [Population] {
        let size = generator.latentSize
        let latents = group.map { place -> Matrix<Float> in
            let directions = Self.orthonormal(directionCount, size: size, &streams[place])
            let reach = reaches[place] * prior.deviation
            let centre = climbers.latents.row(place)
            var scalars: [Float] = []
            scalars.reserveCapacity(2 * directions.count * size)
            for direction in directions {
                for side in [reach, -reach] {
                    scalars += zip(centre, direction).map { Float(Double($0) + side * $1) }
                }
            }
            return prior.confined(Matrix(rows: 2 * directions.count, columns: size, scalars: scalars))
        }
        return try generated(group, latents, climbers)
    }

    /// The pictures of several latent vectors for each climber, each with the class and noise of the climber's first sample.
    private func generated(
        _ group: [Int], _ latents: [Matrix<Float>], _ climbers: LatentClimbers
    ) throws -> [Population] {
        let all = Matrix(
            rows: latents.reduce(0) { $0 + $1.rows }, columns: generator.latentSize, scalars: latents.flatMap(\.scalars)
        )
        let numbers = zip(group, latents).flatMap { place, own in
            [Int](repeating: climbers.numbers[place], count: own.rows)
        }
        let pictures = try generator.generate(latents: all, numbers: numbers, seed: seed)
        var start = 0
        return latents.map { own in
            defer { start += own.rows }
            return Population(latents: own, pictures: pictures.rows(in: start..<start + own.rows))
        }
    }

    /// Where least squares would go from here, once for each damping.
    private func step(
        from centre: ArraySlice<Float>, picture: ArraySlice<Float>, _ population: Population,
        target: ArraySlice<Float>, _ prior: LatentRegion
    ) -> Matrix<Float> {
        let pairs = population.latents.rows / 2
        func differences(_ matrix: Matrix<Float>) -> Matrix<Float> {
            Matrix(rows: pairs, columns: matrix.columns) { result in
                for pair in 0..<pairs {
                    for column in 0..<matrix.columns {
                        result[pair * matrix.columns + column] =
                            matrix.scalars[2 * pair * matrix.columns + column]
                            - matrix.scalars[(2 * pair + 1) * matrix.columns + column]
                    }
                }
            }
        }
        // Near the edge of the prior both points of a pair move: what counts is where they are.
        let (moves, changes) = (differences(population.latents), differences(population.pictures))
        let residual = Matrix(rows: 1, columns: target.count, scalars: zip(target, picture).map { $0 - $1 })
        let products = MatrixProduct.multiply(changes, transposed: false, changes, transposed: true).converted(
            to: Double.self)
        let slopes = MatrixProduct.multiply(changes, transposed: false, residual, transposed: true).scalars.map(
            Double.init)
        let mean = (0..<pairs).reduce(0.0) { $0 + products[$1, $1] } / Double(pairs)
        var scalars: [Float] = []
        for damping in Self.dampings {
            var damped = products
            for pair in 0..<pairs { damped[pair, pair] += damping * mean }
            let weights = Self.solution(damped, slopes) ?? [Double](repeating: 0, count: pairs)
            var next = centre.map(Double.init)
            for (pair, weight) in weights.enumerated() {
                for (column, move) in moves.row(pair).enumerated() { next[column] += weight * Double(move) }
            }
            scalars += next.map { Float($0) }
        }
        return prior.confined(Matrix(rows: Self.dampings.count, columns: centre.count, scalars: scalars))
    }

    /// Moves a climber to the best of its populations; false when it stays.
    private func move(
        _ place: Int, _ populations: [Population], _ targets: Matrix<Float>, _ climbers: inout LatentClimbers,
        _ pictures: inout Matrix<Float>
    ) -> Bool {
        let before = climbers.errors[place]
        for population in populations {
            for row in 0..<population.latents.rows {
                let error = Self.error(population.pictures, row, targets, climbers.targets[place])
                guard error < climbers.errors[place] else { continue }
                climbers.errors[place] = error
                let (size, values) = (population.latents.columns, population.pictures.columns)
                climbers.latents.scalars.replaceSubrange(
                    place * size..<(place + 1) * size, with: population.latents.row(row))
                pictures.scalars.replaceSubrange(
                    place * values..<(place + 1) * values, with: population.pictures.row(row))
            }
        }
        // Less than a thousandth is no progress at this reach.
        return climbers.errors[place] < 0.999 * before
    }

    /// Random orthonormal vectors, as many as there is room for.
    private static func orthonormal(_ count: Int, size: Int, _ stream: inout SeededGenerator) -> [[Double]] {
        var vectors: [[Double]] = []
        for _ in 0..<min(count, size) {
            var vector = (0..<size).map { _ in stream.normalPair().0 }
            for other in vectors {
                var product = 0.0
                for column in 0..<size { product += vector[column] * other[column] }
                for column in 0..<size { vector[column] -= product * other[column] }
            }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length > 1e-6 else { continue }
            vectors.append(vector.map { $0 / length })
        }
        // Nearly parallel draws are left out; with one value none is.
        return vectors.isEmpty ? [[1] + [Double](repeating: 0, count: size - 1)] : vectors
    }

    /// x of A·x = b for a positive definite A; nil when it is not.
    private static func solution(_ matrix: Matrix<Double>, _ right: [Double]) -> [Double]? {
        guard let factor = try? Cholesky.factor(of: matrix) else { return nil }
        let count = right.count
        var values = right
        for row in 0..<count {
            for column in 0..<row { values[row] -= factor[row, column] * values[column] }
            values[row] /= factor[row, row]
        }
        for row in (0..<count).reversed() {
            for column in row + 1..<count { values[row] -= factor[column, row] * values[column] }
            values[row] /= factor[row, row]
        }
        return values.allSatisfy(\.isFinite) ? values : nil
    }
}
