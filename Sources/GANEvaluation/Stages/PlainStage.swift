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

    /// The side of the coarse view: what blur, noise and grain leave of an image.
    private static let coarseSide = 8

    /// Rows of the reference and of `samples`, as they are, in means over squares where images are large, and in coarse means; nil where features
    /// are the values already, and for points.
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
        func view(_ reduction: ImageReduction, _ real: Matrix<Float>, _ generated: Matrix<Float>) -> PlainRows.View {
            PlainRows.View(real: reduction.apply(real), generated: reduction.apply(generated))
        }
        var views = [
            view(
                reduction, try reference.read(at: rows),
                samples.rows(at: drawn("samples", samples.rows)))
        ]
        if let coarse = ImageReduction(reduction.shape, longestSide: Self.coarseSide), coarse.factor > 1 {
            views.append(view(coarse, views[0].real, views[0].generated))
        }
        return PlainRows(rows: rows, views: views)
    }
}
