import Foundation
import GANCheckpoints
import GANData
import GANEvaluation
import GANMetrics
import GANNumerics
import GANText
import OrderedCollections
import Testing

@testable import GANReports

@Suite struct HTMLReportTests {
    private func occurrences(of part: String, in text: String) -> Int { text.components(separatedBy: part).count - 1 }

    @Test func opensWithTheVerdictAndKeepsTheOrderOfSections() throws {
        let html = try HTMLReport.render(MockReport.full())
        let order = [
            "<h1><span class=\"decision alarming\">Don’t ship it</span> 6.1\u{A0}% of samples lie suspiciously close",
            "Neither as realistic nor as varied", "Next: See which training data it copies:",
            "ganeval audit --generator",
            "class=\"tiles\"", "id=\"samples\"", "id=\"classes\"", "id=\"quality\"", "id=\"metrics\"", "id=\"modes\"",
            "id=\"memorization\"", "id=\"training\"", "id=\"glossary\"", "id=\"notes\"", "id=\"method\"",
        ]
        let positions = try order.map { try #require(html.range(of: $0)?.lowerBound, "\($0) is missing") }
        #expect(positions == positions.sorted())
        #expect(occurrences(of: "<article class=\"tile\">", in: html) == 4)
        // What was not measured is a line, and no tile and no section.
        #expect(!html.contains("id=\"discriminator\"") && html.contains("Not looked at: Discriminator."))
        for heading in html.components(separatedBy: "<h2>").dropFirst().map({ $0.prefix { $0 != "<" } }) {
            #expect(occurrences(of: "<h2>\(heading)<", in: html) + occurrences(of: "<h2>\(heading) <", in: html) == 1)
        }
    }

    @Test func listsEverySectionInItsContents() throws {
        let html = try HTMLReport.render(MockReport.full())
        let list = try #require(html.components(separatedBy: "<nav").last?.components(separatedBy: "</nav>").first)
        for part in html.components(separatedBy: "<section id=\"").dropFirst() {
            #expect(list.contains("href=\"#\(part.prefix { $0 != "\"" })\""))
        }
    }

    @Test func everyLinkWithinThePageLeadsSomewhere() throws {
        var report = MockReport.full()
        report.previous = PreviousRun(
            subject: "step-004000", startedAt: "2026-11-02T10:15:00Z", figures: [])
        let html = try HTMLReport.render(report)
        for part in html.components(separatedBy: "href=\"#").dropFirst() {
            let target = part.prefix { $0 != "\"" }
            #expect(html.contains("id=\"\(target)\""), "\(target)")
        }
    }

    @Test func showsEachClassOnBothSides() throws {
        let html = try HTMLReport.render(MockReport.full())
        let table = try #require(
            html.components(separatedBy: "class=\"classes\"").last?.components(separatedBy: "</table>").first)
        #expect(occurrences(of: "<th scope=\"row\">", in: table) == 10)
        #expect(
            occurrences(of: "Trouser, sample", in: table) == 12 && occurrences(of: "Trouser, real row", in: table) == 12
        )
        // Three bags were made.
        #expect(occurrences(of: "Bag, sample", in: table) == 6 && table.contains("missing</span>"))
    }

    @Test func showsTheEndsBesideRealImages() throws {
        var report = MockReport.full()
        let image = report.gallery.worst[0].image
        report.gallery.worst[0].neighbour = .init(row: 41, image: image)
        report.gallery.worst[0].repeats = 37
        report.gallery.control = [.init(sample: 17, realism: 0.3, image: image, neighbour: .init(row: 5, image: image))]
        report.gallery.copies = 3
        let html = try HTMLReport.render(report)
        for part in [
            "nearest real image, row 41", "sample 611 ×37", "held-out row 17",
            "3 samples that equal a training row are left out",
            "the least realistic held-out image 0.30", "samples/held-out-000017.png",
        ] {
            #expect(html.contains(part), "\(part)")
        }
    }

    @Test func drawsSpectrumSharpnessAndStrips() throws {
        var report = MockReport.full()
        let spread = { AppearancePanel.Spread(mean: $0, low: $0 - 3, high: $0 + 3) }
        report.appearance = AppearancePanel(
            bands: (1...9).map {
                .init(
                    edge: Double($0) / 8, real: spread(30 - 3.0 * Double($0)), generated: spread(31 - 4.0 * Double($0)))
            },
            sharpness: .init(edges: [0, 1, 2], real: [0.25, 0.75], generated: [0.5, 0.5]))
        report.gallery.strips = [
            .init(kind: .walk, images: Array(repeating: report.gallery.worst[0].image, count: 8)),
            .init(kind: .truncation(0.5), images: Array(repeating: report.gallery.worst[0].image, count: 6)),
        ]
        let html = try HTMLReport.render(report)
        for part in ["8.0 dB below real images’", "sharpness, dB", "id=\"latents\"", "latent vectors × 0.5"] {
            #expect(html.contains(part), "\(part)")
        }
    }

    @Test func tellsWhatChangedSinceTheLastRun() throws {
        var report = MockReport.full()
        func figure(_ name: String, _ value: Double) -> PreviousRun.Figure {
            .init(
                metric: name, extractor: "classifier", value: value,
                interval: MetricInterval(low: value * 0.98, high: value * 1.02, method: "blocks"))
        }
        report.previous = PreviousRun(
            subject: "step-004000", startedAt: "2026-11-02T10:15:00Z",
            figures: [
                figure("frechet_distance", 37.2), figure("recall", 0.7), figure("kernel_distance", 0.0184),
                figure("precision", 0.8931),
            ])
        for text in [try HTMLReport.render(report), MarkdownReport.render(report)] {
            for part in ["37.2: better", "0.700: worse", "0.0184: not sure", "0.893: the same", "step-004000"]
            where text.contains("<html") || part != "step-004000" {
                #expect(text.contains(part), "\(part)")
            }
        }
        report.previous?.page = "./../a%20b/index.html"
        let link = "<a href=\"./../a%20b/index.html\">Last run by the same protocol"
        #expect(try HTMLReport.render(report).contains(link))
        #expect(!(try HTMLReport.render(MockReport.full())).contains("Last run"))
    }

    @Test func everyPictureHasATitleAWordedLabelAndATable() throws {
        let html = try HTMLReport.render(MockReport.full())
        let figures = html.components(separatedBy: "<figure>").dropFirst()
        #expect(figures.count >= 6)
        for figure in figures.map({ $0.components(separatedBy: "</figure>")[0] }) {
            #expect(figure.contains("<figcaption>") && !figure.contains("<figcaption></figcaption>"))
            // Plain random samples are their own data; everything else has its figures behind it.
            if !figure.contains("gallery plain") { #expect(figure.contains("<details>"), "\(figure.prefix(200))") }
        }
        let drawings = html.components(separatedBy: "<svg ").dropFirst()
        #expect(!drawings.isEmpty)
        for drawing in drawings {
            let tag = drawing.prefix { $0 != ">" }
            #expect(tag.contains("role=\"img\"") && tag.contains("aria-label=\"") && !tag.contains("aria-label=\"\""))
        }
    }

    @Test func needsNoNetworkAndNoScript() throws {
        for report in [MockReport.full(), MockReport.bare(), MockReport.ring()] {
            let html = try HTMLReport.render(report)
            for part in ["http:", "https:", "//fonts", "<script src", "<link", "@import", "<iframe", "javascript:"] {
                #expect(!html.contains(part), "\(part)")
            }
            #expect(occurrences(of: "url(", in: html) == occurrences(of: "url(data:image/", in: html))
        }
    }

    @Test func escapesTextFromOutside() throws {
        let attack = "<script>alert(1)</script>\" onload=\"x\"\u{301} '\u{1b}[31m"
        var report = MockReport.full()
        report.subject.name = attack
        report.subject.path = attack
        report.subject.facts[attack] = attack
        report.reference.name = attack
        report.run.command = attack
        report.verdict = MockReport.verdict(missing: [attack])
        report.modes?.modes[8].name = attack
        report.gallery.pairs[0].trainingOrigin = attack
        report.evaluationProtocol.fields[attack] = attack
        report.metrics[attack] = MeasuredMetric(
            name: attack, extractor: attack,
            result: MetricResult(value: 1, diagnostics: [Diagnostic(code: attack, message: attack)]))
        let html = try HTMLReport.render(report)
        #expect(!html.contains("<script>alert"))
        // By bytes: with its accent, the quote is another Character.
        #expect(!html.utf8.contains("\" onload".utf8) && !html.utf8.contains("\"\u{301}".utf8))
        #expect(!html.unicodeScalars.contains("\u{1b}"))
        #expect(html.utf8.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&quot;x&quot;\u{301}".utf8))
    }

    @Test func neverCallsAnythingFID() throws {
        let html = try HTMLReport.render(MockReport.full())
        // Base64 may spell anything, so the pictures' data are left out.
        let text = html.replacing(try Regex("base64,[A-Za-z0-9+/=]*"), with: "")
        // What may be held beside papers, and the words about metrics behind it, tell when a distance may be called so.
        let comparable = try #require(text.range(of: "id=\"comparable\""))
        #expect(!text[..<comparable.lowerBound].contains("FID"))
        #expect(text.contains("Fréchet distance (classifier)"))
    }

    @Test func saysEveryDoubtOnceWithItsNumberBesideTheMetric() throws {
        var report = MockReport.full()
        let doubt = Diagnostic(code: "few_rows", message: "Few held-out rows.")
        for name in ["precision", "recall"] { report.metrics[name]?.result.diagnostics.append(doubt) }
        let html = try HTMLReport.render(report)
        for diagnostic in report.metrics.values.flatMap(\.result.diagnostics) {
            #expect(occurrences(of: ReportText.markup(diagnostic.message), in: html) == 1)
        }
        #expect(html.contains("Precision and Recall: Few held-out rows."))
        #expect(occurrences(of: "<sup><a href=\"#note-1\"", in: html) == 2)
    }

    @Test func sameReportSameBytes() throws {
        #expect(try HTMLReport.render(MockReport.full()) == HTMLReport.render(MockReport.full()))
    }

    @Test func printsNoFigureThatIsNotOne() throws {
        var report = MockReport.full()
        report.training[10].generatorLoss = .nan
        report.distanceRatios?.generated[0] = .infinity
        report.gallery.worst[0] = .init(sample: 1, realism: .nan, image: report.gallery.worst[0].image)
        let html = try HTMLReport.render(report).replacing(try Regex("base64,[A-Za-z0-9+/=]*"), with: "")
        for word in ["NaN", "nan,", "\"nan", ">nan", "inf<", ">inf"] { #expect(!html.contains(word), "\(word)") }
        #expect(html.contains("not finite at step 880"))
    }

    @Test func staysSmallWithLargeImages() throws {
        var report = MockReport.full()
        let shape = ImageShape(height: 160, width: 160, channels: 3)
        var generator = SeededGenerator(seed: 5)
        let noise = (0..<shape.size).map { _ in Float(generator.index(below: 256)) }
        report.gallery.imageShape = shape
        report.gallery.random = Matrix(
            rows: 64, columns: noise.count, scalars: (0..<64).flatMap { _ in noise.shuffled(using: &generator) })
        report.gallery.worst = (0..<12).map { .init(sample: $0, realism: 0.5, image: noise) }
        report.gallery.best = report.gallery.worst
        report.gallery.pairs = report.gallery.pairs.map { pair in
            var pair = pair
            pair.sampleImage = noise.shuffled(using: &generator)
            pair.trainingImage = noise
            return pair
        }
        for place in 0..<10 {
            report.modes?.modes[place].samples = (0..<6).map {
                .init(row: $0, image: noise.shuffled(using: &generator))
            }
            report.modes?.modes[place].real = (0..<6).map { .init(row: $0, image: noise) }
        }
        report.gallery.strips = [.init(kind: .walk, images: (0..<32).map { _ in noise.shuffled(using: &generator) })]
        report.gallery.real = (0..<24).map { .init(row: $0, image: noise.shuffled(using: &generator)) }
        let html = try HTMLReport.render(report)
        #expect(html.utf8.count < 3_000_000)
        #expect(html.contains("Images of 160×160 pixels, shown smaller and as JPEG."))
        #expect(try HTMLReport.render(MockReport.full()).utf8.count < 500_000)
    }

    @Test func saysWhatWouldBeNeededWhereNothingWasMeasured() throws {
        let html = try HTMLReport.render(MockReport.bare())
        #expect(html.contains("--held-out SOURCE"))
        #expect(html.contains("Not looked at: Quality. Not measured."))
        #expect(html.contains("The samples are vectors"))
        #expect(!html.contains("<figure>") && !html.contains("class=\"tiles\""))
        #expect(!html.contains("id=\"metrics\"") && !html.contains("id=\"notes\""))
    }

    @Test func showsTwoDimensionalSamplesAsPoints() throws {
        let html = try HTMLReport.render(MockReport.ring())
        #expect(html.contains("2500 samples over 2500 real points."))
        #expect(html.utf8.count < 500_000)
    }

    @Test func showsUngradedSectionsWithoutAGrade() throws {
        // An optional name that an outer view also has would be filled from there.
        let html = try HTMLReport.render(MockReport.full())
        #expect(html.contains("<h2>Training</h2>"))
    }

    @Test func drawsWithoutHeldOutData() throws {
        var report = MockReport.full()
        report.heldOut = nil
        report.distanceRatios?.heldOut = []
        let html = try HTMLReport.render(report)
        #expect(html.contains("held-out data would show what is usual"))
        #expect(html.contains("no held-out data"))
    }
}
