import Foundation
import GANMetrics
import GANNumerics

/// Isotropic Gaussians of one spread and equal weights: a distribution whose expectations have closed forms.
struct GaussianMixture: Sendable {
    /// The mean of each component; all of one width.
    let centres: [[Double]]
    /// The standard deviation of every component in every column.
    let deviation: Double

    var columns: Int { centres[0].count }

    /// One Gaussian with the same mean in every column.
    static func single(columns: Int, mean: Double = 0, deviation: Double = 1) -> GaussianMixture {
        GaussianMixture(centres: [[Double](repeating: mean, count: columns)], deviation: deviation)
    }

    /// `count` independent rows from a stream of their own, `[count, columns]`.
    func rows(_ count: Int, stream: SeededGenerator) -> Matrix<Float> {
        var rows = stream.split("noise").normalRows(count, columns: columns)
        var choice = stream.split("components")
        for row in 0..<count {
            let centre = centres[centres.count == 1 ? 0 : choice.index(below: centres.count)]
            for column in 0..<columns {
                rows[row, column] = Float(centre[column] + deviation * Double(rows[row, column]))
            }
        }
        return rows
    }

    /// E (⟨x, y⟩/d + 1)³ for independent x and y.
    ///
    /// For x ~ N(μ, s²I) and y ~ N(ν, t²I) with a = ⟨μ, ν⟩, the moments of ⟨x, y⟩ are a, then
    /// s²(t²d + |ν|²) + t²|μ|² + a², then a³ + 3a·t²|μ|² + 3a·s²(t²(d + 2) + |ν|²).
    static func expectedCubicKernel(_ first: GaussianMixture, _ second: GaussianMixture) -> Double {
        let (s, t) = (first.deviation * first.deviation, second.deviation * second.deviation)
        let d = Double(first.columns)
        return meanOverComponents(first, second) { mu, nu in
            let a = product(mu, nu)
            let (muNorm, nuNorm) = (product(mu, mu), product(nu, nu))
            let square = s * (t * d + nuNorm) + t * muNorm + a * a
            let cube = a * a * a + 3 * a * t * muNorm + 3 * a * s * (t * (d + 2) + nuNorm)
            return cube / (d * d * d) + 3 * square / (d * d) + 3 * a / d + 1
        }
    }

    /// E exp(−‖x − y‖²/(2σ²)) for independent x and y: (σ²/(σ² + v))^(d/2)·exp(−‖μ − ν‖²/(2(σ² + v))), v = s² + t².
    static func expectedGaussianKernel(_ first: GaussianMixture, _ second: GaussianMixture, sigma: Double) -> Double {
        let v = first.deviation * first.deviation + second.deviation * second.deviation
        let total = sigma * sigma + v
        return meanOverComponents(first, second) { mu, nu in
            let squared = zip(mu, nu).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            return pow(sigma * sigma / total, Double(first.columns) / 2) * exp(-squared / (2 * total))
        }
    }

    /// E k(x, x′) + E k(y, y′) − 2·E k(x, y): the squared maximum mean discrepancy of a kernel.
    static func discrepancy(
        _ first: GaussianMixture, _ second: GaussianMixture, _ kernel: (GaussianMixture, GaussianMixture) -> Double
    ) -> Double { kernel(first, first) + kernel(second, second) - 2 * kernel(first, second) }

    private static func meanOverComponents(
        _ first: GaussianMixture, _ second: GaussianMixture, _ value: ([Double], [Double]) -> Double
    ) -> Double {
        var sum = 0.0
        for mu in first.centres { for nu in second.centres { sum += value(mu, nu) } }
        return sum / Double(first.centres.count * second.centres.count)
    }

    private static func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
