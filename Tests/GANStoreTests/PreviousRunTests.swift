import Foundation
import GANEvaluation
import GANMetrics
import TestSupport
import Testing

@testable import GANStore

/// `Store+Previous.swift` and `PreviousRun.swift`.
@Suite struct PreviousRunTests {
    private let folder: TemporaryFolder
    private let store: Store

    init() throws {
        folder = try TemporaryFolder()
        store = try Store.open(folder: folder.file("store"))
    }

    @Test func theNewestRunOfSomethingElseByTheProtocolIsFound() throws {
        let now = sampleReport("now", startedAt: "2024-03-05T10:00:00Z", value: 30, subject: "new")
        #expect(try store.previousRun(before: now) == nil)
        for (name, day, value, subject, seed) in [
            ("first", "01", 40.0, "old", "7"), ("second", "02", 31, "older", "7"), ("third", "03", 29, "new", "7"),
            ("other protocol", "04", 20, "x", "8"), ("later", "06", 10, "y", "7"),
        ] {
            let report = sampleReport(
                name, startedAt: "2024-03-\(day)T10:00:00Z", value: value, subject: subject, seed: seed)
            try store.save(report, folder: folder.file(name))
        }
        let found = try #require(try store.previousRun(before: now))
        #expect(found.startedAt == "2024-03-02T10:00:00Z" && found.folder == nil)
        #expect(found.figures.first { $0.metric == "frechet_distance" }?.value == 31)
    }

    @Test func aChangeIsSureWhereTheIntervalsAllowIt() {
        func change(_ metric: String, from earlier: Double, to value: Double, half: Double?) -> PreviousRun.Change? {
            let interval = { (value: Double) in
                half.map { MetricInterval(low: value - $0, high: value + $0, method: "test") }
            }
            let run = PreviousRun(
                subject: "", startedAt: "",
                figures: [.init(metric: metric, extractor: "a", value: earlier, interval: interval(earlier))])
            return run.change(
                of: MeasuredMetric(
                    name: metric, extractor: "a",
                    result: MetricResult(
                        value: value, interval: interval(value), null: MetricReference(value: 1, basis: "")))
            )?.change
        }
        #expect(change("frechet_distance", from: 40, to: 30, half: 5) == .better)
        #expect(change("recall", from: 0.8, to: 0.6, half: 0.05) == .worse)
        #expect(change("recall", from: 0.8, to: 0.78, half: 0.05) == .unsure)
        #expect(change("recall", from: 0.8, to: 0.6, half: nil) == .unsure)
        #expect(change("recall", from: 0.8, to: 0.8, half: nil) == .same)
        #expect(change("density", from: 3, to: 1.2, half: 0.1) == .better)
        let elsewhere = PreviousRun(
            subject: "", startedAt: "", figures: [.init(metric: "recall", extractor: "b", value: 1)])
        #expect(
            elsewhere.change(of: MeasuredMetric(name: "recall", extractor: "a", result: MetricResult(value: 1))) == nil)
    }
}
