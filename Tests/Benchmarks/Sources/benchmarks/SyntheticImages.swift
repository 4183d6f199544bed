import Foundation
import GANNumerics

/// Seeded rows with the make-up of image pixels: a few dozen strong factors, a little noise, values in 0...1.
struct SyntheticImages {
    private let columns: Int
    private let factors: Matrix<Float>
    private let generator: SeededGenerator
    private static let factorCount = 48

    init(columns: Int, seed: UInt64) {
        self.columns = columns
        generator = SeededGenerator(seed: seed)
        factors = generator.split("factors").normalRows(Self.factorCount, columns: columns)
    }

    /// `count` rows from a stream of their own.
    func rows(_ count: Int, stream: String) -> Matrix<Float> {
        var strengths = generator.split(stream).split("strengths").normalRows(count, columns: Self.factorCount)
        for row in 0..<count {
            for factor in 0..<Self.factorCount {
                strengths[row, factor] *= 0.3 / Float(1 + factor).squareRoot()
            }
        }
        var images = MatrixProduct.multiply(strengths, factors)
        let noise = generator.split(stream).split("noise").normalRows(count, columns: columns)
        for index in images.scalars.indices {
            images.scalars[index] = min(1, max(0, 0.3 + images.scalars[index] + 0.05 * noise.scalars[index]))
        }
        return images
    }
}
