import Foundation
import GANEvaluation
import Testing

@testable import GANReports

@Suite struct SeriesDocumentTests {
    private func document(_ report: SeriesReport) throws -> [String: Any] {
        let data = Data(SeriesDocument.json(report).utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func hasTheFieldsOfItsSchema() throws {
        let document = try document(MockSeries.full())
        #expect(document["schema"] as? String == "ganeval.series/1")
        #expect(document["metric"] as? String == "frechet_distance" && document["best"] as? Int == 6)
        let equal = try #require(document["indistinguishable"] as? [Int])
        #expect(equal.contains(6) && equal == equal.sorted())
        let candidates = try #require(document["candidates"] as? [[String: Any]])
        #expect(candidates.count == 20)
        let metrics = try #require(candidates[6]["metrics"] as? [String: [String: Any]])
        #expect(metrics["frechet_distance"]?["value"] as? Double == 10.6)
        #expect(
            (candidates[0]["comparison"] as? [String: Double])?.keys.sorted() == [
                "difference", "p_value", "standard_error",
            ])
        #expect(candidates[0]["drift"] is NSNull && (candidates[0]["gates"] as? [Any])?.isEmpty == true)
        #expect((document["checkpoints"] as? [[String: Any]])?.map { $0["step"] as? Int } == (1...10).map { $0 * 100 })
        let marks = try #require(document["marks"] as? [[String: Any]])
        #expect(marks.contains { $0["kind"] as? String == "collapse" && $0["first"] as? Int == 17 })
        #expect(document["trajectories"] as? [String] == ["moving average", "raw"])
    }

    @Test func everyFieldIsDescribed() throws {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        let text = try String(
            contentsOf: folder.appendingPathComponent("Sources/GANReports/series-schema.md"), encoding: .utf8)
        for key in try document(MockSeries.full()).keys { #expect(text.contains("`\(key)`"), "\(key)") }
    }

    @Test func holdsNoClockAndGivesTheSameBytes() throws {
        let text = SeriesDocument.json(MockSeries.full())
        #expect(text == SeriesDocument.json(MockSeries.full()))
        #expect(!text.contains("\"seconds\"") && !text.contains("started_at"))
    }

    @Test func nothingMeasuredIsADocumentToo() throws {
        let document = try document(MockSeries.broken())
        #expect(document["best"] is NSNull && (document["candidates"] as? [Any])?.isEmpty == true)
        let faults = try #require(document["faults"] as? [[String: Any]])
        #expect(faults[0]["kind"] as? String == "broken" && faults[0]["trajectory"] is NSNull)
    }
}
