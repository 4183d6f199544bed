import Foundation
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANCheckpoints

private func norm(_ shape: [Int], _ scalars: [Float], axis: Int = 0) -> Double? {
    SpectralNorm.of(WeightTensor(Tensor(shape: shape, scalars: scalars)), axis: axis)
}

@Suite struct SpectralNormTests {
    @Test func closedForms() throws {
        #expect(try abs(#require(norm([2, 2], [3, 0, 0, -5])) - 5) < 1e-6)
        // One by four: the Euclidean norm. A rank-one matrix: the product of its factors' norms.
        #expect(try abs(#require(norm([1, 4], [1, 2, 2, 4])) - 5) < 1e-6)
        #expect(try abs(#require(norm([2, 3], [1, 2, 2, 2, 4, 4])) - 3 * 5.0.squareRoot()) < 1e-6)
        // A rotation: all singular values are one.
        #expect(try abs(#require(norm([2, 2], [0.6, -0.8, 0.8, 0.6])) - 1) < 1e-6)
        #expect(norm([2, 2], [0, 0, 0, 0]) == 0)
        #expect(norm([0, 3], []) == 0)
    }

    @Test func vectorsAndWhatIsNotFiniteHaveNone() {
        #expect(norm([3], [1, 2, 3]) == nil && norm([], [1]) == nil)
        #expect(norm([1, 2], [1, .nan]) == nil && norm([1, 2], [.infinity, 0]) == nil)
    }

    /// Scaling by powers of two changes nothing but the scale, even where squares would leave float32.
    @Test(arguments: [0x1p-80, 0x1p-20, 0x1p30, 0x1p100] as [Float])
    func hugeAndTinyWeights(scale: Float) throws {
        let scalars: [Float] = [1, -2, 0.5, 3, 0.25, -1]
        let plain = try #require(norm([2, 3], scalars))
        #expect(norm([2, 3], scalars.map { $0 * scale }) == plain * Double(scale))
    }

    /// NumPy's singular values, for both ways of seeing a convolution's weight.
    @Test func agreesWithASingularValueDecomposition() throws {
        let tensors = try CheckpointFixture.read("zip.pth").root.tensors
        for (key, axis) in [("zip.pth", 0), ("zip.pth transposed", 1)] {
            let table = try Fixture.json("checkpoints/files/spectral_norms.json")
            let norms = try #require(table[key] as? [String: Double])
            #expect(norms.count == 2)
            for (name, expected) in norms {
                let tensor = try #require(tensors[name])
                let found = try #require(SpectralNorm.of(tensor, axis: axis))
                #expect(abs(found - expected) < 1e-5 * expected, "\(name) \(axis)")
            }
        }
    }

    /// A matrix with known singular values 1, 0.99, 0.98, …: close ones, which converge last.
    @Test func closeSingularValuesConverge() throws {
        let side = 60
        var generator = SeededGenerator(seed: 4)
        // Householder reflections on both sides keep the singular values.
        let left = (0..<side).map { _ in generator.normalPair().0 }
        let right = (0..<side).map { _ in generator.normalPair().0 }
        let (leftSquare, rightSquare) = (left.reduce(0) { $0 + $1 * $1 }, right.reduce(0) { $0 + $1 * $1 })
        func reflection(_ vector: [Double], _ square: Double, _ row: Int, _ column: Int) -> Double {
            (row == column ? 1 : 0) - 2 * vector[row] * vector[column] / square
        }
        var scalars = [Float](repeating: 0, count: side * side)
        for row in 0..<side {
            for column in 0..<side {
                let sum = (0..<side).reduce(0.0) {
                    $0 + reflection(left, leftSquare, row, $1) * (1 - 0.01 * Double($1))
                        * reflection(right, rightSquare, $1, column)
                }
                scalars[row * side + column] = Float(sum)
            }
        }
        #expect(try abs(#require(norm([side, side], scalars)) - 1) < 1e-5)
    }

    @Test func threadsDoNotMatter() {
        var generator = SeededGenerator(seed: 9)
        let tensor = WeightTensor(
            Tensor(shape: [700, 900], scalars: (0..<630_000).map { _ in Float(generator.normalPair().0) }))
        let one = withThreads(1) { SpectralNorm.of(tensor) }
        #expect(withThreads(3) { SpectralNorm.of(tensor) } == one)
    }
}
