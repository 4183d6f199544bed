import Foundation
import GANData
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

@Suite struct SampleFolderTests {
    private let shape = SampleShape.image(height: 2, width: 3, channels: 1)

    @Test func picturesAreNumberedInTheSamplesOrder() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a/b")
        let pictures = try SampleFolder(path, count: 3, shape: shape, source: "g")
        #expect(pictures.names == ["00000.png", "00001.png", "00002.png"] && pictures.strays.isEmpty)
        let samples = Matrix<Float>(rows: 3, columns: 6, scalars: (0..<18).map(Float.init))
        try pictures.write(samples)
        #expect(try SampleSources.open(path).read(rows: 0..<3) == samples)
    }

    @Test func otherPicturesAreStrays() throws {
        let folder = try TemporaryFolder()
        for name in ["00009.png", "cat.PNG", "notes.txt", "00000.png"] {
            try Data().write(to: URL(fileURLWithPath: folder.file(name)))
        }
        #expect(try SampleFolder(folder.path, count: 2, shape: shape, source: "g").strays == ["00009.png", "cat.PNG"])
    }

    @Test func pointsAreNoPictures() throws {
        let folder = try TemporaryFolder()
        #expect(throws: ModelError.self) {
            try SampleFolder(folder.file("a"), count: 2, shape: .vector(2), source: "g")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("a")))
    }
}
