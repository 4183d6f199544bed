import GANData
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
        #expect(lines.contains { $0.hasPrefix("  copied") && $0.contains("at least 12.1 % (11.2 % to 13.1 %)") })
        #expect(
            lines.contains(
                "  listed        40 copies of 7 training rows: 10 mirrored; 10 patch; 10 shifted; 10 unchanged"))
        #expect(lines.contains("  failed        --fdr 0.05"))
        let narrow = AuditSummary.lines(for: report, width: 64)
        #expect(narrow.contains("  listed        40 copies of 7 training rows: 10 mirrored"))
        #expect(lines.contains { $0.contains("held-out rows is equal") })
    }

    /// What was left out is named with the options that look for it, on every medium.
    @Test func whatWasNotLookedForComesWithItsCommand() {
        var report = MockAudit.honest()
        report.findings.notSearched = [.rotated, .largerMoves, .blended]
        let said = "turns and blends of several rows (--views all)"
        #expect(AuditSummary.lines(for: report, width: 90).contains("  not sought    \(said)"))
        #expect(AuditMarkdown.render(report).contains("Not looked for: \(said); larger shifts, turns and crops."))
        report.findings.notSearched = [.largerMoves, .features]
        #expect(!AuditSummary.lines(for: report, width: 90).contains { $0.hasPrefix("  not sought") })
        report.findings.notSearched = [.moved]
        #expect(AuditWords(report.findings).leftOut?.hasSuffix("(--views all --largest-shift 2)") == true)
        // Nothing looks for parts of pictures that have none.
        report.findings.notSearched = [.patches]
        report.findings.sources.shape = .image(height: 6, width: 6, channels: 1)
        #expect(AuditWords(report.findings).leftOut == "copied quarters")
    }

    /// Copying that no single sample shows: the share of listed ones, none, would say the contrary.
    @Test func copyingWithoutAListedCopyHasNoShare() throws {
        #expect(
            AuditSummary.lines(for: MockAudit.unlisted(atLeast: 0)).contains(
                "  copied        not known: none is clear enough to be listed"))
        let report = MockAudit.unlisted(atLeast: 0.81)
        let lines = AuditSummary.lines(for: report)
        #expect(lines[0] == "At least 81 % of the samples are copies, none of them clear enough to be listed.")
        #expect(lines.contains("  copied        at least 81 % of the samples; none is clear enough to be listed"))
        #expect(lines.contains("  failed        --max-copied-share 0.01"))
        #expect(lines.contains("  inconclusive  --max-copied-share 0.9"))
        let tiles = try AuditPage(
            report: report, sprites: AuditSprites(report.gallery, latents: report.latentPictures)
        ).tiles
        #expect(tiles[0].drawing == nil && tiles[0].said[0].contains("at least 81 %"))
    }

    @Test func cleansTextsFromOutside() {
        var report = MockAudit.honest()
        report.subject.name = "a\u{1b}[2Jb"
        #expect(AuditSummary.lines(for: report).allSatisfy { !$0.unicodeScalars.contains("\u{1b}") })
    }
}
