import GANCheckpoints
import GANData
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

/// A residual and a U-shaped generator, from a document and a state dict through samples, gradients and an export.
@Suite struct NetworkGeneratorGraphTests {
    static let documents = [
        """
        generator:
        - {kind: ConvTranspose2d, in: 3, out: 4, kernel: 4, key: start, name: skip}
        - {kind: SiLU}
        - {kind: Conv2d, in: 4, out: 4, kernel: 3, padding: 1, key: block, name: branch}
        - {kind: Add, inputs: [skip, branch]}
        - {kind: Conv2d, in: 4, out: 1, kernel: 1, key: last}
        - {kind: Tanh}
        """,
        """
        latent: {shape: [2, 4, 4]}
        generator:
        - {kind: Conv2d, in: 2, out: 3, kernel: 4, stride: 2, padding: 1, key: down, name: small}
        - {kind: SiLU}
        - {kind: ConvTranspose2d, in: 3, out: 3, kernel: 4, stride: 2, padding: 1, key: up, name: large}
        - {kind: Upsample, scale: 2, input: small, name: shortcut}
        - {kind: Concat, inputs: [large, shortcut, input]}
        - {kind: Conv2d, in: 8, out: 1, kernel: 3, padding: 1, key: last}
        - {kind: Tanh}
        """,
    ]

    private func generator(_ text: String) throws -> NetworkGenerator {
        let architecture = try Architecture(
            ArchitectureDocument(text: text, path: "a.yaml"), role: .generator, path: "a.yaml")
        let network = try Network(architecture.network, seed: SeededGenerator(seed: 4))
        return try NetworkGenerator(architecture, tensors: network.tensors(), name: "g", path: "g.pth")
    }

    @Test(arguments: documents) func samplesAndGradients(text: String) throws {
        let generator = try generator(text)
        #expect(generator.sampleShape == .image(height: 4, width: 4, channels: 1))
        let latents = SeededGenerator(seed: 3).normalRows(3, columns: generator.latentSize)
        let targets = Matrix<Float>(rows: 3, columns: 16, repeating: 100)
        let found = generator.errors(latents: latents, targets: targets)
        let largest = found.gradients.scalars.map(abs).max() ?? 0
        for column in 0..<generator.latentSize {
            func errors(_ step: Float) -> [Double] {
                var moved = latents
                for row in 0..<3 { moved[row, column] += step }
                return generator.errors(latents: moved, targets: targets).errors
            }
            for (row, pair) in zip(errors(0.005), errors(-0.005)).enumerated() {
                let difference = Float((pair.0 - pair.1) / 0.01)
                #expect(abs(difference - found.gradients[row, column]) < 0.02 * largest)
            }
        }
    }

    @Test(.enabled(if: GraphRun.isPossible), arguments: documents) func exports(text: String) throws {
        let folder = try TemporaryFolder()
        let generator = try generator(text)
        let outcome = try NetworkExport.write(generator, sourceDigest: nil, step: nil, to: folder.file("g.onnx"))
        #expect(outcome.largestDifference < 1e-5 && outcome.inputs == 16)
        let exported = try ONNXGenerator(path: folder.file("g.onnx"))
        #expect(exported.sampleShape == generator.sampleShape)
        // The same latent vectors give the same samples, but for rounding to grey levels, in whatever order they are read.
        let latents = SeededGenerator(seed: 6).normalRows(5, columns: generator.latentSize)
        let native = try generator.generate(latents: latents, firstSample: 0, seed: 0)
        let found = try exported.generate(latents: latents, firstSample: 0, seed: 0)
        for (mine, other) in zip(native.scalars, found.scalars) { #expect(abs(mine - other) <= 1) }
    }

    /// A final sigmoid is left out of logits wherever the value comes from that it reads.
    @Test func aDiscriminatorsLogitsAreWhatTheLastSigmoidReads() throws {
        let text = """
            sample_shape: [3]
            range: [-1, 1]
            discriminator:
            - {kind: Linear, in: 3, out: 2, key: a, name: a}
            - {kind: Tanh, name: b}
            - {kind: Concat, inputs: [a, b, input]}
            - {kind: Linear, in: 7, out: 1, key: c}
            """
        func discriminator(_ text: String, _ tensors: [String: Tensor]? = nil) throws -> NetworkDiscriminator {
            let architecture = try Architecture(
                ArchitectureDocument(text: text, path: "d.yaml"), role: .discriminator, path: "d.yaml")
            let own = try tensors ?? Network(architecture.network, seed: SeededGenerator(seed: 1)).tensors()
            return try NetworkDiscriminator(architecture, tensors: own, name: "d", path: "d.pth")
        }
        let plain = try discriminator(text)
        let values = SeededGenerator(seed: 2).normalRows(5, columns: 3)
        let ended = try discriminator(text + "\n- {kind: Sigmoid}", plain.network.tensors())
        #expect(try ended.logits(values: values) == plain.logits(values: values))
    }
}
