import GANData
import GANNumerics

/// A generator whose images are converted after they are made, as real data beside them are.
struct ConvertedGenerator: Generator {
    private let base: any Generator
    private let from: ImageShape
    private let conversion: ImageConversion
    let digest: String
    let sampleShape: SampleShape

    /// Nil where the generator's images are as asked for, and for a generator of vectors.
    init?(_ base: any Generator, conversion: ImageConversion) {
        guard let from = base.sampleShape.imageShape, conversion.shape(of: from) != from else { return nil }
        self.base = base
        self.from = from
        self.conversion = conversion
        sampleShape = SampleShape(conversion.shape(of: from))
        var digest = ContentDigest()
        digest.update(base.digest)
        digest.update(conversion.words(for: CollectionOfOne(from)))
        self.digest = digest.hexadecimal()
    }

    /// What is done, for people.
    var words: String { conversion.words(for: CollectionOfOne(from)) }
    var name: String { base.name }
    var weights: String { base.weights }
    var latentSize: Int { base.latentSize }
    var latentDistribution: LatentDistribution { base.latentDistribution }
    var piece: Int { base.piece }
    func labels(rows: Range<Int>, seed: UInt64) -> [Int]? { base.labels(rows: rows, seed: seed) }

    func generate(latents: Matrix<Float>, firstSample: Int, seed: UInt64) throws -> Matrix<Float> {
        conversion.converted(
            try base.generate(latents: latents, firstSample: firstSample, seed: seed), shape: from)
    }

    func generate(latents: Matrix<Float>, numbers: [Int], seed: UInt64) throws -> Matrix<Float> {
        conversion.converted(try base.generate(latents: latents, numbers: numbers, seed: seed), shape: from)
    }
}
