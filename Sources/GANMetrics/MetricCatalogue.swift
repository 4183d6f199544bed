import GANNumerics
public import OrderedCollections

/// Computes any of the registry's metrics by name, with every pair of rows streamed once for all of them.
///
/// The order of work: one pass over the pairs that the metrics ask for (`PairStatistics`), then the metrics. With held-out
/// rows, the same again with as many of them in the samples' place, for the ceilings; the pass over the real rows is shared.
public enum MetricCatalogue {
    public struct Outcome: Sendable {
        /// In the order of the names.
        public var results: OrderedDictionary<String, MetricResult> = [:]
        /// Metrics that could not be computed, with the reason as a clause: "needs features of held-out data".
        public var omitted: OrderedDictionary<String, String> = [:]

        /// What stopped the metrics among `omitted` that had their inputs.
        public var failures: OrderedDictionary<String, MetricError> = [:]

        /// The value of a metric that was computed.
        public func value(of name: String) -> Double? { results[name]?.value }
    }

    /// Computes the metrics `names` from `inputs`.
    ///
    /// A metric that lacks an input, or for which there are too few rows, is left out with its reason; the others are computed.
    /// Throws for matrices that no metric can use: unequal widths, numbers that are not finite, no rows. `progress` is called from any
    /// thread with what is being done and the share of it.
    public static func evaluate(
        _ names: [String], inputs: MetricInputs, options: MetricOptions = MetricOptions(),
        progress: (@Sendable (String, Double) -> Void)? = nil
    ) throws(MetricError) -> Outcome {
        try check(inputs)
        var outcome = Outcome()
        var possible: [String] = []
        for name in names {
            precondition(MetricRegistry.entry(named: name) != nil, "no metric is called \(name)")
            if let reason = missing(name, inputs) { outcome.omitted[name] = reason } else { possible.append(name) }
        }
        let demands = possible.filter { name in
            guard let real = inputs.real, let needed = leastRows(name, options) else { return false }
            return min(real.rows, inputs.generated.rows) >= needed
        }
        var samples = Side(features: inputs.generated, options: options)
        var fresh = freshSide(inputs, options)
        if let real = inputs.real {
            var demand = demand(of: demands, real: real.rows, generated: inputs.generated.rows, options)
            // Three metrics have intervals from the same blocks.
            if options.interval, demand.sharedNeighbours > 0 {
                demand.blocks = PairStatistics.Blocks(count: options.manifold.blocks, seed: options.seed)
            }
            if demand != PairStatistics.Demand() {
                samples.pairs = PairStatistics(real: real, generated: inputs.generated, demand: demand) {
                    progress?("pairs of rows", $0)
                }
            }
            if let heldOut = fresh?.features, let pairs = samples.pairs {
                fresh?.pairs = self.pairs(
                    of: heldOut, in: real, demands.filter { heldOut.rows >= leastRows($0, options) ?? 1 }, options,
                    withinReal: pairs.withinReal
                ) { progress?("pairs of held-out rows", $0) }
            }
        }
        var evaluation = Evaluation(inputs: inputs, options: options, fresh: fresh)
        if let pairs = samples.pairs { evaluation.prepareHeldOut(count: pairs.demand.neighbours) }
        for (number, name) in possible.enumerated() {
            progress?(name, Double(number) / Double(possible.count))
            do {
                var result = try evaluation.result(name, samples)
                if result.ceiling == nil, let fresh { try addCeiling(name, fresh, &evaluation, to: &result) }
                outcome.results[name] = result
            } catch {
                outcome.omitted[name] = "\(error.fact); expected: \(error.expectation)"
                outcome.failures[name] = error
            }
        }
        progress?("metrics", 1)
        return outcome
    }

    /// One set in the samples' place.
    struct Side {
        var features: Matrix<Float>
        var options: MetricOptions
        var pairs: PairStatistics?
        /// Whether these are held-out rows in the samples' place.
        var isFresh = false
    }

    /// As many held-out rows as there are samples, or all of them.
    private static func freshSide(_ inputs: MetricInputs, _ options: MetricOptions) -> Side? {
        guard let heldOut = inputs.heldOut, inputs.generatedStatistics == nil else { return nil }
        var rows = heldOut
        if heldOut.rows > inputs.generated.rows {
            var generator = SeededGenerator(seed: options.seed).split("held-out rows")
            rows = heldOut.rows(at: generator.sample(inputs.generated.rows, below: heldOut.rows).sorted())
        }
        var options = options
        options.interval = false
        return Side(features: rows, options: options, isFresh: true)
    }

    /// Held-out rows in the samples' place; too few of them leave a metric without a ceiling, not without a value.
    private static func addCeiling(
        _ name: String, _ fresh: Side, _ evaluation: inout Evaluation, to result: inout MetricResult
    ) throws(MetricError) {
        guard hasCeiling(name) else { return }
        do {
            let value = try evaluation.result(name, fresh).value
            result.ceiling = MetricReference(value: value, basis: "held-out data, \(fresh.features.rows) rows")
            if name == SlicedWasserstein.name, fresh.features.rows == evaluation.inputs.generated.rows {
                // It has no null but this one: as many held-out rows, in the same directions.
                result.null = result.ceiling
                result.diagnostics.removeAll { $0.code == SlicedWasserstein.nullOmitted }
            }
            noteSize(fresh, evaluation.inputs, to: &result)
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

    /// The pass over held-out rows in the samples' place for the metrics that have rows enough, or nil where none has.
    private static func pairs(
        of heldOut: Matrix<Float>, in real: Matrix<Float>, _ names: [String], _ options: MetricOptions,
        withinReal: PairwisePass.Outcome, progress: @escaping @Sendable (Double) -> Void
    ) -> PairStatistics? {
        var demand = demand(of: names, real: real.rows, generated: heldOut.rows, options)
        // Subsets are drawn for the samples' count; their ceiling is that of all pairs.
        if demand.subsets != nil { demand.kernels.insert(.cubic) }
        demand.subsets = nil
        guard demand != PairStatistics.Demand() else { return nil }
        return PairStatistics(
            real: real, generated: heldOut, demand: demand, withinReal: withinReal, progress: progress)
    }

    private static func noteSize(_ fresh: Side, _ inputs: MetricInputs, to result: inout MetricResult) {
        guard fresh.features.rows < inputs.generated.rows else { return }
        result.diagnostics.append(
            Diagnostic(
                code: "smaller_held_out", severity: .note,
                message: "Real data's figure comes from \(fresh.features.rows) held-out rows, fewer than the "
                    + "\(inputs.generated.rows) samples; many metrics depend on the number."))
    }

    private static func check(_ inputs: MetricInputs) throws(MetricError) {
        let metric = "measure"
        if inputs.generatedStatistics == nil {
            try FeatureCheck.single(inputs.generated, role: "generated", rows: 1, metric: metric)
        }
        for (rows, role) in [(inputs.real, "real"), (inputs.heldOut, "held-out")] {
            guard let rows else { continue }
            guard rows.columns == inputs.generated.columns else {
                throw .widthsDiffer(metric: metric, real: rows.columns, generated: inputs.generated.columns)
            }
            try FeatureCheck.single(rows, role: role, rows: 1, metric: metric)
        }
    }

    /// What a metric lacks, or nil.
    private static func missing(_ name: String, _ inputs: MetricInputs) -> String? {
        guard let entry = MetricRegistry.entry(named: name) else { return "is not known" }
        let gaussian = [FrechetDistance.name, FrechetDistanceInfinity.name].contains(name)
        let classes = [InceptionScore.name, ModeCoverage.name].contains(name)
        if classes {
            if inputs.probabilities == nil { return "needs class probabilities of the samples" }
            if name == ModeCoverage.name, inputs.realProbabilities == nil {
                return "needs class probabilities of the real data"
            }
            return nil
        }
        if inputs.generatedStatistics != nil, name != FrechetDistance.name {
            return "needs the rows of the generated features, not their statistics"
        }
        if entry.needs.contains(.real), inputs.real == nil, !(gaussian && inputs.realStatistics != nil) {
            return inputs.realStatistics == nil
                ? "needs features of real data" : "needs the rows of the real features, not their statistics"
        }
        if entry.needs.contains(.spatial) {
            return "needs features of places, which an extractor gives and a file of features does not"
        }
        if entry.needs.contains(.heldOut), inputs.heldOut == nil { return "needs features of held-out data" }
        return nil
    }
}
