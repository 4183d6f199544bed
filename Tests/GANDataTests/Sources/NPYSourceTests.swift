import GANFiles
import GANNumerics
import TestSupport
import Testing

@testable import GANData

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct NPYSourceTests {
    private func source(_ scalars: [Float], _ shape: [Int]) throws -> any SampleSource {
        try withTemporaryFolder { folder in
            try NPY.write(scalars, shape: shape, to: "\(folder)/a.npy")
            return try SampleSources.open("\(folder)/a.npy")
        }
    }

    @Test func arraysAreTakenByTheirNames() throws {
        let archive = fixture("same/named.npz")
        let plain = try SampleSources.open(fixture("same/images.npy"), labels: fixture("same/labels.npy"))
        let train = try SampleSources.open("\(archive):x_train")
        #expect(try train.contentDigest() == plain.contentDigest() && train.name == "named.npz:x_train")
        #expect(train.rule == "npz array x_train uint8, [n, h, w], grey levels, labels from y_train")
        let range = try SampleSources.open("\(archive):x_test[1:3]")
        #expect(range.labels == Array(try #require(plain.labels)[1..<3]))
        let samples = try SampleSources.open("\(archive):samples")
        #expect(samples.labels == plain.labels && samples.rule.hasSuffix(", labels from classes"))
        #expect(try SampleSources.open(fixture("same/images.npy"), labels: "\(archive):y_train").labels == plain.labels)
        #expect(openingError(archive)?.remedy.contains(":x_train") == true)
        #expect(openingError("\(archive):other")?.fact == "holds no array named other")
        #expect(openingError("\(archive):x_train", labels: archive)?.fact.contains("name one") == true)
        #expect(openingError(fixture("features/statistics.npz"))?.remedy.contains("ganeval measure --real") == true)
        let features = try FeatureFile.read("\(fixture("features/rows-and-statistics.npz")):arr_0")
        #expect(features.rows?.rows == 40)
    }

    @Test func layoutFollowsTheChannelAxis() throws {
        let values = (0..<24).map { Float($0) }
        #expect(try source(values, [2, 12]).shape == .vector(12))
        #expect(try source(values, [2, 3, 4]).shape == .image(height: 3, width: 4, channels: 1))
        #expect(try source(values, [2, 2, 2, 3]).shape == .image(height: 2, width: 2, channels: 3))
        let planes = try source(values, [2, 3, 2, 2])
        #expect(planes.shape == .image(height: 2, width: 2, channels: 3))
        #expect(try planes.read(rows: 0..<1).scalars == [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11])
        #expect(planes.rule == "npy float32, [n, c, h, w], grey levels")
    }

    @Test(arguments: [[24], [2, 3, 4, 1], [2, 2, 2, 2, 3], [2, 0, 3], [0, 24], [2, 5, 5, 4], [2, 5, 5, 5]])
    func refusesUnclearLayouts(shape: [Int]) {
        #expect(throws: DataError.self) { try source([Float](repeating: 0, count: shape.reduce(1, *)), shape) }
    }

    @Test func floatRangesFollowTheNamedRules() throws {
        #expect(try source([-1, 0, 1, 0.5], [1, 2, 2]).read(rows: 0..<1).scalars == [0, 127.5, 255, 191.25])
        #expect(try source([0, 0, 1, 0.5], [1, 2, 2]).read(rows: 0..<1).scalars == [0, 0, 255, 127.5])
        #expect(try source([0, 0, 200, 0.5], [1, 2, 2]).read(rows: 0..<1).scalars == [0, 0, 200, 0.5])
        #expect(try source([-1, 0, 1, 0.5], [1, 2, 2]).rule == "npy float32, [n, h, w], from [-1, 1] to grey levels")
        for value in [-1.01, 255.5, Float.nan, .infinity] {
            #expect(throws: DataError.self) { try source([0, 0, value, -0.5], [1, 2, 2]) }
        }
        #expect(throws: DataError.self) { try source([0, -1, 2, 0], [1, 2, 2]) }
    }

    @Test func vectorsStayAsTheyAreButMustBeFinite() throws {
        #expect(try source([-5, 300, 0.25, 1], [2, 2]).read(rows: 0..<2).scalars == [-5, 300, 0.25, 1])
        do {
            _ = try source([1, 2, 3, .nan], [2, 2])
            Issue.record("NaN was accepted")
        } catch {
            guard case DataError.nonFiniteValue(_, 1, 1, "nan") = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test func archivesGiveImagesAndLabels() throws {
        let named = try SampleSources.open(fixture("same/compressed.npz"))
        #expect(named.labels == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])
        #expect(named.rule == "npz uint8, [n, h, w], grey levels")
        let positional = try SampleSources.open(fixture("same/positional.npz"))
        #expect(positional.labels == named.labels)
        #expect(try positional.read(rows: 0..<12) == named.read(rows: 0..<12))
    }

    @Test func rowsStayInTheirFileUntilTheyAreRead() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/a.npy"
            let values = (0..<300_000).map { Float($0) / 300_000 }
            try NPY.write(values, shape: [100, 3000], to: path)
            let source = try SampleSources.open(path)
            #expect(source.residentBytes == 0)
            #expect(try source.read(rows: 0..<100).scalars == values)
            #expect(try source.read(rows: 57..<58).scalars == Array(values[171_000..<174_000]))
            let range = try SampleSources.open("\(path)[10:20]")
            #expect(try range.read(rows: 2..<4).scalars == Array(values[36_000..<42_000]))
            // The same digest as that of rows in memory.
            let held = ArraySource(
                name: "", rule: "", shape: .vector(3000), samples: Matrix(rows: 100, columns: 3000, scalars: values))
            #expect(held.residentBytes == 4 * 300_000)
            #expect(try source.contentDigest() == held.contentDigest())
        }
        #expect(try SampleSources.open(fixture("same/compressed.npz")).residentBytes > 0)
    }

    @Test(arguments: Fixture.npyKinds) func everyTypeAndOrderIsRead(name: String) throws {
        let source = try SampleSources.open(fixture("npy/\(name).npy"))
        #expect(source.shape == .vector(3) && source.count == 2)
        #expect(try source.read(rows: 0..<2).scalars == [0, 20, 40, 60, 80, 100])
        #expect(try source.read(rows: 1..<2).scalars == [60, 80, 100])
        #expect(source.residentBytes == 0)
        let expected = try SampleSources.open(fixture("npy/expected.npy"))
        #expect(try source.contentDigest() == expected.contentDigest())
    }

    @Test func channelsFirstAreReorderedInEveryPiece() throws {
        let (count, side) = (300, 40)
        let pixels = side * side
        let values = (0..<count * 3 * pixels).map { Float($0 % 251) }
        let source = try source(values, [count, 3, side, side])
        let rows = try source.read(rows: 0..<count)
        for image in [0, 150, 299] {
            for channel in 0..<3 {
                for pixel in [0, 777, pixels - 1] {
                    #expect(rows[image, pixel * 3 + channel] == values[(image * 3 + channel) * pixels + pixel])
                }
            }
        }
    }

    @Test func aFileThatIsWrittenAnewInPlaceIsNoticed() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/a.npy"
            let values = [Float](repeating: 1, count: 3000)
            try NPY.write(values, shape: [100, 30], to: path)
            let source = try SampleSources.open(path)
            // Beyond the clock's step of a few milliseconds.
            usleep(30_000)
            let file = try #require(fopen(path, "r+"))
            fseek(file, 4000, SEEK_SET)
            fputc(0, file)
            fclose(file)
            #expect(throws: DataError.self) { try source.read(rows: 0..<5) }
            // A new file in the old one's place leaves the opened one as it was.
            let second = try SampleSources.open(path)
            try NPY.write(values.map { $0 + 1 }, shape: [100, 30], to: path)
            #expect(try second.read(rows: 0..<2).scalars == [Float](repeating: 1, count: 60))
        }
    }

    @Test func aFileThatBecomesShorterIsNoticed() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/a.npy"
            try NPY.write([Float](repeating: 1, count: 3000), shape: [100, 30], to: path)
            let source = try SampleSources.open(path)
            #expect(truncate(path, 4000) == 0)
            #expect(throws: DataError.self) { try source.read(rows: 90..<100) }
        }
    }

    @Test func damagedBytesOfAStoredArrayAreNoticedOnOpening() throws {
        try withTemporaryFolder { folder in
            var bytes = try FileSystem.bytes(of: fixture("same/positional.npz"))
            // A byte of the first array's last image; grey levels allow any.
            let place = try #require(bytes.firstRange(of: Array("arr_1.npy".utf8))?.lowerBound) - 40
            bytes[place] ^= 1
            try overwrite("\(folder)/a.npz", bytes)
            #expect(
                openingError("\(folder)/a.npz") == .content(.checksumMismatch(path: "\(folder)/a.npz, array arr_0")))
            // Labels whose header was damaged are no other array: '>i4' becomes another type.
            bytes[place] ^= 1
            let header = try #require(bytes.firstRange(of: Array("arr_1.npy".utf8))?.upperBound)
            let letter = try #require(bytes[header...].firstRange(of: Array("'>i".utf8))?.lowerBound) + 2
            for changed in [UInt8(ascii: "f"), UInt8(ascii: "k")] {
                bytes[letter] = changed
                try overwrite("\(folder)/b.npz", bytes)
                #expect(
                    openingError("\(folder)/b.npz") == .content(.checksumMismatch(path: "\(folder)/b.npz, array arr_1"))
                )
            }
        }
    }

    @Test func refusesObjectArrays() {
        #expect(openingError(fixture("npy/objects.npy")) == .content(.objectArray(path: fixture("npy/objects.npy"))))
    }
}
