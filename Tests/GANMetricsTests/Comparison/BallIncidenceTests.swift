import GANNumerics
import Testing

@testable import GANMetrics

@Suite struct BallIncidenceTests {
    /// Real rows 0, 10, 20 with radius 2; samples at 1, 9, 11, 50.
    private let real = Matrix<Float>(rows: 3, columns: 1, scalars: [0, 10, 20])
    private let samples = Matrix<Float>(rows: 4, columns: 1, scalars: [1, 9, 11, 50])

    private func incidence(_ rows: Matrix<Float>) -> BallIncidence {
        BallIncidence(real: real, radii: [2, 2, 2], generated: rows, boundary: .exclusive)
    }

    @Test func listsWhoLiesWhere() {
        let found = incidence(samples)
        #expect(isClose(found.coverage, 2.0 / 3))
        #expect(found.onlyRow(of: 0) == 0 && found.onlyRow(of: 1) == nil && found.onlyRow(of: 2) == nil)
        let contributions = RowContributions.coverage(found)
        // Row 0 alone covers one of three real rows: 4/3 of the pseudo-value, less the mean.
        #expect(isClose(contributions.generated[0], 4.0 / 3 - 1.0 / 3) && contributions.generated[1] == -1.0 / 3)
    }

    @Test func boundariesAreThoseOfBalls() {
        let onEdge = Matrix<Float>(rows: 1, columns: 1, scalars: [2])
        #expect(incidence(onEdge).coverage == 0)
        #expect(
            BallIncidence(real: real, radii: [2, 2, 2], generated: onEdge, boundary: .inclusive).coverage == 1.0 / 3)
    }

    @Test func labelsDecideWhoCovers() {
        let other = Matrix<Float>(rows: 4, columns: 1, scalars: [19, 21, 12.5, 0.5])
        let pool = incidence(samples).pooled(with: incidence(other))
        func difference(_ labels: [Double]) -> Double {
            labels.withUnsafeBufferPointer { pool.coverageDifference(signs: $0) }
        }
        // As observed: the first covers 0 and 10, the second 20 and 0.
        #expect(difference([-1, -1, -1, -1, 1, 1, 1, 1]) == 0)
        // Exchanging the last pair takes 0 from the second: it keeps 20 only.
        #expect(isClose(difference([-1, -1, -1, 1, 1, 1, 1, -1]), -1.0 / 3))
        #expect(isClose(difference([1, 1, 1, -1, -1, -1, -1, 1]), 1.0 / 3))
    }

    @Test func coverageIsTheMetrics() throws {
        let (x, y) = (normalRows(1, 300, 3), mapped(normalRows(2, 300, 3)) { 0.8 * $0 })
        let manifold = try NeighbourhoodManifold(real: x, generated: y)
        let found = BallIncidence(real: x, radii: manifold.realRadii, generated: y, boundary: .exclusive)
        #expect(found.coverage == Coverage.evaluate(manifold).value)
    }
}
