import GANData
import GANEvaluation
import GANMetrics
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANAudit

@Suite struct AuditRunTests {
    private static let scenes = Scenes(900, seed: 4)

    /// Ten copies among 110 samples; the real rows come in several blocks.
    private func plan(memory: Int? = nil) -> AuditRun.Plan {
        let scenes = Self.scenes
        let samples = scenes.rows.rows(at: Array(0..<10)).appendingRows(of: scenes.rows.rows(in: 700..<800))
        return AuditRun.Plan(
            subject: .samples(scenes.source(samples, "samples"), count: 110),
            training: scenes.source(0..<500, "training"), heldOut: scenes.source(500..<700, "held-out"),
            options: AuditOptions(calibrationRows: 200, channels: [], blockBytes: 1), memory: memory)
    }

    private func copies(_ outcome: AuditRun.Outcome) -> [[Int]] {
        outcome.findings.copies.map { [$0.sample, $0.trainingRow] }
    }

    @Test func aLibrarysCallerNeedsNothingButSources() throws {
        let outcome = try AuditRun(plan()).run()
        #expect(outcome.findings.verdict.outcome == .copying)
        #expect(outcome.findings.copies.count { $0.sample < 10 && $0.sample == $0.trainingRow } == 10)
        #expect(outcome.samples.count == 110 && outcome.pictures == nil)
        #expect(outcome.evaluationProtocol.fields["samples"] == "110")
    }

    @Test func aStoppedSearchGoesOnWhereItWas() throws {
        let cache = MemoryCache()
        #expect(throws: AuditRun.Stopped.whileSearching) {
            try AuditRun(plan(), cache: cache, listener: .init(shouldStop: { true })).run()
        }
        #expect(cache.kept == ["audit search/1"] && cache.hits.isEmpty)
        let resumed = try AuditRun(plan(), cache: cache).run()
        #expect(cache.hits == ["audit search/1"])
        let whole = try AuditRun(plan()).run()
        #expect(copies(resumed) == copies(whole) && !copies(whole).isEmpty)
        #expect(resumed.evaluationProtocol == whole.evaluationProtocol)
    }

    @Test func aDamagedSearchBeginsAnewAndSaysSo() throws {
        struct Damaged: EvaluationCache {
            func find(kind: String, ingredients: [String]) -> [UInt8]? { [1, 2, 3] }
            func keep(_ bytes: [UInt8], kind: String, ingredients: [String]) {}
        }
        var told: [AuditRun.Notice] = []
        let outcome = try AuditRun(plan(), cache: Damaged(), listener: .init(told: { told.append($0) })).run()
        #expect(told == [.searchBeginsAnew])
        #expect(copies(outcome) == copies(try AuditRun(plan()).run()))
    }

    @Test func tooLittleMemoryIsSaid() throws {
        #expect(throws: AuditError.self) { try AuditRun(plan(memory: 1 << 20)).run() }
        #expect(copies(try AuditRun(plan(memory: 256 << 20)).run()) == copies(try AuditRun(plan()).run()))
    }
}
