import GANData
import GANModels
import GANNumerics
import Testing

@testable import GANEvaluation

@Suite struct LatentStageTests {
    /// Shows a latent vector as an image of one pixel, its first value times 10.
    private struct Pixel: Generator {
        var name: String { "pixel" }
        var digest: String { "00" }
        var latentSize: Int { 4 }
        var latentDistribution: LatentDistribution
        var sampleShape: SampleShape { .image(height: 1, width: 1, channels: 1) }

        func generate(latents: Matrix<Float>, firstSample: Int, seed: UInt64) throws -> Matrix<Float> {
            Matrix(rows: latents.rows, columns: 1, scalars: (0..<latents.rows).map { latents[$0, 0] * 10 })
        }
    }

    @Test(arguments: LatentDistribution.allCases) func waysBeginAndEndAtSamples(_ prior: LatentDistribution) throws {
        let generator = Pixel(latentDistribution: prior)
        let strips = try LatentStage(generator: generator, seed: 3).strips()
        let samples = try generator.sample(rows: 0..<8, seed: 3)
        let walks = strips.filter { $0.kind == .walk }
        #expect(walks.count == LatentStage.walks && walks.allSatisfy { $0.images.count == LatentStage.steps })
        for (number, walk) in walks.enumerated() {
            #expect(abs(walk.images[0][0] - samples[2 * number, 0]) < 1e-4)
            #expect(abs((walk.images.last?[0] ?? 0) - samples[2 * number + 1, 0]) < 1e-4)
        }
        let cuts = strips.filter { $0.kind != .walk }
        #expect(cuts.count == (prior == .normalOnSphere ? 0 : LatentStage.factors.count))
        if let half = cuts.first(where: { $0.kind == .truncation(0.5) }) {
            #expect(abs(half.images[2][0] - samples[2, 0] / 2) < 1e-4)
        }
    }

    @Test func pointsHaveNoStrips() throws {
        #expect(try LatentStage(generator: PointGenerator(centre: (0, 0)), seed: 1).strips().isEmpty)
    }
}
