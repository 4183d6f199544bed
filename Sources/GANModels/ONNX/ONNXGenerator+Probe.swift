import GANData
import GANNumerics
import GANONNX
import GANText

/// What a model shows when it is run before any sample is drawn.
extension ONNXGenerator {
    /// One run of `count` samples, the first one always the same; `others` chooses which stand beside it.
    static func probe(
        _ count: Int, others: Int, session: ONNXSession, inputs: GeneratorInputs, output: String, truncation: Float,
        prior: LatentDistribution
    ) throws -> ONNXResult {
        let stream = SeededGenerator(seed: 0).split("probe")
        var latents = prior.rows(count, columns: inputs.latentSize, firstRow: 0, of: stream)
        var numbers = Array(0..<count)
        // The first sample stays, beside others.
        if others > 0, count > 1 {
            let rest = prior.rows(count - 1, columns: inputs.latentSize, firstRow: others * count, of: stream)
            latents = Matrix(
                rows: count, columns: inputs.latentSize,
                scalars: latents.scalars.prefix(inputs.latentSize) + rest.scalars)
            numbers = [0] + (1..<count).map { others * count + $0 - 1 }
        }
        let tensors = inputs.tensors(
            latents: latents, numbers: numbers, batch: count, stream: stream, truncation: truncation)
        return try run(tensors, session: session, inputs: inputs, output: output)
    }

    /// The sizes that an output of sizes has in a run of some samples, how many these are, and the batch where the model fixes it.
    static func shape(
        of output: String, in file: ONNXModelFile, options: Options
    ) throws -> (axes: [Int], samples: Int, batch: Int?) {
        let session = try ONNXSession(file, device: options.device, timeLimit: options.timeLimit)
        let inputs = try GeneratorInputs(session.inputs, classes: options.classes, path: file.path)
        // Three are no other size's number, most likely; one would be that of anything shared.
        let samples = inputs.batch ?? 3
        let result = try probe(
            samples, others: 0, session: session, inputs: inputs, output: output, truncation: options.truncation,
            prior: options.prior ?? .standardNormal)
        return (result.floats.map { Int(saturating: Double($0)) }, samples, inputs.batch)
    }

    /// One run; a failure by a class number that the model doesn't know says so, instead of naming a node.
    static func run(
        _ tensors: [(name: String, tensor: ONNXTensor)], session: ONNXSession, inputs: GeneratorInputs, output: String
    ) throws -> ONNXResult {
        do throws(ONNXError) {
            return try session.run(tensors, outputs: [output])[0]
        } catch {
            if case .runFailed(let path, let reason) = error, let classes = inputs.classCount,
                inputs.roles.contains(.label(classes: classes)),
                ["indices", "index", "out of"].contains(where: reason.lowercased().contains)
            {
                throw ModelError.inputsUnclear(
                    path: path, inputs: session.inputs.map(GeneratorInputs.describe),
                    problem: "it fails on class numbers 0 to \(classes - 1) (\(reason))",
                    remedy: "Give the number of classes that it was trained with by --classes.")
            }
            throw error
        }
    }

    /// The range, and in words where it is known from.
    static func range(
        of probe: ONNXResult, stated: ValueRange?, told: [Double]?, shape: SampleShape, path: String
    ) throws(ModelError) -> (ValueRange, String) {
        guard case .image = shape else { return (.symmetric, "unused") }
        if let stated { return (stated, "as stated") }
        if let told {
            guard let range = ValueRange(checking: told) else {
                throw .unreadableArchitecture(path: path, problem: "its metadata's value range is \(told)")
            }
            return (range, "from the model's metadata")
        }
        if probe.type == .uint8 { return (ValueRange(low: 0, high: 255), "from the type uint8") }
        guard let range = ValueRange.detected(in: probe.floats) else {
            let finite = probe.floats.filter(\.isFinite)
            guard finite.count == probe.floats.count else { throw .nonFiniteOutput(path: path, sample: 0) }
            throw .rangeUnclear(path: path, low: finite.min() ?? 0, high: finite.max() ?? 0)
        }
        return (range, "detected in \(probe.shape.first ?? 0) samples")
    }
}
