import Foundation
import GANCheckpoints
import GANData
import GANMetrics
import GANModels
import GANNumerics
import GANText
import OrderedCollections

extension SeriesRun {
    /// What is known now as a report; nil without any measurement.
    func report() throws -> SeriesReport? {
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
        let candidates = candidates(checkpoints, trajectories: Array(names))
        guard !candidates.isEmpty else { return nil }
        let findings = SeriesAnalysis.findings(
            checkpoints: checkpoints, trajectories: Array(names), candidates: candidates, faults: allFaults,
            stepBasis: basis, evaluationProtocol: evaluationProtocol, metric: plan.metric, seed: plan.measuring.seed)
        let (reference, heldOut) = (plan.measuring.reference, plan.measuring.heldOut)
        let isPlane = reference.shape == .vector(2)
        return SeriesReport(
            findings: findings, reference: try SourceSummary(of: reference),
            heldOut: try heldOut.map { try SourceSummary(of: $0) }, samples: plan.samples,
            imageShape: reference.shape.imageShape,
            realPoints: isPlane
                ? try reference.read(rows: 0..<min(CheckpointMeasurement.filmPoints, reference.count))
                : Matrix(rows: 0, columns: 2),
            gates: try judge.map { judge in try candidates.map { try judge.gates($0, evaluationProtocol) } } ?? [],
            toolVersion: ToolVersion.current, command: "")
    }

    private func candidates(_ checkpoints: [SeriesCheckpoint], trajectories: [String]) -> [SeriesCandidate] {
        var candidates: [SeriesCandidate] = []
        for (trajectory, name) in trajectories.enumerated() {
            var before: (path: String, digest: String)?
            for (place, checkpoint) in checkpoints.enumerated() {
                guard let member = known[checkpoint.path]?.members.first(where: { $0.trajectory == name }) else {
                    continue
                }
                let here = (path: checkpoint.path, digest: member.digest)
                candidates.append(
                    SeriesCandidate(
                        checkpoint: place, trajectory: trajectory, digest: member.digest,
                        measurement: member.measurement, prior: member.prior, weights: member.weights,
                        health: member.health, drift: before.flatMap { drifts.drift(from: $0, to: here, name) }))
                before = here
            }
        }
        return candidates
    }

    /// All faults by path, each with the step that its file or name tells.
    var allFaults: [SeriesFault] {
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
}
