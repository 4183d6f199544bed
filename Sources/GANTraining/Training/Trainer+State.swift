import GANAutodiff
import GANCheckpoints
import GANFiles
import GANNumerics

// What a trainer must remember to go on as if it had never stopped, in one sealed file. Random draws need no memory: they are functions of
// the step.

private let stateFormat = "ganeval.training-state/2"

extension Trainer {
    /// Writes the state to `path`, atomically.
    func writeState(to path: String, window: TrainingLog.Window, written: WrittenFiles = .init()) throws {
        var metadata = try stateMetadata()
        metadata["step"] = String(step)
        metadata["plan"] = try JSONText(encoding: plan).text
        metadata["window"] = try JSONText(encoding: window).text
        metadata["written"] = try JSONText(encoding: written).text
        try SealedState(format: stateFormat, tensors: stateTensors(), metadata: metadata).write(to: path)
    }

    /// Takes the state at `path` up; throws `damagedRun` and leaves the trainer as it was.
    mutating func readState(from path: String) throws -> (window: TrainingLog.Window, written: WrittenFiles) {
        let state = try SealedState.read(path, format: stateFormat)
        guard let step = state.metadata["step"].flatMap({ Int($0) }), SealedState.steps.contains(step),
            let planText = state.metadata["plan"], let windowText = state.metadata["window"],
            let writtenText = state.metadata["written"]
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
        var restored = self
        try restored.restore(step: step, tensors: state.tensors, metadata: state.metadata, path: path)
        try state.checkSeal()
        self = restored
        return (window, written)
    }
}
