import GANNumerics
import Testing

@testable import GANModels

@Suite struct LatentDistributionTests {
    private let stream = SeededGenerator(seed: 3).split("latents")

    @Test(arguments: LatentDistribution.allCases) func rowsDoNotDependOnTheCut(prior: LatentDistribution) {
        let whole = prior.rows(9, columns: 5, stream: stream, firstRow: 0)
        let tail = prior.rows(4, columns: 5, stream: stream, firstRow: 5)
        #expect(whole.rows(in: 5..<9) == tail)
        #expect(whole.row(0) != whole.row(1))
    }

    @Test func uniformValuesFillTheInterval() {
        let rows = LatentDistribution.uniform.rows(500, columns: 8, stream: stream, firstRow: 0)
        #expect(rows.scalars.allSatisfy { (-1..<1).contains($0) })
        #expect(abs(rows.scalars.reduce(0, +) / 4000) < 0.05)
        // The variance of a uniform draw of width 2 is 1/3.
        #expect(abs(rows.scalars.reduce(0) { $0 + $1 * $1 } / 4000 - 1 / 3) < 0.02)
    }

    @Test func vectorsOnTheSphereHaveOneLength() {
        let rows = LatentDistribution.sphere.rows(20, columns: 16, stream: stream, firstRow: 0)
        for row in 0..<20 {
            let square = rows.row(row).reduce(0) { $0 + $1 * $1 }
            #expect(abs(square - 16) < 1e-3)
        }
    }

    @Test func namesAreReadWithSpacesToo() throws {
        #expect(try LatentDistribution(named: "standard normal", path: "a") == .standardNormal)
        #expect(try LatentDistribution(named: "Uniform", path: "a") == .uniform)
        #expect(throws: ModelError.unknownPrior(path: "a", name: "cauchy")) {
            try LatentDistribution(named: "cauchy", path: "a")
        }
    }
}
