public import GANNumerics
import OrderedCollections

/// How likely held-out data are under a density made of the samples, against one made of training rows.
///
///     FLD = 100·(NLL(held-out)/D − baseline),   gap = 100·(NLL(training) − NLL(held-out))/D
///
/// The density is a mixture of isotropic Gaussians, one on each sample, whose variances are fitted to the training rows;
/// the baseline's are on a random half of the training rows and fitted to the other half. In hundredths of nats per
/// dimension. Lower is better; 0 is as good as half of the training rows. A sample that copies a training row gets a
/// variance near 0 that serves no held-out row: copies raise FLD, without bound, and make the gap strongly negative.
///
/// The value depends on the number of samples: more centres fit better. The gap of fresh real data is not 0 but somewhat
/// negative, because the variances were fitted to the training rows; `gap_null` is that of the baselines.
///
/// Source: Jiralerspong et al. 2023, arXiv 2302.04440, section 3. Differences from the authors' code: features are
/// float64; squared distances of near copies are exact; the baseline is a mean over several halves instead of one draw;
/// every set, not only the samples, is drawn down to `largest` rows; columns constant in held-out data are left unscaled.
public enum FeatureLikelihoodDivergence: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// How many steps the variances' fit takes.
        public var epochs: Int
        /// Adam's step size for the logarithms of the variances.
        public var learningRate: Double
        /// How many random halves of the training rows the baseline is a mean over.
        public var baselines: Int
        /// Sets of more rows are drawn down to this; bounds memory at 4·largest² bytes and time at its square.
        public var largest: Int
        /// Seeds the halves and the draws.
        public var seed: UInt64

        /// A fit of `epochs` (at least 1) steps of `learningRate` (above 0 and finite), a baseline over `baselines` (at least 1) halves, sets
        /// of at most `largest` (at least 4) rows; the metric checks them and throws.
        public init(
            epochs: Int = 50, learningRate: Double = 0.5, baselines: Int = 5, largest: Int = 5000, seed: UInt64 = 0
        ) {
            self.epochs = epochs
            self.learningRate = learningRate
            self.baselines = baselines
            self.largest = largest
            self.seed = seed
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "feature_likelihood_divergence"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Feature likelihood divergence", section: .memorization, direction: .lower,
        values: .init(-.infinity ... .infinity),
        sees: "quality, variety and copying in one number; the gap sees copying alone",
        blindTo: "differences that isotropic bumps on samples smooth over; its value depends on the sample count",
        paper: "Jiralerspong et al. 2023, arXiv 2302.04440",
        needs: [.real, .heldOut],
        formula: "100·(NLL(held-out)/D - baseline) under Gaussians on the samples, variances fitted to the training "
            + "rows; baseline: the same with half of the training rows as samples",
        reading: "0: as good as half of the training rows. Above 100: poor, or copied. A gap far below gap_null means "
            + "that training rows are far likelier than held-out rows: copying.",
        references:
            "The null is 0 by construction, at half as many samples as training rows; more samples score lower. "
            + "gap_null is the gap of the baselines, which were made of real rows.",
        uncertainty:
            "None: rows share centres and fitted variances. baseline_deviation tells what the random halves add.",
        conventions:
            "Features standardised by held-out data, 50 steps of Adam at 0.5, a background component in the fit "
            + "as in the authors' code. Sets above 5000 rows are drawn down; the baseline is a mean over five halves.")

    /// The divergence of `generated` `[m, d]` given `training` `[n, d]`, n at least 4, and `heldOut` `[h, d]`, h at least 2.
    ///
    /// Cost n·m·d once for distances and n·m for each epoch, and a quarter of it for each baseline; memory n·m floats, at
    /// most 4·largest² bytes (100 MB), and the three sets in float64. The
    /// exponentials dominate: with every centre in reach of every row about a minute for 5,000 samples on two cores. Throws for too few rows, unequal widths, numbers that are not finite and options out of
    /// range.
    public static func evaluate(
        training: Matrix<Float>, heldOut: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try check(options)
        for (rows, role, needed) in [(training, "training", 4), (heldOut, "held-out", 2), (generated, "generated", 1)] {
            guard rows.columns == training.columns else {
                throw .widthsDiffer(metric: name, real: training.columns, generated: rows.columns)
            }
            try FeatureCheck.single(rows, role: role, rows: needed, metric: name)
        }
        let scaling = ReferenceStandardization(of: heldOut)
        func prepared(_ rows: Matrix<Float>, _ role: String) -> Matrix<Double> {
            guard rows.rows > options.largest else { return scaling.applied(to: rows) }
            var generator = SeededGenerator(seed: options.seed).split("\(name) \(role)")
            return scaling.applied(to: rows.rows(at: generator.sample(options.largest, below: rows.rows).sorted()))
        }
        let (train, test) = (prepared(training, "training"), prepared(heldOut, "held-out"))
        let samples = prepared(generated, "generated")
        let model = IsotropicMixture(centres: samples, fittedTo: train, options: options)
        let (testLoss, trainLoss) = (model.loss(of: test), model.loss(of: train))
        let baseline = Baseline(train: train, test: test, samples: samples.rows, options: options)
        var result = MetricResult(value: 100 * (testLoss - baseline.mean))
        result.null = MetricReference(
            value: 0, basis: "by construction: \(baseline.centres) training rows in place of the samples")
        result.parts["gap"] = .number(100 * (trainLoss - testLoss))
        result.parts["gap_null"] = .number(100 * baseline.gap)
        result.parts["training"] = .number(100 * (trainLoss - baseline.mean))
        result.parts["baseline"] = .number(baseline.mean)
        result.parts["baseline_deviation"] = .number(100 * baseline.deviation)
        result.parts["samples"] = .count(samples.rows)
        result.diagnostics.append(
            Diagnostic(
                code: "interval_omitted", severity: .note,
                message:
                    "No interval: rows share centres and fitted variances; the baseline's random halves alone make "
                    + "a standard deviation of \((100 * baseline.deviation * 100).rounded() / 100)."))
        let drawn = [(training, "training"), (heldOut, "held-out"), (generated, "generated")]
            .filter { $0.0.rows > options.largest }
        if !drawn.isEmpty {
            result.diagnostics.append(
                Diagnostic(
                    code: "rows_drawn", severity: .note,
                    message: "Drawn down to \(options.largest) rows: \(drawn.map(\.1).joined(separator: ", "))."))
        }
        if samples.rows > 2 * baseline.centres {
            result.diagnostics.append(
                Diagnostic(
                    code: "more_samples_than_baseline", severity: .note,
                    message:
                        "\(samples.rows) samples against a baseline of \(baseline.centres) rows: fresh real data of "
                        + "so many rows would score below 0."))
        }
        // Standardised features cost a nat or two per dimension.
        if baseline.mean > 100 {
            result.diagnostics.append(
                Diagnostic(
                    code: "collapsed_baseline",
                    message:
                        "Halves of the training rows give held-out data a loss of \(Float(baseline.mean)) nats per "
                        + "dimension: training rows have copies among themselves, and the value says nothing."))
        }
        if scaling.constantColumns > 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "constant_columns",
                    message: "\(scaling.constantColumns) columns are constant in held-out data; they are not scaled."))
        }
        return result
    }

    private static func check(_ options: Options) throws(MetricError) {
        try FeatureCheck.option("epochs", options.epochs, atLeast: 1, metric: name)
        try FeatureCheck.option("baselines", options.baselines, atLeast: 1, metric: name)
        try FeatureCheck.option("largest", options.largest, atLeast: 4, metric: name)
        guard options.learningRate > 0, options.learningRate.isFinite else {
            throw .invalidOption(
                metric: name, option: "learningRate", value: "\(options.learningRate)", allowed: "above 0 and finite")
        }
    }

    /// The loss of held-out rows under mixtures on halves of the training rows.
    private struct Baseline {
        var mean: Double
        var deviation: Double
        /// NLL(fitted half) − NLL(held-out), per dimension.
        var gap: Double
        var centres: Int

        init(train: Matrix<Double>, test: Matrix<Double>, samples: Int, options: Options) {
            centres = max(1, min(samples, train.rows / 2))
            var (losses, gaps): ([Double], [Double]) = ([], [])
            for number in 0..<options.baselines {
                var generator = SeededGenerator(seed: options.seed).split("\(name) half").split(number)
                let order = generator.permutation(of: train.rows)
                let fitted = train.rows(at: Array(order[centres...]))
                let model = IsotropicMixture(
                    centres: train.rows(at: Array(order[..<centres])), fittedTo: fitted, options: options)
                let loss = model.loss(of: test)
                losses.append(loss)
                gaps.append(model.loss(of: fitted) - loss)
            }
            mean = Statistics.mean(losses)
            deviation = losses.count > 1 ? Statistics.standardDeviation(losses) : 0
            gap = Statistics.mean(gaps)
        }
    }
}

extension FeatureLikelihoodDivergence {
    /// None: the metric itself holds samples against held-out rows.
    public static var ceiling: CeilingRule { .none }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        guard let heldOut = context.heldOut else {
            throw .tooFewRows(metric: name, role: "held-out", rows: 0, needed: 2)
        }
        return try evaluate(
            training: try context.real, heldOut: heldOut, generated: try context.generated,
            options: .init(seed: context.options.seed))
    }
}
