public import GANNumerics
import OrderedCollections
import RealModule

/// How confident and how varied a classifier finds the samples: the exponential of its mutual information.
///
///     exp( mean_x KL( p(y|x) ‖ p(y) ) ),   p(y) = mean_x p(y|x)
///
/// In 1…C for C classes, higher is better; the mean over contiguous splits is reported, with their population standard
/// deviation as `std`. It is called inception score after its paper, whichever classifier gave the probabilities.
///
/// Blind to the real data altogether, to copying, and to collapse inside a class.
///
/// Source: Salimans et al. 2016, arXiv 1606.03498, section 4, with its ten splits. Split s of S holds rows ⌊s·n/S⌋ up to
/// ⌊(s+1)·n/S⌋, as in the reference and in torch-fidelity, which shuffles before; here rows keep their order.
public enum InceptionScore: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// Into how many contiguous splits the rows are cut; the score depends on it.
        public var splits: Int
        /// Whether to compute an interval from the splits.
        public var interval: Bool

        /// The mean score of `splits` (at least 1) contiguous splits, 10 as in the paper; the metric checks them and throws.
        public init(splits: Int = 10, interval: Bool = true) {
            self.splits = splits
            self.interval = interval
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "inception_score"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Inception score", section: .quality, direction: .higher,
        values: .init(1 ... .infinity, greatest: "C"),
        sees: "whether a classifier is sure of each sample and finds all classes",
        blindTo: "the real data, collapse inside a class, and copying",
        paper: "Salimans et al. 2016, arXiv 1606.03498",
        needs: [.probabilities],
        formula: "exp(mean KL(p(y|x) ‖ p(y))), the mean over contiguous splits of the samples",
        reading:
            "C, the number of classes, is the most it can be; 1 is the least. It never looks at the real data, so it "
            + "cannot tell a good generator from one that paints a prototype of each class. Smaller splits give lower "
            + "scores.",
        references: "No null. The ceiling is the score of held-out real data under the same classifier and split size.",
        uncertainty:
            "Student's t over the splits, which share no row, around the mean for this split size. std is the "
            + "population standard deviation over splits, as other tools print it, and is not a standard error.",
        conventions:
            "Ten splits in the order of the rows. torch-fidelity, torchmetrics and dgm-eval shuffle the rows first.")

    /// The score of class probabilities `[n, C]`, whose rows sum to 1.
    ///
    /// The interval treats the splits' scores as independent draws (they share no row) around the mean *for this split
    /// size*. There is no null: score real held-out data for a ceiling; `maximum` is C. With fewer rows than splits all
    /// rows make one split, and a diagnostic says so. Cost n·C. Throws for no rows, numbers that are not finite and rows
    /// that are no probabilities.
    public static func evaluate(
        generated probabilities: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        try FeatureCheck.option("splits", options.splits, atLeast: 1, metric: name)
        try FeatureCheck.probabilities(probabilities, role: "generated", metric: name)
        let (rows, classes) = (probabilities.rows, probabilities.columns)
        let splits = rows < options.splits ? 1 : options.splits
        let scores = (0..<splits).map { split in
            score(probabilities, rows: split * rows / splits..<(split + 1) * rows / splits)
        }
        let mean = Statistics.mean(scores)
        let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        var result = MetricResult(
            value: mean,
            parts: [
                "mean": .number(mean),
                "std": .number((squares / Double(splits)).squareRoot()),
                "splits": .count(splits),
                "one_split": .number(splits == 1 ? mean : score(probabilities, rows: 0..<rows)),
                "maximum": .count(classes),
            ])
        if splits < options.splits {
            result.diagnostics.append(
                Diagnostic(
                    code: "fewer_samples_than_splits",
                    message: "\(rows) samples cannot fill \(options.splits) splits; the score is of one split and not "
                        + "comparable with others."))
        } else if rows / splits < 10 * classes {
            result.diagnostics.append(
                Diagnostic(
                    code: "small_splits", severity: .note,
                    message:
                        "Splits of \(rows / splits) samples are small for \(classes) classes: the score is lower than "
                        + "for larger ones."))
        }
        if options.interval {
            if splits > 1 {
                let reach =
                    Statistics.studentQuantile(0.975, degrees: Double(splits - 1))
                    * Statistics.standardDeviation(scores) / Double(splits).squareRoot()
                result.interval = MetricInterval(
                    low: min(mean, max(1, mean - reach)), high: max(mean, min(Double(classes), mean + reach)),
                    method: "\(splits) disjoint splits")
            } else {
                result.diagnostics.append(
                    Diagnostic(
                        code: "interval_omitted", severity: .note,
                        message: "No interval: a single split does not tell how the score varies."))
            }
        }
        return result
    }

    /// The score of some rows, at least one.
    private static func score(_ probabilities: Matrix<Float>, rows: Range<Int>) -> Double {
        let classes = probabilities.columns
        var marginal = [Double](repeating: 0, count: classes)
        for row in rows { for column in 0..<classes { marginal[column] += Double(probabilities[row, column]) } }
        for column in 0..<classes { marginal[column] /= Double(rows.count) }
        let logMarginal = marginal.map { $0 > 0 ? Double.log($0) : 0 }
        var sum = 0.0
        for row in rows {
            for column in 0..<classes {
                let probability = Double(probabilities[row, column])
                // 0·log 0 is 0.
                if probability > 0 { sum += probability * (.log(probability) - logMarginal[column]) }
            }
        }
        return .exp(max(0, sum / Double(rows.count)))
    }
}

extension InceptionScore {
    /// What keeps it from being computed.
    public static func missing(_ inputs: MetricInputs) -> String? {
        inputs.probabilities == nil ? "needs class probabilities of the samples" : nil
    }

    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        guard let probabilities = context.inputs.probabilities else {
            throw .tooFewRows(metric: name, role: "probabilities", rows: 0, needed: 1)
        }
        let options = Options(splits: context.options.splits, interval: context.options.interval)
        var result = try evaluate(generated: probabilities, options: options)
        // Where nothing is known of held-out data, real data's own score is what can be reached.
        if context.role == .samples, context.inputs.heldOutProbabilities == nil,
            let real = context.inputs.realProbabilities
        {
            try FeatureCheck.realProbabilities(real, beside: probabilities, metric: name)
            let value = try evaluate(generated: real, options: .init(splits: options.splits, interval: false)).value
            result.ceiling = MetricReference(value: value, basis: "real data, \(real.rows) rows")
        }
        return result
    }
}
