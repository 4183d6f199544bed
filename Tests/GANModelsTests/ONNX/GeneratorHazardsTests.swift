import Foundation
import GANFiles
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

/// Models that run without a complaint and would give wrong samples.
@Suite struct GeneratorHazardsTests {
    private func open(_ name: String, batch: Int? = nil) throws -> ONNXGenerator {
        var options = ONNXGenerator.Options()
        options.range = .symmetric
        options.batch = batch
        return try ONNXGenerator(path: Fixture.url("foreign/onnx-hazards/\(name).onnx").path, options: options)
    }

    @Test(arguments: [
        ("training-mode", "changes with the others of its batch"),
        ("batch-coupled", "changes with the others of its batch"), ("synthesis-only", "output of a mapping network"),
        ("image-to-image", "turns images into images"),
    ])
    func areRefused(name: String, fact: String) {
        let error = #expect(throws: ModelError.self) { try open(name) }
        #expect(error?.fact.contains(fact) == true, "\(String(describing: error))")
        #expect(error?.remedy.contains("--prior") == true || error?.remedy.contains("torch.onnx.export") == true)
    }

    /// What a model drew by itself is drawn from each sample's own stream: the same seed, the same bytes in any company.
    @Test func randomOperatorsBecomeInputs() throws {
        let generator = try open("random-inside")
        let facts = Dictionary(uniqueKeysWithValues: generator.facts.map { ($0.name, $0.value) })
        #expect(facts["random operators"]?.hasPrefix("1, ") == true)
        let latents = SeededGenerator(seed: 3).normalRows(5, columns: generator.latentSize)
        func images(_ numbers: [Int], seed: UInt64) throws -> Matrix<Float> {
            try generator.generate(latents: latents.rows(at: numbers), numbers: numbers, seed: seed)
        }
        let all = try images([0, 1, 2, 3, 4], seed: 1)
        #expect(try images([3, 0], seed: 1) == all.rows(at: [3, 0]))
        #expect(try images([3, 0], seed: 2) != all.rows(at: [3, 0]))
        #expect(try open("random-inside").digest == generator.digest)
    }

    /// One by one a sample is what it is, in any company.
    @Test func coupledModelsRunOneByOne() throws {
        let generator = try open("batch-coupled", batch: 1)
        #expect(generator.piece == 1)
        let latents = SeededGenerator(seed: 3).normalRows(5, columns: generator.latentSize)
        let all = try generator.generate(latents: latents, firstSample: 0, seed: 1)
        let last = try generator.generate(latents: latents.rows(in: 3..<5), firstSample: 3, seed: 1)
        #expect(Array(all.scalars[(3 * all.columns)...]) == last.scalars)
    }

    /// The plain model gives PyTorch's images, though its pieces are filled up.
    @Test func plainModelsAreNotRefused() throws {
        let folder = Fixture.url("foreign/onnx-hazards").path
        let z = try NPY.read("\(folder)/z.npy"), expected = try NPY.read("\(folder)/expected.npy")
        let generator = try open("plain")
        let latents = Matrix<Float>(rows: z.shape[0], columns: z.shape[1], scalars: z.floats())
        let found = try generator.generate(latents: latents, firstSample: 0, seed: 1)
        let truth = expected.floats()
        try #require(found.scalars.count == truth.count)
        let (rows, channels, pixels) = (z.shape[0], expected.shape[1], expected.shape[2] * expected.shape[3])
        for row in 0..<rows {
            for (pixel, channel) in (0..<pixels).flatMap({ pixel in (0..<channels).map { (pixel, $0) } }) {
                let level = found.scalars[(row * pixels + pixel) * channels + channel]
                let value = truth[(row * channels + channel) * pixels + pixel]
                #expect(abs(level - (value + 1) * 127.5) <= 0.51)
            }
        }
    }
}
