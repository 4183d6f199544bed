import Foundation
import GANCheckpoints
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

@Suite struct ModelEndingTests {
    @Test func endingsAreKnownInCapitalsToo() {
        #expect(ModelEnding(path: "a/b.PKL") == .pkl && ModelEnding(path: "a.onnx") == .onnx)
        #expect(ModelEnding(path: "a.png") == nil && ModelEnding(path: "onnx") == nil)
    }

    @Test(arguments: ["safetensors", "pt", "pth", "ckpt", "pkl", "onnx"])
    func mostEndingsSayIt(ending: String) { #expect(ModelEnding.isModel("none/here.\(ending)")) }

    @Test func arraysAreTakenForSamples() {
        #expect(!ModelEnding.isModel("a.npz") && !ModelEnding.isModel("a.npy") && !ModelEnding.isModel("builtin:ring"))
    }

    /// Weights of transformers and the records of CIFAR both end in .bin; what is in them tells.
    @Test func binaryFilesAreToldApartByTheirContent() throws {
        let folder = try TemporaryFolder()
        func holdsModel(_ bytes: [UInt8]) throws -> Bool {
            let path = folder.file("a.bin")
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            return ModelEnding.isModel(path)
        }
        for name in ["discriminator_zip.pth", "files/tiny_legacy.pth", "generator.safetensors"] {
            #expect(try holdsModel([UInt8](Data(contentsOf: Fixture.url("checkpoints/\(name)")))), "\(name)")
        }
        var record = [UInt8](repeating: 90, count: 3073)
        record[0] = 7
        #expect(try !holdsModel(record + record))
        // A pixel may look like the brace that begins safetensors' header, and black ones like its length.
        for place in 1..<8 { record[place] = 0 }
        record[8] = UInt8(ascii: "{")
        #expect(try !holdsModel(record))
        #expect(try !holdsModel([1, 2, 3]))
        #expect(try holdsModel(Array("version https://git-lfs.github.com/spec/v1".utf8)))
        #expect(ModelEnding.isModel(folder.file("nowhere.bin")))
    }
}
