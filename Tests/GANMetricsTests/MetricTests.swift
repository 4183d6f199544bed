import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

/// What holds for every metric of the registry, whichever they are.
@Suite struct MetricTests {
    private static let real = normalRows(1, 260, 5)
    private static let generated = mapped(normalRows(2, 200, 5)) { 0.9 * $0 + 0.1 }
    private static let heldOut = normalRows(3, 180, 5)

    private static func probabilities(_ seed: UInt64, _ rows: Int) -> Matrix<Float> {
        InceptionScoreTests.softmax(mapped(normalRows(seed, rows, 4)) { 2 * $0 }.converted(to: Double.self))
    }

    /// Everything that a metric can ask for.
    private static var inputs: MetricInputs {
        var inputs = MetricInputs(
            real: real, generated: generated, heldOut: heldOut, probabilities: probabilities(4, 200),
            realProbabilities: probabilities(5, 260))
        inputs.heldOutProbabilities = probabilities(6, 180)
        inputs.spatial = .init(
            real: normalRows(7, 260, 9), generated: normalRows(8, 200, 9), heldOut: normalRows(9, 180, 9))
        let columns = ImageAppearance.Column.allCases.count
        inputs.appearance = .init(
            real: normalRows(10, 260, columns), generated: normalRows(11, 200, columns),
            heldOut: normalRows(12, 180, columns))
        let critic = CriticMetricsTests.scores(13, shift: 0.5, rows: 40)
        inputs.critics = CriticSet(
            features: critic, pixels: critic, wasserstein: critic, generalization: critic, memorizer: critic)
        inputs.heldOutCritics = inputs.critics
        let similarities = (0..<40).map { Double($0 * 7 % 40) / 50 }
        let pairs = PairSimilarities.Values(real: similarities, generated: similarities, heldOut: similarities)
        inputs.pairs = PairSimilarities(structural: pairs, multiscale: pairs, perceptual: pairs)
        inputs.paths = PathLengths(
            distances: (0..<60).map { 1e-8 * Double($0) }, step: 1e-4, space: "z", interpolation: "slerp",
            distance: "test")
        return inputs
    }

    /// No metric of the list is forgotten by the driver.
    @Test func theDriverComputesEveryMetric() throws {
        let context = try MetricContext(MetricRegistry.metrics, inputs: Self.inputs)
        let outcome = MetricCatalogue.evaluate(MetricRegistry.metrics, in: context)
        #expect(Array(outcome.results.keys) == MetricRegistry.all.map(\.name), "\(outcome.omitted)")
        for (name, result) in outcome.results {
            let rule = try #require(MetricRegistry.metric(named: name)).ceiling
            #expect((result.ceiling == nil) == (rule == .none), "\(name)")
            #expect(result.value.isFinite)
        }
    }

    @Test(arguments: MetricRegistry.all.map(\.name)) func oneNameLeadsToOneMetric(name: String) throws {
        let metric = try #require(MetricRegistry.metric(named: name))
        #expect(metric.name == name && metric.entry.name == name && metric.entry == MetricRegistry.entry(named: name))
        #expect(MetricRegistry.metrics.count { $0.name == name } == 1)
    }

    /// What is compared row by row says both halves of it.
    @Test func contributionsAndDifferencesGoTogether() throws {
        let context = try MetricContext(MetricRegistry.metrics, inputs: Self.inputs)
        let pair = ComparedPair(context, context)
        var names: [String] = []
        for metric in MetricRegistry.metrics {
            let contributions = try metric.contributions(context)
            #expect((contributions == nil) == (try metric.compared(pair) == nil), "\(metric.name)")
            guard let contributions else { continue }
            names.append(metric.name)
            #expect(contributions.metric == metric.name && contributions.generated.count == 200)
            let value = try context.result(of: metric).value
            #expect(isClose(contributions.value, value, relative: 1e-8), "\(metric.name)")
        }
        #expect(names == MetricSet.comparison.names)
    }

    @Test func setsStandInTheRegistrysOrder() {
        let order = MetricRegistry.all.map(\.name)
        for set in [MetricSet.report, .memorization, .comparison, .paired] {
            #expect(set.names == order.filter { set.names.contains($0) })
        }
        #expect(MetricSet([Recall.self, FrechetDistance.self]).names == ["frechet_distance", "recall"])
    }

    // MARK: Inputs beside rows

    /// Tables from a search of one's own give what the pass over pairs gives, and all held-out rows take part.
    @Test func nearestRowsStandForRows() throws {
        let metrics = MetricSet.memorization.metrics
        let rows = MetricCatalogue.evaluate(
            metrics,
            in: try MetricContext(
                metrics, inputs: .init(real: Self.real, generated: Self.generated, heldOut: Self.heldOut)))
        let spacing = NearestNeighbours.search(queries: Self.real, in: Self.real, count: 1, excludingSameIndex: true)
        var inputs = MetricInputs()
        inputs.nearest = .init(
            generated: NearestNeighbours.search(queries: Self.generated, in: Self.real, count: 5),
            heldOut: NearestNeighbours.search(queries: Self.heldOut, in: Self.real, count: 5),
            spacing: Dictionary(uniqueKeysWithValues: spacing.distances.enumerated().map { ($0.offset, $0.element) }))
        let tables = MetricCatalogue.evaluate(metrics, in: try MetricContext(metrics, inputs: inputs))
        #expect(tables.results.count == 2)
        for (name, result) in tables.results {
            let other = try #require(rows.results[name])
            #expect(isClose(result.value, other.value, relative: 1e-12), "\(name)")
            #expect(result.null?.basis == other.null?.basis && result.parts.keys == other.parts.keys, "\(name)")
            #expect(result.ceiling?.basis == "held-out data, 180 rows")
            // A mean over held-out rows is not moved by their number.
            #expect(!result.diagnostics.contains { $0.code == "smaller_held_out" }, "\(name)")
        }
        inputs.nearest?.heldOut = nil
        let alone = MetricCatalogue.evaluate(metrics, in: try MetricContext(metrics, inputs: inputs))
        #expect(alone.omitted.isEmpty && alone.results.values.allSatisfy { $0.null == nil && $0.ceiling == nil })
    }

    @Test func pairsReadTheMatchedRowsAndTheFrechetDistanceAll() throws {
        let metrics: [any Metric.Type] = [FrechetDistance.self, Coverage.self, ClosestRecordShare.self]
        var inputs = MetricInputs(real: Self.real, generated: Self.generated, heldOut: Self.heldOut)
        let matched = Self.real.rows(in: 0..<200)
        inputs.matched = matched
        let found = MetricCatalogue.evaluate(metrics, in: try MetricContext(metrics, inputs: inputs)).results
        let distance = try FrechetDistance.evaluate(real: Self.real, generated: Self.generated)
        #expect(found[FrechetDistance.name]?.value == distance.value)
        let coverage = try Coverage.evaluate(real: matched, generated: Self.generated)
        #expect(found[Coverage.name]?.value == coverage.value)
        // A copy of a row that was not drawn would not show.
        let note = found[ClosestRecordShare.name]?.diagnostics.first { $0.code == "drawn_reference_rows" }
        #expect(note?.message.contains("200 of the 260") == true)
        #expect(found[Coverage.name]?.diagnostics.contains { $0.code == "drawn_reference_rows" } == false)
    }

    @Test func classesOfHeldOutRowsGiveCeilings() throws {
        let metrics: [any Metric.Type] = [InceptionScore.self, ModeCoverage.self]
        var inputs = Self.inputs
        inputs.realProbabilities = nil
        inputs.realClassCounts = [10, 20, 30, 0]
        let found = MetricCatalogue.evaluate(metrics, in: try MetricContext(metrics, inputs: inputs)).results
        let score = try InceptionScore.evaluate(generated: Self.probabilities(6, 180)).value
        #expect(found[InceptionScore.name]?.ceiling == .init(value: score, basis: "held-out data, 180 rows"))
        let modes = try ModeCoverage.evaluate(
            generated: Self.probabilities(6, 180), referenceCounts: [10, 20, 30, 0]
        ).value
        #expect(found[ModeCoverage.name]?.ceiling?.value == modes)
    }

    @Test func classProbabilitiesAloneAreEnoughForTheirMetrics() throws {
        let outcome = try MetricCatalogue.evaluate(
            MetricRegistry.all.map(\.name),
            inputs: .init(probabilities: Self.probabilities(4, 200), realProbabilities: Self.probabilities(5, 260)))
        #expect(Array(outcome.results.keys) == ["inception_score", "mode_coverage"])
        #expect(outcome.omitted["frechet_distance"] == "needs features of the samples")
    }

    @Test func knownModesStandForClasses() throws {
        let modes = KnownModes(
            centres: Matrix(rows: 2, columns: 5, scalars: [0, 0, 0, 0, 0, 9, 9, 9, 9, 9]),
            standardDeviations: [1, 1])
        var inputs = MetricInputs(real: Self.real, generated: Self.generated, heldOut: Self.heldOut)
        inputs.modes = modes
        let metrics: [any Metric.Type] = [ModeCoverage.self]
        let found = MetricCatalogue.evaluate(metrics, in: try MetricContext(metrics, inputs: inputs)).results
        #expect(found[ModeCoverage.name]?.value == 1 && found[ModeCoverage.name]?.ceiling?.value == 1)
    }

    // MARK: Shared work

    @Test func whatIsSharedChangesNoFigure() throws {
        let metrics = MetricRegistry.metrics.filter { $0.name != KernelDistanceSubsets.name }
        let work = RealDataWork()
        for seed in 20..<22 as Range<UInt64> {
            var inputs = Self.inputs
            inputs.generated = .rows(normalRows(seed, 200, 5))
            let shared = MetricCatalogue.evaluate(
                metrics, in: try MetricContext(metrics, inputs: inputs, sharing: work))
            let alone = MetricCatalogue.evaluate(metrics, in: try MetricContext(metrics, inputs: inputs))
            #expect(shared.results == alone.results)
        }
    }

    /// Wide features have no interval; the reason is their width, whether or not other metrics are asked for.
    @Test func theExtrapolatedDistanceDoesNotDependOnItsNeighbours() throws {
        let (real, generated) = (normalRows(1, 300, 260), normalRows(2, 300, 260))
        let alone = try MetricCatalogue.evaluate(
            ["frechet_distance_infinity"], inputs: .init(real: real, generated: generated))
        let beside = try MetricCatalogue.evaluate(
            ["frechet_distance", "frechet_distance_infinity"], inputs: .init(real: real, generated: generated))
        let result = try #require(alone.results["frechet_distance_infinity"])
        #expect(result == beside.results["frechet_distance_infinity"])
        #expect(result.diagnostics.contains { $0.message.contains("up to 64 columns only, these features have 260") })
    }
}
