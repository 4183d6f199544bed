import GANMetrics
import GANNumerics
import OrderedCollections
import Testing

@testable import GANGate

/// `GatePolicy+Judging.swift`.
@Suite struct PolicyJudgingTests {
    private typealias Scene = GateScene

    private func error(_ body: () throws(GateError) -> GateVerdict) -> GateError? {
        do throws(GateError) {
            _ = try body()
            return nil
        } catch { return error }
    }

    @Test func anotherProtocolIsRefusedWithItsFields() throws {
        let policy = try Scene.policy("  - {metric: kernel_distance, no_worse_than_baseline: {margin: 1}}")
        let report = Scene.report([("kernel_distance", Scene.figure(1))])
        let other = Scene.report(
            [("kernel_distance", Scene.figure(1))], path: "old.json",
            fields: ["samples": "500", "extractor": "pixels", "reference_sha256": "bb", "seed": "2"])
        let error = error { () throws(GateError) in try policy.judge(report, baseline: other) }
        #expect(error?.location == "report.json")
        for words in [
            "samples \"1000\" instead of \"500\"", "reference_sha256 \"aa\" instead of \"bb\"",
            "seed not there instead of \"2\"",
        ] {
            #expect(error?.fact.contains(words) == true, "\(error?.fact ?? "")")
        }
        #expect(error?.fact.contains("extractor") == false)
    }

    /// The two sets' rows are nearly the same, so their difference is far surer than either value.
    @Test func samplesOfTheSameLatentsAreComparedInPairs() throws {
        let rows = SeededGenerator(seed: 5).normalRows(2000, columns: 1).scalars.map { Double($0) }
        func report(
            _ value: Double, noise: Double, path: String, size: Int = 2, weights: String = "raw"
        ) -> GateReport {
            var report = Scene.report(
                [("frechet_distance", Scene.figure(value, value - 0.5, value + 0.5))], path: path,
                fields: ["samples": "1000", "generator_weights": weights])
            let values = (0..<1000).map { 8 * rows[$0] + noise * rows[1000 + $0] }
            report.contributions = .contributions(
                ReportContributions(
                    prior: LatentPrior(distribution: .uniform, shape: [size]),
                    metrics: [
                        "frechet_distance": RowContributions(
                            metric: "frechet_distance", value: value, generated: values)
                    ]))
            return report
        }
        let policy = try Scene.policy("  - {metric: frechet_distance, no_worse_than_baseline: {margin: 0.2}}")
        // Which of a file's weights were sampled is no difference of protocols.
        let baseline = report(10, noise: 1, path: "old.json", weights: "moving average")
        let better = report(10.05, noise: 0, path: "report.json")
        let paired = try policy.judge(better, baseline: baseline).findings[0]
        #expect(paired.outcome == .passed && paired.pairing == .paired)
        let reach = (paired.difference?.interval?.high ?? 0) - 0.05
        #expect(abs(reach - 1.96 / 1000.0.squareRoot()) < 0.006, "\(reach)")
        let worse = report(10.4, noise: 0, path: "report.json")
        #expect(try policy.judge(worse, baseline: baseline).findings[0].outcome == .failed)
        // Unpaired neither can be decided.
        let stranger = report(10, noise: 1, path: "old.json", size: 3)
        let unpaired = try policy.judge(better, baseline: stranger).findings[0]
        #expect(unpaired.outcome == .inconclusive)
        #expect(
            unpaired.pairing
                == .unpaired("the models draw from different priors, 2 values (uniform) and 3 values (uniform)"))
        // Samples of another seed are compared, as `compare` compares them: as independent sets.
        var reseeded = baseline
        reseeded.evaluationProtocol.fields["sampling_seed"] = "2"
        let independent = try policy.judge(better, baseline: reseeded).findings[0]
        #expect(independent.difference?.interval == unpaired.difference?.interval)
        #expect(
            independent.pairing == .unpaired("their samples come from other latents: the sampling seeds differ"))
        var bare = baseline
        bare.contributions = .none("old.json was made from samples")
        #expect(
            try policy.judge(worse, baseline: bare).findings[0].pairing == .unpaired("old.json was made from samples"))
    }

    /// Of a metric of which more is better, less is worse; of shares one more pair is taken to differ than was seen.
    @Test func pairsTurnWithTheMetricsDirection() throws {
        func report(_ value: Double, path: String, inside: [Double]) -> GateReport {
            var report = Scene.report([("coverage", Scene.figure(value, value - 0.05, value + 0.05))], path: path)
            let rows = RowContributions(metric: "coverage", value: value, generated: inside)
            report.contributions = .contributions(
                ReportContributions(
                    prior: LatentPrior(distribution: .uniform, shape: [2]), metrics: ["coverage": rows]))
            return report
        }
        let rows = (0..<1000).map { $0.isMultiple(of: 2) ? 1.0 : 0 }
        let policy = try Scene.policy("  - {metric: coverage, no_worse_than_baseline: {margin: 0.01}}")
        let baseline = report(0.9, path: "old.json", inside: rows)
        let finding = try policy.judge(report(0.905, path: "report.json", inside: rows), baseline: baseline).findings[0]
        #expect(finding.outcome == .passed && finding.pairing == .paired && isNear(finding.difference?.value, -0.005))
        #expect(isNear(finding.difference?.interval?.high, -0.005 + 1.959964 / 1000))
        let worse = try policy.judge(report(0.88, path: "report.json", inside: rows), baseline: baseline).findings[0]
        #expect(worse.outcome == .failed && isNear(worse.difference?.value, 0.02))
    }

    private func isNear(_ value: Double?, _ expected: Double) -> Bool {
        value.map { abs($0 - expected) < 1e-6 } == true
    }

    /// Contributions do not tell how a distance varies near its null, where it has no interval either.
    @Test func figuresNearTheNullAreNotPaired() throws {
        let text =
            #"{"schema": "ganeval.report/1", "protocol": {"fingerprint": "aa"}, "metrics": {"kernel_distance": "#
            + #"{"value": 0.001, "interval": null, "level": 0.95, "reach_at_most": 0.002}}}"#
        var reports = try ["report.json", "old.json"].map { try GateReport.parse(Array(text.utf8), path: $0) }
        let rows = RowContributions(metric: "kernel_distance", value: 0, generated: [1, 2, 3])
        for index in reports.indices {
            reports[index].contributions = .contributions(
                ReportContributions(
                    prior: LatentPrior(distribution: .uniform, shape: [2]),
                    metrics: ["kernel_distance": rows]))
        }
        let policy = try Scene.policy("  - {metric: kernel_distance, no_worse_than_baseline: {margin: 0.002}}")
        let finding = try policy.judge(reports[0], baseline: reports[1]).findings[0]
        #expect(finding.pairing == .unpaired("one of them is too near the null for an interval"))
    }

    @Test func thePolicysOwnProtocolBinds() throws {
        let policy = try Scene.policy(
            "  - {metric: coverage, min: 0.1}", head: "protocol: {extractor: classifier}")
        let error = error { () throws(GateError) in try policy.judge(Scene.report([("coverage", Scene.figure(1))])) }
        #expect(error?.fact == "its protocol has extractor \"pixels\"")
        #expect(error?.expectation.contains("\"classifier\", by policy.yaml, line 1, column 23") == true)
        let same = try Scene.policy("  - {metric: coverage, min: 0.1}", head: "protocol: {extractor: pixels}")
        #expect(try same.judge(Scene.report([("coverage", Scene.figure(1))])).outcome == .passed)
    }

    /// An audit alone is held to the policy's protocol too: its training data are what a report calls the reference.
    @Test func thePolicysOwnProtocolBindsAudits() throws {
        let rule = "  - {metric: audit.copied_share, max: 0.1}"
        let audit = try Scene.audit()
        #expect(
            try Scene.policy(rule, head: "protocol: {reference_sha256: aa}").judge(nil, audit: audit).outcome == .passed
        )
        for fields in ["reference_sha256: bb", "extractor: classifier"] {
            let policy = try Scene.policy(rule, head: "protocol: {\(fields)}")
            let error = error { () throws(GateError) in try policy.judge(nil, audit: audit) }
            #expect(error?.fact.hasPrefix("its protocol has") == true, "\(error?.fact ?? "")")
        }
    }

    @Test func aFigureThatIsMissingIsNoPass() throws {
        let policy = try Scene.policy("  - {metric: coverage, min: 0.1}")
        let without = error { () throws(GateError) in
            try policy.judge(Scene.report([("recall", Scene.figure(1))]))
        }
        #expect(without?.location == "policy.yaml, line 3, column 29")
        #expect(without?.fact == "coverage can't be judged: report.json has no coverage")
        #expect(without?.remedy.contains("recall") == true)
        let share = try Scene.policy("  - {metric: coverage, at_least_share_of_real: 0.9}")
        #expect(
            error { () throws(GateError) in try share.judge(Scene.report([("coverage", Scene.figure(1))])) }?
                .remedy == "Make the report with --held-out data.")
        let audit = try Scene.policy("  - {metric: audit.copied_share, max: 0.1}")
        #expect(
            error { () throws(GateError) in try audit.judge(Scene.report([])) }?.remedy
                == "Give one with --audit AUDIT.json.")
        #expect(error { () throws(GateError) in try policy.judge(nil) }?.fact.contains("there is no report") == true)
        let baseline = try Scene.policy("  - {metric: coverage, no_worse_than_baseline: {margin: 0.1}}")
        #expect(
            error { () throws(GateError) in try baseline.judge(Scene.report([("coverage", Scene.figure(1))])) }?
                .remedy.contains("--baseline") == true)
    }

    /// One rule without a figure leaves the others to be judged.
    @Test func aMissingFigureMayBeUndecided() throws {
        let policy = try Scene.policy("  - {metric: coverage, min: 0.1}\n  - {metric: recall, max: 0.5}")
        let verdict = try policy.judge(Scene.report([("recall", Scene.figure(1))]), missing: .undecided)
        #expect(verdict.findings.map(\.outcome) == [.inconclusive, .failed])
        #expect(verdict.findings[0].obstacle == .notMeasured("report.json has no coverage"))
        #expect(verdict.findings.map(\.isNotMeasured) == [true, false])
        let other = try Scene.policy("  - {metric: recall, max: 0.5}", head: "protocol: {extractor: classifier}")
        #expect(throws: GateError.self) {
            try other.judge(Scene.report([("recall", Scene.figure(1))]), missing: .undecided)
        }
    }

    @Test func aRealFigureOfZeroBoundsNothing() throws {
        let share = try Scene.policy("  - {metric: coverage, at_least_share_of_real: 0.9}")
        let report = Scene.report([("coverage", Scene.figure(1, ceiling: 0))])
        #expect(error { () throws(GateError) in try share.judge(report) }?.remedy == "State the bound with max or min.")
    }

    @Test func auditsBelongToTheirReports() throws {
        let policy = try Scene.policy("  - {metric: audit.copied_share, max: 0.001}")
        let report = Scene.report([])
        #expect(try policy.judge(report, audit: Scene.audit()).outcome == .passed)
        let other = try Scene.audit(Scene.auditText(digest: "ee"))
        #expect(
            error { () throws(GateError) in try policy.judge(report, audit: other) }?.fact.contains(
                "it audits model.onnx")
                == true)
        let training = try Scene.audit(Scene.auditText(training: "bb"))
        #expect(
            error { () throws(GateError) in try policy.judge(report, audit: training) }?.fact.contains(
                "other training data") == true)
    }

    @Test func anAuditThatCannotTellPassesNothing() throws {
        let policy = try Scene.policy("  - {metric: audit.copied_share, max: 0.5}")
        for share in ["null", #"{"value": 0, "interval": [0, 0.1], "level": 0.95, "interval_method": "x"}"#] {
            let audit = try Scene.audit(
                Scene.auditText(verdict: "inconclusive", share: share, samplesToDecide: "9000"))
            let finding = try policy.judge(nil, audit: audit).findings[0]
            #expect(finding.outcome == .inconclusive && finding.samplesToDecide == 9000)
            #expect(finding.obstacle == .auditUndecided(["Nothing was found."]))
        }
        let hidden = try policy.judge(nil, audit: Scene.audit(Scene.auditText(verdict: "copying"))).findings[0]
        #expect(hidden.outcome == .inconclusive && hidden.obstacle == .copiesNotCounted)
    }

    /// One limit has one outcome, whether an audit is given it or a policy states it.
    @Test(arguments: [
        ("no_evidence", 0.0, 0.02, 0, 0.01), ("no_evidence", 0.0, 0.02, 0, 0.003), ("no_evidence", 0.0, 0.02, 0, 0),
        ("no_evidence", 0.0, 0.002, 0, 0.003), ("copying", 0.11, 0.13, 600, 0.05), ("copying", 0.11, 0.13, 600, 0.115),
        ("copying", 0.11, 0.13, 600, 0.2), ("copying", 0.0, 0.1, 0, 0.5), ("copying", 0.02, 0.1, 0, 0.01),
        ("inconclusive", 0.0, 0.1, 0, 0.5),
        ("inconclusive", 0.1, 0.2, 600, 0.05),
    ])
    func limitsOnCopiesAreTheAuditsOwn(verdict: String, low: Double, high: Double, copies: Int, limit: Double) throws {
        let value = (low + high) / 2
        let audit = try Scene.audit(
            Scene.auditText(
                verdict: verdict,
                share: #"{"value": \#(value), "interval": [\#(low), \#(high)], "level": 0.95, "interval_method": "x"}"#,
                copies: "[\(Array(repeating: "{}", count: copies).joined(separator: ","))]"))
        let policy = try Scene.policy("  - {metric: audit.copied_share, max: \(limit)}")
        let finding = try policy.judge(nil, audit: audit).findings[0]
        let judged = CopiedShareLimit.judge(
            .init(
                verdict: verdict == "copying" ? .copying : verdict == "no_evidence" ? .noEvidence : .inconclusive,
                interval: low...high, copies: copies, exactCopies: 0, samples: 5000, visibleShare: 0.004),
            atMost: limit)
        #expect(finding.outcome == judged.outcome)
        #expect((finding.visibleShare != nil) == (judged.ground == .nothingSeen))
        #expect((finding.samplesToDecide != nil) == (judged.ground == .open))
    }

    /// Exact copies are facts without held-out data, for a policy as for the audit's own limit.
    @Test func withoutHeldOutDataExactCopiesFail() throws {
        let copies = "[\(Array(repeating: #"{"exact": true}"#, count: 400).joined(separator: ","))]"
        let audit = try Scene.audit(Scene.auditText(verdict: "copying", share: "null", copies: copies))
        for (limit, outcome) in [(0.05, Outcome.failed), (0.09, .inconclusive)] {
            let policy = try Scene.policy("  - {metric: audit.copied_share, max: \(limit)}")
            let finding = try policy.judge(nil, audit: audit).findings[0]
            #expect(finding.outcome == outcome && finding.figure.value == 0.08)
            #expect((finding.obstacle != nil) == (outcome == .inconclusive))
        }
    }

    /// No copy that was listed is no finding of none, by whatever figure a policy asks.
    @Test(arguments: [
        "audit.copies", "audit.extraction_rate", "audit.distinct_training_images", "audit.estimated_training_images",
    ])
    func figuresOfCopiesDecideNothingWithoutAnAuditThatTells(metric: String) throws {
        let policy = try Scene.policy("  - {metric: \(metric), max: 0}")
        func obstacle(_ verdict: String) throws -> GateFinding.Obstacle? {
            let finding = try policy.judge(nil, audit: Scene.audit(Scene.auditText(verdict: verdict))).findings[0]
            #expect((finding.outcome == .passed) == (finding.obstacle == nil))
            return finding.obstacle
        }
        #expect(try obstacle("no_evidence") == nil)
        #expect(try obstacle("inconclusive") == .auditUndecided(["Nothing was found."]))
        #expect(try obstacle("copying") == .copiesNotCounted)
    }

    @Test func aTestForCopyingThatWasNotMadePassesNothing() throws {
        let policy = try Scene.policy("  - {metric: audit.copying_p_value, min: 0.05}")
        #expect(try policy.judge(nil, audit: Scene.audit()).outcome == .passed)
        let audit = try Scene.audit(Scene.auditText(verdict: "inconclusive"))
        #expect(try policy.judge(nil, audit: audit).outcome == .inconclusive)
    }

    @Test func theLeastLimitIsTheLeakOfInterest() throws {
        let policy = try Scene.policy(
            """
              - {metric: audit.copied_share, max: 0.02}
              - {metric: audit.copied_share, min: 0}
              - {metric: audit.copies, max: 3}
            """)
        #expect(policy.leastCopiedShare == 0.02)
        #expect(try Scene.policy("  - {metric: audit.copied_share, max: 0}").leastCopiedShare == nil)
    }

    @Test func verdictsAreWords() throws {
        let policy = try Scene.policy("  - {metric: audit.verdict, equals: no_evidence}")
        #expect(try policy.judge(nil, audit: Scene.audit()).outcome == .passed)
        let copying = try Scene.audit(Scene.auditText(verdict: "copying", copies: "[{}]"))
        #expect(try policy.judge(nil, audit: copying).outcome == .failed)
    }

    /// Three gates of p 0.01, 0.02 and 0.04: each by itself is decided at 5 %, by Holm's procedure the first alone.
    @Test func holmDecidesTheSurestFirst() throws {
        let gates = """
              - {metric: frechet_distance, max: 10}
              - {metric: precision, min: 0.5}
              - {metric: recall, min: 0.5}
            """
        let report = Scene.report([
            // Half-widths at 95 % are 1.96 standard errors; the bounds lie 2.576, 2.326 and 2.054 of them away.
            ("frechet_distance", Scene.figure(10 - 2.576, 10 - 2.576 - 1.96, 10 - 2.576 + 1.96)),
            ("precision", Scene.figure(0.7326, 0.7326 - 0.196, 0.7326 + 0.196)),
            ("recall", Scene.figure(0.7054, 0.7054 - 0.196, 0.7054 + 0.196)),
        ])
        let each = try Scene.policy(gates).judge(report)
        #expect(each.findings.map(\.outcome) == [.passed, .passed, .passed])
        let all = try Scene.policy(gates, head: "multiplicity: holm").judge(report)
        // 0.01 ≤ 0.05/3; 0.02 ≤ 0.05/2; 0.04 ≤ 0.05: all three pass, each at its own level.
        #expect(all.findings.map { $0.figure.interval.map { ($0.level * 1e4).rounded() } } == [9833, 9750, 9500])
        // At 2.326 in place of 2.576 the first, surest, misses 0.05/3 = 0.0167, and takes the others with it.
        let weaker = Scene.report([
            ("frechet_distance", Scene.figure(10 - 2.326, 10 - 2.326 - 1.96, 10 - 2.326 + 1.96)),
            ("precision", Scene.figure(0.7326, 0.7326 - 0.196, 0.7326 + 0.196)),
            ("recall", Scene.figure(0.7054, 0.7054 - 0.196, 0.7054 + 0.196)),
        ])
        let none = try Scene.policy(gates, head: "multiplicity: holm").judge(weaker)
        #expect(none.findings.map(\.outcome) == [.inconclusive, .inconclusive, .inconclusive])
        #expect(none.outcome == .inconclusive && none.exitCode == 4)
    }

    @Test func countsTakeNoPartInHolmsProcedure() throws {
        let gates = "  - {metric: frechet_distance, max: 10}\n  - {metric: mode_coverage, min: 8}"
        let report = Scene.report([
            ("frechet_distance", Scene.figure(7, 4.5, 9.5)), ("mode_coverage", Scene.figure(10, 10, 10)),
        ])
        let verdict = try Scene.policy(gates, head: "multiplicity: holm").judge(report)
        #expect(verdict.findings.map(\.outcome) == [.passed, .passed])
        #expect(verdict.findings[0].figure.interval?.level == 0.95)
    }

    @Test func anotherLevelWidensTheInterval() throws {
        let figure = Scene.figure(8, 6.1, 9.9)
        #expect(try Scene.finding("frechet_distance", "max: 10", figure).outcome == .passed)
        #expect(
            try Scene.finding("frechet_distance", "max: 10", figure, head: "level: 99 %").outcome == .inconclusive)
    }
}
