import Foundation
import GANFiles
import GANNumerics
import TestSupport
import Testing

@testable import GANData

@Suite struct HDF5ArraysTests {
    /// Value k of all images is 7k modulo 251, planes first.
    private func expected() -> [Float] {
        var values: [Float] = []
        for image in 0..<10 {
            for pixel in 0..<64 {
                for channel in 0..<3 {
                    let place = image * 192 + channel * 64 + pixel
                    values.append(Float(place * 7 % 251))
                }
            }
        }
        return values
    }

    @Test(arguments: ["grown.h5", "plain.h5", "packed.h5:train/images", "packed.h5:lzf"])
    func arraysOfEveryLayoutAreTheSameImages(_ name: String) throws {
        let source = try SampleSources.open(fixture("hdf5/\(name)"))
        #expect(source.count == 10 && source.shape == .image(height: 8, width: 8, channels: 3))
        #expect(source.labels == (name.hasSuffix("lzf") ? nil : (0..<10).map { $0 % 3 }))
        #expect(try source.read(rows: 0..<10).scalars == expected())
    }

    /// What compression can't make smaller is stored as it is, piece by piece; zeros are one long run.
    @Test func piecesOfNoiseAreThere() throws {
        let packed = try ["gzip", "lzf"].map { kind in
            try SampleSources.open(fixture("hdf5/noise.h5") + ":" + kind).read(rows: 0..<4)
        }
        #expect(packed[0] == packed[1] && packed[0].row(2).allSatisfy { $0 == 0 })
        #expect(packed[0].row(0).prefix(3) == [211, 190, 77])
    }

    @Test func featuresAndLabelsAreTakenByName() throws {
        let features = try FeatureFile.read(fixture("hdf5/packed.h5") + ":features")
        let second: [Float] = (192..<196).map { Float($0 * 7 % 251) / 4 }
        #expect(features.rows.map { Array($0.row(1)) } == second)
        #expect(try SourceFormats.labels(fixture("hdf5/packed.h5") + ":train/labels") == (0..<10).map { $0 % 3 })
    }

    /// A piece whose bytes are not those of its sum is damaged.
    @Test func sumsAreChecked() throws {
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: fixture("hdf5/summed.h5"))))
        let whole = try SampleSources.open(fixture("hdf5/summed.h5")).read(rows: 0..<2)
        #expect(whole.row(0).prefix(2) == [0, 197])
        let place = try #require(
            bytes.indices.dropLast(6).first { Array(bytes[$0..<$0 + 6]) == [0, 7, 14, 21, 56, 63] })
        bytes[place + 1] ^= 1
        let folder = try TemporaryFolder()
        try Data(bytes).write(to: URL(fileURLWithPath: folder.file("bad.h5")))
        let error = #expect(throws: DataError.self) { try SampleSources.open(folder.file("bad.h5")).read(rows: 0..<2) }
        #expect(error?.fact.contains("does not have the sum") == true)
    }

    @Test func whatIsNotReadIsNamed() throws {
        #expect(openingError(fixture("hdf5/newest.h5"))?.fact.contains("a newer form (superblock 3)") == true)
        #expect(openingError(fixture("hdf5/packed.h5"))?.fact.hasPrefix("holds the arrays ") == true)
        #expect(openingError(fixture("hdf5/plain.h5") + ":words")?.fact.contains("words ") == true)
    }
}
