import GANNumerics
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct NearestDirectionsTests {
    /// min 1 − |cos| by plain float64 sums.
    private func plain(_ samples: Matrix<Float>, _ training: Matrix<Float>) -> [Double] {
        func dot(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
            zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let squares = (0..<training.rows).map { dot(training.row($0), training.row($0)) }
        return (0..<samples.rows).map { sample in
            let row = samples.row(sample)
            let square = dot(row, row)
            let largest = (0..<training.rows).map {
                abs(dot(row, training.row($0))) / (square * squares[$0]).squareRoot()
            }
            return 1 - (largest.max() ?? 0)
        }
    }

    @Test(arguments: [(3, 1), (300, 5), (1100, 40)])
    func agreesWithPlainSums(_ rows: Int, _ columns: Int) {
        let (samples, training) = (normalRows(1, 300, columns), normalRows(2, rows, columns))
        let found = NearestDirections(of: samples, in: training).distances
        for (a, b) in zip(found, plain(samples, training)) { #expect(abs(a - b) < 1e-14) }
    }

    @Test func aLargeCommonOffsetIsDecidedInFloat64() {
        // All cosines are within 1e-6 of 1, below what float32 products tell apart.
        let samples = mapped(normalRows(1, 270, 6)) { $0 + 1000 }
        let training = mapped(normalRows(2, 1100, 6)) { $0 + 1000 }
        let found = NearestDirections(of: samples, in: training).distances
        for (a, b) in zip(found, plain(samples, training)) { #expect(abs(a - b) < 1e-14) }
        let copies = NearestDirections(of: training.rows(in: 0..<50), in: training).distances
        #expect(copies.allSatisfy { $0 < 1e-15 })
    }

    @Test func copiesScaledAndMirroredAreAtZero() {
        let training = normalRows(1, 200, 30)
        for factor in [1, 4, -1, -0.125] as [Float] {
            let distances = NearestDirections(of: mapped(training) { factor * $0 }, in: training).distances
            #expect(distances == [Double](repeating: 0, count: 200))
        }
    }

    @Test func extremeSizesNeitherOverflowNorVanish() {
        let training = normalRows(1, 60, 10)
        let expected = NearestDirections(of: normalRows(2, 20, 10), in: training).distances
        for exponent in [-110, 110] {
            let scale = Float(sign: .plus, exponent: exponent, significand: 1)
            let found = NearestDirections(of: mapped(normalRows(2, 20, 10)) { scale * $0 }, in: training).distances
            #expect(found == expected)
        }
    }

    @Test func resultsDoNotDependOnTheNumberOfThreads() {
        let (samples, training) = (normalRows(1, 700, 20), normalRows(2, 1500, 20))
        let alone = withThreads(1) { NearestDirections(of: samples, in: training) }
        #expect(withThreads(4) { NearestDirections(of: samples, in: training) } == alone)
    }

    @Test func readyCosinesGiveTheSame() {
        #expect(NearestDirections(largestCosines: [1, -0.5, 1 + 1e-12]).distances == [0, 0.5, 0])
    }
}
