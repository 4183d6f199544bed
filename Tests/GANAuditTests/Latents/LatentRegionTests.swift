import GANModels
import GANNumerics
import Testing

@testable import GANAudit

@Suite struct LatentRegionTests {
    private func lengths(_ matrix: Matrix<Float>) -> [Double] {
        (0..<matrix.rows).map { LatentRegion.length(matrix.row($0)) }
    }

    @Test func drawsOfThePriorAreHardlyEverMoved() {
        for distribution in LatentDistribution.allCases {
            for size in [1, 2, 16, 128] {
                let draws = distribution.rows(400, columns: size, firstRow: 0, of: SeededGenerator(seed: 1))
                let moved = LatentRegion(distribution, size: size).confined(draws)
                let changed = (0..<400).count { row in
                    zip(draws.row(row), moved.row(row)).contains { abs($0 - $1) > 1e-5 }
                }
                #expect(changed <= 4, "\(distribution), \(size) values: \(changed)")
                let spread = draws.scalars.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(draws.scalars.count)
                let expected = LatentRegion(distribution, size: size).deviation
                #expect(abs(spread.squareRoot() / expected - 1) < 0.1)
            }
        }
    }

    @Test func vectorsOutsideComeToTheEdge() {
        let far = Matrix<Float>(rows: 1, columns: 3, scalars: [30, 0, -40])
        let normal = LatentRegion(.standardNormal, size: 3).confined(far)
        #expect(abs(lengths(normal)[0] - (3.0.squareRoot() + 3 * 0.5.squareRoot())) < 1e-5)
        #expect(abs(normal[0, 0] / normal[0, 2] + 0.75) < 1e-6)
        #expect(LatentRegion(.uniform, size: 3).confined(far).scalars == [1, 0, -1])
        #expect(abs(lengths(LatentRegion(.normalOnSphere, size: 3).confined(far))[0] - 1) < 1e-6)
        let zero = Matrix<Float>(rows: 1, columns: 3)
        for distribution in LatentDistribution.allCases {
            #expect(LatentRegion(distribution, size: 3).confined(zero) == zero)
        }
    }

    @Test func waysTurnEvenlyOrGoStraight() {
        let ends = Matrix<Float>(rows: 2, columns: 2, scalars: [2, 0, 0, 4])
        let turning = LatentRegion(.standardNormal, size: 2).way(from: ends.row(0), to: ends.row(1), steps: 5)
        for (number, length) in lengths(turning).enumerated() {
            #expect(abs(length - (2 + 0.5 * Double(number))) < 1e-5)
        }
        // The middle of a quarter turn is at 45 degrees.
        #expect(abs(turning[2, 0] - turning[2, 1]) < 1e-5 && turning[0, 0] == 2 && abs(turning[4, 1] - 4) < 1e-6)
        let straight = LatentRegion(.uniform, size: 2).way(from: ends.row(0), to: ends.row(1), steps: 5)
        #expect(straight.scalars == [2, 0, 1.5, 1, 1, 2, 0.5, 3, 0, 4])
        // Without a direction or a shortest turn the straight way is left.
        for other in [[Float](arrayLiteral: 2, 0), [-2, 0], [0, 0]] {
            let way = LatentRegion(.standardNormal, size: 2).way(from: ends.row(0), to: other[...], steps: 3)
            #expect(way.scalars.allSatisfy { $0.isFinite } && Array(way.row(2)) == other)
        }
    }
}
