import GANMetrics
import GANNumerics

/// Draws references and samples whose true distances are known to be equal, or to differ by a factor.
enum ComparisonScene {
    /// Rows of a pool whose mean is 0, drawn towards it and with noise.
    case images(Matrix<Float>)
    /// Eight Gaussians on the corners of a cube in 16 dimensions.
    case mixture

    /// Two sets of equal quality, in three ways.
    enum Kind: String, CaseIterable {
        /// Two sample sets of one generator.
        case independent
        /// Two generators that differ in noise alone, sampled at the same latents.
        case paired
        /// Two generators that err in opposite directions, equally far, at the same latents. Rows are turned about 0 at random:
        /// only where the data look the same from both sides are all metrics of both generators equal.
        case opposite

        var isPaired: Bool { self != .independent }
    }

    struct Draw {
        var reference: Matrix<Float>
        var first: Matrix<Float>
        var second: Matrix<Float>
    }

    /// How far generators draw towards the mean where they are as good as the baseline.
    static let strength = 0.1
    static let noise = 0.05

    func equal(_ kind: Kind, count: Int, seed: UInt64) -> Draw {
        var rows = drawn(count, seed: seed)
        if kind == .opposite { rows = rows.enumerated().map { Self.turned($1, seed: seed, set: $0) } }
        let latents = kind.isPaired ? rows[1] : rows[2]
        let offset = kind == .opposite ? 0.02 : 0
        return Draw(
            reference: rows[0], first: generated(rows[1], Self.strength, offset: offset, seed: seed * 2),
            second: generated(latents, Self.strength, offset: -offset, seed: seed * 2 + 1))
    }

    func worse(strength: Double, count: Int, paired: Bool, seed: UInt64) -> Draw {
        let rows = drawn(count, seed: seed)
        return Draw(
            reference: rows[0], first: generated(rows[1], Self.strength, offset: 0, seed: seed * 2),
            second: generated(paired ? rows[1] : rows[2], strength, offset: 0, seed: seed * 2 + 1))
    }

    /// The strength at which the true distance is `ratio` times the baseline's, by bisection on the whole pool.
    func strength(ratio: Double) throws -> Double {
        let rows = whole
        let real = Moments(of: rows)
        func distance(_ strength: Double) throws -> Double {
            try FrechetDistance.evaluate(
                real: real, generated: Moments(of: generated(rows, strength, offset: 0, seed: 7)),
                options: .init(interval: false)
            ).value
        }
        guard ratio > 1 else { return Self.strength }
        let goal = try ratio * distance(Self.strength)
        var (low, high) = (Self.strength, 0.5)
        for _ in 0..<24 {
            let middle = (low + high) / 2
            if try distance(middle) < goal { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    private var whole: Matrix<Float> {
        switch self {
        case .images(let pool): return pool
        case .mixture: return Self.mixtureRows(60_000, seed: 77)
        }
    }

    /// Three sets of rows that share none.
    private func drawn(_ count: Int, seed: UInt64) -> [Matrix<Float>] {
        switch self {
        case .images(let pool):
            var generator = SeededGenerator(seed: seed).split("trial")
            let rows = generator.sample(3 * count, below: pool.rows)
            return (0..<3).map { pool.rows(at: Array(rows[$0 * count..<($0 + 1) * count])) }
        case .mixture: return (0..<3).map { Self.mixtureRows(count, seed: seed &* 3 &+ UInt64($0)) }
        }
    }

    private static func mixtureRows(_ count: Int, seed: UInt64) -> Matrix<Float> {
        var rows = SeededGenerator(seed: seed).split("mixture").normalRows(count, columns: 16)
        var generator = SeededGenerator(seed: seed).split("corners")
        for row in 0..<count {
            let corner = generator.index(below: 8)
            for axis in 0..<3 { rows[row, axis] += corner >> axis & 1 == 0 ? -3 : 3 }
        }
        return rows
    }

    /// The rows, each as it is or negated.
    private static func turned(_ rows: Matrix<Float>, seed: UInt64, set: Int) -> Matrix<Float> {
        var generator = SeededGenerator(seed: seed).split("sides").split(set)
        var turned = rows
        for row in 0..<rows.rows where generator.index(below: 2) == 1 {
            for column in 0..<rows.columns { turned[row, column].negate() }
        }
        return turned
    }

    private func generated(
        _ rows: Matrix<Float>, _ strength: Double, offset: Double, seed: UInt64
    ) -> Matrix<Float> {
        let noise = SeededGenerator(seed: seed).split("noise").normalRows(rows.rows, columns: rows.columns)
        return Matrix(
            rows: rows.rows, columns: rows.columns,
            scalars: rows.scalars.indices.map { index in
                let value = (1 - strength) * Double(rows.scalars[index]) + offset
                return Float(value + Self.noise * Double(noise.scalars[index]))
            })
    }
}
