import GANFiles
public import GANNumerics

/// The mean and covariance of features whose rows are not at hand, as pytorch-fid saves them.
public struct FeatureStatistics: Sendable, Equatable {
    /// `[d]`.
    public let mean: [Double]
    /// `[d, d]`, exactly symmetric.
    public let covariance: Matrix<Double>

    /// How far two entries that should be equal may lie apart, relative to their columns' deviations: a covariance made in
    /// float32 is symmetric to about 1e-6 of them.
    private static let tolerance = 1e-4

    /// The shape without a first axis of 1 beyond `rank`.
    private static func single(_ shape: [Int], rank: Int) -> [Int] {
        shape.count == rank + 1 && shape[0] == 1 ? Array(shape.dropFirst()) : shape
    }

    /// Checks arrays `mu` and `sigma` of a file; entries that differ by rounding from their mirror are averaged with it.
    init(mu: NPYArray, sigma: NPYArray, path: String) throws(DataError) {
        // A batch of one, as some tools save it.
        let (mean, matrix) = (Self.single(mu.shape, rank: 1), Self.single(sigma.shape, rank: 2))
        let width = mean.first ?? 0
        guard mean == [width], width > 0, matrix == [width, width] else {
            throw .statisticsDisagree(path: path, mean: mu.shape, covariance: sigma.shape)
        }
        self.mean = mu.doubles()
        if let column = self.mean.firstIndex(where: { !$0.isFinite }) {
            throw .nonFiniteValue(path: "\(path), array mu", row: 0, column: column, value: "\(self.mean[column])")
        }
        var covariance = Matrix(rows: width, columns: width, scalars: sigma.doubles())
        let place = "\(path), array sigma"
        if let (row, column) = covariance.firstNonFinite {
            throw .nonFiniteValue(path: place, row: row, column: column, value: "\(covariance[row, column])")
        }
        for column in 0..<width where covariance[column, column] < 0 {
            throw .notCovariance(
                path: place, row: column, column: column, fact: "the variance \(covariance[column, column]) is negative"
            )
        }
        for row in 0..<width {
            for column in 0..<row {
                let (lower, upper) = (covariance[row, column], covariance[column, row])
                if lower == upper { continue }
                let scale = covariance[row, row].squareRoot() * covariance[column, column].squareRoot()
                guard abs(lower - upper) <= Self.tolerance * scale else {
                    throw .notCovariance(
                        path: place, row: row, column: column, fact: "\(lower) is not \(upper), its mirror")
                }
                covariance[row, column] = lower / 2 + upper / 2
                covariance[column, row] = covariance[row, column]
            }
        }
        self.covariance = covariance
    }
}
