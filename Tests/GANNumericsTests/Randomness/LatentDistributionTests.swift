import Testing

@testable import GANNumerics

@Suite struct LatentDistributionTests {
    private let series = SeededGenerator(seed: 11)

    @Test(arguments: LatentDistribution.allCases) func aRowDependsOnItsNumberAlone(_ distribution: LatentDistribution) {
        let rows = distribution.rows(10, columns: 7, firstRow: 5, of: series)
        #expect(distribution.rows(1, columns: 7, firstRow: 9, of: series) == rows.rows(in: 4..<5))
        #expect(rows.rows(in: 0..<1) != rows.rows(in: 1..<2))
    }

    @Test func valuesHaveTheirMoments() {
        let count = 20_000
        func moments(_ distribution: LatentDistribution) -> (mean: Double, square: Double, greatest: Float) {
            let values = distribution.rows(count / 4, columns: 4, firstRow: 0, of: series).scalars
            let mean = values.reduce(0.0) { $0 + Double($1) } / Double(count)
            let square = values.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(count)
            return (mean, square, values.map { abs($0) }.max() ?? 0)
        }
        // About six standard errors.
        let normal = moments(.standardNormal)
        #expect(abs(normal.mean) < 0.04 && abs(normal.square - 1) < 0.06 && normal.greatest > 3)
        let uniform = moments(.uniform)
        #expect(abs(uniform.mean) < 0.025 && abs(uniform.square - 1.0 / 3) < 0.013 && uniform.greatest <= 1)
        let truncated = moments(.truncatedNormal)
        #expect(abs(truncated.mean) < 0.04 && abs(truncated.square - 0.7737) < 0.04 && truncated.greatest <= 2)
        #expect(truncated.greatest > 1.9)
        let sphere = LatentDistribution.normalOnSphere.rows(50, columns: 4, firstRow: 0, of: series)
        for row in 0..<50 {
            #expect(abs(sphere.row(row).reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
        }
        #expect(moments(.normalOnSphere).greatest <= 1)
    }

    @Test func namesMayHaveSpaces() {
        #expect(LatentDistribution(name: "standard normal") == .standardNormal)
        #expect(LatentDistribution(name: "normal_on_sphere") == .normalOnSphere)
        #expect(LatentDistribution(name: "laplace") == nil)
    }
}
