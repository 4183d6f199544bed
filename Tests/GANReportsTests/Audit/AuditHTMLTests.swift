import Foundation
import GANEvaluation
import GANMetrics
import Testing

@testable import GANAudit
@testable import GANReports

@Suite struct AuditHTMLTests {
    private func occurrences(of part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }

    @Test func opensWithTheVerdictAndKeepsTheOrder() throws {
        let html = try AuditHTML.render(MockAudit.copying())
        let order = [
            "<h1>At least 12.1 % of the samples are copies, and give away 7 training images.", "class=\"reasons\"",
            "--max-copied-share 0.01", "class=\"tiles figures\"", "id=\"copies\"", "id=\"evidence\"", "id=\"leaks\"",
            "id=\"tests\"", "id=\"sensitivity\"", "id=\"splits\"", "id=\"method\"", "Doubts",
        ]
        let positions = try order.map { try #require(html.range(of: $0)?.lowerBound, "\($0) is missing") }
        #expect(positions == positions.sorted())
        #expect(occurrences(of: "<article class=\"pair\"", in: html) == 40)
        #expect(html.contains("class #") == false && html.contains("(Bag)"))
    }

    @Test func isReadableWithoutItsScriptAndRunsNoOther() throws {
        let html = try AuditHTML.render(MockAudit.copying())
        #expect(occurrences(of: "<script", in: html) == 1 && html.contains("id=\"controls\" hidden"))
        let script = try #require(
            html.components(separatedBy: "<script>").last?.components(separatedBy: "</script>").first)
        #expect(html.contains("script-src '\(HTMLRenderer.hash(of: script))'"))
        // `printf abc | openssl dgst -sha256 -binary | base64`
        #expect(HTMLRenderer.hash(of: "abc") == "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
        for part in ["http:", "https:", "<link", "@import", "<iframe", "javascript:", " onclick", " onload"] {
            #expect(!html.contains(part), "\(part)")
        }
        #expect(!html.contains("class=\"pair\" hidden"))
    }

    @Test func withoutImagesNoPixelIsInIt() throws {
        let shown = try AuditHTML.render(MockAudit.copying())
        #expect(shown.contains("data:image/png;base64,") && shown.contains("class=\"px"))
        let html = try AuditHTML.render(MockAudit.copying(withImages: false))
        for part in ["base64", "data:image", "url(", "class=\"px", "<img", "<article class=\"pair\""] {
            #expect(!html.contains(part), "\(part)")
        }
        #expect(html.contains("Images are left out on purpose.") && html.contains("row 3"))
        #expect(html.contains("2 right, 1 up"))
    }

    @Test func showsTheLatentSpace() throws {
        let html = try AuditHTML.render(MockAudit.ofGenerator())
        let section = try #require(
            html.components(separatedBy: "id=\"latents\"").last?.components(separatedBy: "<section").first)
        #expect(section.contains("better than a held-out row in 71 % of pairs, 58 % to 84 %"))
        #expect(section.contains("sprite-recovered") && section.contains("sprite-strips"))
        #expect(section.contains("From sample 0 to sample 100") && section.contains("training row 1, mirrored"))
        // One drawing for each width: the dots and two ways.
        #expect(occurrences(of: "<svg", in: section) == 6)
        #expect(!(try AuditHTML.render(MockAudit.copying())).contains("id=\"latents\""))
        let without = try AuditHTML.render(MockAudit.ofGenerator(withImages: false))
        for part in ["base64", "data:image", "url(", "class=\"px"] { #expect(!without.contains(part), "\(part)") }
        #expect(without.contains("id=\"latents\"") && without.contains("Training rows"))
    }

    @Test(arguments: [(28, 1), (64, 3), (256, 3), (1024, 3)])
    func aGeneratorsPageStaysSmallToo(side: Int, channels: Int) throws {
        let html = try AuditHTML.render(MockAudit.ofGenerator(rows: 10_000, side: side, channels: channels))
        #expect(html.utf8.count < 3_000_000)
        #expect(html.contains("9800 more in audit.json"))
    }

    @Test(arguments: [(28, 1), (64, 3), (256, 3)])
    func staysSmallWithTenThousandCopies(side: Int, channels: Int) throws {
        let report = MockAudit.copying(copies: 10_000, side: side, channels: channels)
        let html = try AuditHTML.render(report)
        #expect(html.utf8.count < 3_000_000)
        #expect(html.contains("all 10,000 are in copies.csv") && html.contains("9500 more are in copies.csv"))
        let pairs = occurrences(of: "<article class=\"pair\"", in: html)
        #expect(pairs >= 12 && pairs <= 240)
        #expect((side > 96) == html.contains("shown reduced to"))
    }

    @Test func escapesTextFromOutside() throws {
        let attack = "<script>alert(1)</script>\" onload=\"x\"\u{301} '\u{1b}[31m"
        var report = MockAudit.copying()
        report.subject.name = attack
        report.training.name = attack
        report.run.command = attack
        report.classes = [0: attack, 1: attack]
        report.findings.doubts = [.measureOmitted(name: attack, found: attack, expected: attack)]
        for index in report.findings.copies.indices { report.findings.copies[index].origin = attack }
        report.gallery?.pairs[0].copy.origin = attack
        report.findings.extraction.mostCopied[0].origin = attack
        report.findings.tests[0].name = attack
        report.findings.tests.append(
            .init(
                name: "discriminator_membership_inference_auc", value: 0.5, null: 0.5, interval: nil, pValue: 1,
                parts: [:], subject: attack))
        let html = try AuditHTML.render(report)
        #expect(occurrences(of: "<script", in: html) == 1)
        #expect(!html.utf8.contains("\" onload".utf8) && !html.utf8.contains("\"\u{301}".utf8))
        #expect(!html.unicodeScalars.contains("\u{1b}"))
    }

    @Test func printsNoFigureThatIsNotOne() throws {
        var report = MockAudit.copying()
        report.findings.copies[0].distance = .infinity
        report.gallery?.pairs[0].copy.distance = .infinity
        report.findings.tests[0].value = .nan
        report.findings.scores?.samples[0] = .nan
        let html = try AuditHTML.render(report).withoutPictures
        for word in ["NaN", "nan,", "\"nan", ">nan", "inf<", ">inf", "\"inf\""] {
            #expect(!html.contains(word), "\(word)")
        }
    }

    @Test func saysWhatCannotBeKnownWithoutHeldOutData() throws {
        let html = try AuditHTML.render(MockAudit.withoutHeldOut())
        #expect(html.contains("can&#39;t tell") && html.contains("no held-out rows"))
        #expect(!html.contains("id=\"evidence\"") && !html.contains("id=\"tests\""))
    }

    @Test func anHonestGeneratorIsNotAccused() throws {
        let html = try AuditHTML.render(MockAudit.honest())
        #expect(html.contains("<h1>No evidence of copying, where 0.2 % of clear copies would have been seen.</h1>"))
        #expect(html.contains("No sample is listed as a copy.") && !html.contains("grade alarming"))
    }

    @Test func sameAuditSameBytes() throws {
        #expect(try AuditHTML.render(MockAudit.copying()) == AuditHTML.render(MockAudit.copying()))
    }
}
