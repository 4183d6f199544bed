import GANFiles
import GANNumerics
import TestSupport
import Testing

@testable import GANData

@Suite struct FeatureFileTests {
    /// A `.npy` file of float32 or float64 with a header as NumPy writes it.
    private func npy<Element: BitwiseCopyable>(_ type: String, _ shape: [Int], _ values: [Element]) -> [UInt8] {
        let tuple = shape.count == 1 ? "(\(shape[0]),)" : "(\(shape.map(String.init).joined(separator: ", ")))"
        let text = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': \(tuple), }\n".utf8)
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count & 255), UInt8(text.count >> 8)] + text
            + values.withUnsafeBytes { Array($0) }
    }

    /// Writes the bytes, reads them as features, and gives these or the error.
    private func read(_ bytes: [UInt8], _ name: String = "f.npy") throws -> Result<FeatureFile, DataError> {
        try withTemporaryFolder { folder in
            try overwrite("\(folder)/\(name)", bytes)
            return Result { () throws(DataError) in try FeatureFile.read("\(folder)/\(name)") }
        }
    }

    /// The error's parts without the folder.
    private func said(_ result: Result<FeatureFile, DataError>) -> String {
        guard case .failure(let error) = result else { return "nothing" }
        let place = error.location.split(separator: "/").last.map(String.init) ?? error.location
        return "\(place): \(error.fact); \(error.expectation). \(error.remedy)"
    }

    @Test(arguments: Fixture.npyKinds) func readsEveryTypeAndOrder(name: String) throws {
        let file = try FeatureFile.read(fixture("npy/\(name).npy"))
        #expect(file.rows == Matrix(rows: 2, columns: 3, scalars: [0, 20, 40, 60, 80, 100]))
        #expect(file.columns == 3 && file.statistics == nil && file.warnings.isEmpty)
        #expect(try file.contentDigest() == FeatureFile.read(fixture("npy/expected.npy")).contentDigest())
    }

    @Test func piecesJoinInEitherOrder() throws {
        // Three pieces and a part of one.
        let (rows, columns) = (431, 2048)
        let matrix = Matrix<Float>(rows: rows, columns: columns) { target in
            for index in target.indices { target[index] = Float(index % 9973) }
        }
        #expect(try read(npy("<f4", [rows, columns], matrix.scalars)).get().rows == matrix)
        let plain = npy("<f4", [rows, columns], matrix.transposed.scalars)
        let end = try #require(plain.firstIndex(of: 0x0a))
        let header = String(decoding: plain[10..<end], as: UTF8.self)
            .replacing("'fortran_order': False", with: "'fortran_order': True ")
        let fortran = plain[..<10] + Array(header.utf8) + plain[end...]
        #expect(try read(Array(fortran)).get().rows == matrix)
    }

    @Test func whatIsNotFiniteIsNamedByRowAndColumn() throws {
        for (value, text) in [(Float.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf")] {
            var values = [Float](repeating: 1, count: 700 * 1000)
            values[650 * 1000 + 7] = value
            #expect(
                try said(read(npy("<f4", [700, 1000], values))).hasPrefix("f.npy, row 650, column 7: value \(text)"))
        }
        let wide = try read(npy("<f8", [2, 2], [1.0, 2, 3, -1e300]))
        #expect(said(wide).hasPrefix("f.npy, row 1, column 1: -1e+300 does not fit a 32-bit float"))
    }

    @Test func wideFloatsAreRoundedAndSayTheyWere() throws {
        let file = try read(npy("<f8", [2, 1], [0.1, 16_777_217])).get()
        #expect(file.rows?.scalars == [0.1, 16_777_216] && file.rule == "npy, float64 rounded to float32")
        #expect(try FeatureFile.read(fixture("npy/f2-big.npy")).rule == "npy, float16")
        let rounded = try read(npy("<f4", [2, 1], [Float(0.1), 16_777_216])).get()
        #expect(rounded.contentDigest() == file.contentDigest())
    }

    @Test(arguments: [
        ([6], "does not say which are samples"), ([0, 6], "holds nothing"), ([6, 0], "holds nothing"),
        ([1, 2, 3, 1], "these are images"), ([], "does not say which are samples"), ([0], "holds nothing"),
    ])
    func otherShapesAreRefusedInWords(shape: [Int], fact: String) throws {
        let result = try read(npy("<f4", shape, [Float](repeating: 0, count: shape.reduce(1, *))))
        #expect(said(result).contains(fact))
        #expect(said(result).contains("[n, d]"))
        if shape.count > 2 { #expect(said(result).contains("ganeval report")) }
    }

    @Test func sizesThatLieCostNoMemory() throws {
        let huge = npy("<f4", [1 << 40, 1 << 20], [Float(0)])
        #expect(said(try read(huge)).contains("ends early"))
        #expect(said(try read(Array(huge.prefix(40)))).contains("header ends early"))
        #expect(said(try read([])).contains("does not start like a .npy file"))
        let overflowing = npy("<f4", [1 << 40, 1 << 40], [Float(0)])
        #expect(said(try read(overflowing)).contains("at most"))
        #expect(said(try read(npy("<f4", [1, 1], [Float(0), 0]))).contains("has 8 bytes"))
    }

    @Test func tablesAreReadWithTheirHeaderAndWithoutLabels() throws {
        let plain = try read(Array("1,2\n3,4\n".utf8), "f.csv").get()
        #expect(plain.rows == Matrix(rows: 2, columns: 2, scalars: [1, 2, 3, 4]))
        let labelled = try read(Array("a,Label,b\n1,cat,2\n3,dog,4\n".utf8), "f.CSV").get()
        #expect(labelled.rows == plain.rows && labelled.rule.contains("without the column of labels"))
        #expect(labelled.contentDigest() == plain.contentDigest())
        for (text, fact) in [
            ("a,b\n1,x\n", "f.csv, row 2, column 2: “x” is not a number"), ("1,2\n3\n", "f.csv, row 2: 1 fields"),
            ("1,2\n3,nan\n", "f.csv, row 2, column 2: value nan"), ("a,b\n", "f.csv: has no row of numbers"),
            ("", "no row"),
            ("1,1e39\n", "f.csv, row 1, column 2: value 1e39"), ("label\ncat\n", "no row of numbers"),
        ] {
            #expect(said(try read(Array(text.utf8), "f.csv")).contains(fact), "\(text)")
        }
    }

    @Test func otherFilesAreRefused() throws {
        for name in ["f.pt", "f", "f.png"] { #expect(said(try read([1], name)).contains("holds no features")) }
        #expect(throws: DataError.unsupportedFeatureFile(path: fixture("npy"))) { try FeatureFile.read(fixture("npy")) }
        #expect(throws: DataError.file(.missing(path: "no.npy"))) { try FeatureFile.read("no.npy") }
    }

    // MARK: Archives

    private func stored(_ arrays: [(String, [UInt8])]) -> [UInt8] {
        ZipWriter.archive(arrays.map { ("\($0.0).npy", $0.1) })
    }
    private let rows = [Float](arrayLiteral: 1, 2, 3, 4, 5, 6)
    private let mean: [Double] = [1, 2]
    private let covariance: [Double] = [2, 0.5, 0.5, 1]

    private var statistics: [(String, [UInt8])] {
        [("mu", npy("<f8", [2], mean)), ("sigma", npy("<f8", [2, 2], covariance))]
    }

    @Test func archivesGiveTheirRows() throws {
        let array = npy("<f4", [3, 2], rows)
        let expected = Matrix(rows: 3, columns: 2, scalars: rows)
        let labels = ("labels", npy("<i8", [3], [0, 1, 2]))
        for arrays in [
            [("arr_0", array)], [("anything", array)], [("features", array), labels],
            [("arr_0", array)] + statistics, statistics + [("arr_0", array), ("mu_s", array), ("sigma_s", array)],
            [("other", npy("<f4", [1], [Float(1)])), ("arr_0", array)], statistics + [("features", array)],
        ] {
            let file = try read(stored(arrays), "f.npz").get()
            #expect(file.rows == expected, "\(arrays.map(\.0))")
            #expect(try file.contentDigest() == read(array).get().contentDigest())
        }
    }

    @Test func compressedArchivesGiveTheSame() throws {
        let array = npy("<f4", [3, 2], rows)
        let packed = try read(ZipWriter.archive([("arr_0.npy", array)], deflated: true), "f.npz").get()
        #expect(try packed.contentDigest() == read(array).get().contentDigest())
        let both = statistics.map { ("\($0.0).npy", $0.1) }
        #expect(try read(ZipWriter.archive(both, deflated: true), "f.npz").get().statistics?.mean == mean)
    }

    @Test func archivesGiveTheirStatistics() throws {
        let file = try read(stored(statistics + [("mu_s", [1]), ("sigma_s", [2])]), "f.npz").get()
        #expect(file.statistics?.mean == mean && file.statistics?.covariance.scalars == covariance)
        #expect(file.columns == 2 && file.rows == nil && file.warnings.isEmpty)
        // The diffusion suites' reference batches: images, and statistics of their features.
        let images = npy("|u1", [2, 2, 2, 3], [UInt8](repeating: 7, count: 24))
        let batch = try read(stored([("arr_0", images)] + statistics), "f.npz").get()
        #expect(batch.content == file.content && batch.contentDigest() == file.contentDigest())
        #expect(batch.warnings.count == 1 && batch.warnings[0].contains("arr_0, shape [2, 2, 2, 3], holds images"))
        #expect(
            said(try read(stored([("arr_0", images)]), "f.npz")).contains(
                "f.npz, array arr_0: shape [2, 2, 2, 3] has 4 axes"))
    }

    @Test func axesOfOneAreNoHindrance() throws {
        let pooled = try read(npy("<f4", [3, 2, 1, 1], rows)).get()
        #expect(pooled.rows == Matrix(rows: 3, columns: 2, scalars: rows))
        let batch = [("mu", npy("<f8", [1, 2], mean)), ("sigma", npy("<f8", [1, 2, 2], covariance))]
        #expect(try read(stored(batch), "f.npz").get().statistics?.covariance.scalars == covariance)
    }

    @Test func filesOfNumPyAreRead() throws {
        let rows = try FeatureFile.read(fixture("features/rows.npy"))
        #expect(rows.rows?.rows == 40 && rows.columns == 3)
        let both = try FeatureFile.read(fixture("features/rows-and-statistics.npz"))
        #expect(both.rows == rows.rows && both.rule == "npz, array arr_0, float64 rounded to float32")
        let statistics = try #require(FeatureFile.read(fixture("features/statistics.npz")).statistics)
        let moments = Moments(of: try #require(rows.rows))
        for column in 0..<3 {
            #expect(abs(statistics.mean[column] - moments.mean[column]) < 1e-6)
            for other in 0..<3 {
                #expect(abs(statistics.covariance[column, other] - moments.covariance()[column, other]) < 1e-6)
            }
        }
        #expect(
            throws: DataError.statisticsDisagree(
                path: fixture("features/disagreeing.npz"), mean: [3], covariance: [2, 2])
        ) { try FeatureFile.read(fixture("features/disagreeing.npz")) }
    }

    @Test func statisticsThatAreNoneAreNamed() throws {
        func said(_ mu: [Double], _ shape: [Int], _ sigma: [Double], _ square: [Int]) throws -> String {
            try self.said(
                read(stored([("mu", npy("<f8", shape, mu)), ("sigma", npy("<f8", square, sigma))]), "f.npz"))
        }
        #expect(try said([1, 2, 3], [3], covariance, [2, 2]).hasPrefix("f.npz: mu has shape [3] and sigma [2, 2]"))
        #expect(try said([1, 2, 3], [1, 3], covariance, [2, 2]).hasPrefix("f.npz: mu has shape [1, 3]"))
        #expect(try said([1, 2], [2], covariance, [4, 1]).contains("sigma [4, 1]"))
        #expect(try said([], [0], [], [0, 0]).contains("mu has shape [0]"))
        #expect(try said([1, .nan], [2], covariance, [2, 2]).hasPrefix("f.npz, array mu, row 0, column 1: value nan"))
        #expect(
            try said(mean, [2], [2, .infinity, 0, 1], [2, 2]).hasPrefix(
                "f.npz, array sigma, row 0, column 1: value inf"))
        #expect(
            try said(mean, [2], [2, 0.5, 0.4, 1], [2, 2]).hasPrefix(
                "f.npz, array sigma, row 1, column 0: 0.4 is not 0.5"))
        #expect(
            try said(mean, [2], [2, 0, 0, -1], [2, 2]).hasPrefix(
                "f.npz, array sigma, row 1, column 1: the variance -1.0"))
        // What float32 leaves of a symmetric matrix.
        let nearly = try read(
            stored([("mu", npy("<f8", [2], mean)), ("sigma", npy("<f8", [2, 2], [2, 0.5, 0.500001, 1]))]), "f.npz")
        let averaged = try #require(try nearly.get().statistics?.covariance)
        #expect(averaged[0, 1] == averaged[1, 0] && abs(averaged[0, 1] - 0.5000005) < 1e-12)
    }

    @Test func archivesThatDoNotSayWhichArrayAreRefused() throws {
        let array = npy("<f4", [3, 2], rows)
        for arrays in [
            [], [("a", array), ("b", array)], [("mu", array)], [("labels", array)],
            statistics + [("a", array), ("b", array)],
        ] {
            #expect(said(try read(stored(arrays), "f.npz")).contains("one named arr_0"), "\(arrays.map(\.0))")
        }
    }

    @Test func damagedArchivesAreRefused() throws {
        var bytes = stored([("arr_0", npy("<f4", [3, 2], rows))])
        let place = bytes.count - 120
        #expect(try read(bytes, "f.npz").get().rows != nil)
        bytes[bytes.lastIndex(of: 0x40) ?? place] ^= 1
        #expect(said(try read(bytes, "f.npz")).contains("f.npz, array arr_0: the checksum differs"))
        #expect(said(try read(Array(bytes.dropLast(30)), "f.npz")).contains("zip"))
    }
}

/// Zip files as `numpy.savez` and, deflated in one block that nothing was saved in, `numpy.savez_compressed` write them.
private enum ZipWriter {
    static func archive(_ files: [(String, [UInt8])], deflated: Bool = false) -> [UInt8] {
        var body: [UInt8] = []
        var directory: [UInt8] = []
        for (name, bytes) in files {
            let length = [UInt8(bytes.count & 255), UInt8(bytes.count >> 8)]
            let stored = deflated ? [1] + length + length.map { ~$0 } + bytes : bytes
            let common =
                [20, 0, 0, 0, deflated ? 8 : 0, 0, 0, 0, 0, 0] + little(crc(bytes)) + little(UInt32(stored.count))
                + little(UInt32(bytes.count)) + [UInt8(name.utf8.count), 0]
            directory += [0x50, 0x4b, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 12)
            directory += little(UInt32(body.count)) + Array(name.utf8)
            body += [0x50, 0x4b, 3, 4] + common + [0, 0] + Array(name.utf8) + stored
        }
        let count = [UInt8(files.count), 0]
        return body + directory + [0x50, 0x4b, 5, 6, 0, 0, 0, 0] + count + count + little(UInt32(directory.count))
            + little(UInt32(body.count)) + [0, 0]
    }

    private static func little(_ value: UInt32) -> [UInt8] { value.bigEndianBytes.reversed() }

    /// CRC-32 bit by bit (polynomial 0xEDB88320).
    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var register: UInt32 = 0xffff_ffff
        for byte in bytes {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = register >> 1 ^ (register & 1 == 1 ? 0xedb8_8320 : 0) }
        }
        return ~register
    }
}
