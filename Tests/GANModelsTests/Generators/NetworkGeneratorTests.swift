import GANCheckpoints
import GANData
import GANFiles
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

@Suite struct NetworkGeneratorTests {
    @Test func takesTheWeightsThatWereAskedFor() throws {
        let checkpoint = try TinyNetworks.checkpoint()
        let average = try NetworkGenerator(checkpoint, weights: .average)
        let raw = try NetworkGenerator(checkpoint, weights: .raw)
        #expect(raw.network.parameters == (try TinyNetworks.network(seed: 1)).parameters)
        #expect(average.network.parameters == (try TinyNetworks.network(seed: 2)).parameters)
        #expect(average.digest != raw.digest)
        #expect(average.digest == (try NetworkGenerator(checkpoint, weights: .average)).digest)
        #expect(average.name == "checkpoint (EMA weights)" && raw.name == "checkpoint (raw weights)")
        #expect(average.latentSize == 3 && average.sampleShape == .image(height: 4, width: 4, channels: 1))
    }

    @Test func theDigestFollowsWeightsStatisticsAndRange() throws {
        func digest(_ change: (inout Checkpoint) -> Void) throws -> String {
            var checkpoint = try TinyNetworks.checkpoint()
            change(&checkpoint)
            return try NetworkGenerator(checkpoint, weights: .raw).digest
        }
        let digests = [
            try digest { _ in },
            try digest { $0.tensors["generator.main.3.bias"]?.scalars[0] = 1 },
            try digest { $0.tensors["generator.main.1.running_mean"]?.scalars[0] = 1 },
            try digest { $0.description.valueRange = [0, 1] },
        ]
        #expect(Set(digests).count == digests.count)
        // What the step says is no part of what the generator makes.
        #expect(try digest { $0.description.step = 99 } == digests[0])
    }

    @Test func makesWholeGreyLevels() throws {
        let generator = try NetworkGenerator(TinyNetworks.checkpoint(), weights: .raw)
        let samples = try generator.sample(rows: 0..<40, seed: 1)
        #expect(samples.rows == 40 && samples.columns == 16)
        #expect(samples.scalars.allSatisfy { $0 == $0.rounded() && (0...255).contains($0) })
        #expect(Set(samples.scalars).count > 10)
    }

    @Test func keepsFractionsWhereTheyAreAskedFor() throws {
        let generator = try NetworkGenerator(TinyNetworks.checkpoint(), weights: .raw)
        let latents = generator.latents(rows: 0..<5, seed: 1)
        let whole = try generator.generate(latents: latents, numbers: Array(0..<5), seed: 1)
        let found = try generator.unroundedSamples(latents: latents, numbers: Array(0..<5), seed: 1)
        let exact = try #require(found)
        #expect(exact.scalars.contains { $0 != $0.rounded() })
        #expect(zip(exact.scalars, whole.scalars).allSatisfy { abs(min(255, max(0, $0)) - $1) <= 0.501 })
    }

    /// Of three inputs two are a label: one latent value is left, and equal latent vectors differ by their labels alone.
    @Test func labelsGoInBehindTheLatentVector() throws {
        var checkpoint = try TinyNetworks.checkpoint(latent: [1])
        #expect(throws: ModelError.self) { try NetworkGenerator(checkpoint, weights: .raw) }
        checkpoint.description.classCount = 2
        checkpoint.description.latent = LatentPrior(distribution: .uniform, shape: [1])
        let generator = try NetworkGenerator(checkpoint, weights: .raw)
        #expect(generator.latentSize == 1 && generator.classCount == 2 && generator.latentDistribution == .uniform)
        let latents = Matrix<Float>(rows: 40, columns: 1, scalars: [Float](repeating: 0.5, count: 40))
        let samples = try generator.generate(latents: latents, firstSample: 0, seed: 3)
        #expect(Set((0..<40).map { Array(samples.row($0)) }).count == 2)
        let turned = try generator.generate(latents: latents, numbers: (0..<40).reversed(), seed: 3)
        for row in 0..<40 { #expect(turned.row(row).elementsEqual(samples.row(39 - row))) }
    }

    @Test func saysWhichShapesDoNotFit() throws {
        let sample = try TinyNetworks.checkpoint(sample: [4, 4, 3])
        #expect(throws: ModelError.outputMismatch(path: "checkpoint", found: [4, 4, 1], expected: [4, 4, 3])) {
            try NetworkGenerator(sample, weights: .raw)
        }
        let vector = try TinyNetworks.checkpoint(sample: [16])
        #expect(throws: ModelError.outputMismatch(path: "checkpoint", found: [4, 4, 1], expected: [16])) {
            try NetworkGenerator(vector, weights: .raw)
        }
        let latent = try TinyNetworks.checkpoint(latent: [4])
        #expect(throws: ModelError.outputMismatch(path: "checkpoint", found: [1, 1, 3], expected: [4])) {
            try NetworkGenerator(latent, weights: .raw)
        }
    }

    @Test func namesMissingTensorsAndTheirSide() throws {
        let checkpoint = try TinyNetworks.checkpoint { $0["generator_ema.main.3.bias"] = nil }
        #expect(
            throws: ModelError.wrongTensors(
                path: "checkpoint, generator_ema", missing: ["main.3.bias [1]"], misshapen: [])
        ) {
            try NetworkGenerator(checkpoint, weights: .average)
        }
        #expect(throws: Never.self) { try NetworkGenerator(checkpoint, weights: .raw) }
    }

    @Test(arguments: [
        ("{", "JSON"), (#"{"input": [3]}"#, "layers"),
        (#"{"input": [3], "layers": [{"kind": "Sigmoid"}, {"kind": "Magic"}]}"#, "layers.[1]"),
    ])
    func explainsUnreadableArchitectures(text: String, said: String) throws {
        var checkpoint = try TinyNetworks.checkpoint()
        checkpoint.description.generator = JSONText(text)
        let error = #expect(throws: ModelError.self) { try NetworkGenerator(checkpoint, weights: .raw) }
        guard case .unreadableArchitecture(_, let problem)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problem.contains(said))
    }

    @Test func namesTheSampleThatIsNotFinite() throws {
        let checkpoint = try TinyNetworks.checkpoint { $0["generator.main.3.bias"]?.scalars[0] = .nan }
        let generator = try NetworkGenerator(checkpoint, weights: .raw)
        #expect(throws: ModelError.nonFiniteOutput(path: "checkpoint", sample: 64)) {
            try generator.sample(rows: 64..<66, seed: 1)
        }
    }

    @Test func aCheckpointsWeightsMakeTheSameGeneratorWithAnArchitecture() throws {
        let checkpoint = try TinyNetworks.checkpoint()
        let native = try NetworkGenerator(checkpoint, weights: .raw)
        let architecture = Architecture(
            role: .generator, network: TinyNetworks.description, latent: .init(shape: [3, 1, 1]),
            valueRange: .symmetric,
            classCount: nil, origin: "here")
        let tensors = checkpoint.tensors(under: "generator.")
        let foreign = try NetworkGenerator(architecture, tensors: tensors, name: "g.pth", path: "g.pth")
        #expect(foreign.digest == native.digest && foreign.name == "g.pth")
        #expect(try foreign.sample(rows: 0..<20, seed: 3) == native.sample(rows: 0..<20, seed: 3))

        var uniform = architecture
        uniform.latent = LatentPrior(distribution: .uniform, shape: [3])
        let other = try NetworkGenerator(uniform, tensors: tensors, name: "g.pth", path: "g.pth")
        #expect(other.digest != native.digest)
        #expect(try other.sample(rows: 0..<20, seed: 3) != native.sample(rows: 0..<20, seed: 3))
        uniform.latent = LatentPrior(distribution: "cauchy", shape: [3])
        #expect(throws: ModelError.unknownPrior(path: "g.pth", name: "cauchy")) {
            try NetworkGenerator(uniform, tensors: tensors, name: "g.pth", path: "g.pth")
        }
    }

    /// PyTorch draws `[channels, height, width]`; flattened again, the values must come in that order.
    @Test func latentGridsComeChannelsFirst() throws {
        let document = try ArchitectureDocument(
            text: "latent: {shape: [2, 2, 3]}\ngenerator: [{kind: Flatten}, {kind: Identity}]", path: "a.yaml")
        let architecture = try Architecture(document, role: .generator, path: "a.yaml")
        let generator = try NetworkGenerator(architecture, tensors: [:], name: "g", path: "g")
        let latents = Matrix<Float>(rows: 2, columns: 12, scalars: (0..<24).map { Float($0) })
        #expect(generator.network.description.input == [2, 3, 2])
        #expect(try generator.generate(latents: latents, firstSample: 0, seed: 0) == latents)
    }
}
