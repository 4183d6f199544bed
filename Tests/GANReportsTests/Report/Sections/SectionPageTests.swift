import GANEvaluation
import Testing

@testable import GANReports

@Suite struct SectionPageTests {
    @Test func everySectionSaysWhatItIsAndWhatItNeeds() {
        let pages = ReportSection.allCases.map(\.page)
        #expect(Set(pages.map { $0.title }).count == ReportSection.allCases.count)
        #expect(pages.allSatisfy { $0.needed.hasSuffix(".") })
        for section in ReportSection.allCases {
            #expect(section.page.needed.hasPrefix("Needed: "), "\(section)")
        }
        #expect(pages.map { $0.rank }.sorted() == Array(pages.indices))
    }

    @Test func headlinesNameFirstWhatExplainsTheRest() {
        #expect(
            ReportSection.byRank == [
                .memorization, .condition, .modes, .diversity, .quality, .discriminator, .training,
            ])
    }
}
