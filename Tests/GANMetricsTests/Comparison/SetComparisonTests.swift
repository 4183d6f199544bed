import GANNumerics
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct SetComparisonTests {
    private let target = normalRows(1, 500, 4)

    private func compare(
        _ sets: [Matrix<Float>], paired: Bool, permutations: Int = 500, seed: UInt64 = 1
    ) throws -> [SetComparison.Metric] {
        let reference = try ComparisonReference(rows: target, matched: target)
        return try SetComparison.evaluate(
            try sets.map { try reference.measure($0) }, paired: paired,
            options: .init(test: .init(permutations: permutations, seed: seed)))
    }

    @Test func valuesAreTheMetrics() throws {
        let rows = mapped(normalRows(2, 500, 4)) { 1.1 * $0 }
        let metrics = try compare([rows, normalRows(3, 500, 4)], paired: false)
        let manifold = try NeighbourhoodManifold(real: target, generated: rows)
        let expected = [
            try FrechetDistance.evaluate(real: target, generated: rows).value,
            try KernelDistance.evaluate(real: target, generated: rows).value,
            Precision.evaluate(manifold).value, Density.evaluate(manifold).value, Coverage.evaluate(manifold).value,
        ]
        #expect(
            metrics.map(\.name) == ["frechet_distance", "kernel_distance", "precision", "density", "coverage"])
        for (metric, value) in zip(metrics, expected) {
            #expect(isClose(metric.values[0], value, relative: 1e-9), "\(metric.name)")
            #expect(isClose(metric.answers[0].difference, metric.values[1] - metric.values[0]))
            #expect(metric.answers[0].low <= metric.answers[0].difference)
        }
        #expect(metrics[3].best == nil && metrics[0].best != nil)
    }

    /// What is relabelled must be, for the labels as they are, the difference itself.
    @Test func statisticsAreTheDifferences() throws {
        let reference = try ComparisonReference(rows: target, matched: target)
        let first = try reference.measure(mapped(normalRows(2, 300, 4)) { 1.2 * $0 })
        let second = try reference.measure(mapped(normalRows(3, 300, 4)) { 0.9 * $0 + 0.1 })
        let across = PairwisePass.across(
            second.features, columns: first.features, PairwisePass.Request(kernels: [.cubic]))
        let labels = Relabelling(rows: 300, paired: true, stream: SeededGenerator(seed: 1)).observed
        func observed(_ statistic: ComparedStatistic) -> Double {
            labels.withUnsafeBufferPointer { statistic.prepared().difference($0) }
        }
        let kernel = ComparedStatistic.kernelDistance(
            first: try first.context.pairs(), second: try second.context.pairs(), across: across.kernels[0])
        let exact = (second.value(of: "kernel_distance") ?? 0) - (first.value(of: "kernel_distance") ?? 0)
        #expect(isClose(observed(kernel), exact, relative: 1e-8), "\(observed(kernel)) for \(exact)")
        let coverage = ComparedStatistic.coverage(
            first: try first.context.incidence(), second: try second.context.incidence())
        let difference = (second.value(of: "coverage") ?? 0) - (first.value(of: "coverage") ?? 0)
        #expect(isClose(observed(coverage), difference))
    }

    /// Relabelled rows, measured anew as sets of their own, differ as the statistic says.
    @Test func relabellingIsRecomputation() throws {
        let reference = try ComparisonReference(rows: target, matched: target)
        let (a, b) = (mapped(normalRows(2, 200, 4)) { 1.2 * $0 }, normalRows(3, 200, 4))
        let (first, second) = (try reference.measure(a), try reference.measure(b))
        let across = PairwisePass.across(b, columns: a, PairwisePass.Request(kernels: [.cubic]))
        var both = try first.context.moments()
        both.merge(try second.context.moments())
        let influence = try FrechetInfluence(reference: try first.context.frechetReference(), generated: both)
        let statistics: [ComparedStatistic] = [
            .scores(first: influence.ofGenerated(a), second: influence.ofGenerated(b)),
            .kernelDistance(
                first: try first.context.pairs(), second: try second.context.pairs(), across: across.kernels[0]),
            .coverage(first: try first.context.incidence(), second: try second.context.incidence()),
        ]
        let pool = a.appendingRows(of: b)
        for paired in [true, false] {
            let labels = Relabelling(rows: 200, paired: paired, stream: SeededGenerator(seed: 5)).labels(3)
            let (lower, upper) = (labels.indices.filter { labels[$0] < 0 }, labels.indices.filter { labels[$0] > 0 })
            #expect(lower.count == 200 && upper.count == 200)
            let (one, two) = (
                try reference.measure(pool.rows(at: lower)), try reference.measure(pool.rows(at: upper))
            )
            for (statistic, name) in zip(statistics, ["frechet_distance", "kernel_distance", "coverage"]) {
                let found = labels.withUnsafeBufferPointer { statistic.prepared().difference($0) }
                let exact = (two.value(of: name) ?? 0) - (one.value(of: name) ?? 0)
                // The linear Fréchet distance has divisor m where the metric has m − 1.
                let tolerance = name == "frechet_distance" ? 0.02 * abs(exact) + 2e-4 : 1e-9
                #expect(abs(found - exact) <= tolerance, "\(name): \(found) for \(exact)")
            }
        }
    }

    @Test(arguments: [true, false])
    func seldomFindsWhatIsNotThere(paired: Bool) throws {
        var alarms = 0
        let reference = try ComparisonReference(rows: target, matched: target)
        for seed in 0..<40 {
            let first = try reference.measure(normalRows(UInt64(100 + seed), 150, 4))
            let second = try reference.measure(normalRows(UInt64(300 + seed), 150, 4))
            let metrics = try SetComparison.evaluate(
                [first, second], paired: paired,
                options: .init(test: .init(permutations: 200, seed: UInt64(seed))))
            alarms += metrics.contains { $0.answers[0].adjustedPValue <= 0.05 } ? 1 : 0
        }
        // 2 of 40 are expected; 8 has a chance of 0.1 %.
        #expect(alarms < 8, "\(alarms)")
    }

    @Test func findsTheWorseOne() throws {
        let metrics = try compare(
            [normalRows(2, 500, 4), mapped(normalRows(3, 500, 4)) { 0.6 * $0 }, normalRows(4, 500, 4)], paired: false)
        let frechet = try #require(metrics.first)
        #expect(frechet.answers[0].adjustedPValue < 0.01 && frechet.answers[0].low > 0)
        #expect(frechet.answers[1].adjustedPValue > 0.05)
        #expect(frechet.best?.indistinguishable == [0, 2])
    }

    @Test func equalSetsOfOneLatentDoNotDiffer() throws {
        let rows = normalRows(2, 120, 4)
        for metric in try compare([rows, rows], paired: true) {
            #expect(metric.answers[0].difference == 0 && metric.answers[0].adjustedPValue == 1, "\(metric.name)")
        }
    }

    @Test func threadsDoNotMatter() throws {
        let sets = [normalRows(2, 150, 4), mapped(normalRows(3, 150, 4)) { 1.1 * $0 }]
        let one = try withThreads(1) { try compare(sets, paired: true) }
        let many = try withThreads(4) { try compare(sets, paired: true) }
        #expect(one.map(\.answers) == many.map(\.answers) && one.map(\.values) == many.map(\.values))
    }

    @Test func refusesWhatItCannotCompare() throws {
        let reference = try ComparisonReference(rows: target, matched: target)
        let (first, second) = (
            try reference.measure(normalRows(2, 100, 4)), try reference.measure(normalRows(3, 90, 4))
        )
        #expect(throws: MetricError.self) {
            try SetComparison.evaluate([first, second], paired: false)
        }
        #expect(throws: MetricError.self) { try reference.measure(normalRows(2, 100, 3)) }
        #expect(throws: MetricError.self) { try reference.measure(normalRows(2, 4, 4)) }
        #expect(throws: MetricError.self) {
            try ComparisonReference(rows: target, matched: target, options: .init(largestOrder: 3))
        }
        var broken = normalRows(2, 100, 4)
        broken[5, 1] = .nan
        #expect(throws: MetricError.nonFinite(metric: "compare", role: "generated", row: 5, column: 1)) {
            try reference.measure(broken)
        }
    }
}
