import Foundation
public import GANData
public import GANNumerics
public import GANONNX

/// A discriminator or critic in an ONNX file, run by ONNX Runtime.
///
/// One input takes images, channels first or last, or vectors; one called `label` may take each sample's class, one value a class; one output gives a score a sample. Of a grid of scores a sample, as
/// PatchGAN's, the mean counts; several that are no grid are refused. Where the output comes from a sigmoid, the score is the
/// probability's logit, as far as float32 can tell it: 16.6 at most.
public struct ONNXDiscriminator: Discriminator {
    /// What reports call it.
    public let name: String
    /// SHA-256 over all that decides the samples.
    public let digest: String
    /// The shape of every sample.
    public let sampleShape: SampleShape
    /// The values that stand for black and white in its inputs.
    public let valueRange: ValueRange
    /// The classes of the input `label`; nil without one.
    public let classCount: Int?
    private let session: ONNXSession
    private let input: ONNXSession.Port
    /// The input `label`.
    private let labelPort: ONNXSession.Port?
    private let output: String
    private let layout: ImageLayout
    private let batch: Int
    /// Whether the output is a probability.
    private let endsInSigmoid: Bool
    /// Whether the output is a convolution's, in whatever shape: one score a place.
    private let isConvolved: Bool
    /// Whether the input has an axis of channels, so that its place can be stated.
    var hasChannelAxis: Bool { input.shape.count == 4 }

    /// Opens the model at `path`; `shape` decides where the input's sizes are dynamic, `range` where no metadata tell it
    /// (nil: [-1, 1]).
    ///
    /// Throws `ONNXError` for files that are damaged or refused, and `ModelError` when its input or output can't be told.
    public init(
        path: String, shape: SampleShape? = nil, range: ValueRange? = nil, layout: ImageLayout? = nil,
        output: String? = nil, device: ONNXSession.Device = .cpu, timeLimit: Double = ONNXSession.usualTimeLimit
    ) throws {
        let file = try ONNXModelFile.read(path)
        try self.init(
            file, digest: try file.digest(), shape: shape, range: range, layout: layout, output: output, device: device,
            timeLimit: timeLimit)
    }

    /// The same of a file that was read before, whose `digest` is `ONNXModelFile.digest()`.
    init(
        _ file: ONNXModelFile, digest fileDigest: String, shape: SampleShape?, range: ValueRange?, layout: ImageLayout?,
        output: String?, device: ONNXSession.Device, timeLimit: Double
    ) throws {
        let path = file.path
        let told = try ONNXModelDescription(metadata: file.metadata, path: path)
        if let told, told.role != .discriminator {
            throw ModelError.anotherRole(
                path: path, found: "\(told.role.rawValue), by its own metadata", expected: "discriminator")
        }
        session = try ONNXSession(file, device: device, timeLimit: timeLimit)
        let label = session.inputs.first(where: Self.isLabel)
        let inputs = session.inputs.filter { $0.name != label?.name }
        guard inputs.count == 1, let input = inputs.first else {
            throw ModelError.discriminatorInputs(
                path: path, inputs: session.inputs.map(GeneratorInputs.describe),
                problem: "a discriminator has one for samples, and may have one of float32 \"label\" [n, classes]",
                remedy: "Export the model with its images as the only input, or with such a label beside them.")
        }
        self.input = input
        labelPort = label
        classCount = label?.shape[1]
        guard input.shape.count >= 2, (1...Self.greatestBatch).contains(input.shape[0] ?? 1) else {
            throw ModelError.discriminatorInputs(
                path: path, inputs: [GeneratorInputs.describe(input)],
                problem: "it has no batch axis of 1 to \(Self.greatestBatch) samples",
                remedy: "Export the model with a dynamic batch axis.")
        }
        var sizes = input.shape.map { $0 ?? -1 }
        if let shape { ImageLayout.complete(&sizes, shape: shape, layout: layout) }
        sizes[0] = 1
        guard let (found, order) = ImageLayout.sample(of: sizes, layout: layout), shape == nil || shape == found else {
            throw ModelError.discriminatorInputs(
                path: path, inputs: [GeneratorInputs.describe(input)],
                problem: "it can't take samples that are \(shape.map { "a \($0)" } ?? "of unknown size")",
                remedy: "Score samples of the model's shape, or export it with fixed sizes behind the batch axis.")
        }
        sampleShape = found
        self.layout = order
        if let output, !session.outputs.contains(where: { $0.name == output }) {
            throw ModelError.outputsUnclear(
                path: path, outputs: session.outputs.map(GeneratorInputs.describe), wanted: output)
        }
        guard output != nil || session.outputs.count == 1 else {
            throw ModelError.outputsUnclear(
                path: path, outputs: session.outputs.map(GeneratorInputs.describe), wanted: nil)
        }
        self.output = output ?? session.outputs[0].name
        endsInSigmoid = file.outputOperators[self.output] == "Sigmoid"
        isConvolved = file.outputOperators[self.output] == "Conv"
        if let range {
            valueRange = range
        } else if let told {
            guard let range = ValueRange(checking: told.valueRange) else {
                throw ModelError.unreadableArchitecture(
                    path: path, problem: "its metadata's value range is \(told.valueRange)")
            }
            valueRange = range
        } else {
            valueRange = .symmetric
        }
        // A model with large images takes fewer at once.
        var fitting = Network.evaluationPiece
        while fitting > 1, fitting * found.size > 1 << 24 { fitting /= 2 }
        batch = input.shape[0] ?? fitting
        guard batch * found.size <= NetworkDescription.activationLimit else {
            throw ModelError.discriminatorInputs(
                path: path, inputs: [GeneratorInputs.describe(input)], problem: "one run would take too many values",
                remedy: "Export the model with a dynamic batch axis.")
        }
        guard batch * (classCount ?? 1) <= NetworkDescription.activationLimit else {
            throw ModelError.discriminatorInputs(
                path: path, inputs: session.inputs.map(GeneratorInputs.describe),
                problem: "one run would take \(batch) rows of \(classCount ?? 1) classes, too many values",
                remedy: "Export the model with a dynamic batch axis.")
        }
        name = (path as NSString).lastPathComponent
        var digest = ContentDigest()
        digest.update("onnx discriminator/1")
        digest.update(fileDigest)
        digest.update([valueRange.low, valueRange.high])
        digest.update("\(self.output) \(order.rawValue)")
        self.digest = digest.hexadecimal()
    }

    private static let greatestBatch = 65_536
    private static let greatestClassCount = 100_000

    /// Whether an input takes classes, one value each.
    private static func isLabel(_ port: ONNXSession.Port) -> Bool {
        guard port.name == "label", port.type == .float32, port.shape.count == 2, let classes = port.shape[1] else {
            return false
        }
        return (1...greatestClassCount).contains(classes)
    }

    /// The logits `[n, outputs]` of inputs in `valueRange`; positive means real.
    ///
    /// Throws `ModelError` for outputs that are not finite, and for one that takes classes.
    public func logits(values: Matrix<Float>) throws -> Matrix<Float> { try logits(values: values, labels: nil) }

    /// The same for samples of these classes.
    ///
    /// Throws `ModelError.unsuitableModel` for labels that are missing or no classes of its own.
    public func logits(values: Matrix<Float>, labels: [Int]?) throws -> Matrix<Float> {
        precondition(values.columns == sampleShape.size, "\(values.columns) values for a \(sampleShape)")
        _ = try ClassLabels.checked(labels, of: self, count: values.rows)
        let logits = try Matrix<Float>(rows: values.rows, columns: 1) { target in
            nonisolated(unsafe) let target = target
            try Parallel.forEachThrowing((values.rows + batch - 1) / batch) { index in
                let rows = index * batch..<min(values.rows, (index + 1) * batch)
                var inputs = [(input.name, tensor(values, rows: rows))]
                if let labelPort, let labels { inputs.append((labelPort.name, oneHot(labels[rows], labelPort))) }
                let result = try session.run(inputs, outputs: [output])[0]
                let width = result.floats.count / batch
                guard result.shape.first == batch || (batch == 1 && result.floats.count == 1), width > 0 else {
                    throw ModelError.outputUnclear(path: session.path, output: output, shape: result.shape)
                }
                guard width == 1 || isConvolved || Self.isGrid(result.shape) else {
                    throw ModelError.severalScores(path: "\(session.path), output \"\(output)\"", count: width)
                }
                for row in rows {
                    let start = (row - rows.lowerBound) * width
                    let scores = result.floats[start..<start + width]
                    target[row] = scores.reduce(0) { $0 + (endsInSigmoid ? Self.logit($1) : $1) } / Float(width)
                }
            }
        }
        if let (row, _) = logits.firstNonFinite {
            throw ModelError.nonFiniteOutput(path: session.path, sample: row)
        }
        return logits
    }

    /// A row for each label, 1 at its class; rows that fill a run up have class 0.
    private func oneHot(_ labels: ArraySlice<Int>, _ port: ONNXSession.Port) -> ONNXTensor {
        let classes = classCount ?? 1
        var block = [Float](repeating: 0, count: batch * classes)
        for row in 0..<batch {
            let place = labels.startIndex + row
            block[row * classes + (place < labels.endIndex ? labels[place] : 0)] = 1
        }
        let tensor = ONNXTensor(shape: [batch, classes], type: port.type)
        tensor.assign(block)
        return tensor
    }

    /// Whether outputs of this shape are one score a place: `[n, 1, h, w]`, `[n, h, w, 1]` or `[n, h, w]`.
    private static func isGrid(_ shape: [Int]) -> Bool {
        shape.count == 3 || shape.count == 4 && (shape[1] == 1 || shape[3] == 1 && shape[2] > 1)
    }

    /// The log-odds of a probability, which float32 can't tell from 0 or 1 beyond about 2⁻²⁴.
    private static func logit(_ probability: Float) -> Float {
        guard probability.isFinite else { return probability }
        let inside = min(max(Double(probability), 0x1p-24), 1 - 0x1p-24)
        return Float(log(inside / (1 - inside)))
    }

    private func tensor(_ values: Matrix<Float>, rows: Range<Int>) -> ONNXTensor {
        let size = sampleShape.size
        var block = [Float](repeating: 0, count: batch * size)
        block.withUnsafeMutableBufferPointer { target in
            values.scalars.withUnsafeBufferPointer { source in
                for row in rows {
                    let start = (row - rows.lowerBound) * size
                    let from = UnsafeBufferPointer(rebasing: source[row * size..<(row + 1) * size])
                    let to = UnsafeMutableBufferPointer(rebasing: target[start..<start + size])
                    if case .image(let height, let width, let channels) = sampleShape {
                        layout.fromChannelsLast(from, height: height, width: width, channels: channels, into: to)
                    } else {
                        _ = to.update(from: from)
                    }
                }
            }
        }
        let shape: [Int]
        switch (sampleShape, layout) {
        case (.vector(let width), _): shape = [batch, width]
        case (.image(let height, let width, let channels), .channelsFirst): shape = [batch, channels, height, width]
        case (.image(let height, let width, let channels), .channelsLast):
            shape = input.shape.count == 3 ? [batch, height, width] : [batch, height, width, channels]
        }
        let tensor = ONNXTensor(shape: shape, type: input.type)
        tensor.assign(block)
        return tensor
    }
}
