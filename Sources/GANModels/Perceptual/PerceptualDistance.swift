public import GANData
public import GANNumerics
import GANONNX
import Synchronization

/// How far two images lie from each other in the layers of a network: EfficientNet-lite0's, or those of LPIPS where its weights are given.
///
///     d(x, y) = Σ over layers of the mean over places of Σ over channels of w·(f̂(x) − f̂(y))²,   f̂ = f/‖f‖ along the channels
///
/// Zhang et al. 2018, arXiv 1801.03924, equation 1. In EfficientNet-lite0 all w are 1: five layers, the last of each grid from 112 to 7 pixels a side, 0 for equal
/// images, at most 4 a layer; such numbers are no LPIPS and compare with nothing but themselves. Grey levels may have fractions; nothing is rounded.
public struct PerceptualDistance: Sendable {
    /// What protocols and results call it: "efficientnet-lite0 layers", "LPIPS (AlexNet)".
    public let name: String
    /// SHA-256 over all that decides the distances.
    public let digest: String
    /// The shape that samples must have.
    public let sampleShape: SampleShape
    private let session: ONNXSession
    private let input: String
    private let layers: [String]
    private let preprocessor: ImagePreprocessor
    private let description: ExtractorDescription.Input
    /// One list a layer; nil where all weights are 1.
    private let channelWeights: [[Float]]?

    /// Pairs in one run.
    private static let batch = 4
    /// Below this a place's channels are nothing, and no direction.
    private static let least: Float = 1e-10

    /// A distance by a session of a network's model.
    init(_ network: PerceptualNetwork, session: ONNXSession, sampleShape: SampleShape) throws {
        name = network.name
        description = network.input
        preprocessor = try ImagePreprocessor(network.input, shape: sampleShape, extractor: network.name)
        guard let input = session.inputs.first?.name else {
            throw ModelError.unreadableExtractor(path: session.path, problem: "it has no input")
        }
        self.input = input
        self.session = session
        self.sampleShape = sampleShape
        channelWeights = network.channelWeights
        layers = session.outputs.map(\.name)
        var digest = ContentDigest()
        digest.update(channelWeights == nil ? "perceptual distance/1" : "\(network.name)/1")
        digest.update(network.weightsDigest)
        digest.update(sampleShape.description)
        digest.update(network.input.resize.rawValue)
        self.digest = digest.hexadecimal()
    }

    /// The distances of rows `2i` and `2i + 1` of `images` `[2p, sampleShape.size]`, grey levels.
    ///
    /// The same bytes for any number of threads; a pair's distance can depend in its last bits on its place modulo 4. Cost two runs of the network a pair.
    /// Throws what running it throws, and `nonFiniteOutput`.
    public func pairs(of images: Matrix<Float>) throws -> [Double] {
        precondition(images.columns == sampleShape.size, "rows of \(images.columns) values")
        let count = images.rows / 2
        let pieces = (count + Self.batch - 1) / Self.batch
        let found = Mutex([[Double]](repeating: [], count: pieces))
        try Parallel.forEachThrowing(pieces) { index in
            let pairs = index * Self.batch..<min(count, (index + 1) * Self.batch)
            let own = try self.distances(images, pairs)
            found.withLock { $0[index] = own }
        }
        let distances = found.withLock { $0.flatMap { $0 } }
        if let pair = distances.firstIndex(where: { !$0.isFinite }) {
            throw ModelError.nonFiniteOutput(path: name, sample: 2 * pair)
        }
        return distances
    }

    private func distances(_ images: Matrix<Float>, _ pairs: Range<Int>) throws -> [Double] {
        let (size, rows) = (preprocessor.size, 2 * Self.batch)
        let tensor = ONNXTensor(shape: [rows, description.channels.count, description.height, description.width])
        tensor.withMutableFloats { target in
            images.scalars.withUnsafeBufferPointer { source in
                for row in 2 * pairs.lowerBound..<2 * pairs.upperBound {
                    let start = (row - 2 * pairs.lowerBound) * size
                    preprocessor.fill(
                        UnsafeMutableBufferPointer(rebasing: target[start..<start + size]),
                        from: UnsafeBufferPointer(
                            rebasing: source[row * images.columns..<(row + 1) * images.columns]))
                }
            }
        }
        var sums = [Double](repeating: 0, count: pairs.count)
        for (index, layer) in try session.run([(input, tensor)], outputs: layers).enumerated() {
            guard layer.shape.count == 4, layer.shape[0] == rows, layer.shape.dropFirst().allSatisfy({ $0 > 0 }) else {
                throw ModelError.extractorOutput(
                    name: name, output: layers[index], found: layer.shape,
                    expected: "[\(rows), channels, height, width]")
            }
            let (channels, places) = (layer.shape[1], layer.shape[2] * layer.shape[3])
            layer.floats.withUnsafeBufferPointer { values in
                for pair in sums.indices {
                    let first = UnsafeBufferPointer(
                        rebasing: values[2 * pair * channels * places..<(2 * pair + 1) * channels * places])
                    let second = UnsafeBufferPointer(
                        rebasing: values[(2 * pair + 1) * channels * places..<(2 * pair + 2) * channels * places])
                    sums[pair] += Self.mean(
                        first, second, channels: channels, places: places, weights: channelWeights?[index])
                }
            }
        }
        return sums
    }

    /// The mean over places of the squared difference of two images' directions, `[channels, places]` each, a weight a channel.
    static func mean(
        _ first: UnsafeBufferPointer<Float>, _ second: UnsafeBufferPointer<Float>, channels: Int, places: Int,
        weights: [Float]? = nil
    ) -> Double {
        var (own, other) = ([Float](repeating: 0, count: places), [Float](repeating: 0, count: places))
        for channel in 0..<channels {
            for place in 0..<places {
                let (x, y) = (first[channel * places + place], second[channel * places + place])
                own[place] += x * x
                other[place] += y * y
            }
        }
        for place in 0..<places {
            own[place] = 1 / (own[place].squareRoot() + least)
            other[place] = 1 / (other[place].squareRoot() + least)
        }
        // Differences are summed, not products: near each other two images would else differ by rounding alone.
        var sums = [Float](repeating: 0, count: places)
        for channel in 0..<channels {
            let weight = weights?[channel] ?? 1
            for place in 0..<places {
                let difference =
                    first[channel * places + place] * own[place] - second[channel * places + place] * other[place]
                sums[place] += weight * (difference * difference)
            }
        }
        return sums.reduce(0.0) { $0 + Double($1) } / Double(places)
    }
}
