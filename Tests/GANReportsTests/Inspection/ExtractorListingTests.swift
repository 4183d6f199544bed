import Foundation
import GANModels
import TestSupport
import Testing

@testable import GANReports

@Suite struct ExtractorListingTests {
    @Test func shippedOnesSayWhatTheyLack() throws {
        let folder = try TemporaryFolder()
        let listing = ExtractorRegistry(folder: folder.path).list()
        let lines = ExtractorListing.lines(listing)
        for entry in listing.entries {
            let name = entry.description.name
            #expect(lines.contains { $0.hasPrefix("\(name)  (shipped; gives features") })
            guard entry.file == nil else { continue }
            #expect(lines.contains("    weights  missing: `ganeval extractor add \(name) --weights FILE`"))
        }
        let parsed = try JSONSerialization.jsonObject(with: Data(ExtractorListing.json(listing).utf8))
        let document = try #require(parsed as? [String: Any])
        #expect(document["schema"] as? String == "ganeval.extractors/1")
        #expect((document["extractors"] as? [[String: Any]])?.count == listing.entries.count)
        #expect((document["unreadable"] as? [String: Any])?.isEmpty == true)
    }
}
