import Foundation
import GANCheckpoints
import GANData
import GANNumerics

/// A generator from images to images in a checkpoint that ganeval wrote, run by its own engine.
///
/// The network takes an image with planes of noise behind its channels, `[height, width, channels + planes]`; without planes an image always
/// becomes the same one.
struct NetworkTranslator: Sendable {
    /// What samples are called that it makes.
    let name: String
    /// The images that it takes.
    let inputShape: SampleShape
    /// The images that it makes.
    let sampleShape: SampleShape
    /// Planes of noise behind an image's channels.
    let noise: LatentPrior?
    private let distribution: LatentDistribution
    private let network: Network
    private let range: ValueRange
    private let path: String

    /// Rebuilds one of a checkpoint's generators.
    ///
    /// Throws `unsuitableModel` for a generator that takes latent vectors and for a way that the checkpoint does not go, `unreadableArchitecture`,
    /// `layersDoNotFit`, `wrongTensors`, `outputMismatch` or `unknownPrior`.
    init(
        _ checkpoint: Checkpoint, weights: NetworkGenerator.Weights, direction: TranslationDirection
    ) throws(ModelError) {
        let (description, path) = (checkpoint.description, checkpoint.path)
        guard let taken = description.inputShape else {
            throw .unsuitableModel(
                path: path, problem: "its generator takes latent vectors",
                expected: "a network from images to images", remedy: "Leave --inputs out.")
        }
        let isForward = direction == .forward
        guard let text = isForward ? description.generator : description.inverseGenerator else {
            throw .unsuitableModel(
                path: path, problem: "its training was paired, and it holds one generator",
                expected: "a second generator for --direction backward", remedy: "Leave --direction out.")
        }
        let prefix = direction.prefix + weights.rawValue
        let layers = try NetworkDescription(text, path: path)
        network = try Network(layers, tensors: checkpoint.tensors(under: prefix + "."), path: "\(path), \(prefix)")
        let (input, output) = isForward ? (taken, description.sampleShape) : (description.sampleShape, taken)
        inputShape = try SampleShape(channelsLast: input, path: path)
        sampleShape = try SampleShape(channelsLast: output, path: path)
        noise = isForward ? description.latent : nil
        if let noise, noise.known == nil { throw .unknownPrior(path: path, name: noise.distribution) }
        distribution = noise?.known ?? .standardNormal
        var expected = input
        if let noise {
            guard noise.shape.count == 3, noise.shape.dropLast() == input.dropLast() else {
                throw .outputMismatch(path: path, found: noise.shape, expected: input)
            }
            expected[2] += noise.shape[2]
        }
        guard layers.input == expected else {
            throw .outputMismatch(path: path, found: layers.input, expected: expected)
        }
        let made = try layers.outputShape()
        guard made == output else { throw .outputMismatch(path: path, found: made, expected: output) }
        range = ValueRange(description)
        self.path = path
        let kind = weights == .average ? "EMA" : "raw"
        name =
            "\((path as NSString).lastPathComponent) (\(kind) weights\(isForward ? "" : ", backward"))"
    }

    /// What becomes of grey levels `images`, one a row, of which the first is row `firstRow` of all; row i's noise is a function of `seed` and i.
    ///
    /// Throws `nonFiniteOutput`.
    func translated(
        _ images: Matrix<Float>, firstRow: Int = 0, seed: UInt64
    ) throws(ModelError) -> ImageTranslator.Result {
        let encoded = range.encode(images)
        let outputs = network.evaluate(try withNoise(encoded, firstRow: firstRow, seed: seed))
        let levels = try range.samples(of: outputs, shape: sampleShape, path: path, firstSample: firstRow)
        return ImageTranslator.Result(images: levels, shape: sampleShape, range: range, known: "as it was trained")
    }

    private func withNoise(_ images: Matrix<Float>, firstRow: Int, seed: UInt64) throws(ModelError) -> Matrix<Float> {
        guard let noise else { return images }
        let drawn = distribution.rows(
            images.rows, columns: noise.size, firstRow: firstRow, of: SeededGenerator(seed: seed).split("latents"))
        let (own, planes) = (images.columns / (noise.shape[0] * noise.shape[1]), noise.shape[2])
        let pixels = noise.shape[0] * noise.shape[1]
        var joined: [Float] = []
        joined.reserveCapacity(images.scalars.count + drawn.scalars.count)
        for pixel in 0..<images.rows * pixels {
            joined += images.scalars[pixel * own..<(pixel + 1) * own]
            joined += drawn.scalars[pixel * planes..<(pixel + 1) * planes]
        }
        return Matrix(rows: images.rows, columns: pixels * (own + planes), scalars: joined)
    }
}
