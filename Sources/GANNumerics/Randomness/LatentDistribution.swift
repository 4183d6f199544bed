/// What each value, or each vector, of a latent prior is drawn from.
public enum LatentDistribution: String, Sendable, CaseIterable, Codable {
    /// Each value from N(0, 1).
    case standardNormal = "standard_normal"
    /// Each value from [−1, 1).
    case uniform
    /// Each vector from the sphere of radius 1: normal values divided by their length.
    case normalOnSphere = "normal_on_sphere"

    /// Each value from N(0, 1), drawn again while it is beyond ±`truncation` (Brock et al. 2019, 1809.11096, section 3.1).
    case truncatedNormal = "truncated_normal"

    /// The largest value of `truncatedNormal`, 2 as in BigGAN's released models.
    public static let truncation = 2.0

    /// The distribution called `name`, in which spaces may stand for underscores.
    package init?(name: String) { self.init(rawValue: name.replacing(" ", with: "_")) }

    /// Latent vectors `[rows, columns]`, row i from the stream `split(firstRow + i)` of `series`.
    public func rows(_ rows: Int, columns: Int, firstRow: Int, of series: SeededGenerator) -> Matrix<Float> {
        switch self {
        case .standardNormal: return series.normalRows(rows, columns: columns, firstRow: firstRow)
        case .uniform:
            return Matrix(rows: rows, columns: columns) { target in
                for row in 0..<rows {
                    var stream = series.split(firstRow + row)
                    for index in row * columns..<(row + 1) * columns { target[index] = Float(2 * stream.uniform() - 1) }
                }
            }
        case .normalOnSphere:
            var result = series.normalRows(rows, columns: columns, firstRow: firstRow)
            for row in 0..<rows {
                let places = row * columns..<(row + 1) * columns
                let square = result.scalars[places].reduce(0.0) { $0 + Double($1) * Double($1) }
                guard square > 0 else { continue }
                for index in places {
                    result.scalars[index] = Float(Double(result.scalars[index]) / square.squareRoot())
                }
            }
            return result
        case .truncatedNormal:
            return Matrix(rows: rows, columns: columns) { target in
                for row in 0..<rows {
                    var stream = series.split(firstRow + row)
                    for index in row * columns..<(row + 1) * columns {
                        var value = stream.normalPair().0
                        while abs(value) > Self.truncation { value = stream.normalPair().0 }
                        target[index] = Float(value)
                    }
                }
            }
        }
    }
}
