import Foundation
import GANEvaluation
import GANText
import OrderedCollections

/// Names a run of the program and tells how long it took, stage by stage.
final class StageClock {
    private let startedAt = ISO8601DateFormatter().string(from: Date())
    private let identifier: String
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now
    private var stages: OrderedDictionary<String, Double> = [:]

    init() {
        identifier = "\(startedAt)-\(UUID().uuidString.prefix(8).lowercased())"
    }

    /// Everything since the last stage's end belonged to `stage`.
    func finish(_ stage: String) {
        let now = ContinuousClock.now
        stages[stage, default: 0] += (now - last).inSeconds
        last = now
    }

    /// The run as it stands now.
    func record(command: String) -> RunRecord {
        RunRecord(
            identifier: identifier, toolVersion: ToolVersion.current, command: command, startedAt: startedAt,
            seconds: (ContinuousClock.now - start).inSeconds, machine: MachineDescription.current(), stages: stages)
    }
}
