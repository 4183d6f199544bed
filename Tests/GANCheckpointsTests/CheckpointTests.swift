import GANFiles
import GANNumerics
import GANText
import TestSupport
import Testing

@testable import GANCheckpoints

private func description(
    latent: LatentPrior = .init(shape: [64]), classCount: Int? = nil, valueRange: [Double] = [-1, 1],
    sampleShape: [Int] = [28, 28, 1], step: Int = 1_200
) -> CheckpointDescription {
    CheckpointDescription(
        generator: JSONText("[{\"kind\":\"linear\"}]"), discriminator: JSONText("[]"), latent: latent,
        classCount: classCount,
        valueRange: valueRange, sampleShape: sampleShape, step: step, imagesSeen: 76_800,
        plan: JSONText("{\"batch\":64}"),
        seed: .max, toolVersion: "1.0.0")
}

private let weights = ["generator.0.weight": Tensor(shape: [2, 1], scalars: [1, 2]), "generator.0.bias": Tensor(3)]

@Suite struct CheckpointTests {
    @Test func whatIsWrittenIsRead() throws {
        let folder = try TemporaryFolder()
        for classCount in [nil, 10] {
            let path = folder.file("c.safetensors")
            try Checkpoint(description: description(classCount: classCount), tensors: weights).write(to: path)
            let read = try Checkpoint.read(path)
            #expect(read.description == description(classCount: classCount))
            #expect(read.tensors == weights)
            #expect(read.path == path)
            #expect(read.digest == (try SafetensorsFile.read(path).digest()))
        }
    }

    @Test func theSameCheckpointHasTheSameBytes() throws {
        let folder = try TemporaryFolder()
        let checkpoint = Checkpoint(description: description(), tensors: weights)
        try checkpoint.write(to: folder.file("a"))
        try checkpoint.write(to: folder.file("b"))
        let first = try BoundedFile.read(folder.file("a"), limit: 10_000)
        #expect(try BoundedFile.read(folder.file("b"), limit: 10_000) == first)
    }

    @Test func namesAMissingTensorAndAWrongShape() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("c")
        try Checkpoint(description: description(), tensors: weights).write(to: path)
        let read = try Checkpoint.read(path)
        #expect(try read.tensor("generator.0.weight", shape: [2, 1]).scalars == [1, 2])
        #expect(throws: CheckpointError.missingTensor(path: path, name: "generator.1.weight", shape: [4])) {
            try read.tensor("generator.1.weight", shape: [4])
        }
        #expect(
            throws: CheckpointError.wrongShape(path: path, name: "generator.0.weight", found: [2, 1], needed: [1, 2])
        ) {
            try read.tensor("generator.0.weight", shape: [1, 2])
        }
    }

    @Test func findsTensorsByPrefix() {
        let checkpoint = Checkpoint(description: description(), tensors: weights)
        #expect(checkpoint.tensors(under: "generator.0.").keys.sorted() == ["bias", "weight"])
        #expect(checkpoint.tensors(under: "discriminator.").isEmpty)
    }

    @Test func aForeignFileIsNotNative() throws {
        let folder = try TemporaryFolder()
        try SafetensorsFile.write(tensors: weights, metadata: ["format": "pt"], to: folder.file("pt"))
        #expect(throws: CheckpointError.notNative(path: folder.file("pt"))) { try Checkpoint.read(folder.file("pt")) }
    }

    @Test func everyErrorSaysFourThings() {
        let error = CheckpointError.missingTensor(path: "a.safetensors", name: "w", shape: [2, 3])
        #expect(
            error.description
                == "a.safetensors: lacks the tensor \"w\"; expected it with shape [2, 3]. "
                + "Check that the architecture and the weights belong together.")
    }
}

@Suite struct CheckpointDescriptionTests {
    @Test(arguments: [
        "ganeval.generator", "ganeval.latent", "ganeval.value_range", "ganeval.sample_shape", "ganeval.step",
        "ganeval.images_seen", "ganeval.seed", "ganeval.tool_version",
    ])
    func aMissingFieldIsNamed(key: String) throws {
        var metadata = try description().metadata()
        metadata[key] = nil
        #expect(throws: CheckpointError.missingMetadata(path: "f", key: key)) {
            try CheckpointDescription(metadata: metadata, path: "f")
        }
    }

    @Test(arguments: [
        ("ganeval.format", "ganeval.checkpoint/zero"), ("ganeval.format", "ganeval.checkpoint/0"),
        ("ganeval.latent", "{\"distribution\":\"cauchy\",\"shape\":[64]}"),
        ("ganeval.latent", "{\"distribution\":\"standard_normal\",\"shape\":[]}"),
        ("ganeval.latent", "{\"distribution\":\"standard_normal\",\"shape\":[4294967296,4294967296]}"),
        ("ganeval.sample_shape", "[28,0,1]"), ("ganeval.sample_shape", "[-28,28]"), ("ganeval.sample_shape", "[[1]]"),
        ("ganeval.value_range", "[1,-1]"), ("ganeval.value_range", "[0]"), ("ganeval.value_range", "[0,1e999]"),
        ("ganeval.class_count", "0"), ("ganeval.step", "-1"), ("ganeval.step", "1.5"), ("ganeval.images_seen", "-1"),
        ("ganeval.seed", "-1"), ("ganeval.seed", "18446744073709551616"), ("ganeval.tool_version", "1"),
    ])
    func anImpossibleFieldIsNamed(key: String, text: String) throws {
        var metadata = try description().metadata()
        metadata[key] = text
        do {
            _ = try CheckpointDescription(metadata: metadata, path: "f")
            Issue.record("\(key) = \(text) was believed")
        } catch {
            guard case .invalidMetadata("f", key, _, _) = error else { throw error }
        }
    }

    @Test func whatIsMadeOfImagesIsImages() throws {
        var description = description(latent: .init(shape: [8, 8, 1]), sampleShape: [64])
        description.inputShape = [8, 8, 1]
        let metadata = try description.metadata()
        let error = #expect(throws: CheckpointError.self) {
            try CheckpointDescription(metadata: metadata, path: "f")
        }
        #expect(error?.expectation.contains("height, width and channels") == true, "\(error as Any)")
    }

    @Test func aNewerFormatIsRefusedInWords() throws {
        var metadata = try description().metadata()
        metadata["ganeval.format"] = "ganeval.checkpoint/3"
        #expect(
            throws: CheckpointError.newerFormat(
                path: "f", found: "ganeval.checkpoint/3", supported: "ganeval.checkpoint/2")
        ) { try CheckpointDescription(metadata: metadata, path: "f") }
    }

    @Test func aDescriptionThatCannotBeReadIsNotWritten() throws {
        let folder = try TemporaryFolder()
        for bad in [
            description(valueRange: [0, .nan]), description(valueRange: [1, 1]), description(sampleShape: []),
            description(step: -1), description(latent: .init(distribution: "cauchy", shape: [1])),
        ] {
            #expect(throws: CheckpointError.self) {
                try Checkpoint(description: bad, tensors: weights).write(to: folder.file("bad"))
            }
        }
        #expect(try folder.entries().isEmpty)
    }
}
