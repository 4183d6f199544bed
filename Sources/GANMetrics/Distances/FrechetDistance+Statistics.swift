import GANNumerics

extension FrechetDistance {
    /// The distance between Gaussians given by mean and covariance, as statistics files hold them.
    ///
    /// Covariances are taken as they are: `options.estimator` only says which divisor they were made with, for the null.
    /// The null is stated where both counts are known and exceed the number of columns; there is never an interval.
    ///
    /// Cost d³. Throws for shapes that disagree, numbers that are not finite, negative variances, a matrix that is not
    /// symmetric within 1e-6 of its largest variance, a matrix with an eigenvalue below zero by more than rounding, and
    /// moments so large that the distance leaves the range of float64.
    public static func evaluate(
        real: GaussianStatistics, generated: GaussianStatistics, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try real.validate(role: "real", metric: name)
        try generated.validate(role: "generated", metric: name)
        guard real.mean.count == generated.mean.count else {
            throw .widthsDiffer(metric: name, real: real.mean.count, generated: generated.mean.count)
        }
        let equal = real.mean == generated.mean && real.covariance == generated.covariance
        let spectra = try spectra(real: real.covariance, generated: generated.covariance, equal: equal)
        // Σ_g's own spectrum is not computed; by Sylvester's law of inertia its negative directions show in the product.
        let largest = spectra.real.last ?? 0
        let scales = [
            (spectra.real, "real", largest), (spectra.product, "generated", largest * trace(generated.covariance)),
        ]
        for (values, role, scale) in scales {
            if let least = values.first, least < -1e-6 * scale {
                throw .invalidOption(
                    metric: name, option: "\(role)'s covariance", value: "indefinite",
                    allowed: "a positive semidefinite matrix, as every covariance is")
            }
        }
        var terms = Terms(
            meanTerm: squaredDistance(real.mean, generated.mean), realTrace: trace(real.covariance),
            generatedTrace: trace(generated.covariance),
            rootTrace: trace(real.covariance), equal: equal)
        if !equal {
            terms.rootTrace = try precise(
                spectra.product, distance: terms.distance(rootTrace:)
            ) { () throws(MetricError) in
                try rootProduct(real: real.covariance, generated: generated.covariance)
            }
        }
        let figures = [terms.meanTerm, terms.realTrace, terms.generatedTrace, terms.rootTrace, terms.distance]
        guard figures.allSatisfy(\.isFinite) else { throw .outOfRange(metric: name) }
        terms.realSpectrum = spectra.real
        terms.constantColumns = (constantColumns(real), constantColumns(generated))
        var result = result(
            terms, width: real.mean.count, real: real.count, generated: generated.count, options: options)
        if options.interval {
            result.diagnostics.append(
                Diagnostic(
                    code: intervalOmitted, severity: .note,
                    message: "Moments alone do not tell how the distance varies; give the features for an interval."))
        }
        return result
    }

    /// How many columns have no variance but that of rounding their mean.
    static func constantColumns(_ statistics: GaussianStatistics) -> Int {
        statistics.mean.indices.count { column in
            let mean = statistics.mean[column]
            // A float32 column with one entry that differs in its last bit varies by more than this.
            return statistics.covariance[column, column] <= 1e-26 * mean * mean
        }
    }
}
