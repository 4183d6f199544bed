import Foundation
import GANCheckpoints
import GANData
import GANMetrics
public import GANModels
public import GANNumerics
import GANText
import OrderedCollections

/// Measures the checkpoints of a training run by one protocol, and says which is the best.
///
/// Each file is opened once, and each kind of weights in it is measured. Results go to the cache as soon as they are there, so a series
/// that was stopped or killed goes on where it was. A file that can't be measured is a fault among the findings; data, options and a
/// judge that do not fit are errors. For one thread.
public final class SeriesRun {
    /// Which checkpoints, and how they are measured.
    public struct Plan: Sendable {
        /// Folders of runs or of checkpoints, and checkpoints.
        public var inputs: [String]
        /// What checkpoints are held against, and how they are measured.
        public var measuring: MeasuringPlan
        /// Samples of each checkpoint.
        public var samples: Int
        /// What the best is chosen by, one of `SeriesAnalysis.metrics`.
        public var metric: String
        /// What is stated about the models.
        public var model: ModelOptions
        /// What is asked of the checkpoints' discriminators; nil asks nothing.
        public var adversaries: AdversaryPlan?
        /// A discriminator that all checkpoints' samples are shown to; nil for each checkpoint's own.
        public var discriminator: JudgedDiscriminator?

        /// Asks for a series of `inputs` in any order, with `samples` of each checkpoint, ranked by `metric`.
        ///
        /// Nothing is read here; the run throws for paths that lead nowhere, fewer samples than can be measured, and other metrics.
        public init(
            inputs: [String], measuring: MeasuringPlan, samples: Int = 10_000,
            metric: String = SeriesAnalysis.headline, model: ModelOptions = ModelOptions(),
            adversaries: AdversaryPlan? = nil, discriminator: JudgedDiscriminator? = nil
        ) {
            self.inputs = inputs
            self.measuring = measuring
            self.samples = samples
            self.metric = metric
            self.model = model
            self.adversaries = adversaries
            self.discriminator = discriminator
        }
    }

    let plan: Plan
    /// What every checkpoint is held to; nil without one.
    let judge: (any SeriesJudge)?
    private let progress: @Sendable (StageProgress) -> Void
    /// Hears what was guessed when a file was read, with its path; the same words once.
    private let told: (String) -> Void
    private var saidBefore: Set<String> = []
    private let loader: SeriesLoader
    private let files: SeriesFiles
    private let measurer: SeriesMeasurer

    /// A file that was read: what it says, and what was measured of it.
    struct Known {
        var head: SeriesLoader.Head
        var members: [Measured] = []
        var faults: [SeriesFault] = []
    }

    /// One kind of weights that was measured.
    struct Measured {
        var trajectory: String
        var digest: String
        var measurement: CheckpointMeasurement
        var prior: LatentPrior
        var weights: String
        var health: SeriesHealth?
    }

    var known: OrderedDictionary<String, Known> = [:]
    var broken: OrderedDictionary<String, (fault: SeriesFault, signature: SeriesFiles.Signature?)> = [:]
    var drifts: SeriesDrifts
    var evaluationProtocol: EvaluationProtocol?
    /// Whether nothing was measured yet.
    private var isFirst = true

    /// A series that nothing was measured of; `progress` hears of every checkpoint's stages, and `told` what was guessed when files
    /// were read, the same guess about the first of them alone.
    public init(
        _ plan: Plan, cache: any EvaluationCache = NoCache(), judge: (any SeriesJudge)? = nil,
        progress: @escaping @Sendable (StageProgress) -> Void = { _ in }, told: @escaping (String) -> Void = { _ in }
    ) {
        self.plan = plan
        self.judge = judge
        self.progress = progress
        self.told = told
        loader = SeriesLoader(options: plan.model)
        drifts = SeriesDrifts(loader: loader)
        files = SeriesFiles(inputs: plan.inputs)
        measurer = SeriesMeasurer(plan.measuring, samples: plan.samples, cache: cache)
    }

    /// Measures the checkpoints that there are; nil where `shouldStop` ended it before all were, and all was said about them.
    ///
    /// Throws `SeriesError` where there is nothing to measure, and what the data, the options and the judge throw.
    public func run(shouldStop: () -> Bool = { false }) throws -> SeriesReport? {
        try unwrapped {
            try measure(try files.paths(), shouldStop)
            if shouldStop() { return nil }
            guard var report = try self.report() else { throw nothingMeasured() }
            // Comparing many checkpoints takes its time as well.
            if shouldStop() { return nil }
            guard try addAdversaries(to: &report, shouldStop) else { return nil }
            return report
        }
    }

    /// Measures checkpoints as they come, until the run says that it has ended or `shouldStop` does.
    ///
    /// Looks every `seconds` for files that have stopped changing, hands a report to `made` whenever new ones were measured, and
    /// says to `waiting` how many were. Throws as `run` does.
    public func watch(
        every seconds: Double, shouldStop: () -> Bool, waiting: (Int) -> Void, made: (SeriesReport) throws -> Void
    ) throws -> SeriesReport {
        try unwrapped {
            var settling = SeriesSettling()
            while true {
                // Whether the run has ended is asked first: what it wrote before is then there.
                let isFinished = files.isFinished
                let paths = try files.paths(isWaiting: true)
                let fresh = settling.settled(paths).filter { path in
                    known[path] == nil && (broken[path].map { $0.signature != SeriesFiles.Signature(path) } ?? true)
                }
                if !fresh.isEmpty {
                    try measure(fresh, shouldStop)
                    if let report = try self.report() { try made(report) }
                }
                let missing = paths.filter { known[$0] == nil && broken[$0] == nil }
                if shouldStop() || isFinished && missing.isEmpty { break }
                waiting(known.count)
                let until = ContinuousClock.now + .seconds(seconds)
                while ContinuousClock.now < until, !shouldStop() { Thread.sleep(forTimeInterval: 0.05) }
            }
            guard var report = try self.report() else { throw nothingMeasured() }
            // Whoever stops watching waits for no tournament.
            _ = try addAdversaries(to: &report, shouldStop)
            return report
        }
    }

    /// Plays the discriminators against the generators, where that was asked for; false where `shouldStop` ended it.
    private func addAdversaries(to report: inout SeriesReport, _ shouldStop: () -> Bool) throws -> Bool {
        guard let adversaries = plan.adversaries, !shouldStop() else { return !shouldStop() }
        let stage = AdversaryStage(
            plan: adversaries, measuring: plan.measuring, cache: measurer.cache, progress: progress)
        report.adversaries = try stage.measure(report.findings.checkpoints, shouldStop: shouldStop)
        return report.adversaries != nil
    }

    private func nothingMeasured() -> SeriesError {
        .nothingMeasured(
            path: plan.inputs.joined(separator: ", "), count: known.count + broken.count,
            first: allFaults.first.map { "\($0.location): \($0.fact)" } ?? "")
    }

    // MARK: Measuring

    /// An error that is no checkpoint's fault, on its way past the checkpoints.
    private struct Refusal: Error { var error: any Error }

    private func unwrapped<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let refusal as Refusal { throw refusal.error }
    }

    private func measure(_ paths: [String], _ shouldStop: () -> Bool) throws {
        for (number, path) in CheckpointSteps.ordered(paths).enumerated() {
            if shouldStop() { return }
            do {
                let (head, members) = try loader.open(path)
                var found = Known(head: head)
                try measure(members, of: path, "\(number + 1) of \(paths.count)", &found, shouldStop)
                if shouldStop(), found.members.isEmpty, found.faults.isEmpty { return }
                known[path] = found
                broken[path] = nil
            } catch let error as any ExplainedError {
                try refuse(error)
                broken[path] = (Self.fault(error, path: path, trajectory: nil), SeriesFiles.Signature(path))
            }
        }
    }

    private func measure(
        _ members: [SeriesLoader.Member], of path: String, _ place: String, _ found: inout Known,
        _ shouldStop: () -> Bool
    ) throws {
        let progress = progress
        for member in members {
            if shouldStop() { return }
            let trajectory = member.trajectory
            for note in member.notes where saidBefore.insert(note).inserted { told("\(path): \(note)") }
            let tell: @Sendable (StageProgress) -> Void = {
                progress(
                    StageProgress(stage: "\(place), \(trajectory): \($0.stage)", share: $0.share, count: $0.count))
            }
            do {
                let rules =
                    try evaluationProtocol ?? measurer.evaluationProtocol(of: member.generator, progress: tell)
                if evaluationProtocol == nil { try prepare(rules, weights: member.generator.weights) }
                evaluationProtocol = rules
                let outcome = try measurer.measure(
                    member.generator, path: path, by: rules, discriminator: plan.discriminator ?? member.discriminator,
                    progress: tell)
                var measurement = outcome.measurement
                // Only these metrics' rows are looked at; those of all would grow with the series.
                let paired = judge?.pairedMetrics ?? []
                measurement.contributions = measurement.contributions.filter {
                    $0.key == plan.metric || paired.contains($0.key)
                }
                let measured = Measured(
                    trajectory: trajectory, digest: member.generator.digest, measurement: measurement,
                    prior: member.generator.latentPrior, weights: member.generator.weights,
                    health: member.weights.map { SeriesHealth(WeightHealth($0)) })
                try checkFirst(measured, rules)
                found.members.append(measured)
                drifts.note(member)
            } catch let error as any ExplainedError {
                try refuse(error)
                found.faults.append(Self.fault(error, path: path, trajectory: trajectory))
            }
        }
    }

    private func prepare(_ rules: EvaluationProtocol, weights: String) throws(Refusal) {
        do { try judge?.prepare(rules, weights: weights) } catch { throw Refusal(error: error) }
    }

    /// Lets the judge look at the first candidate: a mistake shall not show after all are measured.
    private func checkFirst(_ measured: Measured, _ rules: EvaluationProtocol) throws(Refusal) {
        guard isFirst else { return }
        isFirst = false
        let candidate = SeriesCandidate(
            checkpoint: 0, trajectory: 0, digest: measured.digest, measurement: measured.measurement,
            prior: measured.prior, weights: measured.weights, health: measured.health)
        do { try judge?.check(first: candidate, rules) } catch { throw Refusal(error: error) }
    }

    /// Throws errors that are no checkpoint's fault.
    private func refuse(_ error: any ExplainedError) throws(Refusal) {
        switch error {
        case EvaluationError.shapesDiffer(let source, _, _, _):
            if source == plan.measuring.heldOut?.name { throw Refusal(error: error) }
        case is EvaluationError, is DataError, is ModelOptionError: throw Refusal(error: error)
        default: break
        }
    }

    private static func fault(_ error: any ExplainedError, path: String, trajectory: String?) -> SeriesFault {
        let kind: SeriesFault.Kind =
            switch error {
            case ModelError.nonFiniteOutput: .diverged
            case ModelError.constantOutput: .collapsed
            default: .broken
            }
        return SeriesFault(
            path: path, trajectory: trajectory, kind: kind, location: error.location, fact: error.fact,
            remedy: error.remedy)
    }
}
