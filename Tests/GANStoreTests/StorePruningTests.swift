import GANEvaluation
import TestSupport
import Testing

@testable import GANStore

/// `Store+Pruning.swift`.
@Suite struct StorePruningTests {
    private let folder: TemporaryFolder
    private let store: Store

    init() throws {
        folder = try TemporaryFolder()
        store = try Store.open(folder: folder.path)
        for day in 1...5 {
            let name = "run-\(day)"
            try store.save(
                sampleReport(name, startedAt: "2024-03-0\(day)T10:00:00Z", subject: name), folder: "reports/\(name)",
                checkpoint: StoredCheckpoint(digest: digest(name), path: "\(name).safetensors", step: day))
        }
    }

    private func old(_ keep: Int?, _ time: String?) throws -> [String] {
        try store.runs(beyondNewest: keep, startedBefore: time).map(\.identifier)
    }

    @Test func limitsChooseTheOldest() throws {
        #expect(try old(3, nil) == ["run-1", "run-2"])
        #expect(try old(nil, "2024-03-04T00:00:00Z") == ["run-1", "run-2", "run-3"])
        #expect(try old(4, "2024-03-04T00:00:00Z") == ["run-1"])
        #expect(try old(0, "2024-03-01T10:00:00Z").isEmpty && old(5, nil).isEmpty && old(9, nil).isEmpty)
        #expect(try old(nil, nil).isEmpty && old(0, nil).count == 5)
    }

    @Test func forgettingLeavesNothingOfARunAndAllOfTheOthers() throws {
        #expect(try store.delete(runs: ["run-1", "run-3", "unknown"]) == 2)
        #expect(try store.runs().map(\.identifier) == ["run-5", "run-4", "run-2"])
        #expect(try store.metrics(ofRun: "run-1").isEmpty && store.neighbours(ofRun: "run-3").isEmpty)
        #expect(try store.metrics(ofRun: "run-2").count == 2)
        #expect(try store.checkpoints().map(\.step) == [2, 4, 5])
        #expect(try store.metricHistory(name: "coverage").map(\.run) == ["run-2", "run-4", "run-5"])
        #expect(try store.delete(runs: []) == 0)
    }

    @Test func metricsAreNamedWithTheirSpaces() throws {
        let names = try store.metricNames()
        #expect(
            names.map { $0.name } == ["coverage", "frechet_distance"]
                && names.map { $0.extractor } == ["pixels", "pixels"])
    }
}
