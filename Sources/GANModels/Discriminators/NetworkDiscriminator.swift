import Foundation
public import GANCheckpoints
public import GANData
import GANFiles
public import GANNumerics

/// A discriminator that ganeval's own engine runs.
public struct NetworkDiscriminator: Discriminator {
    /// What reports call it.
    public let name: String
    /// SHA-256 over all that decides the samples.
    public let digest: String
    /// The network, its weights in it.
    public let network: Network
    /// The shape of every sample.
    public let sampleShape: SampleShape
    /// The values that stand for black and white in its inputs.
    public let valueRange: ValueRange
    /// The shape of what it says of one sample.
    public let outputShape: [Int]
    private let path: String

    /// Rebuilds the discriminator of a checkpoint that ganeval wrote.
    ///
    /// Throws `noDiscriminator`, `unreadableArchitecture`, `layersDoNotFit`, `wrongTensors`, `outputMismatch`, or `severalScores` for one that
    /// tells classes.
    public init(_ checkpoint: Checkpoint) throws(ModelError) {
        guard let text = checkpoint.description.discriminator else { throw .noDiscriminator(path: checkpoint.path) }
        let role = Architecture.Role.discriminator.rawValue
        let description = try NetworkDescription(text, path: checkpoint.path)
        let network = try Network(
            description, tensors: checkpoint.tensors(under: role + "."), path: "\(checkpoint.path), \(role)")
        let sampleShape = checkpoint.description.sampleShape
        if let taken = checkpoint.description.inputShape, description.input.last != sampleShape.last,
            description.input.last == (taken.last ?? 0) + (sampleShape.last ?? 0)
        {
            throw .unsuitableModel(
                path: checkpoint.path,
                problem: "its discriminator judges an image together with the one that it was made of",
                expected: "a discriminator of images alone",
                remedy: "Leave the discriminator out: it has no score for images without their inputs.")
        }
        guard description.input == sampleShape else {
            throw .outputMismatch(
                path: checkpoint.path, found: checkpoint.description.sampleShape, expected: description.input)
        }
        // One that tells classes has a logit only together with a label, and its outputs are no patches.
        let outputs = try description.outputShape()
        if let classes = checkpoint.description.classCount, outputs.reduce(1, *) == 1 + classes {
            throw .severalScores(
                path: "\(checkpoint.path), \(role) of a conditional training", count: 1 + classes)
        }
        try self.init(
            network, valueRange: ValueRange(checkpoint.description),
            name: "\((checkpoint.path as NSString).lastPathComponent) (\(role))", path: checkpoint.path, text: text.text
        )
    }

    /// The discriminator of a state dict, whose weights `tensors` must be all that the architecture names.
    ///
    /// Throws `layersDoNotFit`, `wrongTensors` or `outputMismatch`.
    public init(
        _ architecture: Architecture, tensors: [String: Tensor], name: String, path: String
    ) throws(ModelError) {
        precondition(architecture.role == .discriminator, "a \(architecture.role.rawValue) as a discriminator")
        try self.init(
            try Network(architecture.network, tensors: tensors, path: path), valueRange: architecture.valueRange,
            name: name, path: path, text: architecture.network.text(path: path))
    }

    private init(
        _ network: Network, valueRange: ValueRange, name: String, path: String, text: String
    ) throws(ModelError) {
        self.network = network
        self.valueRange = valueRange
        self.name = name
        self.path = path
        sampleShape = try SampleShape(channelsLast: network.description.input, path: path)
        outputShape = try network.description.outputShape()
        digest = network.digest(text, range: valueRange)
    }

    /// The logits `[n, outputs]` of inputs in `valueRange`; positive means real.
    ///
    /// Throws `ModelError` for inputs of other widths and outputs that are not finite.
    public func logits(values: Matrix<Float>) throws -> Matrix<Float> {
        guard values.columns == sampleShape.size else {
            throw ModelError.unsuitableSamples(
                source: name, found: "of \(values.columns) values", expected: "samples of \(sampleShape.size) values")
        }
        let logits = network.evaluate(values, until: network.description.logitsEnd)
        if let (row, _) = logits.firstNonFinite { throw ModelError.nonFiniteOutput(path: path, sample: row) }
        return logits
    }
}

extension NetworkDescription {
    /// The layer before which a discriminator's values are logits.
    ///
    /// A sigmoid at the end turns them into probabilities, whose extremes float32 can't tell apart.
    package var logitsEnd: Int { layers.last?.layer is SigmoidLayer ? layers.count - 1 : layers.count }

    /// Whether `Network` can be trained with these layers: none that only evaluates, and none that shares a tensor.
    package var canTrain: Bool {
        let names = (parameterShapes + bufferShapes).map(\.name)
        return !layers.contains { $0.layer.onlyEvaluates } && Set(names).count == names.count
    }
}
