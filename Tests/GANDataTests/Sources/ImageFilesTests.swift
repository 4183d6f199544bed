import GANFiles
import GANNumerics
import Testing

@testable import GANData

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

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
        #expect(source.classNames == ["0", "1", "2"] && source.guessedClasses == 3)
        #expect(
            try SampleSources.open(fixture("same/\(name)"), labels: fixture("same/labels.npy")).guessedClasses == nil)
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
                        first: "\(folder)/a.png", firstShape: ImageShape(height: 2, width: 2, channels: 1),
                        second: "\(folder)/c.png", secondShape: ImageShape(height: 3, width: 3, channels: 1)))
            makeFolder("\(folder)/cats")
            #expect(openingError(folder) != nil)
            try write("\(folder)/cats/1.png")
            #expect(openingError(folder) == .mixedLevels(path: folder, file: "a.png", folder: "cats"))
            try AtomicFile.write([1], to: "\(folder)/0.gif")
            #expect(openingError(folder) == .unsupportedImageFile(path: "\(folder)/0.gif"))
        }
    }

    @Test func emptyClassFoldersKeepTheirNumberAndDeepFilesTheirClass() throws {
        try withTemporaryFolder { folder in
            for name in ["cats", "dogs", "eels"] { makeFolder("\(folder)/\(name)") }
            try write("\(folder)/cats/1.png")
            try write("\(folder)/eels/1.png")
            let source = try SampleSources.open(folder)
            #expect(source.labels == [0, 2] && source.classNames == ["cats", "dogs", "eels"])
            makeFolder("\(folder)/dogs/old")
            try write("\(folder)/dogs/old/1.png")
            #expect(try SampleSources.open(folder).labels == [0, 1, 2])
            // A link that leads back is no endless search.
            symlink(".", "\(folder)/dogs/again")
            guard case .nestedTooDeep? = openingError(folder) else {
                Issue.record("a folder within itself was read")
                return
            }
        }
    }

    /// The layouts of StyleGAN's `dataset_tool.py` and of FFHQ: chunk folders are never classes.
    @Test func numberedPiecesAreNoClasses() throws {
        try withTemporaryFolder { folder in
            for (chunk, numbers) in [("00000", 0..<3), ("00001", 3..<5)] {
                makeFolder("\(folder)/\(chunk)")
                for number in numbers { try write("\(folder)/\(chunk)/img0000000\(number).png", level: UInt8(number)) }
            }
            let pieces = try SampleSources.open(folder)
            #expect(pieces.labels == nil && pieces.classNames == nil)
            #expect(pieces.rule.hasSuffix("numbered folders taken as pieces of one set, not as classes"))

            func document(_ text: String) throws { try overwrite("\(folder)/dataset.json", Array(text.utf8)) }
            let paths = (0..<5).map { "0000\($0 / 3)/img0000000\($0).png" }
            try document("{\"labels\": null}")
            #expect(try SampleSources.open(folder).labels == nil)
            try document(
                "{\"labels\": [\(paths.enumerated().map { "[\"\($1)\", \(4 - $0)]" }.joined(separator: ", "))]}")
            let labelled = try SampleSources.open(folder)
            #expect(labelled.labels == [4, 3, 2, 1, 0] && labelled.rule.hasSuffix("labels by dataset.json"))
            try document("{\"labels\": [\(paths.map { "[\"\($0)\", [0, 1, 0]]" }.joined(separator: ", "))]}")
            #expect(try SampleSources.open(folder).labels == [1, 1, 1, 1, 1])
            for text in [
                "{\"labels\": [[\"\(paths[0])\", 3]]}", "{\"labels\": [[\"\(paths[0])\", [0.5, 0.5]]]}", "[",
                "{\"labels\": 3}",
            ] {
                try document(text)
                guard case .notLabels? = openingError(folder) else {
                    Issue.record("labels were made of \(text)")
                    return
                }
            }
        }
    }

    /// Numbers that start again in each folder are those of classes.
    @Test func numberedClassesAreClasses() throws {
        try withTemporaryFolder { folder in
            for name in ["001", "002"] {
                makeFolder("\(folder)/\(name)")
                for file in ["01.png", "02.png"] { try write("\(folder)/\(name)/\(file)") }
            }
            #expect(try SampleSources.open(folder).labels == [0, 0, 1, 1])
        }
    }

    /// No path leads to a name that is not UTF-8: an image of such a name is left out and named, anything else is nothing to images.
    @Test func namesThatAreNoTextStopNoFolder() throws {
        try withTemporaryFolder { folder in
            try write("\(folder)/a.png")
            try write("\(folder)/b.png")
            func place(_ byte: UInt8, _ ending: String) -> [CChar] {
                (Array("\(folder)/m".utf8) + [byte] + Array(ending.utf8) + [0]).map { CChar(bitPattern: $0) }
            }
            let (model, image) = (place(0xFF, ".pth"), place(0xE4, ".png"))
            defer {
                unlink(model)
                unlink(image)
            }
            try AtomicFile.write([1], to: "\(folder)/m.pth")
            rename("\(folder)/m.pth", model)
            #expect(try SampleSources.open(folder).count == 2)
            rename("\(folder)/b.png", image)
            let source = try SampleSources.open(folder)
            #expect(source.count == 1)
            #expect(source.rule.hasSuffix("without 1 image or folder whose name is not UTF-8 (m\\xe4.png)"))
        }
    }

    @Test func splitsAreNoClasses() throws {
        try withTemporaryFolder { folder in
            for name in ["train", "train/cats", "train/dogs", "val", "val/cats"] {
                makeFolder("\(folder)/\(name)")
                if name.contains("/") { try write("\(folder)/\(name)/1.png") }
            }
            #expect(openingError(folder) == .splitsAsClasses(path: folder, folders: ["train", "val"]))
            #expect(try SampleSources.open("\(folder)/train").classNames == ["cats", "dogs"])
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
