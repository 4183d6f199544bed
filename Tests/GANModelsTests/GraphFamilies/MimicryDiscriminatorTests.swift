import GANCheckpoints
import GANData
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

/// A residual discriminator whose score can be worked out by hand.
@Suite struct MimicryDiscriminatorTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func file(_ change: (inout [String: Tensor]) -> Void = { _ in }) throws -> ModelFile {
        let kernel = Tensor(shape: [1, 1, 3, 3])
        var tensors = [
            "block1.c1.weight": kernel, "block1.c2.weight": kernel,
            "block1.c_sc.weight": Tensor(shape: [1, 1, 1, 1], scalars: [2]), "block1.c_sc.bias": Tensor(shape: [1]),
            "block2.c1.weight": kernel, "block2.c2.weight": kernel,
            "l3.weight": Tensor(shape: [1, 1], scalars: [3]), "l3.bias": Tensor(shape: [1], scalars: [1]),
        ]
        change(&tensors)
        let path = folder.file("netD.safetensors")
        try SafetensorsFile.write(tensors: tensors, metadata: [:], to: path)
        return try ModelFile.open(path)
    }

    private let shape = SampleShape.image(height: 4, width: 4, channels: 1)

    /// The first block gives twice the means of 2×2 pixels, the second its input; negative places are cut, the rest summed, times 3, plus 1.
    @Test func theScoreIsThatOfItsLayers() throws {
        let discriminator = try #require(
            try file().discriminator(ModelOptions(), shape: shape) as? ONNXDiscriminator)
        let images = Matrix(
            rows: 2, columns: 16,
            scalars: (0..<16).map { Float($0) / 16 } + (0..<16).map { $0 % 4 < 2 ? Float(1) : -1 })
        let scores = try discriminator.logits(values: images)
        // 6 · Σ/4 + 1 with Σ = 7.5, and 6 · 2 + 1.
        #expect(abs(scores.scalars[0] - 12.25) < 1e-5 && abs(scores.scalars[1] - 13) < 1e-5, "\(scores.scalars)")
    }

    @Test func unknownSidesAreRefused() throws {
        #expect(throws: ModelError.self) { try file().discriminator(ModelOptions()) }
        var notes: [String] = []
        let rotating = try file {
            $0["l_y.weight"] = Tensor(shape: [4, 1], repeating: 1)
            $0["l_y.bias"] = Tensor(shape: [4])
        }
        _ = try rotating.discriminator(ModelOptions(), shape: shape) { notes.append($0) }
        #expect(notes.contains { $0.contains("rotations") })
    }
}
