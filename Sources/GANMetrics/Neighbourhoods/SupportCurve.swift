import GANNumerics
import RealModule

/// Shares of a set inside nested supports, against the shares that the supports were made for.
///
/// Both `alpha_precision` and `beta_recall` are such a curve and its area.
struct SupportCurve {
    /// α, evenly spaced from 0 to 1.
    let levels: [Double]
    /// P_α.
    let shares: [Double]

    /// The curve whose radii are quantiles of some distances, at which others are counted.
    ///
    /// `body` is given a function of (distances that the radii are quantiles of, distances that are counted).
    init(levels count: Int, _ body: ((_ reference: [Double], _ counted: [Double]) -> [Double]) -> [Double]) {
        let levels = Self.levels(count)
        self.levels = levels
        shares = body { reference, counted in
            let (reference, counted) = (reference.sorted(), counted.sorted())
            return levels.map { level in
                let radius = Statistics.quantile(ofSorted: reference, level)
                return Double(Self.countAtMost(radius, counted)) / Double(counted.count)
            }
        }
    }

    /// Wraps shares that are already counted.
    init(levels: [Double], shares: [Double]) {
        self.levels = levels
        self.shares = shares
    }

    static func levels(_ count: Int) -> [Double] { (0..<count).map { Double($0) / Double(count - 1) } }

    /// 1 − Σ|α − P_α|/Σα.
    var score: Double {
        1 - zip(levels, shares).reduce(0) { $0 + abs($1.0 - $1.1) } / levels.reduce(0, +)
    }

    /// The score with every |α − P_α| signed as in another curve: its first-order change around that curve.
    ///
    /// Small blocks stray to both sides of the diagonal where the whole does not, and absolute values hide how they vary.
    func score(signedAs whole: SupportCurve) -> Double {
        var sum = 0.0
        for (index, level) in levels.enumerated() {
            sum += whole.shares[index] > level ? shares[index] - level : level - shares[index]
        }
        return 1 - sum / levels.reduce(0, +)
    }

    /// Mean of P_α − α: positive where the counted set lies too close to the centre.
    var meanExcess: Double { zip(levels, shares).reduce(0) { $0 + $1.1 - $1.0 } / Double(levels.count) }

    /// What two samples of one distribution score on average.
    ///
    /// P_α − α has variance α(1 − α)(1/n + 1/m), and a normal variable of standard deviation s is √(2/π)·s from 0 on
    /// average. Holds for large n and m; the centre is taken as known.
    static func null(levels count: Int, real n: Int, generated m: Int) -> Double {
        let scale = (1 / Double(n) + 1 / Double(m)) * 2 / .pi
        let levels = levels(count)
        return 1 - levels.reduce(0) { $0 + ($1 * (1 - $1) * scale).squareRoot() } / levels.reduce(0, +)
    }

    /// How many of ascending values are at most `bound`.
    static func countAtMost(_ bound: Double, _ sorted: [Double]) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] <= bound { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Distances of rows from the mean of a set.
enum CentreDistance {
    /// The mean row in float64, `[d]`.
    static func mean(of rows: Matrix<Float>) -> [Double] {
        let width = rows.columns
        var sums = [Double](repeating: 0, count: width)
        rows.scalars.withUnsafeBufferPointer { source in
            sums.withUnsafeMutableBufferPointer { sums in
                for row in 0..<rows.rows {
                    for column in 0..<width { sums[column] += Double(source[row * width + column]) }
                }
            }
        }
        return sums.map { $0 / Double(rows.rows) }
    }

    /// ‖x − c‖ of each row, `[n]`.
    static func distances(of rows: Matrix<Float>, from centre: [Double]) -> [Double] {
        let width = rows.columns
        return rows.scalars.withUnsafeBufferPointer { source in
            centre.withUnsafeBufferPointer { centre in
                (0..<rows.rows).map { row in
                    var sum = 0.0
                    for column in 0..<width {
                        let difference = Double(source[row * width + column]) - centre[column]
                        sum += difference * difference
                    }
                    return sum.squareRoot()
                }
            }
        }
    }
}
