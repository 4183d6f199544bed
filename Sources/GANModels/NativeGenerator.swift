import Foundation
public import GANCheckpoints
public import GANData
public import GANNumerics

/// A generator that ganeval trained, rebuilt from its checkpoint alone.
public struct NativeGenerator: Generator {
    public let name: String
    public let digest: String
    public let network: Network
    public let latentSize: Int
    public let sampleShape: SampleShape
    public let valueRange: ValueRange
    public let weights: String
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
        path = checkpoint.path
        self.weights = weights == .average ? "moving average" : "raw"
        let description: NetworkDescription
        do {
            description = try checkpoint.description.generator.decoded(as: NetworkDescription.self)
        } catch {
            throw .unreadableArchitecture(path: checkpoint.path, problem: Self.explain(error))
        }
        let tensors = checkpoint.tensors(under: weights.rawValue + ".")
        network = try Network(description, tensors: tensors, path: "\(checkpoint.path), \(weights.rawValue)")
        let output = try description.outputShape()
        let expected = checkpoint.description.sampleShape
        let sameSize = output.reduce(1, *) == expected.reduce(1, *) && output.count == expected.count
        guard sameSize, output == expected, expected.count == 1 || expected.count == 3 else {
            throw .outputMismatch(path: checkpoint.path, found: output, expected: expected)
        }
        latentSize = checkpoint.description.latent.shape.reduce(1, *)
        guard latentSize == description.input.reduce(1, *) else {
            throw .outputMismatch(
                path: checkpoint.path, found: description.input, expected: checkpoint.description.latent.shape)
        }
        sampleShape =
            expected.count == 3
            ? .image(height: expected[0], width: expected[1], channels: expected[2]) : .vector(expected[0])
        valueRange = ValueRange(
            low: Float(checkpoint.description.valueRange[0]), high: Float(checkpoint.description.valueRange[1]))
        name = "\((checkpoint.path as NSString).lastPathComponent) (\(weights == .average ? "EMA" : "raw") weights)"
        digest = Self.digest(of: network, checkpoint.description.generator.text, valueRange)
    }

    private static func digest(of network: Network, _ architecture: String, _ range: ValueRange) -> String {
        var digest = ContentDigest()
        digest.update(architecture)
        digest.update([range.low, range.high])
        for tensor in network.parameters + network.buffers { digest.update(tensor.scalars) }
        return digest.hexadecimal()
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

    public func generate(latents: Matrix<Float>, firstSample: Int, seed: UInt64) throws -> Matrix<Float> {
        let values = network.evaluate(latents)
        if let (row, _) = values.firstNonFinite {
            throw ModelError.nonFiniteOutput(path: path, sample: firstSample + row)
        }
        if case .image = sampleShape { return valueRange.quantize(values) }
        return values
    }
}
