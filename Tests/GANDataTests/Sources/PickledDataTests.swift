import GANFiles
import GANNumerics
import Testing

@testable import GANData

/// Data that lie in pickles, read by the machine that runs nothing.
@Suite struct PickledDataTests {
    /// Value k of a row of the fixtures is 7k modulo 251, planes first.
    private func expected(row: Int) -> [Float] {
        var values: [Float] = []
        for pixel in 0..<1024 {
            for channel in 0..<3 {
                let place = row * 3072 + channel * 1024 + pixel
                values.append(Float(place * 7 % 251))
            }
        }
        return values
    }

    @Test func foldersOfCIFARArePicturesWithNames() throws {
        let ten = try SampleSources.open(fixture("cifar-10-batches-py"))
        #expect(ten.count == 2 && ten.shape == .image(height: 32, width: 32, channels: 3))
        #expect(ten.labels == [3, 7] && ten.classNames?[7] == "name 7" && ten.guessedClasses == nil)
        #expect(try ten.read(rows: 0..<2).scalars == expected(row: 0) + expected(row: 1))
        #expect(ten.rule == "cifar-10, pickles, uint8, grey levels")
        let batch = try SampleSources.open(fixture("cifar-10-batches-py/data_batch_1"))
        #expect(try batch.contentDigest() == ten.contentDigest() && batch.classNames == ten.classNames)
        let hundred = try SampleSources.open(fixture("cifar-100-python"))
        #expect(hundred.labels == [5, 2] && hundred.rule == "cifar-100 fine labels, pickles, uint8, grey levels")
        #expect(try hundred.read(rows: 1..<2).scalars == expected(row: 1))
    }

    @Test func whatIsNoBatchIsNamed() throws {
        try withTemporaryFolder { folder in
            makeFolder("\(folder)/py")
            for name in ["data_batch_1", "batches.meta"] {
                try overwrite("\(folder)/py/\(name)", [0x80, 2, 0x4E, 0x2E])
            }
            #expect(openingError("\(folder)/py")?.fact.contains("the pickle holds no dictionary") == true)
            try overwrite("\(folder)/py/data_batch_1", [0x80, 2, 0x7D, 0x2E])
            #expect(openingError("\(folder)/py")?.fact == "holds no images of CIFAR")
        }
    }

    /// The fixture is a pickle of an array of uint8 `[2, 3072]`, which any pickled file of arrays may be.
    @Test func arraysInPicklesAreNamedBehindAColon() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/data.pt"
            try overwrite(path, FileSystem.bytes(of: fixture("cifar-100-python/train")))
            let rows = try SampleSources.open("\(path):data[1:]")
            #expect(rows.count == 1 && rows.shape == .vector(3072))
            #expect(try rows.read(rows: 0..<1).scalars.prefix(2) == [Float(3072 * 7 % 251), Float(3073 * 7 % 251)])
            #expect(openingError("\(path):images")?.fact == "holds no array named images")
            #expect(openingError(path)?.remedy.contains("\(path):images") == true)
            #expect(try FeatureFile.read("\(path):data").rows?.columns == 3072)
        }
    }
}
