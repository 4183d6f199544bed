import Foundation
import GANAutodiff
public import GANCheckpoints
public import GANData
import GANFiles
public import GANNumerics

/// A generator that ganeval's own engine runs: a network with its latent vectors' shape and its values' range.
///
/// It is rebuilt from a checkpoint that ganeval wrote, or made of a state dict and an architecture.
public struct NetworkGenerator: Generator {
    /// What reports call it.
    public private(set) var name: String
    /// SHA-256 over all that decides the samples.
    public private(set) var digest: String
    /// Which of its file's weights it has.
    public let weights: String
    /// The network, its weights in it.
    public let network: Network
    /// Values in one latent vector.
    public let latentSize: Int
    /// The number of classes of a conditional generator, whose one-hot labels go in behind the latent vectors; nil for others.
    public let classCount: Int?
    /// The classes that the samples of a conditional generator have.
    private(set) var labels = GeneratorLabels.uniform
    /// What latent vectors are drawn from.
    public private(set) var latentDistribution: LatentDistribution
    /// The shape of every sample.
    public let sampleShape: SampleShape
    /// The values that stand for black and white in the network's output.
    public let valueRange: ValueRange
    /// `[channels, height, width]` where a latent vector is an image of more than one pixel, whose values come so.
    let latentGrid: [Int]?
    private let path: String

    /// Which of a checkpoint's two generators to take.
    public enum Weights: String, Sendable, CaseIterable {
        /// The exponential moving average over training steps, usually the better one.
        case average = "generator_ema"
        /// The weights as the last step left them.
        case raw = "generator"
    }

    /// Rebuilds the generator of `checkpoint`; throws `ModelError` when its architecture or tensors don't fit.
    public init(_ checkpoint: Checkpoint, weights: Weights) throws(ModelError) {
        guard checkpoint.description.inputShape == nil, let latent = checkpoint.description.latent else {
            throw .unsuitableModel(
                path: checkpoint.path, problem: "its generator makes images of images",
                expected: "a generator that takes latent vectors",
                remedy:
                    "Give the images that it is to work on with --inputs SOURCE: sample, report and audit take it.")
        }
        let description = try NetworkDescription(checkpoint.description.generator, path: checkpoint.path)
        let network = try Network(
            description, tensors: checkpoint.tensors(under: weights.rawValue + "."),
            path: "\(checkpoint.path), \(weights.rawValue)")
        let expected = checkpoint.description.sampleShape
        guard try description.outputShape() == expected else {
            throw .outputMismatch(path: checkpoint.path, found: try description.outputShape(), expected: expected)
        }
        let classes = checkpoint.description.classCount ?? 0
        let (expectedInput, overflow) = latent.size.addingReportingOverflow(classes)
        guard !overflow, expectedInput == description.input.reduce(1, *) else {
            throw .outputMismatch(
                path: checkpoint.path, found: description.input, expected: latent.shape)
        }
        guard let distribution = latent.known else {
            throw .unknownPrior(path: checkpoint.path, name: latent.distribution)
        }
        try self.init(
            network, distribution: distribution, classCount: checkpoint.description.classCount,
            valueRange: ValueRange(checkpoint.description),
            name: "\((checkpoint.path as NSString).lastPathComponent) (\(weights == .average ? "EMA" : "raw") weights)",
            path: checkpoint.path, weights: weights == .average ? "moving average" : "raw",
            text: checkpoint.description.generator.text)
    }

    /// The same generator with samples of other classes than evenly drawn ones.
    func taking(_ labels: GeneratorLabels) -> NetworkGenerator {
        guard labels != .uniform else { return self }
        var copy = self
        copy.labels = labels
        var sum = ContentDigest()
        for text in [digest] + labels.key { sum.update(text) }
        copy.digest = sum.hexadecimal()
        return copy
    }

    /// The same generator with latent vectors from another distribution than it was trained with.
    func drawing(from distribution: LatentDistribution) -> NetworkGenerator {
        var copy = self
        copy.latentDistribution = distribution
        copy.name += ", latent vectors forced to \(distribution.rawValue.replacing("_", with: " "))"
        var sum = ContentDigest()
        sum.update(digest)
        sum.update(distribution.rawValue)
        copy.digest = sum.hexadecimal()
        return copy
    }

    /// The generator of a state dict, whose weights `tensors` must be all that the architecture names.
    ///
    /// `name` is how a person names it, `path` its file for messages, `weights` their place within the file. Throws `layersDoNotFit`, `wrongTensors`, `unknownPrior`, or
    /// `outputMismatch` for outputs that are neither images nor vectors.
    public init(
        _ architecture: Architecture, tensors: [String: Tensor], name: String, path: String, weights: String = "all"
    ) throws(ModelError) {
        precondition(architecture.role == .generator, "a \(architecture.role.rawValue) as a generator")
        let prior = architecture.latent ?? LatentPrior(shape: architecture.network.input)
        guard let distribution = prior.known else { throw .unknownPrior(path: path, name: prior.distribution) }
        try self.init(
            try Network(architecture.network, tensors: tensors, path: path),
            distribution: distribution, latentShape: architecture.latent?.shape, classCount: architecture.classCount,
            valueRange: architecture.valueRange, name: name, path: path, weights: weights,
            text: architecture.network.text(path: path))
    }

    private init(
        _ network: Network, distribution: LatentDistribution, latentShape: [Int]? = nil, classCount: Int? = nil,
        valueRange: ValueRange,
        name: String, path: String, weights: String, text: String
    ) throws(ModelError) {
        self.network = network
        self.weights = weights
        self.name = name
        self.path = path
        self.valueRange = valueRange
        latentDistribution = distribution
        latentSize = network.description.input.reduce(1, *) - (classCount ?? 0)
        self.classCount = classCount
        sampleShape = try SampleShape(channelsLast: network.description.outputShape(), path: path)
        let isGrid = network.description.input.count == 3 && network.description.input[0...1].reduce(1, *) > 1
        latentGrid = isGrid ? latentShape : nil
        digest = network.digest(
            text, range: valueRange,
            (distribution == .standardNormal ? [] : [distribution.rawValue])
                + (classCount.map { ["\($0) classes"] } ?? []))
    }

    /// The samples of latent vectors `[n, latentSize]`, as `Generator` says.
    ///
    /// Throws `ModelError` for values that are not finite, and what running the model throws.
    public func generate(latents: Matrix<Float>, firstSample: Int, seed: UInt64) throws -> Matrix<Float> {
        let outputs = outputs(latents, numbers: { firstSample + $0 }, seed: seed)
        return try valueRange.samples(of: outputs, shape: sampleShape, path: path, firstSample: firstSample)
    }

    /// The classes of samples, as `Generator` says.
    public func labels(rows: Range<Int>, seed: UInt64) -> [Int]? {
        classCount.map { labels.labels(rows, classes: $0, SeededGenerator(seed: seed)) }
    }

    /// The network's outputs, `[n, values]`; row i has the label of sample `numbers(i)`.
    private func outputs(_ latents: Matrix<Float>, numbers: (Int) -> Int, seed: UInt64) -> Matrix<Float> {
        guard let classCount else {
            return network.evaluate(latentGrid == nil ? latents : latents.channelsLast(network.description.input))
        }
        let stream = SeededGenerator(seed: seed)
        var inputs: [Float] = []
        inputs.reserveCapacity(latents.rows * (latentSize + classCount))
        for row in 0..<latents.rows {
            inputs += latents.row(row)
            var label = [Float](repeating: 0, count: classCount)
            label[labels.label(numbers(row), classes: classCount, stream)] = 1
            inputs += label
        }
        return network.evaluate(Matrix(rows: latents.rows, columns: latentSize + classCount, scalars: inputs))
    }

    /// The samples with fractions of grey levels, as `Generator` says.
    public func unroundedSamples(latents: Matrix<Float>, numbers: [Int], seed: UInt64) throws -> Matrix<Float>? {
        let outputs = outputs(latents, numbers: { numbers[$0] }, seed: seed)
        return try valueRange.unrounded(outputs, shape: sampleShape, path: path) { numbers[$0] }
    }

    /// A network takes no noise, so that a sample's number says its label alone.
    public func generate(latents: Matrix<Float>, numbers: [Int], seed: UInt64) throws -> Matrix<Float> {
        precondition(latents.rows == numbers.count, "\(numbers.count) numbers for \(latents.rows) latent vectors")
        let outputs = outputs(latents, numbers: { numbers[$0] }, seed: seed)
        return try valueRange.samples(of: outputs, shape: sampleShape, path: path, firstSample: 0)
    }
}

extension ValueRange {
    /// The range of a checkpoint, which its reader has checked.
    init(_ description: CheckpointDescription) {
        self.init(low: Float(description.valueRange[0]), high: Float(description.valueRange[1]))
    }
}

extension SampleShape {
    /// A network's output as a sample; throws `outputMismatch` when it is neither an image nor a vector.
    init(channelsLast shape: [Int], path: String) throws(ModelError) {
        switch shape.count {
        case 3: self = .image(height: shape[0], width: shape[1], channels: shape[2])
        case 1: self = .vector(shape[0])
        default: throw .outputMismatch(path: path, found: shape, expected: [0])
        }
    }
}

extension NetworkDescription {
    /// The layers in a checkpoint's metadata; throws `unreadableArchitecture`.
    init(_ text: JSONText, path: String) throws(ModelError) {
        do {
            self = try text.decoded(as: NetworkDescription.self)
        } catch {
            throw .unreadableArchitecture(path: path, problem: Self.explain(error))
        }
    }

    /// The description as checkpoints hold it.
    func text(path: String) throws(ModelError) -> String {
        do {
            return try JSONText(encoding: self).text
        } catch {
            throw .unreadableArchitecture(path: path, problem: "\(error)")
        }
    }

    static func explain(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .dataCorrupted(let context), .keyNotFound(_, let context), .typeMismatch(_, let context),
            .valueNotFound(_, let context):
            let place = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(
                separator: ".")
            return (place.isEmpty ? "" : "\(place): ") + context.debugDescription
        default: return String(describing: error)
        }
    }
}

extension Network {
    /// SHA-256 over layers, range and weights.
    func digest(_ architecture: String, range: ValueRange, _ others: [String] = []) -> String {
        var digest = ContentDigest()
        digest.update(architecture)
        digest.update([range.low, range.high])
        for text in others { digest.update(text) }
        for tensor in parameters + buffers { digest.update(tensor.scalars) }
        return digest.hexadecimal()
    }
}
