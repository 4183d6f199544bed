public import GANNumerics
import OrderedCollections

extension FrechetDistance {
    /// The expected distance between samples of n and m rows of one Gaussian whose covariance has eigenvalues λ.
    ///
    ///     Tr Σ·(1/n + 1/m) + ½ Σ_ij λ_i λ_j (1 + δ_ij)/(λ_i + λ_j) · (1/(n−1) + 1/(m−1))
    ///
    /// To first order in 1/n: the first term is the variance of both means, the second the curvature of the squared
    /// Bures distance times the Wishart variance of both covariances. For Σ = I it is
    /// d(1/n + 1/m) + d(d+1)/4·(1/(n−1) + 1/(m−1)). Simulation agrees within 4 % down to n = d when λ is the true
    /// spectrum. With the spectrum of a sample it is lower, by about 1/2·d/n of itself when Σ = I, because sampling
    /// spreads the eigenvalues.
    ///
    /// Divisor n (`maximumLikelihood`) scales the second term by ((n−1)/n)² a side and adds the mismatch of the two scales.
    public static func nullFloor(
        spectrum: [Double], real: Int, generated: Int, estimator: CovarianceEstimator = .unbiased
    ) -> Double {
        precondition(real > 1 && generated > 1, "the null of \(real) and \(generated) samples")
        let (n, m) = (Double(real), Double(generated))
        let (trace, curvature) = traceAndCurvature(spectrum)
        var spread = 1 / (n - 1) + 1 / (m - 1)
        var mismatch = 0.0
        if estimator == .maximumLikelihood {
            spread = (n - 1) / (n * n) + (m - 1) / (m * m)
            let difference = ((n - 1) / n).squareRoot() - ((m - 1) / m).squareRoot()
            mismatch = trace * difference * difference
        }
        return trace * (1 / n + 1 / m) + curvature / 2 * spread + mismatch
    }

    /// The expected distance between a sample of n rows and the Gaussian itself: the limit of m → ∞.
    public static func nullFloor(
        spectrum: [Double], real: Int, estimator: CovarianceEstimator = .unbiased
    ) -> Double {
        precondition(real > 1, "the null of \(real) samples")
        let n = Double(real)
        let (trace, curvature) = traceAndCurvature(spectrum)
        if estimator == .unbiased { return trace / n + curvature / 2 / (n - 1) }
        let difference = 1 - ((n - 1) / n).squareRoot()
        return trace / n + curvature / 2 * (n - 1) / (n * n) + trace * difference * difference
    }

    /// Tr Σ, and Σ_ij λ_i λ_j (1 + δ_ij)/(λ_i + λ_j).
    private static func traceAndCurvature(_ spectrum: [Double]) -> (trace: Double, curvature: Double) {
        let positive = spectrum.filter { $0 > 0 }
        var curvature = 0.0
        for (i, first) in positive.enumerated() {
            // The diagonal counts twice by (1 + δ), each pair below it twice by symmetry.
            var row = first
            for second in positive[..<i] { row += 2 * first * (second / (first + second)) }
            curvature += row
        }
        return (positive.reduce(0, +), curvature)
    }

    /// What the distance between samples of n and m rows of one Gaussian exceeds once in five hundred draws: whoever judges by it hears other tests, too.
    ///
    /// To first order the distance is a sum of independent χ² of one degree each: λᵢ·(1/n + 1/m) of the means,
    /// λᵢ/2·(1/(n−1) + 1/(m−1)) and λᵢλⱼ/(λᵢ + λⱼ) times the same, i < j, of the covariances. A χ² of as many degrees as have the sum's mean
    /// and variance stands for it (Satterthwaite 1946), its quantile by the cube root (Wilson and Hilferty 1931). Points of two
    /// columns exceed three times their null so; image features of many columns hardly one and a half.
    static func nullHigh(spectrum: [Double], real: Int, generated: Int) -> Double {
        precondition(real > 1 && generated > 1, "the null of \(real) and \(generated) samples")
        let (n, m) = (Double(real), Double(generated))
        let (mean, spread) = (1 / n + 1 / m, 1 / (n - 1) + 1 / (m - 1))
        let positive = spectrum.filter { $0 > 0 }
        var (sum, squares) = (0.0, 0.0)
        func add(_ weight: Double) {
            sum += weight
            squares += weight * weight
        }
        for (i, first) in positive.enumerated() {
            add(first * mean)
            add(first / 2 * spread)
            for second in positive[..<i] { add(first * (second / (first + second)) * spread) }
        }
        guard squares > 0 else { return 0 }
        let slope = 2 / (9 * (sum * sum / squares))
        let root = 1 - slope + Statistics.normalQuantile(0.998) * slope.squareRoot()
        return sum * root * root * root
    }

    /// The part of a result that holds `nullHigh`, or what halves of the real rows make of it.
    static let nullHighPart = "null_high"

    /// Sets the null where it is known, and says where it is not or is only rough.
    static func addNull(
        _ terms: Terms, width: Int, real: Int?, generated: Int?, options: Options, to result: inout MetricResult
    ) {
        guard let real, let generated else {
            let sides = real == nil ? generated == nil ? "either side" : "the real side" : "the generated side"
            result.diagnostics.append(
                Diagnostic(
                    code: "unknown_counts",
                    message: "The number of rows behind the statistics of \(sides) is not known: there is no null, and "
                        + "how much of the distance is due to few rows cannot be told."))
            return
        }
        guard min(real, generated) > width else {
            result.diagnostics.append(
                Diagnostic(
                    code: "fewer_samples_than_dimensions",
                    message: "\(real) real and \(generated) generated samples cannot fill \(width) dimensions: both "
                        + "covariances are fitted to noise, the distance is far above its value for many samples, and "
                        + "its null is not known; compare with held-out real data of the same count."))
            return
        }
        let spectrum = terms.realSpectrum.map { max($0, 0) }
        let floor = nullFloor(spectrum: spectrum, real: real, generated: generated, estimator: options.estimator)
        result.null = MetricReference(
            value: floor, basis: "closed form for equal Gaussians at n = \(real), m = \(generated)")
        result.parts[nullHighPart] = .number(nullHigh(spectrum: spectrum, real: real, generated: generated))
        if min(real, generated) < 10 * width {
            result.diagnostics.append(
                Diagnostic(
                    code: fewSamples, severity: .note,
                    message: "With fewer than ten samples for each of \(width) dimensions the null is too low, by up "
                        + "to two fifths, because noise spreads the fitted spectrum."))
        }
    }

    /// Says which directions carry no information.
    static func addRankDiagnostics(_ terms: Terms, rank: Int, width: Int, real: Int?, to result: inout MetricResult) {
        if rank < min(width, real.map { $0 - 1 } ?? width) {
            result.diagnostics.append(
                Diagnostic(
                    code: "rank_deficient", severity: .note,
                    message:
                        "The real covariance has rank \(rank) in \(width) dimensions: some features are constant or "
                        + "depend on others; they carry no information."))
        }
        let (constant, collapsed) = terms.constantColumns
        if constant > 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "constant_columns", severity: .note,
                    message: "\(constant) of \(width) features are the same number in all real rows."))
        }
        if collapsed > constant {
            result.diagnostics.append(
                Diagnostic(
                    code: "generated_constant_columns",
                    message: "\(collapsed) of \(width) features are the same number in all generated rows, and only "
                        + "\(constant) in the real ones: the generator does not vary there."))
        }
    }
}
