import Foundation
import GANCheckpoints
import GANData
import GANMetrics
import GANModels
import GANNumerics
import GANText
import GANTraining
import Synchronization
import TestSupport
import Testing

@testable import GANEvaluation

@Suite struct SeriesRunTests {
    private func plan(_ run: String? = nil, model: ModelOptions = ModelOptions()) throws -> SeriesRun.Plan {
        SeriesRun.Plan(
            inputs: [try run ?? ShortRun.ring.get().file("run")],
            measuring: MeasuringPlan(reference: try SampleSources.open("builtin:ring[0:400]"), seed: 2), samples: 120,
            model: model)
    }

    private func checkpoints() throws -> [String] {
        TrainingFolder.checkpoints(in: try ShortRun.ring.get().file("run"))
    }

    @Test func everyCheckpointHasBothKindsOfWeights() throws {
        let report = try #require(try SeriesRun(try plan()).run())
        let count = try checkpoints().count
        let findings = report.findings
        #expect(findings.trajectories == ["moving average", "raw"] && findings.checkpoints.count == count)
        #expect(findings.candidates.count == 2 * count && findings.faults.isEmpty && report.gates.isEmpty)
        for trajectory in 0..<2 {
            let drifts = findings.candidates(of: trajectory).map { findings.candidates[$0].drift }
            #expect(drifts[0] == nil && drifts.dropFirst().allSatisfy { ($0?.change ?? 0) > 0 })
        }
        #expect(report.toolVersion == ToolVersion.current && report.command.isEmpty)
    }

    /// The change of weights is found while both files are in memory: the files may be gone when the report is made.
    @Test func filesAreReadOnce() throws {
        let folder = try TemporaryFolder()
        let run = folder.file("run")
        try FileManager.default.copyItem(atPath: try ShortRun.ring.get().file("run"), toPath: run)
        let count = try checkpoints().count
        let series = SeriesRun(
            try plan(run),
            progress: { progress in
                if progress.stage.hasPrefix("\(count) of \(count), raw") {
                    try? FileManager.default.removeItem(atPath: run + "/checkpoints")
                }
            })
        let findings = try #require(try series.run()).findings
        #expect(!FileManager.default.fileExists(atPath: run + "/checkpoints"))
        #expect(findings.candidates.count == 2 * count)
        #expect(findings.candidates(of: 1).dropFirst().allSatisfy { findings.candidates[$0].drift != nil })
    }

    @Test func whatIsMeasuredIsKept() throws {
        let cache = MemoryCache()
        let first = try #require(try SeriesRun(try plan(), cache: cache).run())
        let kept = cache.kept.count
        let second = try #require(try SeriesRun(try plan(), cache: cache).run())
        #expect(cache.kept.count == kept)
        #expect(second.findings.candidates.map(\.measurement) == first.findings.candidates.map(\.measurement))
    }

    @Test func whoeverStopsItGetsNothingYet() throws {
        #expect(try SeriesRun(try plan()).run(shouldStop: { true }) == nil)
    }

    /// Comparing the checkpoints takes its time too: who stops it then wants no report either.
    @Test func aStopWhileCheckpointsAreComparedCounts() throws {
        let judge = Counting()
        let report = try SeriesRun(try plan(), judge: judge).run(shouldStop: { judge.judged > 0 })
        #expect(try report == nil && judge.judged == 2 * checkpoints().count)
    }

    /// What was guessed when files were read is said, once for all that were read alike.
    @Test func guessesAreTold() throws {
        let folder = try TemporaryFolder()
        let paths = (1...2).map { folder.file("step-\($0).safetensors") }
        for path in paths {
            try StateDictFile.averaged(Fixture.url("checkpoints/generator.safetensors").path, to: path)
        }
        var told: [String] = []
        let measuring = MeasuringPlan(reference: try SampleSources.open("builtin:shapes[0:150]"), extractor: .pixels)
        let series = SeriesRun(
            SeriesRun.Plan(inputs: paths, measuring: measuring, samples: 60), told: { told.append($0) })
        _ = try? series.run()
        #expect(told.count == 2 && told.allSatisfy { $0.hasPrefix(paths[0]) }, "\(told)")
        #expect(told.contains { $0.contains("n_averaged") } && told.contains { $0.contains("family dcgan") }, "\(told)")
    }

    /// A judge sees the first candidate before the others are measured.
    @Test func theFirstCandidateIsLookedAtAtOnce() throws {
        let judge = Counting()
        judge.refusesFirst = true
        var stages: Set<String> = []
        let seen = Mutex(stages)
        let series = SeriesRun(
            try plan(), judge: judge, progress: { progress in seen.withLock { _ = $0.insert(progress.stage) } })
        #expect(throws: CancellationError.self) { try series.run() }
        stages = seen.withLock { $0 }
        #expect(judge.judged == 0 && !stages.isEmpty && !stages.contains { $0.contains("raw") }, "\(stages)")
    }

    /// A mistake in the options is not the files' fault, nor is a judge that can't judge.
    @Test func whatIsNoCheckpointsFaultEndsTheSeries() throws {
        #expect(throws: ModelOptionError.self) {
            try SeriesRun(try plan(model: ModelOptions(select: "generator"))).run()
        }
        let error = ModelError.noDiscriminator(path: "baseline")
        #expect(throws: error) { try SeriesRun(try plan(), judge: Refusing(error: error)).run() }
        #expect(throws: SeriesError.missing(path: "nowhere")) { try SeriesRun(try plan("nowhere")).run() }
    }

    @Test func everyCandidateIsJudgedByTheProtocolThatWasPrepared() throws {
        let judge = Counting()
        let report = try #require(try SeriesRun(try plan(), judge: judge).run())
        #expect(report.gates.count == report.findings.candidates.count)
        #expect(judge.prepared == [report.findings.evaluationProtocol.fingerprint])
        #expect(report.gates.allSatisfy { $0.map(\.rule) == [judge.prepared[0]] })
    }
}

private struct Refusing: SeriesJudge {
    let error: ModelError
    var pairedMetrics: Set<String> { [] }
    func prepare(_ evaluationProtocol: EvaluationProtocol, weights: String) throws { throw error }
    func gates(_ candidate: SeriesCandidate, _ evaluationProtocol: EvaluationProtocol) throws -> [SeriesGate] { [] }
}

private final class Counting: SeriesJudge {
    private(set) var prepared: [String] = []
    private(set) var judged = 0
    var refusesFirst = false
    var pairedMetrics: Set<String> { [] }

    func prepare(_ evaluationProtocol: EvaluationProtocol, weights: String) throws {
        prepared.append(evaluationProtocol.fingerprint)
    }

    func check(first candidate: SeriesCandidate, _ evaluationProtocol: EvaluationProtocol) throws {
        if refusesFirst { throw CancellationError() }
    }

    func gates(_ candidate: SeriesCandidate, _ evaluationProtocol: EvaluationProtocol) throws -> [SeriesGate] {
        judged += 1
        return [SeriesGate(rule: evaluationProtocol.fingerprint, outcome: .passed, reason: "")]
    }
}
