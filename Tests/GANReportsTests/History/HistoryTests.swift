import Foundation
import GANEvaluation
import OrderedCollections
import Testing

@testable import GANReports

/// `MetricTrend.swift`, `HistoryTable.swift` and `HistoryDocument.swift`.
@Suite struct HistoryTests {
    private static func point(
        _ day: Int, _ value: Double, _ fingerprint: String, subject: String = "model"
    ) -> MetricTrend.Point {
        MetricTrend.Point(
            run: "run-\(day)", startedAt: "2026-11-0\(day)T10:00:00Z", subject: "\(subject)-\(day)",
            subjectDigest: "dd", step: day * 1000, fingerprint: fingerprint, value: value, low: value - 0.5,
            high: value + 0.5, ceiling: 1)
    }

    private static func history(subject: String = "model") -> RunHistory {
        RunHistory(
            trends: [
                MetricTrend(
                    name: "frechet_distance", extractor: "pixels",
                    points: [
                        point(1, 9, "old", subject: subject), point(2, 30, "new", subject: subject),
                        point(3, 20, "new", subject: subject), point(4, 25, "new", subject: subject),
                    ])
            ],
            protocols: [
                "old": ["samples": "500", "seed": "1"], "new": ["samples": "5000", "seed": "1"],
            ])
    }

    @Test func theBestIsBestWithinTheLastProtocol() {
        let trend = Self.history().trends[0]
        #expect(trend.best?.run == "run-3")
        #expect(trend.points.indices.map { trend.protocolChanges(at: $0) } == [false, true, false, false])
    }

    @Test func tablesMarkWhereTheProtocolChanges() {
        let lines = HistoryTable.runs(Self.history(), width: 80)
        #expect(lines[0].hasPrefix("frechet_distance (pixels)  ▁·█"))
        #expect(
            lines[2].contains("new protocol:") && lines[2].contains("samples 500 → 5000") && !lines[2].contains("seed"))
        #expect(lines[4].hasSuffix("best") && lines.count == 7)
        let overview = HistoryTable.overview(Self.history())
        #expect(overview.count == 4 && overview[1].contains("20.0 [19.5, 20.5] (model-3)"))
        #expect(overview[3].hasPrefix("A point in a trend is a change of the protocol"))
        let narrow = HistoryTable.overview(Self.history(), width: 80)
        #expect(narrow.allSatisfy { $0.count <= 80 } && narrow[1].contains("20.0 [19.5, 20.5]"))
        #expect(!narrow[1].contains("model-3"))
    }

    @Test func csvAndJSONHoldEveryPoint() throws {
        let csv = HistoryDocument.csv(Self.history())
        let lines = csv.components(separatedBy: "\r\n")
        #expect(lines.count == 6 && lines[0].hasPrefix("metric,extractor,run,started_at,"))
        #expect(lines[2].hasPrefix("frechet_distance,pixels,run-2,") && lines[2].hasSuffix(",30.0,29.5,30.5,1.0,true"))
        let object =
            try JSONSerialization.jsonObject(with: Data(HistoryDocument.json(Self.history()).utf8)) as? [String: Any]
        #expect(object?["schema"] as? String == "ganeval.history/1")
        let points = ((object?["metrics"] as? [[String: Any]])?.first?["points"]) as? [[String: Any]]
        #expect(points?.map { $0["protocol_changed"] as? Bool } == [false, true, false, false])
        #expect((object?["protocols"] as? [String: Any])?.count == 2)
    }

    @Test func namesFromOutsideAreText() {
        let history = Self.history(subject: "a|b\n<c>,\"d\u{1b}")
        #expect(HistoryTable.runs(history, width: 80).allSatisfy { !$0.contains("\n") && !$0.contains("\u{1b}") })
        #expect(!HistoryTable.markdown(history).contains("<c>") && HistoryTable.markdown(history).contains("a\\|b"))
        #expect(HistoryDocument.csv(history).contains("\"a|b?<c>,\"\"d?"))
    }

    @Test func noNameIsAFormula() {
        for name in ["=cmd()", "+1", "-1", "@sum", "=\u{301}cmd()"] {
            #expect(HistoryDocument.csv(Self.history(subject: name)).utf8.contains(",'\(name)".utf8), "\(name)")
        }
    }
}
