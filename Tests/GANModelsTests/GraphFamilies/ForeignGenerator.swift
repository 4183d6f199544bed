import Foundation
import GANData
import GANFiles
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

/// A generator of another project in `fixtures/foreign`, and what that project's own code made of the latent vectors beside it.
struct ForeignGenerator {
    let folder: String
    let file: String

    func path(_ name: String) -> String { Fixture.url("foreign/\(folder)/\(name)").path }

    func loaded(_ change: (inout ModelOptions) -> Void = { _ in }) throws -> LoadedGenerator {
        var options = ModelOptions()
        change(&options)
        return try ModelFile.open(path(file)).generator(options)
    }

    /// The largest difference between the network's own values and the expected ones, as a share of the range of 2 or of the largest value.
    func difference(
        from expected: String, latents: String = "z.npy", _ change: (inout ModelOptions) -> Void
    ) throws -> Float {
        let generator = try loaded(change).generator
        let array = try NPY.read(path(expected))
        let z = try LatentFile.read(path(latents), for: generator)
        let values = try #require(
            try OwnValues.of(generator, latents: z, numbers: Array(0..<z.rows), seed: 1))
        guard case .image(let height, let width, let channels) = generator.sampleShape else {
            Issue.record("no image")
            return .infinity
        }
        #expect(array.shape == [z.rows, channels, height, width])
        let wanted = Tensor(shape: array.shape, scalars: array.floats())
        let size = max(2, wanted.scalars.reduce(0) { max($0, abs($1)) })
        var largest: Float = 0
        var index = 0
        for row in 0..<z.rows {
            for channel in 0..<channels {
                for pixel in 0..<height * width {
                    let own = values.scalars[row * values.columns + pixel * channels + channel]
                    let distance = abs(own - wanted.scalars[index])
                    if !(distance <= largest) { largest = distance }
                    index += 1
                }
            }
        }
        return largest / size
    }
}
