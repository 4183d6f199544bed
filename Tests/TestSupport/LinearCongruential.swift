public import GANNumerics

/// The generator behind `fixtures/lcg/expected.json`, so that its data need no file.
///
/// s ← (1664525·s + 1013904223) mod 2³², u = s/2³²; a draw is the sum of 12 successive u, left to right, less 6.
public struct LinearCongruential: Sendable {
    private var state: UInt32

    /// Starts with `seed` as the state.
    public init(seed: UInt32) { state = seed }

    /// The next nearly normal draw.
    public mutating func normal() -> Double {
        var sum = 0.0
        for _ in 0..<12 {
            state = 1_664_525 &* state &+ 1_013_904_223
            sum += Double(state) / 4_294_967_296
        }
        return sum - 6
    }

    /// Draws `[rows, columns]`, row by row, from a fresh state.
    public static func matrix(seed: UInt32, rows: Int, columns: Int) -> Matrix<Double> {
        var generator = LinearCongruential(seed: seed)
        return Matrix(rows: rows, columns: columns, scalars: (0..<rows * columns).map { _ in generator.normal() })
    }

    /// 300 training rows of 8 columns.
    public static var training: Matrix<Double> { matrix(seed: 1, rows: 300, columns: 8) }
    /// 200 held-out rows.
    public static var heldOut: Matrix<Double> { matrix(seed: 2, rows: 200, columns: 8) }
    /// 250 generated rows: scaled and shifted, the first 30 almost copies of training rows.
    public static var generated: Matrix<Double> {
        var rows = matrix(seed: 3, rows: 250, columns: 8)
        let training = Self.training
        for index in rows.scalars.indices {
            rows.scalars[index] = index < 30 * 8 ? training.scalars[index] + 0.001 : 0.9 * rows.scalars[index] + 0.25
        }
        return rows
    }
    /// Logits of 250 samples in 10 classes.
    public static var logits: Matrix<Double> {
        var rows = matrix(seed: 4, rows: 250, columns: 10)
        for index in rows.scalars.indices { rows.scalars[index] *= 2 }
        return rows
    }
}
