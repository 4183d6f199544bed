import Foundation
import GANEvaluation
import GANGate
import GANMetrics
import GRDB
import OrderedCollections
import TestSupport
import Testing

@testable import GANStore

@Suite struct BaselineQueryTests {
    private let folder: TemporaryFolder
    private let store: Store

    init() throws {
        folder = try TemporaryFolder()
        store = try Store.open(folder: folder.file("store"))
    }

    /// A report of the protocol of `sampleReport`, which started an hour after the first.
    private func report(
        run: String? = "new", startedAt: String? = "2024-03-01T11:00:00Z", seed: String = "7"
    ) -> GateReport {
        GateReport(
            path: "report.json", subject: "step-000200", subjectDigest: nil, run: run, startedAt: startedAt,
            evaluationProtocol: EvaluationProtocol(fields: ["extractor": "pixels", "seed": seed]),
            figures: [("frechet_distance", GateFigure(value: 30))])
    }

    private func save(_ report: EvaluationReport) throws {
        try store.save(report, folder: folder.file(report.run.identifier))
    }

    private func find(_ text: String, for report: GateReport) throws -> GateReport {
        try #require(BaselineQuery(text)).find(for: report) { store }
    }

    private func gateError(_ body: () throws -> GateReport) throws -> GateError {
        do {
            _ = try body()
        } catch let error as GateError { return error }
        throw CancellationError()
    }

    @Test func wordsAreRead() {
        #expect(BaselineQuery("last") == .last && BaselineQuery("") == nil)
        #expect(BaselineQuery("best:recall") == .best(metric: "recall") && BaselineQuery("best:") == .best(metric: ""))
        #expect(BaselineQuery("a/report.json") == .file("a/report.json"))
        #expect(BaselineQuery("lasting") == .file("lasting"))
    }

    @Test func aMetricWithoutABestIsRefusedBeforeTheStoreIsOpened() throws {
        func refused(_ text: String) throws -> BaselineError? {
            do {
                _ = try BaselineQuery(text)?.find(for: report()) {
                    Issue.record("the store was asked for")
                    return nil
                }
            } catch let error as BaselineError { return error }
            return nil
        }
        #expect(try refused("best:covrage") == .unknownMetric("covrage"))
        #expect(BaselineError.unknownMetric("covrage").fact.contains("Did you mean 'coverage'?"))
        #expect(try refused("best:authenticity") == .noBest(metric: "authenticity"))
        try BaselineQuery.last.check()
        try BaselineQuery.best(metric: "coverage").check()
    }

    @Test func withoutAStoreThereIsNoBest() throws {
        #expect(throws: BaselineError.noStore) { try BaselineQuery.last.find(for: report()) { nil } }
        #expect(throws: GateError.self) { try BaselineQuery.file("nowhere.json").find(for: report()) { nil } }
        #expect(try BaselineQuery.last.file() == nil)
    }

    @Test func theNewestRunOfTheProtocolIsTheLast() throws {
        try save(sampleReport("old", startedAt: "2024-03-01T09:00:00Z"))
        try save(sampleReport("newer", startedAt: "2024-03-01T10:00:00Z"))
        try save(sampleReport("other", startedAt: "2024-03-01T10:30:00Z", seed: "8"))
        try save(sampleReport("new", startedAt: "2024-03-01T11:00:00Z"))
        try save(sampleReport("later", startedAt: "2024-03-01T12:00:00Z"))
        #expect(try find("last", for: report()).run == "newer")
        // Nobody knows when a series' checkpoint was measured: every run was before it.
        #expect(try find("last", for: report(run: nil, startedAt: nil)).run == "later")
        #expect(try find("last", for: report(startedAt: "2024-03-01T09:30:00Z")).run == "old")
        let none = try gateError { try find("last", for: report(startedAt: "2024-03-01T08:00:00Z")) }
        #expect(none == .noEarlierRun(store: store.path, fingerprint: report().fingerprint, wanted: ""))
        let never = try gateError { try find("best:recall", for: report()) }
        #expect(never == .noEarlierRun(store: store.path, fingerprint: report().fingerprint, wanted: " with recall"))
    }

    @Test func theBestGoesByTheMetricsDirection() throws {
        for (name, distance, coverage) in [("a", 30.0, 0.7), ("b", 20.0, 0.8), ("c", 25.0, 0.9)] {
            var report = sampleReport(name, value: distance)
            report.metrics["coverage"]?.result.value = coverage
            try save(report)
        }
        #expect(try find("best:frechet_distance", for: report()).run == "b")
        #expect(try find("best:coverage", for: report()).run == "c")
    }

    @Test func theFolderIsReadWhereItStillHoldsTheRun() throws {
        try save(sampleReport("old"))
        let path = folder.file("old/report.json")
        func write(run: String) throws {
            try FileManager.default.createDirectory(atPath: folder.file("old"), withIntermediateDirectories: true)
            let text =
                #"{"schema": "ganeval.report/1", "protocol": {"fingerprint": "aa", "seed": "7"}, "metrics": "#
                + #"{"coverage": {"value": 0.5}}, "run": {"identifier": "\#(run)", "started_at": "2024-03-01T10:00:00Z"}}"#
            try text.write(toFile: path, atomically: false, encoding: .utf8)
        }
        try write(run: "old")
        #expect(try find("last", for: report()).path == path)
        try write(run: "stranger")
        let kept = try find("last", for: report())
        #expect(kept.path == "run old of the store" && kept.metrics["coverage"]?.result.value == 0.9)
        #expect(kept.toolVersion == "1.0.0" && kept.subject == "step-000100")
        guard case .none(let reason) = kept.contributions else { throw CancellationError() }
        #expect(reason == "the folder of run old no longer holds its report")
    }

    /// A distance near its null has no interval, but is not exact: a drop within chance decides nothing.
    @Test func aFigureNearItsNullKeepsItsReach() throws {
        var old = sampleReport("old", value: 0.5)
        old.metrics["frechet_distance"]?.result.interval = nil
        old.metrics["frechet_distance"]?.result.parts[MetricResult.reachAtMost] = .number(0.4)
        try save(old)
        #expect(try store.metrics(ofRun: "old").first?.reach == 0.4)
        let baseline = try find("last", for: report())
        let metric = try #require(GateMetric(path: "frechet_distance"))
        let figure = try #require(baseline.figure(metric))
        #expect(figure.basis == .reach && figure.interval?.low == 0.5 - 0.4 && figure.interval?.high == 0.5 + 0.4)
        let policy = try GatePolicy(
            text: "gates: [{metric: frechet_distance, no_worse_than_baseline: {margin: 0.1}}]", path: "policy.yaml")
        var worse = report()
        worse.metrics["frechet_distance"]?.result = MetricResult(
            value: 0.7, interval: MetricInterval(low: 0.65, high: 0.75, method: "test"))
        #expect(try policy.judge(worse, baseline: baseline).outcome == .inconclusive)
    }

    @Test func runsFromBeforeTheReachWasKeptHaveNone() throws {
        try save(sampleReport("old"))
        try store.write { try $0.execute(sql: "UPDATE metric_value SET low = NULL, high = NULL, reach = NULL") }
        let metric = try #require(GateMetric(path: "frechet_distance"))
        #expect(try find("last", for: report()).figure(metric)?.basis == GateFigure.Basis.none)
    }
}
