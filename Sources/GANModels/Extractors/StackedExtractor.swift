public import GANData
public import GANNumerics

/// A classifier of single images, for images that hold three of them in their channels.
///
/// Features are those of the three channels beside each other; the probability of mode abc is p(a)·p(b)·p(c). Source: Metz and others, 2017,
/// arXiv 1611.02163, for counting modes of stacked digits by a classifier of single ones.
public struct StackedExtractor: FeatureExtractor {
    /// "stacked" and the single extractor's name.
    public let name: String
    /// The shape that samples must have: the single one's, in three channels.
    public let sampleShape: SampleShape
    /// The stacked source's labels.
    public let classSpace: ClassSpace? = .referenceLabels
    /// SHA-256 over all that decides the features.
    public let digest: String
    /// What each channel is read by.
    public let single: ClassifierExtractor

    /// Reads each channel by `single`, which takes grey images; throws `ModelError.unsuitableSamples` for one that does not.
    public init(_ single: ClassifierExtractor) throws(ModelError) {
        guard case .image(let height, let width, 1) = single.sampleShape else {
            throw .unsuitableSamples(
                source: single.name, found: "a \(single.sampleShape) in shape", expected: "grey images")
        }
        self.single = single
        name = "stacked-\(single.name)"
        sampleShape = .image(height: height, width: width, channels: 3)
        var digest = ContentDigest()
        digest.update("stacked/1")
        digest.update(single.digest)
        self.digest = digest.hexadecimal()
    }

    /// Features `[n, 3·d]` and probabilities `[n, 1000]`.
    public func embed(_ samples: Matrix<Float>) -> Embedding {
        let pixels = single.sampleShape.size
        let parts = (0..<3).map { channel in
            single.embed(
                Matrix(rows: samples.rows, columns: pixels) { target in
                    samples.scalars.withUnsafeBufferPointer { source in
                        for row in 0..<samples.rows {
                            for pixel in 0..<pixels {
                                target[row * pixels + pixel] = source[row * 3 * pixels + 3 * pixel + channel]
                            }
                        }
                    }
                })
        }
        let width = parts[0].features.columns
        let features = Matrix<Float>(rows: samples.rows, columns: 3 * width) { target in
            for (channel, part) in parts.enumerated() {
                for row in 0..<samples.rows {
                    for (column, value) in part.features.row(row).enumerated() {
                        target[(row * 3 + channel) * width + column] = value
                    }
                }
            }
        }
        let probabilities = parts.compactMap(\.probabilities)
        guard probabilities.count == 3 else { return Embedding(features: features) }
        // A mode's number has three digits, however many classes there are.
        let (digits, known) = (StackedSource.digits, min(StackedSource.digits, probabilities[0].columns))
        var joint = Matrix<Float>(rows: samples.rows, columns: digits * digits * digits)
        for row in 0..<samples.rows {
            for first in 0..<known {
                for second in 0..<known {
                    let both = probabilities[0][row, first] * probabilities[1][row, second]
                    for third in 0..<known {
                        joint[row, (first * digits + second) * digits + third] = both * probabilities[2][row, third]
                    }
                }
            }
        }
        return Embedding(features: features, probabilities: joint)
    }
}
