import Foundation
import GANData
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

    /// The order and the range of torch-fidelity and of the TensorFlow graph: resize, then (x − 128) / 128.
    @Test func inceptionIsPreparedAsItsMakersDid() {
        let input = BuiltinNetwork.inceptionV3FID.description.input
        #expect(input.resize == .tf1Bilinear)
        #expect((input.height, input.width) == (299, 299))
        #expect(input.subtract == [128] && input.divide == [128])
        #expect(!input.round && input.channels == .rgb && input.layout == .channelsFirst)
    }
}
