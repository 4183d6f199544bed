import GANData
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

@Suite struct GeneratorTests {
    @Test func aSampleDependsOnSeedAndNumberAlone() throws {
        let generator = try NetworkGenerator(TinyNetworks.checkpoint(), weights: .raw)
        let series = try generator.sample(rows: 0..<100, seed: 7)
        #expect(try generator.sample(rows: 63..<66, seed: 7) == series.rows(in: 63..<66))
        #expect(try generator.sample(rows: 99..<100, seed: 7) == series.rows(in: 99..<100))
        #expect(try withThreads(5) { try generator.sample(rows: 0..<100, seed: 7) } == series)
        #expect(try generator.sample(rows: 0..<100, seed: 8) != series)
    }

    /// Makes one of a few samples, whichever the first latent value picks.
    private struct Stub: Generator {
        let name = "stub"
        let digest = ""
        let latentSize = 3
        let sampleShape = SampleShape.vector(2)
        var latentDistribution = LatentDistribution.standardNormal
        let make: @Sendable (Float) -> Float

        func generate(latents: Matrix<Float>, firstSample: Int, seed: UInt64) throws -> Matrix<Float> {
            Matrix(rows: latents.rows, columns: 2) { target in
                for row in 0..<latents.rows {
                    target[2 * row] = 1
                    target[2 * row + 1] = make(latents[row, 0])
                }
            }
        }
    }

    @Test func oneSampleForAllLatentsIsAnError() throws {
        let constant = Stub { _ in 7 }
        for rows in [0..<2, 0..<100, 64..<66, 70..<71] {
            #expect(throws: ModelError.constantOutput(path: "stub", samples: 256)) {
                try constant.sample(rows: rows, seed: 1)
            }
        }
        // Alone, a sample has nothing to be compared with.
        for rows in [0..<0, 0..<1, 64..<65] {
            #expect(try constant.sample(rows: rows, seed: 1).rows == rows.count)
        }
    }

    @Test func fewSamplesAreNoError() throws {
        // One in twenty latents gives the other sample, so most pairs are equal.
        let rare = Stub { $0 > 1.645 ? 1 : 0 }
        for start in 0..<64 { #expect(try rare.sample(rows: start..<start + 2, seed: 1).rows == 2) }
    }

    @Test func latentsFollowTheStatedDistribution() throws {
        let uniform = Stub(latentDistribution: .uniform) { $0 }
        let values = try uniform.sample(rows: 0..<500, seed: 1)
        #expect((0..<500).allSatisfy { abs(values[$0, 1]) <= 1 })
        let normal = Stub { $0 }
        let series = SeededGenerator(seed: 1).split("latents").normalRows(5, columns: 3)
        let samples = try normal.sample(rows: 0..<5, seed: 1)
        #expect((0..<5).allSatisfy { samples[$0, 1] == series[$0, 0] })
    }
}
