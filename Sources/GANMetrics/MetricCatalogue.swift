import GANNumerics
public import OrderedCollections

/// Computes any metrics of the registry, with every pair of rows streamed once for all of them.
///
/// The order of work: what a metric asks for is computed when the first metric reads it, and kept in the `MetricContext`. With
/// held-out rows, the same again with as many of them in the samples' place, for the ceilings, and with as many samples where these
/// are more; the pass over the real rows is shared.
public enum MetricCatalogue {
    /// What came of a list of metrics: each is among the results or among the omitted.
    public struct Outcome: Sendable {
        /// In the order of the metrics.
        public var results: OrderedDictionary<String, MetricResult> = [:]
        /// Metrics that could not be computed, with the reason as a clause: "needs features of held-out data".
        public var omitted: OrderedDictionary<String, String> = [:]

        /// What stopped the metrics among `omitted` that had their inputs.
        public var failures: OrderedDictionary<String, MetricError> = [:]

        /// The value of a metric that was computed.
        public func value(of name: String) -> Double? { results[name]?.value }
    }

    /// Computes the registry's metrics `names` from `inputs`.
    ///
    /// As the function for metrics. Throws `MetricError.unknownMetric` for a name that the registry does not have.
    public static func evaluate(
        _ names: [String], inputs: MetricInputs, options: MetricOptions = MetricOptions(),
        progress: (@Sendable (String, Double) -> Void)? = nil
    ) throws(MetricError) -> Outcome {
        var metrics: [any Metric.Type] = []
        for name in names {
            guard let metric = MetricRegistry.metric(named: name) else { throw .unknownMetric(name: name) }
            metrics.append(metric)
        }
        let context = try MetricContext(metrics, inputs: inputs, options: options, progress: progress)
        return evaluate(metrics, in: context, progress: progress)
    }

    /// Computes `metrics` in a context that was made for them.
    ///
    /// A metric that lacks an input, or for which there are too few rows, is left out with its reason; the others are computed.
    /// `progress` is called with what is being done and the share of it.
    public static func evaluate(
        _ metrics: [any Metric.Type], in context: MetricContext, progress: (@Sendable (String, Double) -> Void)? = nil
    ) -> Outcome {
        var outcome = Outcome()
        for (number, metric) in metrics.enumerated() {
            if let reason = metric.missing(context.inputs) {
                outcome.omitted[metric.name] = reason
                continue
            }
            progress?(metric.name, Double(number) / Double(metrics.count))
            do throws(MetricError) {
                var result = try context.result(of: metric)
                if result.ceiling == nil { addCeiling(metric, context, to: &result) }
                noteDrawnRows(metric, context, to: &result)
                outcome.results[metric.name] = result
            } catch {
                outcome.omitted[metric.name] = "\(error.fact); expected: \(error.expectation)"
                outcome.failures[metric.name] = error
            }
        }
        progress?("metrics", 1)
        return outcome
    }

    /// Held-out rows in the samples' place, and as many samples beside them where they are fewer.
    ///
    /// Too few of them leave a metric without a ceiling, not without a value.
    private static func addCeiling(_ metric: any Metric.Type, _ context: MetricContext, to result: inout MetricResult) {
        guard metric.ceiling != .none, let side = context.heldOutSide, metric.missing(side.inputs) == nil else {
            return
        }
        let comparability = context.inputs.comparability(of: metric)
        guard comparability != .tooFew else {
            result.diagnostics.append(.tooFewHeldOut(side.count, samples: context.count, rule: metric.ceiling))
            return
        }
        do throws(MetricError) {
            let ceiling = try ceiling(metric, side).get()
            if comparability == .atMatchedCounts {
                guard let matched = context.matchedSide else { return }
                let found = try matched.result(of: metric)
                result.matched = MatchedValue(
                    value: found.value, interval: found.intervalOrReach,
                    basis: "\(matched.count) of \(context.count) samples")
            }
            result.ceiling = ceiling
        } catch {
            var reason = error.fact
            // The metric was told that these rows are samples.
            if case .tooFewRows(_, "generated", let rows, let needed) = error {
                reason = "\(rows) rows are fewer than \(needed)"
            }
            result.diagnostics.append(
                Diagnostic(
                    code: "no_ceiling", severity: .note,
                    message: "Held-out data give no figure to compare with: \(reason)."))
        }
    }

    private static func ceiling(
        _ metric: any Metric.Type, _ side: MetricContext
    ) -> Result<MetricReference, MetricError> {
        if let known = side.work.ceilings[metric.name] { return known }
        let found = Result { () throws(MetricError) in
            MetricReference(value: try side.result(of: metric).value, basis: side.basis)
        }
        side.work.ceilings[metric.name] = found
        return found
    }

    /// Copies of real rows that were not drawn show in no metric of pairs.
    private static func noteDrawnRows(
        _ metric: any Metric.Type, _ context: MetricContext, to result: inout MetricResult
    ) {
        guard metric.entry.section == .memorization, context.inputs.nearest == nil,
            let matched = context.inputs.matched, let all = context.inputs.real?.rows, matched.rows < all.rows
        else { return }
        result.diagnostics.append(
            Diagnostic(
                code: "drawn_reference_rows",
                message:
                    "It looked at \(matched.rows) of the \(all.rows) real rows, drawn at random: copies of the others "
                    + "do not show in it."))
    }
}

extension Diagnostic {
    /// Says that there are too few held-out rows for a figure of real data beside the samples'.
    package static func tooFewHeldOut(_ rows: Int, samples: Int, rule: CeilingRule) -> Diagnostic {
        let fewest = rule.fewest(samples: samples)
        var advice = "give at least \(fewest) held-out rows"
        if rule == .sameFunction { advice += ", or judge at most \(2 * rows) samples" }
        return Diagnostic(
            code: MetricResult.tooFewHeldOut, severity: .note,
            message: rule == .sameFunction
                ? "No figure of real data: \(rows) held-out rows are fewer than half of the \(samples) samples, and the "
                    + "number moves this metric; \(advice)."
                : "No figure of real data: \(rows) held-out rows tell too little; \(advice).")
    }
}
