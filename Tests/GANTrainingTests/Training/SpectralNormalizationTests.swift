import GANAutodiff
import GANNumerics
import Testing

@testable import GANTraining

@Suite struct SpectralNormalizationTests {
    /// Singular values of 2×2 matrices A are the roots of ½(‖A‖² ± √(‖A‖⁴ − 4 det² A)).
    private let matrix = Tensor(shape: [2, 2], scalars: [3, 1, 1, 2])
    private var largest: Double { (7.5 + (15.0 * 15 - 100).squareRoot() / 2).squareRoot() }

    @Test func normsAreLargestSingularValues() {
        let kernel = Tensor(shape: [2, 1, 1, 2], scalars: matrix.scalars)
        let bias = Tensor(shape: [2], scalars: [9, 9])
        let parameters = [matrix, bias, kernel]
        var spectral = SpectralNormalization(parameters, seed: SeededGenerator(seed: 1))
        for _ in 0..<10 { spectral.iterate(parameters) }
        let norms = spectral.norms(parameters)
        #expect(abs(norms[0] - largest) < 1e-5 && norms[1] == 1 && abs(norms[2] - largest) < 1e-5)
        let normalized = spectral.normalized(parameters.map { .parameter($0) }).map(\.value)
        #expect(normalized[1] == bias)
        #expect(abs(Double(normalized[0].scalars[0]) - 3 / largest) < 1e-5)
    }

    @Test func largerWeightsAgreeWithTheLibrary() throws {
        let weight = Tensor(SeededGenerator(seed: 4).normalRows(12, columns: 30))
        var spectral = SpectralNormalization([weight], seed: SeededGenerator(seed: 1))
        spectral.follow([weight])
        let doubles = Matrix<Double>(rows: 12, columns: 30, scalars: weight.scalars.map { Double($0) })
        let largest = try SingularValues.values(of: doubles)[0]
        #expect(abs(spectral.norms([weight])[0] / largest - 1) < 0.01)
    }

    /// u and v are constants: d(W/σ)/dW in the direction Δ is Δ/σ − W·(uᵀΔv)/σ².
    @Test func theGradientGoesThroughTheNorm() {
        let spectral = SpectralNormalization([matrix], seed: SeededGenerator(seed: 1))
        let weight = Variable.parameter(matrix)
        let seed = Variable.constant(Tensor(shape: [2, 2], scalars: [1, -2, 0.5, 0]))
        let gradient = Gradient.of(spectral.normalized([weight])[0], at: [weight], seed: seed)[0].value.scalars
        for place in 0..<4 {
            func moved(_ step: Float) -> Float {
                var copy = matrix
                copy.scalars[place] += step
                let value = spectral.normalized([.constant(copy)])[0].value.scalars
                return zip(value, seed.value.scalars).reduce(0) { $0 + $1.0 * $1.1 }
            }
            #expect(abs((moved(0.01) - moved(-0.01)) / 0.02 - gradient[place]) < 1e-3)
        }
    }
}
