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
    /// How it uses labels, of a conditional training's; nil of one that gets and tells none.
    public let labelUse: LabelUse?
    private let classes: Int
    private let path: String

    /// The classes whose numbers its scores depend on.
    public var classCount: Int? { labelUse == nil || labelUse == .auxiliaryClassifier ? nil : classes }

    /// Rebuilds the discriminator of a checkpoint that ganeval wrote.
    ///
    /// Throws `noDiscriminator`, `unreadableArchitecture`, `layersDoNotFit`, `wrongTensors`, `outputMismatch`, or `severalScores` for one of a
    /// conditional training by an earlier release, whose file doesn't tell how it uses labels.
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
        let classes = checkpoint.description.classCount ?? 0
        let use = classes > 0 ? checkpoint.description.labelUse : nil
        var taken = sampleShape
        if use == .concatenation, let last = taken.indices.last { taken[last] += classes }
        guard description.input == taken else {
            throw .outputMismatch(
                path: checkpoint.path, found: checkpoint.description.sampleShape, expected: description.input)
        }
        // Of earlier releases: one that tells classes has a logit only together with a label, and its outputs are no patches.
        let outputs = try description.outputShape()
        let given = outputs.reduce(1, *)
        if use == nil, classes > 0, given == 1 + classes {
            throw .severalScores(
                path: "\(checkpoint.path), \(role) of a conditional training", count: 1 + classes)
        }
        if let use, use != .concatenation, given != 1 + classes {
            throw .unsuitableModel(
                path: checkpoint.path,
                problem:
                    "its discriminator has \(given) outputs, and uses labels by \(use.rawValue) of \(classes) classes",
                expected: "\(1 + classes) outputs",
                remedy: "Leave the discriminator out, or write the checkpoint again.")
        }
        try self.init(
            network, valueRange: ValueRange(checkpoint.description),
            name: "\((checkpoint.path as NSString).lastPathComponent) (\(role))", path: checkpoint.path,
            text: text.text,
            labels: use.map { ($0, classes, sampleShape) })
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
        _ network: Network, valueRange: ValueRange, name: String, path: String, text: String,
        labels: (use: LabelUse, classes: Int, sampleShape: [Int])? = nil
    ) throws(ModelError) {
        self.network = network
        self.valueRange = valueRange
        self.name = name
        self.path = path
        labelUse = labels?.use
        classes = labels?.classes ?? 0
        sampleShape = try SampleShape(channelsLast: labels?.sampleShape ?? network.description.input, path: path)
        let outputs = try network.description.outputShape()
        outputShape = labels.map { $0.use != .concatenation } ?? false ? [1] : outputs
        digest = network.digest(labels.map { "\($0.use.rawValue) \(text)" } ?? text, range: valueRange)
    }

    /// The logits `[n, outputs]` of inputs in `valueRange`; positive means real.
    ///
    /// Throws `ModelError` for inputs of other widths, outputs that are not finite, and of one whose scores depend on the samples' classes.
    public func logits(values: Matrix<Float>) throws -> Matrix<Float> { try logits(values: values, labels: nil) }

    /// The same for samples of these classes.
    ///
    /// Throws `ModelError.unsuitableModel` for labels that are missing or no classes of its own.
    public func logits(values: Matrix<Float>, labels: [Int]?) throws -> Matrix<Float> {
        guard values.columns == sampleShape.size else {
            throw ModelError.unsuitableSamples(
                source: name, found: "of \(values.columns) values", expected: "samples of \(sampleShape.size) values")
        }
        let labels = try ClassLabels.checked(labels, of: self, count: values.rows)
        let inputs = labelUse == .concatenation ? withPlanes(values, labels) : values
        let outputs = network.evaluate(inputs, until: network.description.logitsEnd)
        if let (row, _) = outputs.firstNonFinite { throw ModelError.nonFiniteOutput(path: path, sample: row) }
        switch labelUse {
        case nil, .concatenation: return outputs
        case .auxiliaryClassifier:
            return Matrix(rows: outputs.rows, columns: 1, scalars: (0..<outputs.rows).map { outputs[$0, 0] })
        case .projection:
            return Matrix(
                rows: outputs.rows, columns: 1,
                scalars: labels.indices.map { outputs[$0, 0] + outputs[$0, 1 + labels[$0]] })
        }
    }

    /// Samples with their labels as one-hot channels of every pixel, behind its own.
    private func withPlanes(_ values: Matrix<Float>, _ labels: [Int]) -> Matrix<Float> {
        let width = network.description.input.reduce(1, *)
        let both = network.description.input.last ?? 1
        let own = both - classes
        var result = Matrix<Float>(rows: values.rows, columns: width, repeating: 0)
        for (row, label) in labels.enumerated() {
            for pixel in 0..<width / both {
                for channel in 0..<own { result[row, pixel * both + channel] = values[row, pixel * own + channel] }
                result[row, pixel * both + own + label] = 1
            }
        }
        return result
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
