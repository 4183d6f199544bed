import GANNumerics
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct StructuralSimilarityTests {
    /// An image of whole grey levels by formula, the same in the program that gave the expected values.
    private static func image(_ height: Int, _ width: Int, _ kind: Int) -> [Float] {
        (0..<height * width).map { place in
            let (y, x) = (place / width, place % width)
            return Float((x * x * 3 + y * y * 5 + x * y * (kind + 1) + 37 * kind * (x / 8)) / 16 % 256)
        }
    }

    private static func pair(_ first: [Float], _ second: [Float]) -> Matrix<Float> {
        Matrix(rows: 2, columns: first.count, scalars: first + second)
    }

    /// scikit-image 0.25 with Gaussian weights, σ = 1.5, population covariances, windows within the image.
    @Test func isScikitImages() throws {
        let similarity = try #require(StructuralSimilarity(height: 24, width: 32, channels: 1))
        let found = similarity.pairs(of: Self.pair(Self.image(24, 32, 0), Self.image(24, 32, 1)))
        #expect(abs(found.single[0] - 0.847_786_553_5) < 1e-5)
        #expect(found.multiscale == nil)
        let equal = similarity.pairs(of: Self.pair(Self.image(24, 32, 0), Self.image(24, 32, 0)))
        #expect(abs(equal.single[0] - 1) < 1e-6)
    }

    /// NumPy and SciPy by the paper's formula, which give 0.9326 where pytorch-msssim's form gives 0.9338 on the same photographs.
    @Test func fiveScalesAreThoseOfThePaper() throws {
        let similarity = try #require(StructuralSimilarity(height: 176, width: 180, channels: 1))
        let first = Self.image(176, 180, 0)
        let second = zip(first, Self.image(176, 180, 1)).map { (($0 * 3 + $1) / 4).rounded(.down) }
        let found = similarity.pairs(of: Self.pair(first, second))
        #expect(abs(found.single[0] - 0.914_710_143_8) < 1e-4)
        #expect(abs(try #require(found.multiscale)[0] - 0.949_816_676_1) < 1e-4)
        // Nothing in common at a scale is 0, and no root of a negative number.
        let apart = similarity.pairs(of: Self.pair(first, Self.image(176, 180, 1)))
        #expect(apart.multiscale == [0])
    }

    @Test func smallImagesHaveNone() {
        #expect(StructuralSimilarity(height: 10, width: 40, channels: 1) == nil)
        #expect(StructuralSimilarity(height: 176, width: 175, channels: 3)?.hasScales == false)
    }

    @Test func coloursCountByTheirLight() throws {
        let grey = Self.image(12, 12, 0)
        let other = Self.image(12, 12, 1)
        let colour = try #require(StructuralSimilarity(height: 12, width: 12, channels: 3))
        let plain = try #require(StructuralSimilarity(height: 12, width: 12, channels: 1))
        func tripled(_ image: [Float]) -> [Float] { image.flatMap { [$0, $0, $0] } }
        let found = colour.pairs(of: Self.pair(tripled(grey), tripled(other))).single[0]
        #expect(abs(found - plain.pairs(of: Self.pair(grey, other)).single[0]) < 1e-5)
    }
}
