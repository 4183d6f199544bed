import Foundation
import GANCheckpoints
import GANData
import GANNumerics
import GANONNX
import TestSupport
import Testing

@testable import GANModels

@Suite struct BuiltinNetworkTests {
    /// The weights that setup fetched, prepared and run by ganeval, against what Pillow and PyTorch made of the same images.
    @Test func efficientNetGivesItsRecordedFingerprint() throws {
        let folder = try TemporaryFolder()
        let verification = try ExtractorRegistry(folder: folder.path).verify("efficientnet-lite0")
        let difference = try #require(verification.difference)
        #expect(difference < 1e-4)
        #expect(verification.note == "The weights are the published ones.")
    }

    @Test func anotherNetworksWeightsAreRefusedWithAllThatIsWrong() {
        let error = #expect(throws: ModelError.self) {
            try BuiltinNetwork.inceptionV3FID.graph(
                weights: Fixture.url("checkpoints/generator.safetensors").path)
        }
        guard case .wrongTensors(_, let missing, _, let extra) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(missing.contains { $0.hasPrefix("Conv2d_1a_3x3.conv.weight") })
        #expect(extra.contains { $0.hasPrefix("main.0.weight") })
    }

    /// Whole through the file and the choice of its weights, where names like "Conv2d_1a_3x3" and "Mixed_5d" stand.
    @Test func inceptionsNamesAreOneNetworks() throws {
        let folder = try TemporaryFolder()
        let tensors = try DrawnWeights.stateDict("networks/inception_v3_fid.json")
        try SafetensorsFile.write(tensors: tensors, to: folder.file("drawn.safetensors"))
        let (model, digest) = try BuiltinNetwork.inceptionV3FID.graph(weights: folder.file("drawn.safetensors"))
        #expect(try model == InceptionV3Graph.build(tensors, path: "drawn").bytes())
        #expect(digest.count == 64)
    }

    /// A classifier that stands beside a discriminator in a file, or under a name like one's, is still an extractor.
    @Test func weightsUnderADiscriminatorsNameAreTaken() throws {
        let folder = try TemporaryFolder()
        let tensors = try DrawnWeights.stateDict("networks/inception_v3_fid.json")
        var nested: [String: Tensor] = [:]
        for (name, tensor) in tensors { nested["discriminator.\(name)"] = tensor }
        try SafetensorsFile.write(tensors: nested, to: folder.file("nested.safetensors"))
        let (model, _) = try BuiltinNetwork.inceptionV3FID.graph(weights: folder.file("nested.safetensors"))
        #expect(try model == InceptionV3Graph.build(tensors, path: "drawn").bytes())
    }

    /// The order and the range of torch-fidelity and of the TensorFlow graph: resize, then (x − 128) / 128.
    @Test func inceptionIsPreparedAsItsMakersDid() {
        let input = BuiltinNetwork.inceptionV3FID.description.input
        #expect(input.resize == .tf1Bilinear)
        #expect((input.height, input.width) == (299, 299))
        #expect(input.subtract == [128] && input.divide == [128])
        #expect(!input.round && input.channels == .rgb && input.layout == .channelsFirst)
    }
}
