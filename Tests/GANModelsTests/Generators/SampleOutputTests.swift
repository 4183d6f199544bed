import Foundation
import GANData
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

@Suite struct SampleOutputTests {
    private struct Refused: Error {}
    private let samples = Matrix<Float>(rows: 2, columns: 4, scalars: [0, 50, 100, 150, 200, 250, 255, 1])
    private let shape = SampleShape.image(height: 2, width: 2, channels: 1)

    @Test func theEndingSaysTheForm() {
        #expect(SampleOutput("a/b.png") == .grid("a/b.png") && SampleOutput("b.npy") == .array("b.npy"))
        #expect(SampleOutput("b.jpg") == .grid("b.jpg") && SampleOutput("b.JPEG") == .grid("b.JPEG"))
        #expect(SampleOutput("pictures") == .folder("pictures"))
        #expect(SampleOutput("b.npy").isFile && !SampleOutput("pictures").isFile)
    }

    @Test func nothingIsWrittenToAFolderThatIsRefused() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("pictures")
        #expect(throws: Refused.self) {
            try SampleOutput(path).write(samples, shape: shape, source: "g") { _ in throw Refused() }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
        var names: [String] = []
        try SampleOutput(path).write(samples, shape: shape, source: "g") { names = $0.names }
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).sorted() == names && names.count == 2)
        for name in ["all.png", "all.npy", "all.jpg"] {
            try SampleOutput(folder.file(name)).write(samples, shape: shape, source: "g") { _ in throw Refused() }
            #expect(FileManager.default.fileExists(atPath: folder.file(name)))
        }
    }
}
