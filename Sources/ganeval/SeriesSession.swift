import ArgumentParser
import Foundation
import GANCheckpoints
import GANData
import GANEvaluation
import GANGate
import GANMetrics
import GANModels
import GANNumerics
import GANReports
import GANStore
import GANText
import OrderedCollections

/// One series from arguments to files.
///
/// What was measured is in the store as soon as it is there, so a run that was killed goes on where it was.
final class SeriesSession {
    struct Plan {
        var inputs: [String]
        var reference: String
        var measuring: MeasuringOptions
        var registry: ExtractorRegistry
        var metric: String
        /// Metrics that a policy compares with a baseline.
        var paired: Set<String> = []
        var model: ModelOptions
        var out: String
        /// nil to end with the checkpoints there are; otherwise the seconds between two looks for new ones.
        var watch: Double?
        var command: String
    }

    private let plan: Plan
    private let store: Store?
    private let bar: ProgressBar
    private let loader: SeriesLoader
    private let files: SeriesFiles
    /// What every checkpoint is held to; nil without one.
    private let policy: SeriesPolicy?

    /// A file that was read: what it says, and what was measured of it.
    private struct Known {
        var head: SeriesLoader.Head
        var members: [Measured] = []
        var faults: [SeriesFault] = []
    }

    private struct Measured {
        var trajectory: String
        var digest: String
        var measurement: CheckpointMeasurement
        var prior: ReportContributions.Prior
        var weights: String
        var health: SeriesHealth?
    }

    private var known: OrderedDictionary<String, Known> = [:]
    private var broken: OrderedDictionary<String, (fault: SeriesFault, signature: SeriesFiles.Signature?)> = [:]
    /// By the digests of both weights.
    private var drifts: [[String]: SeriesDrift?] = [:]
    private var evaluationProtocol: EvaluationProtocol?

    init(
        _ plan: Plan, store: Store?, quiet: Bool,
        policy: SeriesPolicy? = nil
    ) {
        self.plan = plan
        self.store = store
        self.policy = policy
        bar = ProgressBar(quiet: quiet)
        loader = SeriesLoader(options: plan.model)
        files = SeriesFiles(inputs: plan.inputs)
    }

    /// Measures all checkpoints and writes the files; with `watch`, those that come as well.
    ///
    /// Throws what the sources throw, `SeriesError` where there is nothing to measure, and `ExitCode` after Ctrl-C.
    func run() throws -> SeriesReport {
        // Minutes of work must not end at a folder that can't be written.
        try OutputFolder.check(plan.out)
        let first = try files.paths(isWaiting: plan.watch != nil)
        let interruption = Interruption()
        defer { bar.clear() }
        let cache: any EvaluationCache =
            try store.map { try StoreCache(store: $0) { message in Console.warning(message) } } ?? NoCache()
        let reference = try SampleSources.open(plan.reference, labels: plan.measuring.referenceLabels)
        let heldOut = try plan.measuring.heldOut.map { try SampleSources.open($0) }
        let measurer = SeriesMeasurer(
            .init(
                reference: reference, heldOut: heldOut, extractor: plan.measuring.extractorChoice,
                extractors: plan.registry,
                seed: plan.measuring.seed, neighbours: plan.measuring.neighbours, samples: plan.measuring.samples,
                classNames: plan.measuring.classNames),
            cache: cache)
        func make() throws -> SeriesReport? { try report(reference: reference, heldOut: heldOut) }
        func write(_ report: SeriesReport) throws {
            try SeriesWriter.write(report, to: URL(fileURLWithPath: plan.out, isDirectory: true))
        }

        guard let seconds = plan.watch else {
            try measure(first, measurer, heldOut) { interruption.isRequested }
            if interruption.isRequested { throw stopped() }
            guard let report = try make() else { throw nothingMeasured() }
            try write(report)
            return report
        }
        var settling = SeriesSettling()
        while true {
            // Whether the run has ended is asked first: what it wrote before is then there.
            let isFinished = files.isFinished
            let paths = try files.paths(isWaiting: true)
            let fresh = settling.settled(paths).filter { path in
                known[path] == nil && (broken[path].map { $0.signature != SeriesFiles.Signature(path) } ?? true)
            }
            if !fresh.isEmpty {
                try measure(fresh, measurer, heldOut) { interruption.isRequested }
                if let report = try make() { try write(report) }
            }
            let waiting = paths.filter { known[$0] == nil && broken[$0] == nil }
            if interruption.isRequested || isFinished && waiting.isEmpty { break }
            bar.update("waiting for checkpoints", share: 0, detail: "\(known.count) measured, Ctrl-C ends")
            let until = ContinuousClock.now + .seconds(seconds)
            while ContinuousClock.now < until, !interruption.isRequested { usleep(50_000) }
        }
        guard let report = try make() else { throw nothingMeasured() }
        try write(report)
        return report
    }

    private func stopped() -> ExitCode {
        bar.clear()
        Console.note(
            store == nil
                ? "Stopped; without a store the series begins anew."
                : "Stopped; the same command goes on where it was.")
        return ExitCode(130)
    }

    private func nothingMeasured() -> SeriesError {
        let faults = allFaults
        return .nothingMeasured(
            path: plan.inputs.joined(separator: ", "), count: known.count + broken.count,
            first: faults.first.map { "\($0.location): \($0.fact)" } ?? "")
    }

    // MARK: Measuring

    private func measure(
        _ paths: [String], _ measurer: SeriesMeasurer, _ heldOut: (any SampleSource)?, shouldStop: () -> Bool
    ) throws {
        for (number, path) in CheckpointSteps.ordered(paths).enumerated() {
            if shouldStop() { return }
            let place = "\(number + 1) of \(paths.count)"
            do {
                let (head, members) = try loader.open(path)
                var found = Known(head: head)
                try measure(members, of: path, place, &found, measurer, heldOut, shouldStop)
                if shouldStop(), found.members.isEmpty, found.faults.isEmpty { return }
                known[path] = found
                broken[path] = nil
            } catch let error as any ExplainedError {
                try refuse(error, heldOut)
                broken[path] = (
                    Self.fault(error, path: path, trajectory: nil), SeriesFiles.Signature(path)
                )
            }
        }
    }

    private func measure(
        _ members: [SeriesLoader.Member], of path: String, _ place: String, _ found: inout Known,
        _ measurer: SeriesMeasurer,
        _ heldOut: (any SampleSource)?, _ shouldStop: () -> Bool
    ) throws {
        for member in members {
            if shouldStop() { return }
            let bar = bar
            let progress: @Sendable (StageProgress) -> Void = {
                bar.update("\(place), \(member.trajectory): \($0.stage)", share: $0.share, count: $0.count)
            }
            do {
                let rules =
                    try evaluationProtocol ?? measurer.evaluationProtocol(of: member.generator, progress: progress)
                if evaluationProtocol == nil { try policy?.prepare(rules, weights: member.generator.weights) }
                evaluationProtocol = rules
                let outcome = try measurer.measure(member.generator, path: path, by: rules, progress: progress)
                var measurement = outcome.measurement
                // Only these metrics' rows are looked at; those of all would grow with the series.
                measurement.contributions = measurement.contributions.filter {
                    $0.key == plan.metric || plan.paired.contains($0.key)
                }
                found.members.append(
                    Measured(
                        trajectory: member.trajectory, digest: member.generator.digest, measurement: measurement,
                        prior: ReportContributions.Prior(member.generator), weights: member.generator.weights,
                        health: member.weights.map { SeriesHealth(WeightHealth($0)) }))
                noteDrift(of: member)
            } catch let error as any ExplainedError {
                try refuse(error, heldOut)
                found.faults.append(Self.fault(error, path: path, trajectory: member.trajectory))
            }
        }
    }

    /// Throws errors that are no checkpoint's fault.
    private func refuse(_ error: any ExplainedError, _ heldOut: (any SampleSource)?) throws {
        switch error {
        case EvaluationError.shapesDiffer(let source, _, _, _): if source == heldOut?.name { throw error }
        case is EvaluationError, is DataError, is StoreError, is GateError, is ModelOptionError: throw error
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

    // MARK: The report

    /// What is known now as a report; nil without any measurement.
    private func report(reference: any SampleSource, heldOut: (any SampleSource)?) throws -> SeriesReport? {
        guard let evaluationProtocol else { return nil }
        let paths = Array(known.keys).filter { known[$0]?.members.isEmpty == false }
        let (steps, basis) = CheckpointSteps.steps(
            told: paths.map { known[$0]?.head.step }, names: paths.map { ($0 as NSString).lastPathComponent })
        let order = paths.indices.sorted { (steps[$0], paths[$0]) < (steps[$1], paths[$1]) }
        let checkpoints = order.map { index in
            let head = known[paths[index]]?.head
            return SeriesCheckpoint(
                name: (paths[index] as NSString).lastPathComponent, path: paths[index], step: steps[index],
                imagesSeen: head?.imagesSeen, digest: head?.digest ?? "")
        }
        // The moving average first, then the others in the order in which they came.
        var names = OrderedSet(checkpoints.flatMap { known[$0.path]?.members.map(\.trajectory) ?? [] })
        if let place = names.firstIndex(of: ModelFile.Variant.average) { names.swapAt(0, place) }
        var candidates: [SeriesCandidate] = []
        for (trajectory, name) in names.enumerated() {
            var before: (path: String, digest: String)?
            for (place, checkpoint) in checkpoints.enumerated() {
                guard let member = known[checkpoint.path]?.members.first(where: { $0.trajectory == name }) else {
                    continue
                }
                candidates.append(
                    SeriesCandidate(
                        checkpoint: place, trajectory: trajectory, digest: member.digest,
                        measurement: member.measurement, prior: member.prior, weights: member.weights,
                        health: member.health,
                        drift: before.flatMap { drift(from: $0, to: (checkpoint.path, member.digest), name) }))
                before = (checkpoint.path, member.digest)
            }
        }
        guard !candidates.isEmpty else { return nil }
        let findings = SeriesAnalysis.findings(
            checkpoints: checkpoints, trajectories: Array(names), candidates: candidates, faults: allFaults,
            stepBasis: basis, evaluationProtocol: evaluationProtocol, metric: plan.metric, seed: plan.measuring.seed)
        var shape: (height: Int, width: Int, channels: Int)?
        if case .image(let height, let width, let channels) = reference.shape { shape = (height, width, channels) }
        let isPlane = reference.shape == .vector(2)
        return SeriesReport(
            findings: findings, reference: try Self.summary(reference),
            heldOut: try heldOut.map { try Self.summary($0) },
            samples: plan.measuring.samples, imageShape: shape,
            realPoints: isPlane
                ? try reference.read(rows: 0..<min(CheckpointMeasurement.filmPoints, reference.count))
                : Matrix(rows: 0, columns: 2),
            gates: try policy.map { policy in try candidates.map { try policy.gates($0, evaluationProtocol) } } ?? [],
            toolVersion: ToolVersion.current, command: plan.command)
    }

    /// All faults by path, each with the step that its file or name tells.
    private var allFaults: [SeriesFault] {
        var faults = broken.values.map(\.fault)
        for found in known.values {
            faults += found.faults.map { fault in
                var fault = fault
                fault.step = found.head.step
                return fault
            }
        }
        return faults.map { fault in
            var fault = fault
            fault.step = fault.step ?? CheckpointSteps.number(inName: (fault.path as NSString).lastPathComponent)
            return fault
        }.sorted { ($0.path, $0.trajectory ?? "") < ($1.path, $1.trajectory ?? "") }
    }

    /// Compares a trajectory's weights with those of the file before, while both are in memory.
    private func noteDrift(of member: SeriesLoader.Member) {
        guard let weights = member.weights else { return }
        let digest = member.generator.digest
        if let last = lastWeights.updateValue((digest, weights), forKey: member.trajectory) {
            drifts[[last.digest, digest]] = .some(WeightDrift(from: last.weights, to: weights).map { SeriesDrift($0) })
        }
    }

    /// The change of one trajectory's weights between two files; nil where they can't be compared.
    ///
    /// Files are read again only where their steps put them into another order than they were measured in.
    private func drift(
        from earlier: (path: String, digest: String), to later: (path: String, digest: String), _ trajectory: String
    ) -> SeriesDrift? {
        let key = [earlier.digest, later.digest]
        if let found = drifts[key] { return found }
        func weights(_ place: (path: String, digest: String)) -> OrderedDictionary<String, WeightTensor>? {
            if let last = lastWeights[trajectory], last.digest == place.digest { return last.weights }
            let found = try? loader.weights(place.path, trajectory: trajectory)
            lastWeights[trajectory] = found.map { (digest: place.digest, weights: $0) }
            return found
        }
        guard let first = weights(earlier), let second = weights(later) else { return nil }
        let found = WeightDrift(from: first, to: second).map { SeriesDrift($0) }
        drifts[key] = .some(found)
        return found
    }

    /// The weights of each trajectory that were read last: the next change begins with them.
    private var lastWeights: [String: (digest: String, weights: OrderedDictionary<String, WeightTensor>)] = [:]

    private static func summary(_ source: any SampleSource) throws -> SourceSummary {
        SourceSummary(
            name: source.name, count: source.count, shape: "\(source.shape)", rule: source.rule,
            digest: try source.contentDigest())
    }
}
