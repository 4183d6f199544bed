import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections

/// Metrics of one space, with those that could not be measured.
struct MeasuredSet {
    var metrics: OrderedDictionary<String, MeasuredMetric> = [:]
    /// Why the others could not be, as clauses.
    var omitted: OrderedDictionary<String, String> = [:]

    /// Computes `metrics` in `context`.
    ///
    /// Throws what stops a metric that has all its inputs, unless `choice` takes what can be had.
    static func of(
        _ metrics: [any Metric.Type], in context: MetricContext, extractor: String, choice: MetricChoice,
        progress: (Double) -> Void = { _ in }
    ) throws -> MeasuredSet {
        var found = MeasuredSet()
        for (number, metric) in metrics.enumerated() {
            let outcome = MetricCatalogue.evaluate([metric], in: context)
            if let failure = outcome.failures.values.first, !choice.leavesOut(failure) { throw failure }
            for (name, result) in outcome.results {
                // What images look like is read from their pixels, whatever the feature space is.
                let space = metric.entry.needs.contains(.appearance) ? PixelExtractor.imageName : extractor
                found.metrics[name] = MeasuredMetric(name: name, extractor: space, result: result)
            }
            // Who did not choose is not told of what the data have no use for.
            if choice != .report || !outcome.failures.isEmpty {
                found.omitted.merge(outcome.omitted) { first, _ in first }
            }
            progress(Double(number + 1) / Double(metrics.count))
        }
        return found
    }
}

/// Metrics in the extractor's space, each beside held-out data measured the same way.
struct MeasuringStage {
    let generated: Embedding
    let base: FeatureBase
    let choice: MetricChoice
    /// What the images look like, where that is asked for.
    var appearance: MetricInputs.Appearance?

    struct Outcome {
        var measured: MeasuredSet
        /// Each generated sample's realism, in the order of the samples.
        var realism: [Double]
        /// What the metrics were computed from.
        var context: MetricContext
    }

    func measure(progress: @escaping @Sendable (Double) -> Void) throws -> Outcome {
        let metrics = choice.inFeatureSpace
        // The pictures are chosen by realism, and policies read the share of each sample in the paired metrics.
        var demand = PairStatistics.Demand()
        demand.realismNeighbours = min(Realism.Options().neighbours, base.matched.rows - 1)
        var inputs = base.inputs(of: generated, choice: choice)
        inputs.appearance = appearance
        let context = try MetricContext(
            metrics + MetricSet.paired.metrics, inputs: inputs, options: base.options,
            demand: demand, sharing: base.work)
        let measured = try MeasuredSet.of(
            metrics, in: context, extractor: base.extractor, choice: choice, progress: progress)
        return Outcome(measured: measured, realism: try Realism.scores(try context.pairs()), context: context)
    }
}
