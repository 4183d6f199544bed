import GANNumerics
import GANText
import Testing

@testable import GANData

/// Damaged files of every kind end in a value or a `DataError`, never in a crash.
@Suite struct MutationTests {
    static let files = [
        "png/rgb8.png", "png/palette4.png", "png/grey16-interlaced.png", "npy/f4-big.npy", "npy/fortran3.npy",
        "same/compressed.npz", "same/images.zip", "same/zipped-images-idx3-ubyte.gz", "same/train-images-idx3-ubyte",
        "table.csv", "same/shard.tar", "../images/codecs/colour-420.jpg", "../images/codecs/progressive.jpg",
        "../images/codecs/turned-6.jpg", "lmdb/images.mdb", "hdf5/grown.h5",
        "../images/codecs/lossy.webp", "../images/codecs/turned.webp", "../images/codecs/palette.bmp",
        "../images/codecs/deep.pgm", "../images/codecs/text.pgm",
    ]

    /// A format whose files nobody damages here is one whose reader nobody tried to break; records of CIFAR have no structure to
    /// damage but their length and their classes, which `CIFARFileTests` holds, and pickles are damaged where their machine is tested.
    @Test func everyFormatIsTried() throws {
        let others: [any SourceFormat.Type] = [CIFARFile.self, CIFARPickles.self, TorchFile.self]
        for format in SourceFormats.all where !others.contains(where: { $0 == format }) {
            let isTried = Self.files.contains { name in
                (try? SourceFormats.format(of: SourcePlace(name, isFolder: false))).flatMap { $0 } == format
            }
            #expect(isTried, "\(format)")
        }
    }

    @Test(arguments: files) func prefixesAndFlipsNeverCrash(name: String) throws {
        let whole = try FileSystem.bytes(of: fixture(name))
        let fileName = FileSystem.lastComponent(of: name)
        try withTemporaryFolder { folder in
            let path = "\(folder)/\(fileName)"
            func attempt(_ bytes: [UInt8]) throws {
                try overwrite(path, bytes)
                do {
                    let source = try SampleSources.open(path)
                    let values = try source.read(rows: 0..<source.count)
                    #expect(values.firstNonFinite == nil)
                } catch let error as DataError {
                    #expect(!error.description.isEmpty)
                }
            }
            for length in 0..<min(whole.count, 2000) { try attempt(Array(whole[..<length])) }
            var generator = SeededGenerator(seed: 11).split(name)
            for _ in 0..<2000 {
                var bytes = whole
                for _ in 0...generator.index(below: 3) {
                    bytes[generator.index(below: bytes.count)] = UInt8(generator.index(below: 256))
                }
                try attempt(bytes)
            }
        }
    }
}
