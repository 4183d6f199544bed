import Foundation
import GANData
import GANFiles
import GANNumerics
import GANONNX
import GANText
import TestSupport
import Testing

@testable import GANModels

/// Discriminators of other projects against PyTorch's scores of the same images with the same classes.
@Suite(.enabled(if: GraphRun.isPossible)) struct ForeignDiscriminatorTests {
    private let folder = Fixture.url("foreign/discriminators").path
    private let labels = [0, 2, 1, 2]
    private let shape = SampleShape.image(height: 16, width: 16, channels: 3)

    private func discriminator(_ name: String) throws -> any Discriminator {
        try ModelFile.open("\(folder)/\(name).pth").discriminator(shape: shape)
    }

    private func images() throws -> Matrix<Float> {
        try SampleSources.open("\(folder)/inputs.npy").read(rows: 0..<4)
    }

    @Test(arguments: [
        "mimicry-sagan", "mimicry-ssgan", "studiogan-projection", "studiogan-batchnorm", "studiogan-dcgan",
        "studiogan-deep",
        "studiogan-deep-single", "biggan", "biggan-deep", "stylegan2-resnet", "stylegan2-skip-conditional",
        "stylegan2-orig", "stylegan2-rosinality",
    ])
    func scoresAreThoseOfPyTorch(name: String) throws {
        let judge = try discriminator(name)
        let images = try images()
        let scores = try judge.scores(images, labels: labels)
        let expected = try NPY.read("\(folder)/\(name).expected.npy").floats()
        let furthest = zip(scores, expected).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
        #expect(scores.count == 4 && furthest < 1e-4, "\(scores), expected \(expected)")
        // Each sample by itself: the last alone is the same.
        let alone = try judge.scores(images.rows(in: 3..<4), labels: [labels[3]])
        #expect(abs(alone[0] - scores[3]) <= 1e-5 * max(1, abs(scores[3])))
        guard judge.classCount != nil else {
            #expect(try judge.scores(images) == scores)
            return
        }
        #expect(judge.classCount == 3)
        #expect(try judge.scores(images, labels: [1, 1, 1, 1]) != scores)
        let missing = #expect(throws: ModelError.self) { try judge.scores(images) }
        #expect(missing?.expectation.contains("0 to 2") == true)
        #expect(throws: ModelError.self) { try judge.scores(images, labels: [0, 1, 2, 3]) }
    }

    @Test func whatIsExportedScoresTheSame() throws {
        let target = try TemporaryFolder()
        let path = target.file("d.onnx")
        let file = try ModelFile.open("\(folder)/biggan.pth")
        #expect(try GraphExport.writeDiscriminator(file, shape: shape, to: path)?.largestDifference == 0)
        let written = try ModelFile.open(path).discriminator()
        #expect(written.classCount == 3 && written.sampleShape == shape)
        let images = try images()
        #expect(try written.scores(images, labels: labels) == discriminator("biggan").scores(images, labels: labels))
    }

    /// A file of a few bytes can ask for a batch and for classes that are too many together.
    @Test func aRunOfTooManyClassesIsRefused() throws {
        var graph = ONNXGraphBuilder(name: "classes")
        let points = graph.sharedInput("points", shape: [1024, 2])
        let label = graph.sharedInput("label", shape: [1024, 100_000])
        let weight = graph.initializer("weight", Tensor(shape: [1, 2], scalars: [1, 1]))
        let own = graph.node("Gemm", [points, weight], attributes: ["transB": .integer(1)])
        let classes = graph.node(
            "ReduceMax", [label], attributes: ["axes": .integers([1]), "keepdims": .integer(1)])
        _ = graph.node("Add", [own, classes], output: "score")
        graph.output("score", shape: [1])
        let folder = try TemporaryFolder()
        let file = folder.file("d.onnx")
        try Data(graph.bytes()).write(to: URL(fileURLWithPath: file))
        let error = #expect(throws: ModelError.self) { try ONNXDiscriminator(path: file) }
        #expect(error?.description.contains("1024 rows of 100000 classes") == true, "\(error as Any)")
    }

    @Test func whatDoesNotFitIsSaid() throws {
        let file = try ModelFile.open("\(folder)/biggan.pth")
        #expect(throws: ModelError.self) { try file.discriminator() }
        let small = SampleShape.image(height: 2, width: 2, channels: 3)
        #expect(throws: ModelError.self) { try file.discriminator(shape: small) }
        let grey = SampleShape.image(height: 16, width: 16, channels: 1)
        let channels = #expect(throws: ModelError.self) { try file.discriminator(shape: grey) }
        #expect(channels?.description.contains("blocks.0.0.conv1.weight") == true, "\(channels as Any)")
        let generator = #expect(throws: ModelError.self) { try file.generator() }
        #expect(generator?.description.contains("discriminator of BigGAN-PyTorch") == true, "\(generator as Any)")
    }
}
