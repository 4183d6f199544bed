import GANFiles
import GANNumerics
import Testing

@testable import GANData

@Suite struct IDXFileTests {
    @Test(arguments: ["train-images-idx3-ubyte", "zipped-images-idx3-ubyte.gz"])
    func readsImagesAndTheLabelsBesideThem(name: String) throws {
        let source = try SampleSources.open(fixture("same/\(name)"))
        let expected = try NPY.read(fixture("same/images.npy"))
        #expect(source.name == name && source.count == 12)
        #expect(source.shape == .image(height: 6, width: 5, channels: 1))
        #expect(try source.read(rows: 0..<12).scalars == expected.floats())
        #expect(try source.read(rows: 5..<7).scalars == Array(expected.floats()[150..<210]))
        #expect(source.labels == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])
    }

    @Test(arguments: [
        ("t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"), ("images.idx", "labels.idx"),
        ("emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte"),
        ("train_images_idx3_ubyte", "train_labels_idx1_ubyte"), ("images-train-ubyte", "labels-train-ubyte"),
    ]) func labelsAreFoundInEverySpelling(images: String, labels: String) throws {
        try withTemporaryFolder { folder in
            try overwrite("\(folder)/\(images)", FileSystem.bytes(of: fixture("same/train-images-idx3-ubyte")))
            #expect(try SampleSources.open("\(folder)/\(images)").labels == nil)
            try overwrite("\(folder)/\(labels)", FileSystem.bytes(of: fixture("same/train-labels-idx1-ubyte")))
            #expect(try SampleSources.open("\(folder)/\(images)").labels?.count == 12)
        }
    }

    @Test func takesLabelsThatAreNamed() throws {
        let path = fixture("same/train-images-idx3-ubyte")
        #expect(try SampleSources.open(path, labels: fixture("same/labels.npy")).labels?.last == 2)
        #expect(
            openingError(path, labels: fixture("same/images.npy"))
                == .notLabels(path: fixture("same/images.npy"), fact: "uint8 array of shape [12, 6, 5]"))
        #expect(
            openingError("builtin:ring", labels: fixture("same/labels.npy"))
                == .labelCountMismatch(path: fixture("same/labels.npy"), labels: 12, samples: 20_000))
    }

    @Test func refusesHeadersThatLie() throws {
        try withTemporaryFolder { folder throws in
            let path = "\(folder)/a-idx3-ubyte"
            func error(_ bytes: [UInt8]) throws -> DataError? {
                try AtomicFile.write(bytes, to: path)
                return openingError(path)
            }
            func header(_ sizes: UInt32..., type: UInt8 = 8) -> [UInt8] {
                [0, 0, type, UInt8(sizes.count)] + sizes.flatMap(\.bigEndianBytes)
            }
            let data = [UInt8](repeating: 7, count: 24)
            #expect(try error(header(2, 3, 4) + data) == nil)
            #expect(try error(header(1, 6, 4) + data) == nil)
            #expect(
                try error(header(3, 3, 4) + data)
                    == .content(.tooShort(path: path, what: "the IDX data", needed: 36, found: 24)))
            #expect(
                try error(header(1, 3, 4) + data)
                    == .content(.tooLong(path: path, what: "the IDX data", expected: 12, found: 24))
            )
            #expect(
                try error(header(.max, .max, .max) + data)
                    == .content(
                        .declaredSizeOverLimit(
                            path: path, what: "IDX shape [4294967295, 4294967295, 4294967295]", limit: .max)))
            #expect(try error(header(2, 3, 4, type: 13) + data) == .unsupportedIDXType(path: path, code: 13))
            #expect(try error([1] + header(2, 3, 4) + data) == .notIDX(path: path, magic: 0x0100_0008))
            #expect(try error(header(0, 3, 4)) == .unsupportedIDXShape(path: path, shape: [0, 3, 4]))
            #expect(try error([]) == .content(.tooShort(path: path, what: "the IDX header", needed: 4, found: 0)))
            #expect(
                try error(header(2, 3, 4)[..<9] + [])
                    == .content(.tooShort(path: path, what: "the IDX header", needed: 16, found: 9)))
        }
    }

    @Test func refusesDamagedGzip() throws {
        try withTemporaryFolder { folder in
            let whole = try FileSystem.bytes(of: fixture("same/zipped-images-idx3-ubyte.gz"))
            let path = "\(folder)/a-idx3-ubyte.gz"
            for length in 0..<whole.count {
                try overwrite(path, Array(whole[..<length]))
                #expect(openingError(path) != nil, "a prefix of \(length) bytes was accepted")
            }
            try AtomicFile.write(whole + [0], to: path)
            #expect(openingError(path) == .content(.damagedCompression(path: path, reason: "1 bytes follow its end")))
            var checksum = whole
            checksum[whole.count - 8] ^= 1
            try AtomicFile.write(checksum, to: path)
            #expect(openingError(path) == .content(.damagedCompression(path: path, reason: "incorrect data check")))
        }
    }

    @Test func refusesGzipThatDeclaresMoreThanItCanHold() throws {
        try withTemporaryFolder { folder in
            // A stored deflate block with an IDX header of 47 GB and no data.
            let header =
                [0, 0, 8, 3] + UInt32(60_000).bigEndianBytes + UInt32(28_000).bigEndianBytes + UInt32(28).bigEndianBytes
            let start: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 16, 0, 239, 255]
            let path = "\(folder)/a-idx3-ubyte.gz"
            try AtomicFile.write(start + header, to: path)
            #expect(
                openingError(path)
                    == .content(.declaredSizeImplausible(path: path, declared: 47_040_000_000, stored: 31)))
        }
    }

    @Test func refusesLabelsOfAnotherLength() throws {
        try withTemporaryFolder { folder in
            let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5, 6]
            try AtomicFile.write(images, to: "\(folder)/x-images-idx3-ubyte")
            let labelPath = "\(folder)/x-labels-idx1-ubyte"
            try AtomicFile.write([0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 2], to: labelPath)
            #expect(
                openingError("\(folder)/x-images-idx3-ubyte")
                    == .labelCountMismatch(path: labelPath, labels: 3, samples: 2))
        }
    }
}
