import GANData
import GANNumerics

extension NetworkExport {
    /// Writes a generator; the file's metadata hold its prior, its range and what it was exported from.
    ///
    /// Throws as the form for networks does.
    public static func write(
        _ generator: NetworkGenerator, sourceDigest: String?, step: Int?, to path: String
    ) throws -> Outcome {
        let description = ONNXModelDescription(
            role: .generator, latent: generator.latentPrior,
            valueRange: generator.valueRange.numbers, sampleShape: generator.sampleShape.axes,
            sourceDigest: sourceDigest, step: step)
        return try write(
            generator.network, description: description, latentsAreChannelsFirst: generator.latentGrid != nil, to: path)
    }

    /// Writes a discriminator.
    ///
    /// Throws as the form for networks does.
    public static func write(
        _ discriminator: NetworkDiscriminator, sourceDigest: String?, to path: String
    ) throws -> Outcome {
        let description = ONNXModelDescription(
            role: .discriminator, valueRange: discriminator.valueRange.numbers,
            sampleShape: discriminator.sampleShape.axes, sourceDigest: sourceDigest)
        return try write(discriminator.network, description: description, to: path)
    }
}

extension ValueRange {
    fileprivate var numbers: [Double] { [Double(low), Double(high)] }
}

extension SampleShape {
    /// The sizes of one sample, channels last, as in a checkpoint's metadata.
    var axes: [Int] {
        switch self {
        case .image(let height, let width, let channels): return [height, width, channels]
        case .vector(let width): return [width]
        }
    }
}
