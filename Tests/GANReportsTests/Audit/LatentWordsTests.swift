import Testing

@testable import GANAudit
@testable import GANReports

@Suite struct LatentWordsTests {
    @Test func theTerminalGetsTwoLines() throws {
        let latents = try #require(MockAudit.ofGenerator().findings.latents)
        let lines = LatentWords.lines(latents)
        #expect(lines.count == 2 && lines[0].text.hasSuffix("of held-out rows (p 0.002)"))
        #expect(lines[1].text == "40 % of the way to other samples, ordinary samples 15 %")
        let summary = AuditSummary.lines(for: MockAudit.ofGenerator(), width: 100)
        #expect(summary.count <= 11 && summary.contains { $0.hasPrefix("  copies last   40 %") })
        #expect(LatentWords.lines(nil).isEmpty)
    }

    @Test func mediansLeaveOutWhatIsNoNumber() {
        func row(_ error: Double) -> AuditFindings.Latents.Reconstruction {
            .init(row: 0, origin: "", error: error, nearestSampleError: 0, start: 0)
        }
        #expect(LatentWords.median([row(1), row(.infinity), row(3)]) == 2)
        #expect(LatentWords.median([]) == nil && LatentWords.median([row(.nan)]) == nil)
    }
}
