import Foundation
import GANEvaluation
import GANMetrics
import Testing

@testable import GANReports

@Suite struct SeriesAdversariesTests {
    /// Three checkpoints; the generator of the second is the strongest.
    private static func report(notes: [String] = []) -> SeriesReport {
        var report = MockSeries.full()
        var found = SeriesAdversaries()
        found.rated = [0, 4, 9]
        found.skill = SkillRating(
            periods: (0..<20).map { _ in [[0.3, 0.1, 0.1], [0.6, 0.5, 0.45], [0.1, 0.05, 0.05]] })
        let near = DualityGap.Logits(real: [0.1, 0, 0.2], generated: [0, 0.1, -0.1])
        let far = DualityGap.Logits(real: [4, 5, 3], generated: [-4, -5, -3])
        found.gaps = [(0, far), (9, near)].map { checkpoint, best in
            SeriesAdversaries.Gap(
                checkpoint: checkpoint,
                gap: DualityGap(pair: near, discriminator: best, generator: near, steps: [25, 0]))
        }
        found.notes = notes
        found.rule = "raw weights against held-out data"
        report.adversaries = found
        return report
    }

    @Test func theStrongestGeneratorAndTheSmallestGapAreSaid() throws {
        let report = Self.report()
        let words = AdversaryWords(try #require(report.adversaries), report.findings).sentences
        #expect(words.count == 2)
        #expect(words[0].hasPrefix("By skill rating the generator of step 500 is the strongest: "))
        #expect(words[0].hasSuffix("surely less."))
        #expect(words[1].hasPrefix("The duality gap is least at step 1"))
    }

    @Test func documentsHoldRatingsScoresAndGaps() throws {
        let data = Data(SeriesDocument.json(Self.report(notes: ["One is left out."])).utf8)
        let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let found = try #require(document["adversaries"] as? [String: Any])
        #expect(found.keys.sorted() == ["duality_gaps", "notes", "rule", "sentences", "skill"])
        let skill = try #require(found["skill"] as? [String: Any])
        #expect(skill["checkpoints"] as? [Int] == [0, 4, 9])
        #expect((skill["scores"] as? [[Double]])?[1][0].rounded(.toNearestOrEven) == 1)
        #expect((skill["generators"] as? [[String: Double]])?.allSatisfy { $0.count == 3 } == true)
        #expect((found["duality_gaps"] as? [[String: Any]])?.count == 2)
        let plain = Data(SeriesDocument.json(MockSeries.full()).utf8)
        let without = try #require(try JSONSerialization.jsonObject(with: plain) as? [String: Any])
        #expect(without["adversaries"] is NSNull)
    }

    @Test func theMatrixIsAPictureWithATableBehindIt() throws {
        let section = try #require(SeriesPage(report: Self.report()).adversaries)
        #expect(section.anchor == "adversaries")
        let pictures = section.blocks.compactMap { block -> PictureView? in
            if case .picture(let picture) = block { return picture }
            return nil
        }
        let picture = try #require(pictures.first)
        #expect(picture.drawings.contains("<svg") && picture.tables.count == 3)
        #expect(picture.tables[1].rows.count == 3 && picture.tables[1].rows[1].cells[1].text == "0.60")
        #expect(SeriesPage(report: MockSeries.full()).adversaries == nil)
    }
}
