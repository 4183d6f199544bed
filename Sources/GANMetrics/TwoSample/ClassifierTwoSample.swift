public import GANNumerics
import OrderedCollections

/// How well a classifier that was trained to tell samples from real data does so on rows it has not seen.
///
/// Equally many real and generated rows are drawn and split in two halves; a logistic regression with a ridge is
/// trained on one, and the value is its accuracy on the other. In 0…1: ½ for equal distributions, 1 for separable ones.
/// Below ½ by more than chance happens only where rows of the halves depend on each other.
///
/// Sees any difference that a linear function of the features shows; blind to differences of higher order and to copying.
///
/// Source: Lopez-Paz and Oquab 2017, arXiv 1610.06545, section 3, who use a small neural network or neighbours; the
/// test is valid for any classifier, and on deep features a linear one is strong.
public enum ClassifierTwoSample: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// The ridge, in units of d/n: at 1 the prior is that the classifier's scores have about unit variance.
        public var penalty: Double
        /// The two-sided level of the intervals.
        public var level: Double
        /// What rows are drawn and split with.
        public var seed: UInt64

        /// A classifier with a ridge of `penalty` (positive and finite) and intervals at `level`, between 0 and 1; the metric checks them
        /// and throws.
        public init(penalty: Double = 1, level: Double = 0.95, seed: UInt64 = 0) {
            self.penalty = penalty
            self.level = level
            self.seed = seed
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "classifier_two_sample"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Classifier two-sample test", section: .quality, direction: .closerToNull,
        values: .init(0...1),
        sees: "any difference that a linear function of the features shows",
        blindTo: "differences of higher order, and copying",
        paper: "Lopez-Paz and Oquab 2017, arXiv 1610.06545",
        formula: "accuracy on held-out rows of a logistic regression trained to tell samples from real rows",
        reading:
            "0.5 is perfect: the classifier can only guess. 1 means that every sample gives itself away. Most generators "
            + "score far above 0.5 on wide features; the area under the curve (auc) still tells them apart there.",
        references: "Null: 0.5, with standard deviation ½/√(test rows). p_value is binomial.",
        uncertainty: "Wilson for the accuracy and DeLong for the area, given the trained classifier.",
        conventions:
            "Equally many rows of each set, half for training, by a seeded draw. Standardized features, ridge d/n. The paper "
            + "trains a small neural network; the test is valid for any classifier.")

    /// The held-out accuracy of telling `generated` `[m, d]` from `real` `[n, d]`, n and m at least 4.
    ///
    /// Given the classifier the test rows are independent trials, equally many of each kind, so Wilson's interval
    /// covers its true accuracy at no less than its level. `p_value` is the probability of so many hits or more by
    /// tossing coins (binomial; about N(½, 1/4n_test)), no less than the true one under equal distributions. `auc` needs no
    /// threshold and has DeLong's interval.
    ///
    /// Features are standardized by the training half, and columns constant there are dropped. Cost a few dozen passes over
    /// min(n, m) rows; memory one copy of them. Throws for too few rows, unequal widths, numbers that are not finite and
    /// options out of range.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.pair(real: real, generated: generated, rows: 4, metric: name)
        try FeatureCheck.share("level", options.level, metric: name)
        guard options.penalty > 0, options.penalty.isFinite else {
            throw .invalidOption(
                metric: name, option: "penalty", value: "\(options.penalty)", allowed: "positive and finite")
        }
        let count = min(real.rows, generated.rows)
        let stream = SeededGenerator(seed: options.seed).split(name)
        func draw(_ set: Matrix<Float>, _ role: String) -> (training: [Int], test: [Int]) {
            var generator = stream.split(role)
            let rows = generator.sample(count, below: set.rows)
            return (rows[..<(count / 2)].sorted(), rows[(count / 2)...].sorted())
        }
        let (realRows, generatedRows) = (draw(real, "real"), draw(generated, "generated"))
        let scaling = Standardization(real, rows: realRows.training, generated, rows: generatedRows.training)
        guard !scaling.columns.isEmpty else {
            return result(
                real: realRows.test.map { _ in 0 }, generated: generatedRows.test.map { _ in 0 }, trainingAccuracy: 0.5,
                converged: true, options: options)
        }
        let training = scaling.apply(real, rows: realRows.training)
            .appendingRows(of: scaling.apply(generated, rows: generatedRows.training))
        let labels = (0..<training.rows).map { $0 >= realRows.training.count }
        let model = RidgeLogistic.fit(
            training, labels: labels, penalty: options.penalty * Double(training.columns) / Double(training.rows))
        let fitted = model.scores(training)
        let hits = zip(fitted, labels).count { ($0 > 0) == $1 }
        return result(
            real: model.scores(scaling.apply(real, rows: realRows.test)),
            generated: model.scores(scaling.apply(generated, rows: generatedRows.test)),
            trainingAccuracy: Double(hits) / Double(labels.count), converged: model.isConverged, options: options)
    }

    /// The result from the test rows' scores: positive where the classifier says generated.
    private static func result(
        real: [Double], generated: [Double], trainingAccuracy: Double, converged: Bool, options: Options
    ) -> MetricResult {
        let trials = real.count + generated.count
        let (realHits, generatedHits) = (real.count { $0 <= 0 }, generated.count { $0 > 0 })
        let hits = realHits + generatedHits
        let value = Double(hits) / Double(trials)
        let bounds = Statistics.wilsonInterval(successes: hits, trials: trials, level: options.level)
        var result = MetricResult(
            value: value,
            interval: MetricInterval(
                low: min(value, bounds.low), high: max(value, bounds.high), level: options.level,
                method: "Wilson, given the classifier"),
            null: MetricReference(value: 0.5, basis: "equal distributions, \(trials) test rows"))
        let ranks = RankSum(first: real, second: generated)
        result.parts["auc"] = .number(ranks.area)
        if let error = ranks.areaError {
            let reach = Statistics.normalQuantile(0.5 + options.level / 2) * error
            result.parts["auc_interval"] = .interval(
                MetricInterval(
                    low: max(0, ranks.area - reach), high: min(1, ranks.area + reach), level: options.level,
                    method: "DeLong, given the classifier"))
        }
        result.parts["p_value"] = .number(
            hits == 0 ? 1 : Statistics.incompleteBeta(0.5, Double(hits), Double(trials - hits + 1)))
        result.parts["null_standard_deviation"] = .number(0.5 / Double(trials).squareRoot())
        result.parts["test_rows"] = .count(trials)
        result.parts["real_accuracy"] = .number(Double(realHits) / Double(real.count))
        result.parts["generated_accuracy"] = .number(Double(generatedHits) / Double(generated.count))
        result.parts["training_accuracy"] = .number(trainingAccuracy)
        if trials < 100 {
            result.diagnostics.append(
                Diagnostic(
                    code: "few_test_rows",
                    message: "\(trials) test rows show only coarse differences; read the interval, not the value."))
        }
        if !converged {
            result.diagnostics.append(
                Diagnostic(
                    code: "classifier_not_converged", severity: .note,
                    message: "The classifier's training reached its cap; the test is valid, if a little weaker."))
        }
        return result
    }
}

extension ClassifierTwoSample {
    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        try evaluate(
            real: try context.real, generated: try context.generated, options: .init(seed: context.options.seed))
    }
}
