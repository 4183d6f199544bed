import GANCritics
import GANData
import GANMetrics
import GANModels
import GANNumerics

/// Draws rows of images in their own values, for whatever must not rest on a network's features alone.
struct PlainStage {
    let reference: any SampleSource
    let seed: UInt64

    /// The most rows of either kind.
    static let rows = 6000

    /// Rows of the reference and of `samples`, in means over squares where images are large; nil where features are the values already, and for points.
    ///
    /// Throws what reading the reference throws.
    func rows(_ samples: Matrix<Float>, _ extractor: any FeatureExtractor) throws -> PlainRows? {
        guard let reduction = ImageReduction(reference.shape), !(extractor is PixelExtractor),
            !(extractor is PrincipalComponentExtractor)
        else { return nil }
        let stream = SeededGenerator(seed: seed).split("plain rows")
        func drawn(_ role: String, _ count: Int) -> [Int] {
            var generator = stream.split(role)
            return generator.sample(min(count, Self.rows), below: count).sorted()
        }
        let rows = drawn("real", reference.count)
        return PlainRows(
            rows: rows, real: reduction.apply(try reference.read(at: rows)),
            generated: reduction.apply(samples.rows(at: drawn("samples", samples.rows))))
    }
}
