import GANData
import GANNumerics
import GANONNX

/// A few numbers that say whether an extractor still computes what it did: of the features of built-in images, mean and
/// root mean square for each image.
///
/// Other processors and versions of ONNX Runtime move the last bits of features, by parts in a million; another resize
/// rule, channel order or set of weights moves these numbers by percents.
enum ExtractorFingerprint {
    /// Relative to the largest root mean square.
    static let tolerance = 1e-3
    static let imageCount = 4
    static let imageSize = 64

    static func take(
        _ description: ExtractorDescription, session: ONNXSession, weightsDigest: String
    ) throws -> [Double] {
        let channels = description.input.channels.count
        let shape = SampleShape.image(height: imageSize, width: imageSize, channels: channels)
        let extractor = try NetworkExtractor(
            description, session: session, weightsDigest: weightsDigest, sampleShape: shape)
        let features = try extractor.embed(images(channels: channels)).features
        if (1..<features.rows).allSatisfy({ features.row($0) == features.row(0) }) {
            throw ModelError.constantFeatures(name: description.name, images: features.rows)
        }
        return (0..<features.rows).flatMap { row -> [Double] in
            let values = features.row(row).map(Double.init)
            let mean = values.reduce(0, +) / Double(values.count)
            let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
            return [mean, square.squareRoot()]
        }
    }

    /// The largest difference, relative to the largest number of `expected`; 1 when the counts differ.
    static func difference(_ found: [Double], _ expected: [Double]) -> Double {
        guard found.count == expected.count, let scale = expected.map(abs).max(), scale > 0 else { return 1 }
        return zip(found, expected).map { abs($0 - $1) / scale }.max() ?? 1
    }

    /// Images `[4, 64·64·channels]` of whole grey levels: waves of different direction and length in each channel.
    ///
    /// Whole-number arithmetic, so that they are the same on every machine.
    static func images(channels: Int) -> Matrix<Float> {
        let size = imageSize
        return Matrix(rows: imageCount, columns: size * size * channels) { target in
            var place = 0
            for image in 0..<imageCount {
                for row in 0..<size {
                    for column in 0..<size {
                        for channel in 0..<channels {
                            let phase = (3 + image) * row + (7 - 2 * channel) * column + 40 * channel * image
                            // A triangle wave of period 128 between 0 and 252.
                            let wave = phase % 128
                            target[place] = Float(4 * (wave < 64 ? wave : 127 - wave))
                            place += 1
                        }
                    }
                }
            }
        }
    }
}
