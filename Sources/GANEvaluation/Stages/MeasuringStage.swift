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
    /// `pixels` is what the space of the samples' own values is called. Throws what stops a metric that has all its inputs, unless `choice`
    /// takes what can be had.
    static func of(
        _ metrics: [any Metric.Type], in context: MetricContext, extractor: String, pixels: String,
        choice: MetricChoice, progress: (Double) -> Void = { _ in }
    ) throws -> MeasuredSet {
        var found = MeasuredSet()
        for (number, metric) in metrics.enumerated() {
            let outcome = MetricCatalogue.evaluate([metric], in: context)
            if let failure = outcome.failures.values.first, !choice.leavesOut(failure) { throw failure }
            for (name, result) in outcome.results {
                // What images look like is read from their pixels, whatever the feature space is.
                let needs = Set(metric.entry.needs)
                let space =
                    !needs.isDisjoint(with: [.appearance, .pixelCritic, .imagePairs])
                    ? pixels
                    : needs.isDisjoint(with: [.perceptualPairs, .latentPaths])
                        ? extractor : BuiltinNetwork.efficientNetLite0.rawValue
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

/// What stages measured of images, without an extractor.
struct ImageInputs {
    var appearance: MetricInputs.Appearance?
    var pairs: ImagePairStage.Outcome?
    var paths: (paths: PathLengths?, lack: String?)?

    func fill(_ inputs: inout MetricInputs) {
        inputs.appearance = appearance
        inputs.pairs = pairs?.similarities
        inputs.lackOfNetwork = pairs?.lackOfNetwork
        inputs.paths = paths?.paths
        inputs.lackOfPaths = paths?.lack
    }
}

/// Metrics in the extractor's space, each beside held-out data measured the same way.
struct MeasuringStage {
    let generated: Embedding
    let base: FeatureBase
    let choice: MetricChoice
    /// What was measured of the images themselves, where that is asked for.
    var images = ImageInputs()
    /// Some rows in their own values, where features are something else.
    var plain: PlainRows?
    /// What critics say that were trained for the samples; nil where nobody asked for them.
    var critics: CriticStage.Outcome?
    /// What the space of the samples' own values is called.
    var pixels = PixelExtractor.imageName

    struct Outcome {
        var measured: MeasuredSet
        /// Each generated sample's realism, in the order of the samples.
        var realism: [Double]
        /// What the metrics were computed from.
        var context: MetricContext
    }

    func measure(progress: @escaping @Sendable (Double) -> Void) throws -> Outcome {
        var metrics = choice.inFeatureSpace
        if critics != nil {
            let own = metrics.filter { !MetricSet.critics.names.contains($0.name) }
            metrics = MetricSet(own + MetricSet.critics.metrics).metrics
        }
        // The pictures are chosen by realism, and policies read the share of each sample in the paired metrics.
        var demand = PairStatistics.Demand()
        demand.realismNeighbours = min(Realism.Options().neighbours, base.matched.rows - 1)
        var inputs = base.inputs(of: generated, choice: choice)
        images.fill(&inputs)
        inputs.plain = plain
        inputs.critics = critics?.samples
        inputs.heldOutCritics = critics?.heldOut
        let context = try MetricContext(
            metrics + MetricSet.paired.metrics, inputs: inputs, options: base.options,
            demand: demand, sharing: base.work)
        var measured = try MeasuredSet.of(
            metrics, in: context, extractor: base.extractor, pixels: pixels, choice: choice, progress: progress)
        if let critics {
            for metric in MetricSet.critics.metrics {
                measured.metrics[metric.name]?.result.diagnostics += critics.notes
                // Who asked for critics is told which there can't be.
                if let reason = metric.missing(inputs) { measured.omitted[metric.name] = reason }
            }
        }
        return Outcome(measured: measured, realism: try Realism.scores(try context.pairs()), context: context)
    }
}
