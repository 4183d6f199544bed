import GANEvaluation
import GANMetrics
import Testing

@testable import GANReports

@Suite struct SeriesTextTests {
    @Test func aClearBestIsCalledOne() {
        let report = MockSeries.single(distances: [30, 12, 20])
        #expect(SeriesText.sentence(report) == "Step 200 is the best of 3 by Fréchet distance, beyond noise.")
        #expect(SeriesText.word(report).word == "one best")
        #expect(SeriesText.equals(report.findings).isEmpty)
        #expect(SeriesText.reasons(report).contains { $0.hasPrefix("The last checkpoint, step 300, is worse by 8") })
    }

    @Test func equalsAreNamed() {
        let report = MockSeries.single(distances: [30, 12, 12.02, 12.1])
        #expect(
            SeriesText.sentence(report)
                == "Step 200 has the best Fréchet distance; 2 others of 4 can't be told from it.")
        #expect(SeriesText.reasons(report).contains("Not told from it: steps 300 and 400."))
    }

    @Test func noDifferenceIsNotCalledEqual() {
        let report = MockSeries.single(distances: [12, 12.01, 12.02])
        #expect(
            SeriesText.sentence(report)
                == "No difference in Fréchet distance that 400 samples can show between these 3 checkpoints.")
        #expect(SeriesText.word(report).style == "unknown")
    }

    @Test func oneOrNoneIsSaid() {
        #expect(
            SeriesText.sentence(MockSeries.single(distances: [12]))
                == "Step 100 is the only checkpoint that could be measured.")
        let broken = MockSeries.broken()
        #expect(SeriesText.sentence(broken) == "No checkpoint could be measured.")
        #expect(SeriesText.reasons(broken) == ["One checkpoint could not be measured: step-000300.safetensors."])
    }

    @Test func theKindOfWeightsIsNamedWhereThereAreSeveral() {
        let report = MockSeries.full()
        #expect(SeriesText.sentence(report).hasPrefix("Step 700 (moving average) "))
        #expect(SeriesText.label(10, report.findings) == "step 100 (raw)")
        #expect(SeriesText.listed([0, 2, 13], report.findings) == "steps 100 and 300 (moving average); step 400 (raw)")
        var ordered = report.findings
        ordered.stepBasis = .order
        #expect(SeriesText.label(0, ordered) == "checkpoint 100 (moving average)")
    }

    @Test func marksSayWhatWhereAndAgainstWhat() throws {
        let report = MockSeries.full()
        let collapse = try #require(report.findings.marks.first { $0.kind == .collapse })
        #expect(
            SeriesText.mark(collapse, report.findings)
                == "Collapse of variety from step 800 on (raw): Coverage 0.500 against 0.680 at step 700.")
        #expect(!report.findings.marks.contains { $0.trajectory == 0 })
    }

    @Test func aPolicyIsSummedUp() {
        var report = MockSeries.single(distances: [30, 12, 20])
        func gate(_ outcome: Outcome) -> SeriesGate { SeriesGate(rule: "r", outcome: outcome, reason: "") }
        report.gates = [[gate(.passed), gate(.failed)], [gate(.passed)], [gate(.inconclusive), gate(.passed)]]
        #expect([0, 1, 2].map { report.gate(of: $0) } == [.failed, .passed, .inconclusive])
        #expect(SeriesText.gates(report) == "1 of 3 checkpoints pass the policy; of 1 it can't be told.")
    }
}
