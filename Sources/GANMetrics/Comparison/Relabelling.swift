import GANNumerics

/// Draws which rows of two sets exchange their places.
///
/// Paired sets exchange within pairs, each with chance one half; independent ones are shuffled. Draw number b is a function of
/// the seed and b alone.
struct Relabelling: Sendable {
    let rows: Int
    let paired: Bool
    let stream: SeededGenerator

    /// The labels as observed: −1 for the first set's rows, +1 for the second's.
    var observed: [Double] {
        [Double](repeating: -1, count: rows) + [Double](repeating: 1, count: rows)
    }

    /// The labels of draw `number`, `[2·rows]`.
    func labels(_ number: Int) -> [Double] {
        var generator = stream.split(number)
        guard paired else {
            var labels = observed
            labels.shuffle(using: &generator)
            return labels
        }
        return [Double](unsafeUninitializedCapacity: 2 * rows) { buffer, count in
            var (bits, left): (UInt64, Int) = (0, 0)
            for row in 0..<rows {
                if left == 0 { (bits, left) = (generator.next(), 64) }
                let sign: Double = bits & 1 == 0 ? -1 : 1
                (bits, left) = (bits >> 1, left - 1)
                buffer[row] = sign
                buffer[rows + row] = -sign
            }
            count = 2 * rows
        }
    }
}
