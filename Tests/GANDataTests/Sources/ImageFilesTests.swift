import GANFiles
import GANNumerics
import Testing

@testable import GANData

@Suite struct ImageFilesTests {
    private func write(_ path: String, side: Int = 2, channels: Int = 1, level: UInt8 = 0) throws {
        let pixels = [UInt8](repeating: level, count: side * side * channels)
        try PNGEncoder.write(pixels: pixels, height: side, width: side, channels: channels, to: path)
    }

    @Test func ordersFilesByBytesAndReadsBlocks() throws {
        try withTemporaryFolder { folder in
            for (index, name) in ["b.png", "10.png", "9.png", "B.PNG", ".hidden.png"].enumerated() {
                try write("\(folder)/\(name)", level: UInt8(index))
            }
            try AtomicFile.write([1], to: "\(folder)/notes.txt")
            let source = try SampleSources.open("\(folder)/")
            #expect((0..<source.count).map(source.origin(of:)) == ["10.png", "9.png", "B.PNG", "b.png"])
            #expect(try source.read(rows: 0..<4).scalars == [1, 2, 3, 0].flatMap { [Float](repeating: $0, count: 4) })
            #expect(try source.read(rows: 2..<3).scalars == [3, 3, 3, 3])
            #expect(source.labels == nil)
        }
    }

    @Test(arguments: ["folder", "images.zip"]) func foldersAreClasses(name: String) throws {
        let source = try SampleSources.open(fixture("same/\(name)"))
        #expect(source.classNames == ["0", "1", "2"])
        #expect(source.labels == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])
        #expect(try source.read(rows: 0..<12).scalars == NPY.read(fixture("same/images.npy")).floats())
        #expect(source.origin(of: 4) == "1/04.png")
    }

    @Test func oneImageIsASource() throws {
        let source = try SampleSources.open(fixture("png/rgb8.png"))
        #expect(source.count == 1 && source.shape == .image(height: 9, width: 11, channels: 3))
    }

    @Test func refusesFoldersThatMixOrLack() throws {
        try withTemporaryFolder { folder in
            #expect(openingError(folder) == .emptyFolder(path: folder))
            try AtomicFile.write([1], to: "\(folder)/notes.txt")
            #expect(openingError(folder) == .noImages(path: folder, found: "1 other files or folders"))
            try write("\(folder)/a.png")
            try write("\(folder)/b.png")
            try write("\(folder)/c.png", side: 3)
            try write("\(folder)/d.png", side: 4)
            #expect(
                openingError(folder)
                    == .mixedShapes(
                        first: "\(folder)/a.png", firstShape: "2×2×1 image", second: "\(folder)/c.png",
                        secondShape: "3×3×1 image"))
            makeFolder("\(folder)/cats")
            #expect(openingError(folder) != nil)
            try write("\(folder)/cats/1.png")
            #expect(openingError(folder) == .mixedLevels(path: folder, file: "a.png", folder: "cats"))
            try AtomicFile.write([1], to: "\(folder)/0.jpg")
            #expect(openingError(folder) == .unsupportedImageFile(path: "\(folder)/0.jpg"))
        }
    }

    @Test func refusesClassFoldersWithoutImagesAndDeepOnes() throws {
        try withTemporaryFolder { folder in
            makeFolder("\(folder)/cats")
            makeFolder("\(folder)/dogs")
            try write("\(folder)/cats/1.png")
            #expect(
                openingError(folder) == .noImages(path: "\(folder)/dogs", found: "a class folder like its neighbours"))
            makeFolder("\(folder)/dogs/old")
            try write("\(folder)/dogs/old/1.png")
            #expect(openingError(folder) == .nestedTooDeep(path: "\(folder)/dogs/old"))
        }
    }

    @Test func noticesFilesThatChange() throws {
        try withTemporaryFolder { folder in
            try write("\(folder)/a.png")
            let source = try SampleSources.open(folder)
            try write("\(folder)/a.png", side: 3)
            #expect(
                throws: DataError.file(
                    .changed(path: "\(folder)/a.png", fact: "is now a 3×3×1 image, before a 2×2×1 image"))
            ) { try source.read(rows: 0..<1) }
        }
    }
}
