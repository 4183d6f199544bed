import GANAutodiff
import GANCheckpoints
import GANFiles
import GANNumerics

// What a trainer must remember to go on as if it had never stopped, in one sealed file. Random draws need no memory: they are functions of
// the step.

private let stateFormat = "ganeval.training-state/2"

/// Where the metadata hold SHA-256 over the rest of them and all tensors.
private let digestKey = "sha256"

private func digest(_ tensors: [String: Tensor], _ metadata: [String: String]) -> String {
    var digest = ContentDigest()
    for (key, text) in metadata.sorted(by: { $0.key < $1.key }) where key != digestKey {
        digest.update(key)
        digest.update(text)
    }
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
        digest.update("\(name) \(tensor.shape)")
        digest.update(tensor.scalars)
    }
    return digest.hexadecimal()
}

extension Trainer {
    /// Writes the state to `path`, atomically.
    func writeState(to path: String, window: TrainingLog.Window, written: WrittenFiles = .init()) throws {
        let tensors = stateTensors()
        var metadata = try stateMetadata()
        metadata["format"] = stateFormat
        metadata["step"] = String(step)
        metadata["plan"] = try JSONText(encoding: plan).text
        metadata["window"] = try JSONText(encoding: window).text
        metadata["written"] = try JSONText(encoding: written).text
        metadata[digestKey] = digest(tensors, metadata)
        try SafetensorsFile.write(tensors: tensors, metadata: metadata, to: path)
    }

    /// Takes the state at `path` up; throws `damagedRun` and leaves the trainer as it was.
    mutating func readState(from path: String) throws -> (window: TrainingLog.Window, written: WrittenFiles) {
        let file = try SafetensorsFile.read(path)
        guard file.metadata["format"] == stateFormat, let step = file.metadata["step"].flatMap({ Int($0) }),
            step >= 0, let planText = file.metadata["plan"], let windowText = file.metadata["window"],
            let writtenText = file.metadata["written"]
        else {
            throw TrainingError.damagedRun(path: path, problem: "it is not a training state of this version")
        }
        let window: TrainingLog.Window
        let written: WrittenFiles
        do {
            guard try JSONText(planText).decoded(as: TrainingPlan.self) == plan else {
                throw TrainingError.damagedRun(path: path, problem: "it belongs to a run with another plan")
            }
            window = try JSONText(windowText).decoded(as: TrainingLog.Window.self)
            written = try JSONText(writtenText).decoded(as: WrittenFiles.self)
        } catch is DecodingError {
            throw TrainingError.damagedRun(path: path, problem: "its plan can't be read")
        }
        let tensors = file.tensors.mapValues { $0.tensor() }
        var restored = self
        try restored.restore(step: step, tensors: tensors, metadata: file.metadata, path: path)
        // Last: what is missing can be named, what is another number can't.
        guard file.metadata[digestKey] == digest(tensors, file.metadata) else {
            throw TrainingError.damagedRun(path: path, problem: "its numbers are not those that were written")
        }
        self = restored
        return (window, written)
    }
}
