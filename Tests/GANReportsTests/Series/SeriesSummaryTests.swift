import GANEvaluation
import Testing

@testable import GANReports

@Suite struct SeriesSummaryTests {
    @Test func saysTheVerdictThenShowsTheTable() {
        let lines = SeriesSummary.lines(for: MockSeries.full(), width: 100)
        #expect(lines[0].hasPrefix("Step 700 (moving average) has the best Fréchet distance;"))
        let head = lines.firstIndex { $0.contains("step") && $0.contains("weights") && $0.contains("Fréchet distance") }
        let rows = lines.dropFirst((head ?? 0) + 1).prefix(20)
        #expect(head != nil && rows.count == 20)
        #expect(rows.filter { $0.hasPrefix("*") }.count == 1)
        #expect(rows.first { $0.hasPrefix("*") }?.contains("700") == true)
        #expect(lines.allSatisfy { $0.count <= 100 || $0.hasPrefix("  ganeval report ") })
    }

    /// The run, and the command that reports on the best by the same protocol.
    @Test func namesTheRunAndTheNextCommand() {
        let text = SeriesSummary.lines(for: MockSeries.full(), width: 100)
        #expect(text.contains("run"))
        let command =
            "ganeval report --generator run/checkpoints/step-700.safetensors --reference train-images "
            + "--out series-step-700"
        #expect(text.contains { $0.contains(command) }, "\(text)")
        var raw = MockSeries.full()
        raw.findings.trajectories = ["raw", "moving average"]
        #expect(SeriesPage(report: raw).nextStep?.command?.contains("--weights raw --reference") == true)
        raw.command = ""
        #expect(SeriesPage(report: raw).nextStep == nil)
    }

    @Test(arguments: [40, 60, 80]) func keepsToTheWidth(width: Int) {
        #expect(
            SeriesSummary.lines(for: MockSeries.full(), width: width).allSatisfy {
                $0.count <= width || $0.hasPrefix("  ganeval report ")
            })
    }

    @Test func controlCharactersAreTakenOut() {
        var report = MockSeries.full()
        report.findings.trajectories[1] = "raw\u{1b}[2J"
        report.findings.faults = [MockSeries.fault]
        report.findings.faults[0].path = "a\u{7}b"
        #expect(!SeriesSummary.lines(for: report).joined().unicodeScalars.contains { $0.value < 0x20 })
    }

    @Test func nothingMeasuredHasNoTable() {
        #expect(SeriesSummary.lines(for: MockSeries.broken()).count == 3)
    }
}
