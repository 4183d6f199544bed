import GANCheckpoints
import GANData
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

@Suite struct NetworkGeneratorGradientTests {
    /// Errors from the network's unrounded outputs, in float64.
    private func errors(_ generator: NetworkGenerator, _ latents: Matrix<Float>, _ targets: Matrix<Float>) -> [Double] {
        let outputs = generator.network.evaluate(latents)
        return (0..<latents.rows).map { row in
            zip(outputs.row(row), targets.row(row)).reduce(0.0) { sum, pair in
                let level = 255 * (Double(pair.0) + 1) / 2
                return sum + (level - Double(pair.1)) * (level - Double(pair.1)) / Double(targets.columns)
            }
        }
    }

    @Test func gradientsAreThoseOfCentralDifferences() throws {
        let generator = try NetworkGenerator(TinyNetworks.checkpoint(), weights: .raw)
        let latents = SeededGenerator(seed: 3).normalRows(9, columns: 3)
        let targets = try generator.sample(rows: 0..<9, seed: 5)
        let found = generator.errors(latents: latents, targets: targets)
        for (mine, expected) in zip(found.errors, errors(generator, latents, targets)) {
            #expect(abs(mine - expected) < 1e-3 * max(1, expected))
        }
        let step: Float = 2e-3
        let largest = found.gradients.scalars.map { abs(Double($0)) }.max() ?? 0
        var agreeing = 0
        for column in 0..<3 {
            var (above, below) = (latents, latents)
            for row in 0..<9 {
                above[row, column] += step
                below[row, column] -= step
            }
            let (high, low) = (errors(generator, above, targets), errors(generator, below, targets))
            for row in 0..<9 {
                let difference = (high[row] - low[row]) / Double(2 * step)
                if abs(difference - Double(found.gradients[row, column])) < 0.01 * largest { agreeing += 1 }
            }
        }
        // A rectifier's kink may lie within a step.
        #expect(agreeing >= 25 && largest > 1)
    }

    @Test func aRowDoesNotDependOnTheOthersOrOnThreads() throws {
        let generator = try NetworkGenerator(TinyNetworks.checkpoint(), weights: .raw)
        let latents = SeededGenerator(seed: 3).normalRows(150, columns: 3)
        let targets = try generator.sample(rows: 0..<150, seed: 5)
        let all = generator.errors(latents: latents, targets: targets)
        let threads = withThreads(5) { generator.errors(latents: latents, targets: targets) }
        #expect(threads.errors == all.errors && threads.gradients == all.gradients)
        let few = generator.errors(latents: latents.rows(in: 64..<80), targets: targets.rows(in: 64..<80))
        for (mine, other) in zip(few.gradients.scalars, all.gradients.scalars[64 * 3..<80 * 3]) {
            #expect(abs(mine - other) <= 1e-4 * max(1, abs(other)))
        }
    }

    /// A latent vector that is an image comes channel by channel, as in `generate`.
    @Test func latentImagesAreReadAsInSampling() throws {
        let description = NetworkDescription(
            input: [2, 2, 3],
            layers: [
                .convolution(.init(inputs: 3, outputs: 1, kernel: 1, stride: 1, padding: 0, bias: false, key: "c"))
            ])
        let weight = Tensor(shape: [1, 3, 1, 1], scalars: [0.1, 0.02, -0.05])
        let generator = try NetworkGenerator(
            Architecture(
                role: .generator, network: description, latent: .init(shape: [3, 2, 2]), valueRange: .symmetric,
                classCount: nil, origin: "test"), tensors: ["c.weight": weight], name: "test", path: "test")
        let latents = SeededGenerator(seed: 3).normalRows(4, columns: 12)
        let targets = try generator.generate(latents: latents, firstSample: 0, seed: 0)
        // Only rounding is left between a latent vector and its own sample.
        #expect(generator.errors(latents: latents, targets: targets).errors.allSatisfy { $0 <= 0.26 })
        let other = latents.rows(at: [1, 2, 3, 0])
        #expect(generator.errors(latents: other, targets: targets).errors.allSatisfy { $0 > 0.26 })
    }
}
