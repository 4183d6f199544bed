public import GANNumerics

/// What latent vectors are drawn from.
public enum LatentDistribution: String, Sendable, CaseIterable {
    /// N(0, 1), each value by itself.
    case standardNormal = "standard_normal"
    /// Uniform in [-1, 1), each value by itself.
    case uniform = "uniform"
    /// A standard normal vector divided by its length and multiplied by √d, as ProGAN and StyleGAN normalize it
    /// (Karras et al. 2018, 1710.10196, section 4.2).
    case sphere = "normal_on_sphere"

    /// "standard normal".
    public var title: String { rawValue.replacing("_", with: " ") }

    /// The distribution that a file or a person names, with spaces or underscores; throws `unknownPrior`.
    public init(named name: String, path: String) throws(ModelError) {
        guard let found = Self(rawValue: name.lowercased().replacing(" ", with: "_").replacing("-", with: "_")) else {
            throw .unknownPrior(path: path, name: name)
        }
        self = found
    }

    /// `count` latent vectors, the one of row i from the stream `split(firstRow + i)` of `stream`.
    public func rows(_ count: Int, columns: Int, stream: SeededGenerator, firstRow: Int) -> Matrix<Float> {
        switch self {
        case .standardNormal: return stream.normalRows(count, columns: columns, firstRow: firstRow)
        case .uniform:
            return Matrix(rows: count, columns: columns) { target in
                for row in 0..<count {
                    var stream = stream.split(firstRow + row)
                    for column in 0..<columns { target[row * columns + column] = Float(2 * stream.uniform() - 1) }
                }
            }
        case .sphere:
            var rows = stream.normalRows(count, columns: columns, firstRow: firstRow)
            for row in 0..<count {
                let range = row * columns..<(row + 1) * columns
                let square = rows.scalars[range].reduce(0.0) { $0 + Double($1) * Double($1) }
                let factor = Float((Double(columns) / max(square, .leastNormalMagnitude)).squareRoot())
                for index in range { rows.scalars[index] *= factor }
            }
            return rows
        }
    }
}
