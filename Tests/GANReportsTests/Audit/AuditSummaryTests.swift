import GANEvaluation
import GANMetrics
import Testing

@testable import GANAudit
@testable import GANReports

@Suite struct AuditSummaryTests {
    @Test func saysItInTenLines() {
        var report = MockAudit.copying()
        report.gates += [AuditGate(.noCopies(falseDiscoveryRate: 0.05), report.findings)]
        for report in [report, MockAudit.honest(), MockAudit.withoutHeldOut()] {
            let lines = AuditSummary.lines(for: report, width: 90)
            #expect(lines.count <= 10 && lines.allSatisfy { $0.count <= 90 && !$0.isEmpty })
            #expect(lines[0] == AuditText.sentence(report.findings))
        }
        let lines = AuditSummary.lines(for: report, width: 120)
        #expect(lines.contains { $0.hasPrefix("  copied") && $0.contains("12 % (11 % to 13 %)") })
        #expect(
            lines.contains(
                "  listed        40 copies of 7 training rows: 10 mirrored; 10 patch; 10 shifted; 10 unchanged"))
        #expect(lines.contains("  failed        --fdr 0.05"))
        let narrow = AuditSummary.lines(for: report, width: 64)
        #expect(narrow.contains("  listed        40 copies of 7 training rows: 10 mirrored"))
        #expect(lines.contains { $0.contains("held-out rows is equal") })
    }

    /// Copying that no single sample shows: the share of listed ones, none, would say the contrary.
    @Test func copyingWithoutAListedCopyHasNoShare() throws {
        var report = MockAudit.copying()
        report.findings.copies = []
        #expect(
            AuditSummary.lines(for: report).contains("  copied        not known: none is clear enough to be listed"))
        let tiles = try AuditPage(
            report: report, sprites: AuditSprites(report.gallery, latents: report.latentPictures)
        ).tiles
        #expect(tiles[0].drawing == nil && tiles[0].said[0].contains("is not known"))
    }

    @Test func cleansTextsFromOutside() {
        var report = MockAudit.honest()
        report.subject.name = "a\u{1b}[2Jb"
        #expect(AuditSummary.lines(for: report).allSatisfy { !$0.unicodeScalars.contains("\u{1b}") })
    }
}
