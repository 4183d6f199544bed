import GANEvaluation
import GANMetrics
import GRDB
import OrderedCollections
import TestSupport
import Testing

@testable import GANStore

@Suite struct StoreRunsTests {
    @Test func whatIsSavedIsRead() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        let report = sampleReport(startedAt: "2024-03-01T10:00:00.750Z", seconds: 12.5)
        let checkpoint = StoredCheckpoint(digest: digest("checkpoint"), path: "c", step: 100, imagesSeen: 6400)
        try store.save(report, folder: "out/report", checkpoint: checkpoint)

        let run = try #require(try store.runs().first)
        #expect(run.identifier == "run-1" && run.reportFolder == "out/report" && run.grade == .cannotTell)
        #expect(run.startedAt == "2024-03-01T10:00:00Z" && run.finishedAt == "2024-03-01T10:00:14Z")
        #expect(run.evaluationProtocol == report.evaluationProtocol)
        #expect(run.evaluationProtocol.fingerprint == report.evaluationProtocol.fingerprint)
        #expect(run.subjectDigest == report.subject.digest && run.heldOutDigest == report.heldOut?.digest)
        #expect(try store.checkpoints() == [checkpoint])

        let metrics = try store.metrics(ofRun: "run-1")
        #expect(metrics.map(\.name) == ["frechet_distance", "coverage"])
        #expect(
            metrics.first
                == StoredMetric(
                    name: "frechet_distance", extractor: "pixels", value: 30.5,
                    interval: MetricInterval(low: 29.5, high: 31.5, level: 0.9, method: "jackknife"), null: 0.4,
                    ceiling: 0.6,
                    diagnostics: [Diagnostic(code: "few", severity: .note, message: "Only 100 samples: \"few\".")]))
        #expect(metrics.last?.interval == nil && metrics.last?.null == nil && metrics.last?.diagnostics.isEmpty == true)
        #expect(
            try store.neighbours(ofRun: "run-1")
                == [StoredNeighbour(sample: 3, trainingRow: 17, distance: 0.5, ratio: 0.25)])
    }

    @Test func aRefusedRunLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        var notFinite = sampleReport()
        notFinite.metrics["coverage"]?.result.value = .nan
        var infinite = sampleReport()
        infinite.metrics["coverage"]?.result.value = .infinity
        var reference = sampleReport()
        reference.metrics["coverage"]?.result.ceiling = MetricReference(value: .nan, basis: "none")
        var reach = sampleReport()
        reach.metrics["coverage"]?.result.parts[MetricResult.reachAtMost] = .number(.nan)
        var digestless = sampleReport()
        digestless.subject.digest = "none"
        var twice = sampleReport()
        twice.metrics["again"] = twice.metrics["coverage"]
        for report in [
            notFinite, infinite, reference, reach, digestless, twice, sampleReport(startedAt: "yesterday"),
            sampleReport(seconds: -1), sampleReport(seconds: .nan),
        ] {
            do {
                try store.save(report, folder: "report")
                Issue.record("accepted \(report.run)")
            } catch {
                guard case .refused = error else { throw error }
            }
        }
        #expect(try store.runs().isEmpty && store.checkpoints().isEmpty)
    }

    @Test func oneIdentifierOneRun() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        try store.save(sampleReport(), folder: "first")
        #expect(throws: StoreError.self) { try store.save(sampleReport(), folder: "second") }
        #expect(try store.runs().map(\.reportFolder) == ["first"])
    }

    @Test func aRatioWithoutEndIsKeptAsUnknown() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        var report = sampleReport()
        report.gallery.pairs[0].ratio = .infinity
        try store.save(report, folder: "report")
        #expect(try store.neighbours(ofRun: "run-1").first?.ratio == .some(nil))
    }

    @Test func listsByFilterAndNewestFirst() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        try store.save(sampleReport("a", startedAt: "2024-01-01T00:00:00Z", subject: "x"), folder: "r")
        try store.save(sampleReport("b", startedAt: "2024-01-03T00:00:00Z", subject: "y"), folder: "r")
        try store.save(sampleReport("c", startedAt: "2024-01-02T00:00:00Z", subject: "x", seed: "8"), folder: "r")
        func found(_ filter: RunFilter) throws -> [String] { try store.runs(matching: filter).map(\.identifier) }
        #expect(try found(RunFilter()) == ["b", "c", "a"])
        #expect(try found(RunFilter(limit: 1)) == ["b"])
        #expect(try found(RunFilter(subjectDigest: digest("x"))) == ["c", "a"])
        #expect(try found(RunFilter(referenceDigest: digest("y"))).isEmpty)
        #expect(try found(RunFilter(since: "2024-01-02T00:00:00Z")) == ["b", "c"])
        let fingerprint = sampleReport(seed: "8").evaluationProtocol.fingerprint
        #expect(try found(RunFilter(fingerprint: fingerprint)) == ["c"])
    }

    /// What 0.1.0 saved: itself among the fields, and a fingerprint that this release would not give.
    @Test func runsOfEarlierReleasesAreFound() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        try store.save(sampleReport("old", startedAt: "2024-01-01T00:00:00Z"), folder: "r")
        try store.write {
            try $0.execute(
                sql: """
                    UPDATE run SET protocol_fingerprint = '0011223344556677',
                        protocol = '[["tool","ganeval 0.1.0"],["extractor","pixels"],["seed","7"]]'
                    """)
        }
        var report = sampleReport("new", startedAt: "2024-01-02T00:00:00Z")
        report.evaluationProtocol = EvaluationProtocol(fields: [
            "protocol_version": "1", "extractor": "pixels", "seed": "7",
        ])
        try store.save(report, folder: "r")
        try store.save(sampleReport("other", startedAt: "2024-01-03T00:00:00Z"), folder: "r")
        let fingerprint = report.evaluationProtocol.fingerprint
        let runs = try store.runs(matching: RunFilter(fingerprint: fingerprint))
        #expect(runs.map(\.identifier) == ["new", "old"])
        #expect(runs.allSatisfy { $0.evaluationProtocol == report.evaluationProtocol })
        #expect(try store.runs(matching: RunFilter(fingerprint: fingerprint, limit: 1)).map(\.identifier) == ["new"])
        // Who wrote the old fingerprint down finds the run by it too.
        #expect(try store.runs(matching: RunFilter(fingerprint: "0011223344556677")).map(\.identifier) == ["old"])
        let history = try store.metricHistory(name: "coverage", fingerprint: fingerprint)
        #expect(history.map(\.run) == ["old", "new"] && history.allSatisfy { $0.fingerprint == fingerprint })
        #expect(try store.metricHistory(name: "coverage", fingerprint: "0011223344556677").map(\.run) == ["old"])
    }

    @Test func followsAMetricOverRuns() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder: folder.path)
        try store.save(sampleReport("late", startedAt: "2024-01-02T00:00:00Z", value: 20), folder: "r")
        try store.save(
            sampleReport("early", startedAt: "2024-01-01T00:00:00Z", value: 40, subject: "e"), folder: "r",
            checkpoint: StoredCheckpoint(digest: digest("e"), path: "e", step: 5))
        let history = try store.metricHistory(name: "frechet_distance", extractor: "pixels")
        #expect(history.map(\.metric.value) == [40, 20])
        #expect(history.map(\.step) == [5, nil])
        #expect(try store.metricHistory(name: "frechet_distance", extractor: "classifier").isEmpty)
        #expect(try store.metricHistory(name: "coverage", fingerprint: "0000000000000000").isEmpty)
    }
}
