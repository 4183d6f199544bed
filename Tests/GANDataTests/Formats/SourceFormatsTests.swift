import Foundation
import GANFiles
import GANNumerics
import TestSupport
import Testing

@testable import GANData

@Suite struct SourceFormatsTests {
    /// A format as somebody would add one, to see what follows from a line in the list.
    private enum LetterFile: SourceFormat {
        static let words = [FormatWords.ending(".letter"), .phrase("a box of letters")]

        static func open(_ place: SourcePlace, findLabels: Bool) throws(DataError) -> any SampleSource {
            throw .format(FormatProblem(place.path, "is empty", expected: "a letter", "Write one."))
        }
    }

    @Test func sentencesFollowFromTheList() {
        #expect(
            SourceFormats.words
                == "a folder or zip of images (PNG, JPEG, WebP, BMP or PNM), a .png, .jpg, .webp, .bmp, .ppm, .npy, .npz, .csv, .tsv, .h5, .hdf5 or .tar file, an IDX file (also .gz), a CIFAR-10 .bin file or folder, CIFAR's folders of pickles or a batch of them, an array in a .pt file (data.pt:images), an LMDB database of images (a folder with data.mdb), or builtin:NAME"
        )
        #expect(SourceFormats.featureWords == "a .npy, .npz, .csv, .tsv, .h5 or .hdf5 file")
        #expect(SourceFormats.labelWords == "IDX, .npy, .npz:ARRAY, .h5:ARRAY or .pt:ARRAY")
        #expect(
            SourceFormats.sentence([CSVFile.self, LetterFile.self])
                == "a .csv, .tsv or .letter file, a box of letters, or builtin:NAME")
    }

    @Test func aFormatIsKnownByItsEndingUnlessItSaysOtherwise() throws {
        #expect(try LetterFile.claim(SourcePlace("a/B.LETTER", isFolder: false)) == .sure)
        #expect(try LetterFile.claim(SourcePlace("a/b.letter", isFolder: true)) == .no)
        #expect(try LetterFile.claim(SourcePlace("a.letter/b", isFolder: false)) == .no)
        let files: [(String, any SourceFormat.Type)] = [
            ("a.PNG", ImageFiles.self), ("a.zip", ImageFiles.self), ("a.npy", NPYFile.self), ("a.npz", NPZFile.self),
            ("a.csv", CSVFile.self), ("a.TSV", CSVFile.self), ("shard-000000.tar", TarFile.self),
            ("t10k-images-idx3-ubyte.gz", IDXFile.self),
            ("a.idx", IDXFile.self),
            ("data_batch_1.bin", CIFARFile.self),
        ]
        for (name, format) in files {
            #expect(try SourceFormats.format(of: SourcePlace(name, isFolder: false)) == format, "\(name)")
        }
        for name in ["a.txt", "npy", "a.npy.gz", "a.bin.gz", "", ".", "a.pt"] {
            #expect(try SourceFormats.format(of: SourcePlace(name, isFolder: false)) == nil, "\(name)")
        }
        #expect(SourceFormats.claims(fileNamed: "model.bin") && SourceFormats.claims(fileNamed: "model.npz"))
        #expect(!SourceFormats.claims(fileNamed: "model.pth") && !SourceFormats.claims(fileNamed: "model.onnx"))
    }

    @Test func formatsThatAreNotReadAreNamedWithAWayOut() throws {
        try withTemporaryFolder { folder in
            for (name, word) in [
                ("train-0.parquet", "pyarrow"), ("x.tfrecords", "zip"),
                ("data.pt", "data.pt:images"),
                ("a.tar.gz", "tar -xf"), ("x.mat", "loadmat"),
            ] {
                try overwrite("\(folder)/\(name)", [1, 2, 3])
                let error = try #require(openingError("\(folder)/\(name)"))
                #expect(error.fact.hasSuffix("which is not read") && error.remedy.contains(word), "\(error)")
                #expect(!error.remedy.contains("PATH") && error.remedy.hasSuffix("."))
            }
        }
    }

    /// Whatever the format, what a download left instead of the file is named.
    @Test(arguments: ["a.png", "a.zip", "a.npy", "a.npz", "a.csv", "images-idx3-ubyte.gz", "a.bin"])
    func pagesAndPointersAreNamed(name: String) throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/\(name)"
            try overwrite(path, Array("\n<!doctype HTML>\n<html>".utf8))
            #expect(openingError(path) == .content(.foreign(path: path, .webPage)))
            try overwrite(path, Array("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n".utf8))
            #expect(openingError(path) == .content(.foreign(path: path, .pointer)))
            #expect(openingError(path)?.remedy == "Fetch the file itself: git lfs pull.")
            guard name.hasSuffix(".npy") else { return }
            #expect(throws: DataError.content(.foreign(path: path, .pointer))) { try FeatureFile.read(path) }
            #expect(openingError("builtin:shapes", labels: path) == .content(.foreign(path: path, .pointer)))
        }
    }

    @Test func theSurerFormatOpensAFolder() throws {
        try withTemporaryFolder { folder in
            #expect(try SourceFormats.format(of: SourcePlace(folder)) == ImageFiles.self)
            try overwrite("\(folder)/data_batch_1.bin", [UInt8](repeating: 0, count: 3073))
            #expect(try SourceFormats.format(of: SourcePlace(folder)) == CIFARFile.self)
            #expect(try SampleSources.open(folder).count == 1)
        }
    }

    @Test func firstBytesAreThereForFormatsWithoutNames() throws {
        let head = try SourcePlace(fixture("png/rgb8.png")).head(4)
        #expect(head == [0x89, 0x50, 0x4e, 0x47])
        #expect(try SourcePlace(fixture("table.csv")).head(1 << 20).count > 4)
    }

    /// The README and the guide list the formats in the same words.
    @Test func thePagesNameEveryFormat() throws {
        func text(_ path: String) throws -> String {
            try String(contentsOf: Fixture.url(path), encoding: .utf8).replacing("`", with: "")
                .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        #expect(try text("../README.md").contains("takes a SOURCE: \(SourceFormats.words)."))
        let guide = try text("../Sources/ganeval/Guide.docc/SourcesAndCheckpoints.md")
        for words in SourceFormats.all.flatMap({ $0.words }) {
            switch words {
            case .ending(let ending): #expect(guide.contains(ending), "\(ending)")
            case .phrase(let phrase): #expect(guide.contains(phrase), "\(phrase)")
            }
        }
    }
}
