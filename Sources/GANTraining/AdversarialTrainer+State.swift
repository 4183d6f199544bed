import GANAutodiff
import GANCheckpoints
import GANFiles
import GANModels
import GANNumerics

// What a trainer must remember to go on as if it had never stopped: weights, running statistics, the average, Adam's
// moments and counters, and the log's unfinished window. Random draws need no memory: they are functions of the step.

extension AdversarialTrainer {
    static let stateFormat = "ganeval.training-state/1"

    /// Writes the state to `path`, atomically.
    func writeState(to path: String, window: TrainingLog.Window) throws {
        var tensors = networkTensors()
        for (name, adam) in [("generator_adam", generatorOptimizer), ("discriminator_adam", discriminatorOptimizer)] {
            for (index, tensor) in adam.firstMoments.enumerated() { tensors["\(name).first.\(index)"] = tensor }
            for (index, tensor) in adam.secondMoments.enumerated() { tensors["\(name).second.\(index)"] = tensor }
        }
        let metadata = [
            "format": Self.stateFormat, "step": String(step), "plan": try JSONText(encoding: plan).text,
            "window": try JSONText(encoding: window).text,
        ]
        try SafetensorsFile.write(tensors: tensors, metadata: metadata, to: path)
    }

    /// Takes the state at `path` up; throws `damagedRun` and leaves the trainer as it was.
    mutating func readState(from path: String) throws -> TrainingLog.Window {
        let file = try SafetensorsFile.read(path)
        guard file.metadata["format"] == Self.stateFormat, let step = file.metadata["step"].flatMap({ Int($0) }),
            step >= 0, let planText = file.metadata["plan"], let windowText = file.metadata["window"]
        else {
            throw TrainingError.damagedRun(path: path, problem: "it is not a training state of this version")
        }
        let window: TrainingLog.Window
        do {
            guard try JSONText(planText).decoded(as: TrainingPlan.self) == plan else {
                throw TrainingError.damagedRun(path: path, problem: "it belongs to a run with another plan")
            }
            window = try JSONText(windowText).decoded(as: TrainingLog.Window.self)
        } catch is DecodingError {
            throw TrainingError.damagedRun(path: path, problem: "its plan can't be read")
        }
        let tensors = file.tensors.mapValues { $0.tensor() }
        func network(_ prefix: String, like network: Network) throws -> Network {
            var own: [String: Tensor] = [:]
            for (name, tensor) in tensors where name.hasPrefix(prefix + ".") {
                own[String(name.dropFirst(prefix.count + 1))] = tensor
            }
            return try Network(network.description, tensors: own, path: path)
        }
        func adam(_ prefix: String, like adam: Adam) throws -> Adam {
            var restored = adam
            restored.step = step
            for index in adam.firstMoments.indices {
                guard let first = tensors["\(prefix).first.\(index)"],
                    let second = tensors["\(prefix).second.\(index)"],
                    first.shape == adam.firstMoments[index].shape, second.shape == first.shape
                else {
                    throw TrainingError.damagedRun(path: path, problem: "\(prefix) \(index) is missing or misshapen")
                }
                restored.firstMoments[index] = first
                restored.secondMoments[index] = second
            }
            return restored
        }
        var restored = self
        restored.generator = try network("generator", like: generator)
        restored.average = try network("generator_ema", like: average)
        restored.discriminator = try network("discriminator", like: discriminator)
        restored.generatorOptimizer = try adam("generator_adam", like: generatorOptimizer)
        restored.discriminatorOptimizer = try adam("discriminator_adam", like: discriminatorOptimizer)
        restored.step = step
        self = restored
        return window
    }

    /// The three networks' tensors under their prefixes, as checkpoints hold them.
    func networkTensors() -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for (prefix, network) in [
            ("generator", generator), ("generator_ema", average), ("discriminator", discriminator),
        ] {
            for (name, tensor) in network.tensors() { tensors["\(prefix).\(name)"] = tensor }
        }
        return tensors
    }
}
