import GANCheckpoints
import GANMetrics
import OrderedCollections
import Testing

@testable import GANEvaluation

/// The rules from intervals to grades and findings, on metrics made by hand.
@Suite struct JudgeTests {
    private func judge(
        _ results: OrderedDictionary<String, MetricResult>, heldOut: Bool = true, training: [TrainingPoint] = [],
        modes: ModeTable? = nil, samples: Int = 1000
    ) -> Verdict {
        var metrics: OrderedDictionary<String, MeasuredMetric> = [:]
        for (name, result) in results {
            metrics[name] = MeasuredMetric(name: name, extractor: "pixels", result: result)
        }
        return Judge(
            metrics: metrics, samples: samples, hasHeldOut: heldOut, training: training, modes: modes, noun: "image"
        )
        .verdict()
    }

    private func share(_ low: Double, _ high: Double, ceiling: Double? = 0.8) -> MetricResult {
        MetricResult(
            value: (low + high) / 2, interval: MetricInterval(low: low, high: high, method: "test"),
            ceiling: ceiling.map { MetricReference(value: $0, basis: "held-out data") })
    }

    private func ratio(p: Double, low: Double, share: Double = 0.05) -> MetricResult {
        MetricResult(
            value: 0.8,
            parts: [
                "tail_share": .number(share), "tail_null": .number(0.01), "tail_p_value": .number(p),
                "tail_interval": .interval(MetricInterval(low: low, high: 0.5, method: "test")),
            ])
    }

    private func copies(_ count: Int) -> MetricResult {
        MetricResult(value: 0.9, parts: ["exact_copies": .count(count)])
    }

    private func grade(_ verdict: Verdict, _ section: ReportSection) -> Grade? {
        verdict.tiles.first { $0.section == section }?.grade
    }

    @Test(arguments: [
        (0.45, 0.6, Grade.good), (0.449, 0.6, .cannotTell), (0.449, 0.499, .weak), (0.3, 0.4, .weak),
        (0.2, 0.299, .alarming), (0.299, 0.45, .cannotTell), (0.299, 0.449, .weak),
    ])
    func sharesAreGradedBesideWhatRealDataReach(low: Double, high: Double, expected: Grade) {
        // A ceiling of a half makes the quotients exact.
        let result = share(low, high, ceiling: 0.5)
        let verdict = judge(["precision": result, "coverage": result])
        #expect(grade(verdict, .quality) == expected)
        #expect(grade(verdict, .diversity) == expected)
    }

    @Test func withoutACeilingOrNullNothingIsGraded() {
        let verdict = judge(["precision": share(0.1, 0.2, ceiling: nil)])
        #expect(grade(verdict, .quality) == .cannotTell)
        guard case .precision(let reach) = verdict.tiles[0].finding else {
            Issue.record("\(verdict.tiles[0].finding)")
            return
        }
        #expect(!reach.isJudged && reach.heldOut == nil)
        var result = share(0.75, 0.8, ceiling: nil)
        result.null = MetricReference(value: 0.8, basis: "closed form")
        #expect(grade(judge(["precision": result]), .quality) == .good)
    }

    @Test(arguments: [
        (0.5, 0.0, 0, Grade.good), (0.5, 0.0, 3, .weak), (0.001, 0.03, 0, .alarming), (0.001, 0.015, 0, .weak),
        (0.001, 0.015, 1, .alarming), (0.01, 0.03, 0, .good),
    ])
    func copyingIsGradedByItsTest(p: Double, low: Double, exact: Int, expected: Grade) {
        let verdict = judge(["distance_ratio": ratio(p: p, low: low), "authenticity": copies(exact)])
        #expect(grade(verdict, .memorization) == expected)
    }

    @Test func withoutHeldOutDataOnlyExactCopiesTell() {
        let results: OrderedDictionary<String, MetricResult> = ["distance_ratio": MetricResult(value: 0.8)]
        #expect(grade(judge(results, heldOut: false), .memorization) == .cannotTell)
        var copied = results
        copied["authenticity"] = copies(2)
        #expect(grade(judge(copied, heldOut: false), .memorization) == .alarming)
    }

    private func modes(missing: [Int], count: Int = 5) -> ModeTable {
        ModeTable(
            modes: (0..<count).map {
                ModeTable.Mode(
                    name: "m\($0)", generatedCount: 1, generatedShare: 0.2,
                    interval: MetricInterval(low: 0.1, high: 0.3, method: "Wilson"), referenceShare: 0.2,
                    missing: missing.contains($0), exemplars: [])
            })
    }

    @Test func missingModesAreNamed() {
        let result = MetricResult(value: 3)
        let verdict = judge(["mode_coverage": result], modes: modes(missing: [1, 3]))
        #expect(grade(verdict, .modes) == .alarming)
        #expect(
            verdict.tiles.first { $0.section == .modes }?.finding
                == .missingModes(["m1", "m3"], total: 5, isSure: true))
        var few = result
        few.diagnostics = [Diagnostic(code: "too_few_samples_for_modes", message: "few")]
        #expect(grade(judge(["mode_coverage": few], modes: modes(missing: [1])), .modes) == .cannotTell)
    }

    @Test func classesThatChancePassedOverAreNoneMissing() {
        var result = MetricResult(value: 4, parts: ["undecided_classes": .counts([2])])
        let verdict = judge(["mode_coverage": result], modes: modes(missing: []))
        #expect(grade(verdict, .modes) == .cannotTell)
        #expect(
            verdict.tiles.first { $0.section == .modes }?.finding == .missingModes(["m2"], total: 5, isSure: false))
        // One that is surely missing is said whatever else can't be told.
        result.diagnostics = [Diagnostic(code: "too_few_samples_for_modes", message: "few")]
        #expect(grade(judge(["mode_coverage": result], modes: modes(missing: [1])), .modes) == .alarming)
    }

    @Test(arguments: [(0.2, 0.5, Grade.good), (0.2, 0.001, .weak), (0.001, 0.001, .good)])
    func sharesAreUnevenBeyondChanceAlone(excess: Double, pValue: Double, expected: Grade) {
        let result = MetricResult(
            value: 5,
            parts: [
                "kl_to_reference": .number(0.3), "kl_excess": .number(excess), "uneven_p_value": .number(pValue),
                "undecided_classes": .counts([]),
            ])
        #expect(grade(judge(["mode_coverage": result], modes: modes(missing: [])), .modes) == expected)
    }

    @Test(arguments: [(0.975, Grade.good), (0.96, .weak), (0.5, .alarming)])
    func reachedModesAreGradedByTheirHighQualityShare(share: Double, expected: Grade) {
        let result = MetricResult(
            value: 5, parts: ["high_quality_share": .number(share), "high_quality_ceiling": .number(0.99)])
        #expect(grade(judge(["mode_coverage": result], modes: modes(missing: [])), .modes) == expected)
    }

    @Test(arguments: [(0.01, Grade.good), (0.2, .weak)])
    func classesAreGradedByTheirEvenness(divergence: Double, expected: Grade) {
        let result = MetricResult(value: 5, parts: ["kl_to_reference": .number(divergence)])
        #expect(grade(judge(["mode_coverage": result], modes: modes(missing: [])), .modes) == expected)
    }

    /// Without labels, regions of the real data stand for classes; all together may show what none shows alone.
    @Test(arguments: [(0.5, [0], Grade.weak), (0.5, [Int](), .good), (0.001, [], .weak)])
    func regionsAreJudgedAloneAndTogether(p: Double, different: [Int], expected: Grade) {
        let result = MetricResult(
            value: 0.1,
            parts: [
                "p_values": .numbers((0..<3).map { different.contains($0) ? 0.001 : 0.2 }),
                "training_counts": .counts([10, 45, 45]),
                "generated_counts": .counts([1, 50, 49]), "p_value": .number(p),
            ])
        #expect(grade(judge(["distinct_bins": result]), .modes) == expected)
    }

    /// Whole branches without samples are alarming where they hold much; branches that are merely uneven are weak.
    @Test func branchesOfRegionsAreJudged() {
        func judged(_ parts: OrderedDictionary<String, MetricPart>) -> Verdict.Tile? {
            var all: OrderedDictionary<String, MetricPart> = [
                "p_values": .numbers([0.2, 0.2, 0.2]), "training_counts": .counts([10, 45, 45]),
                "generated_counts": .counts([1, 50, 49]), "p_value": .number(0.5),
            ]
            all.merge(parts) { $1 }
            return judge(["distinct_bins": MetricResult(value: 0.1, parts: all)]).tiles.first { $0.section == .modes }
        }
        let missing = judged(["missing_share": .number(0.2), "missing_branches": .count(2)])
        #expect(missing?.grade == .alarming && missing?.rule == BinsRule.name)
        guard case .regions(let regions)? = missing?.finding else {
            Issue.record("no regions")
            return
        }
        #expect(regions.missing == 0.2 && regions.missingBranches == 2)
        #expect(judged(["missing_share": .number(0.01), "missing_branches": .count(1)])?.grade == .weak)
        let uneven = judged(["branch_kinds": .texts(["rare"]), "branch_shares": .numbers([0.1])])
        #expect(uneven?.grade == .weak)
        #expect(judged(["branches_p_value": .number(0.001)])?.grade == .weak)
        // What held-out data show as well is no fault of the samples.
        for (held, grade) in [(0.4, Grade.weak), (0.02, .good)] {
            let parts: OrderedDictionary<String, MetricPart> = [
                "branches_p_value": .number(0.001), "held_out_branches_p_value": .number(held),
            ]
            #expect(judged(parts)?.grade == grade)
            #expect(judged(["p_value": .number(0.001), "held_out_p_value": .number(held)])?.grade == grade)
        }
        let different: MetricPart = .numbers([0.0001, 0.2, 0.2])
        #expect(judged(["p_values": different, "shared_bins": .counts([1])])?.grade == .weak)
        #expect(judged(["p_values": different, "shared_bins": .counts([0])])?.grade == .good)
        for (p, held, grade) in [(0.002, 0.4, Grade.weak), (0.002, 0.01, .good), (0.02, 1, .good)] {
            let tile = judged([
                "neighbourhood_p_value": .number(p), "neighbourhood_held_out_p_value": .number(held),
                "neighbourhood_real_share": .number(0.1),
                "neighbourhood_generated_share": .number(0.04), "smallest_visible_share": .number(0.01),
                "smallest_halved_share": .number(0.12),
            ])
            #expect(tile?.grade == grade)
            guard case .regions(let regions)? = tile?.finding else { continue }
            #expect((regions.neighbourhood != nil) == (grade == .weak))
            // What could not be seen is said where nothing was.
            #expect((regions.smallestMissing == 0.01 && regions.smallestHalved == 0.12) == (grade == .good))
        }
        #expect(
            judged(["missing_share": .number(0), "branch_kinds": .texts([]), "branch_shares": .numbers([])])?.grade
                == .good)
    }

    @Test(arguments: [([2], Grade.weak), ([1, 2], .alarming), ([], .good)])
    func modesThatAreCollapsedInsideAreNotCovered(collapsed: [Int], expected: Grade) {
        let result = MetricResult(
            value: 5,
            parts: [
                "collapsed_modes": .counts(collapsed), "high_quality_share": .number(0.98),
                "high_quality_ceiling": .number(0.99),
            ])
        #expect(grade(judge(["mode_coverage": result], modes: modes(missing: [])), .modes) == expected)
    }

    /// A few samples made again and again are no good news in any section.
    @Test(arguments: [(8, true), (60, true), (400, false)])
    func fewDistinctSamplesSpoilWhatWouldBeGood(distinct: Int, isSpoiled: Bool) {
        let result = MetricResult(
            value: Double(distinct) / 1000,
            interval: MetricInterval(low: Double(distinct) / 1000, high: Double(distinct) / 1000, method: "test"),
            ceiling: MetricReference(value: 0.97, basis: "held-out data"),
            parts: ["distinct": .count(distinct), "samples": .count(1000), "support": .number(Double(distinct))])
        let verdict = judge([
            "precision": share(0.75, 0.8), "coverage": share(0.75, 0.8), "distinct_samples": result,
            "distance_ratio": ratio(p: 0.5, low: 0), "authenticity": copies(0),
        ])
        #expect(grade(verdict, .diversity) == .alarming && verdict.grade == .alarming)
        #expect((grade(verdict, .quality) == .cannotTell) == isSpoiled)
        #expect(verdict.tiles.contains { $0.grade == .good } != isSpoiled)
    }

    private func distance(
        _ value: Double, null: Double, ceiling: Double?, doubt: Diagnostic.Severity? = nil
    ) -> MetricResult {
        var result = MetricResult(
            value: value, interval: MetricInterval(low: 0.95 * value, high: 1.05 * value, method: "test"),
            null: MetricReference(value: null, basis: "halves"),
            ceiling: ceiling.map { MetricReference(value: $0, basis: "held-out data") })
        if let doubt { result.diagnostics = [Diagnostic(code: "null_not_gaussian", severity: doubt, message: "tails")] }
        return result
    }

    /// Held-out rows that lie near by chance make no fault of what equal distributions have, and a null that the rows contradict is none.
    @Test func distancesAreHeldBesideWhatMayBeExpected() {
        func found(_ result: MetricResult) -> Witness? {
            judge(["frechet_distance": result]).witnesses.first { $0.rule == "frechet_excess" }
        }
        #expect(found(distance(2, null: 1, ceiling: 1))?.grade == .weak)
        #expect(found(distance(2, null: 1.9, ceiling: 1))?.grade == .good)
        #expect(
            found(distance(2, null: 1.9, ceiling: 1))?.finding
                == .measured("frechet_distance", .init(value: 2, real: 1.9, isHeldOut: false)))
        #expect(found(distance(2, null: 1.9, ceiling: 1, doubt: .warning))?.grade == .weak)
        #expect(found(distance(20, null: 1, ceiling: nil))?.grade == .alarming)
        #expect(found(distance(20, null: 1, ceiling: nil, doubt: .note))?.grade == .alarming)
        #expect(found(distance(20, null: 1, ceiling: nil, doubt: .warning)) == nil)
        // What the interval leaves open, held-out rows in the samples' place decide; what it does not, they do not.
        for (value, p, grade) in [
            (1.55, 0.4, Grade.good), (1.55, 0.04, .cannotTell), (1.55, nil, .cannotTell), (2, 0.4, .weak),
        ] {
            var result = distance(value, null: 1, ceiling: 1)
            result.parts["held_out_p_value"] = p.map { .number($0) }
            #expect(found(result)?.grade == grade)
        }
    }

    @Test func theWorstMeasuredGradeIsTheVerdictAndComesFirst() {
        let verdict = judge([
            "precision": share(0.75, 0.8), "coverage": share(0.1, 0.2), "distance_ratio": ratio(p: 0.5, low: 0),
            "authenticity": copies(0),
        ])
        #expect(verdict.grade == .alarming && verdict.findings.first?.section == .diversity)
        // Sections without a measurement are no findings and decide nothing.
        #expect(verdict.findings.count == 3 && verdict.tiles.count == 5)
    }

    @Test func allGoodMayShip() {
        let verdict = judge([
            "precision": share(0.75, 0.8), "coverage": share(0.75, 0.8), "distance_ratio": ratio(p: 0.5, low: 0),
            "authenticity": copies(0),
        ])
        #expect(verdict.grade == .good && verdict.copying == nil && verdict.shortage == nil)
    }

    @Test func nothingMeasuredIsNoVerdict() {
        let verdict = judge([:])
        #expect(verdict.grade == .cannotTell && verdict.findings.isEmpty)
    }

    /// Whether there are classes or not: sentence, grade, tiles and findings agree.
    @Test(arguments: [true, false])
    func fewSamplesAreGradedNowhere(withModes: Bool) {
        var results: OrderedDictionary<String, MetricResult> = [
            "precision": share(0.75, 0.8), "coverage": share(0.1, 0.2), "distance_ratio": ratio(p: 0.5, low: 0),
        ]
        if withModes { results["mode_coverage"] = MetricResult(value: 5, parts: ["counts": .counts([100, 99])]) }
        let verdict = judge(results, modes: withModes ? modes(missing: [1]) : nil, samples: 199)
        #expect(verdict.shortage == .init(samples: 199, needed: 200) && verdict.copying == nil)
        #expect(verdict.grade == .cannotTell && verdict.tiles.allSatisfy { $0.grade == .cannotTell })
        #expect(verdict.findings.allSatisfy { $0.grade == .cannotTell })
        guard case .ungraded(.precision, samples: 199) = verdict.tiles[0].finding else {
            Issue.record("\(verdict.tiles[0].finding)")
            return
        }
        let enough = judge(results, modes: withModes ? modes(missing: [1]) : nil, samples: 200)
        #expect(enough.grade == .alarming && enough.shortage == nil)
    }

    /// What speaks of copying holds for any number of samples.
    @Test func copiesAmongFewSamplesStayAlarming() {
        let verdict = judge(
            ["precision": share(0.75, 0.8), "distance_ratio": ratio(p: 0.5, low: 0), "authenticity": copies(7)],
            heldOut: false, samples: 49)
        #expect(grade(verdict, .quality) == .cannotTell && grade(verdict, .memorization) == .alarming)
        #expect(verdict.grade == .alarming && verdict.shortage != nil && verdict.copying == .near(share: 0.05))
    }

    private func log(_ accuracy: Double, count: Int) -> [TrainingPoint] {
        (0..<count).map {
            TrainingPoint(
                step: $0, imagesSeen: $0, generatorLoss: 1, discriminatorLoss: 1,
                realAccuracy: $0 < count * 7 / 8 ? 0.5 : accuracy, generatedAccuracy: 0.99)
        }
    }

    @Test func trainingIsJudgedByItsEnd() {
        func finding(_ points: [TrainingPoint]) -> Verdict.Finding? {
            judge([:], training: points).findings.first { $0.section == .training }
        }
        #expect(finding(log(0.99, count: 7)) == nil)
        #expect(finding(log(0.99, count: 16))?.grade == .weak)
        #expect(finding(log(0.6, count: 16))?.grade == .good)
    }
}
