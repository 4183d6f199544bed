public import GANNumerics
import OrderedCollections

/// The trade-off between the samples' quality and their variety, as a curve over shared clusters.
///
///     α(λ) = Σ_k min(λ·P_k, Q_k)  (precision),   β(λ) = α(λ)/λ  (recall),   λ = tan θ,  1001 angles in (0, π/2)
///
/// P and Q are the shares of the real and the generated rows in k-means clusters of both together, 20 of them, at equal
/// numbers of rows; precision and recall are averaged over 10 clusterings, angle by angle. The value is the largest
/// F1 = 2αβ/(α + β) on the curve, in 0…1, higher is better. `f8` weighs recall, `f1_8` precision.
///
/// Source: Sajjadi et al. 2018, arXiv 1806.00035, whose code clusters by mini-batches instead of Lloyd's iterations.
public enum PrecisionRecallCurve: Metric {
    /// What a caller may choose; values out of range throw `MetricError.invalidOption`.
    public struct Options: Sendable, Equatable {
        /// k of k-means.
        public var clusters: Int
        /// How many clusterings are averaged.
        public var runs: Int
        /// How many points the curve has, evenly spaced in angle.
        public var angles: Int
        /// How many random relabellings make the null.
        public var relabellings: Int
        /// What rows, clusters and labels are drawn with.
        public var seed: UInt64

        /// The mean of `runs` clusterings into `clusters` (each at least 1), read at `angles` (at least 3) points; the null is from
        /// `relabellings` (at least 1).
        ///
        /// The metric checks them and throws.
        public init(
            clusters: Int = 20, runs: Int = 10, angles: Int = 1001, relabellings: Int = 99, seed: UInt64 = 0
        ) {
            self.clusters = clusters
            self.runs = runs
            self.angles = angles
            self.relabellings = relabellings
            self.seed = seed
        }
    }

    /// The name in results, files and on the command line.
    public static let name = "precision_recall_curve"

    /// How to read it.
    public static let entry = MetricRegistry.Entry(
        name: name, title: "Precision-recall curve", section: .quality, direction: .higher, values: .init(0...1),
        sees: "missing and invented clusters: quality and variety apart",
        blindTo: "what happens inside a cluster, and copying",
        paper: "Sajjadi et al. 2018, arXiv 1806.00035",
        formula: "α(λ) = Σ min(λ·P, Q), β(λ) = α(λ)/λ over 1001 angles; value: the largest 2αβ/(α + β)",
        reading:
            "1 means that both sets fill the clusters alike. f8 low and f1_8 high: modes are missing. The reverse: samples "
            + "lie where real data do not. Small sets score below 1 even for equal distributions: compare with the null.",
        references:
            "Null: the mean over random relabellings of the same rows, at the same sizes, in the same clusters. p_value is "
            + "the share of relabellings that score no higher.",
        uncertainty: "No interval: resampling does not estimate the curve's spread near equal distributions.",
        conventions:
            "20 clusters, 10 clusterings, equal sizes by a seeded draw. The authors' code clusters by mini-batches, this by "
            + "Lloyd's iterations to the end or a cap of 25.")

    /// The curve of `generated` `[m, d]` against `real` `[n, d]`; the larger set is cut to the size of the smaller by a draw.
    ///
    /// Clusters do not know which rows are real, so for equal distributions every relabelling of the rows is equally probable:
    /// the null is the mean over random ones, and `p_value` the share of them with an F1 no higher than the value, exact but
    /// for the number of relabellings. No interval: near equal distributions the curve is biased downwards and its spread
    /// not estimable by resampling. Cost that of k-means over n + m rows, which are not copied where n = m.
    public static func evaluate(
        real: Matrix<Float>, generated: Matrix<Float>, options: Options = Options()
    ) throws(MetricError) -> MetricResult {
        for (option, value, least) in [
            ("clusters", options.clusters, 1), ("runs", options.runs, 1), ("angles", options.angles, 3),
            ("relabellings", options.relabellings, 1),
        ] {
            try FeatureCheck.option(option, value, atLeast: least, metric: name)
        }
        try FeatureCheck.pair(real: real, generated: generated, rows: 1, metric: name)
        let stream = SeededGenerator(seed: options.seed).split(name)
        let count = min(real.rows, generated.rows)
        func cut(_ set: Matrix<Float>, _ role: String) -> Matrix<Float> {
            if set.rows == count { return set }
            var generator = stream.split(role)
            return set.rows(at: generator.sample(count, below: set.rows).sorted())
        }
        let clusterings = KMeans.fit(
            [cut(real, "real"), cut(generated, "generated")], clusters: options.clusters, runs: options.runs,
            seed: options.seed)
        let assignments = clusterings.map(\.assignments)
        let isGenerated = (0..<2 * count).map { $0 >= count }
        let curve = curve(assignments, isGenerated: isGenerated, options: options)
        var result = result(curve)
        addNull(assignments, isGenerated: isGenerated, stream: stream, to: &result, options: options)
        if real.rows != generated.rows {
            result.diagnostics.append(
                Diagnostic(
                    code: "rows_drawn", severity: .note,
                    message:
                        "Only \(count) rows of the larger set, drawn at random, were used: the curve needs equal sizes."
                ))
        }
        if count < 10 * options.clusters {
            result.diagnostics.append(
                Diagnostic(
                    code: "few_rows_for_clusters",
                    message:
                        "\(count) rows of each set in \(options.clusters) clusters: compare with the null, not with 1.")
            )
        }
        let capped = clusterings.count { !$0.isConverged }
        if capped > 0 {
            result.diagnostics.append(
                Diagnostic(
                    code: "clusters_still_moving", severity: .note,
                    message: "\(capped) of \(options.runs) clusterings reached the cap on iterations."))
        }
        return result
    }

    /// The result for a curve from histograms that are known already: without null.
    public static func result(_ curve: Curve) -> MetricResult {
        var result = MetricResult(value: curve.maximumF(1))
        result.parts["f8"] = .number(curve.maximumF(8))
        result.parts["f1_8"] = .number(curve.maximumF(0.125))
        result.parts["max_precision"] = .number(curve.precision.max() ?? 0)
        result.parts["max_recall"] = .number(curve.recall.max() ?? 0)
        // About a hundred points draw the curve as well as a thousand.
        let shown = stride(from: 0, to: curve.precision.count, by: max(1, (curve.precision.count - 1) / 100))
        result.parts["precision"] = .numbers(shown.map { curve.precision[$0] })
        result.parts["recall"] = .numbers(shown.map { curve.recall[$0] })
        result.diagnostics.append(
            Diagnostic(
                code: "no_interval", severity: .note,
                message: "No interval: resampling does not estimate the curve's spread near equal distributions."))
        return result
    }

    /// The mean curve over clusterings for one labelling of the rows.
    private static func curve(_ assignments: [[Int32]], isGenerated: [Bool], options: Options) -> Curve {
        let rows = Double(max(1, isGenerated.count / 2))
        let curves = assignments.map { clusters in
            var real = [Double](repeating: 0, count: options.clusters)
            var generated = real
            clusters.withUnsafeBufferPointer { clusters in
                for (cluster, label) in zip(clusters, isGenerated) {
                    if label { generated[Int(cluster)] += 1 } else { real[Int(cluster)] += 1 }
                }
            }
            return Curve(real: real.map { $0 / rows }, generated: generated.map { $0 / rows }, angles: options.angles)
        }
        return Curve(meanOf: curves)
    }

    private static func addNull(
        _ assignments: [[Int32]], isGenerated: [Bool], stream: SeededGenerator, to result: inout MetricResult,
        options: Options
    ) {
        var scores = [SIMD3<Double>](repeating: .zero, count: options.relabellings)
        scores.withUnsafeMutableBufferPointer { scores in
            nonisolated(unsafe) let scores = scores
            let labels = stream.split("labels")
            Parallel.forEach(options.relabellings) { index in
                var generator = labels.split(index)
                let curve = curve(assignments, isGenerated: isGenerated.shuffled(using: &generator), options: options)
                scores[index] = SIMD3(curve.maximumF(1), curve.maximumF(8), curve.maximumF(0.125))
            }
        }
        let mean = scores.reduce(.zero, +) / Double(scores.count)
        result.null = MetricReference(
            value: mean[0],
            basis: "\(scores.count) relabellings of the same rows, \(isGenerated.count / 2) of each set")
        result.parts["f8_null"] = .number(mean[1])
        result.parts["f1_8_null"] = .number(mean[2])
        let value = result.value
        result.parts["p_value"] = .number(Double(1 + scores.count { $0[0] <= value }) / Double(1 + scores.count))
    }
}

extension PrecisionRecallCurve {
    /// The metric of the context's samples.
    public static func evaluate(_ context: MetricContext) throws(MetricError) -> MetricResult {
        try evaluate(
            real: try context.real, generated: try context.generated, options: .init(seed: context.options.seed))
    }
}
