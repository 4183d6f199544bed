import GANFiles
import GANNumerics
import Testing

@testable import GANData

@Suite struct NPYLevelsTests {
    private func levels(_ scalars: [Float], _ shape: [Int]) throws -> NPYLevels {
        try withTemporaryFolder { folder in
            try NPY.write(scalars, shape: shape, to: "\(folder)/a.npy")
            return try NPYLevels(of: NPYStream(ByteRegion(path: "\(folder)/a.npy")))
        }
    }

    @Test func theRangeOfFloatsDecides() throws {
        #expect(try levels([0, 1, 0.5], [1, 1, 3]).scale == .unit)
        #expect(try levels([0, 1, 1.5], [1, 1, 3]).scale == .plain)
        #expect(try levels([-0.25, 1, 0.5], [1, 1, 3]).scale == .signedUnit)
    }

    @Test func oneNumberFarIntoTheFileDecidesAsWell() throws {
        var values = [Float](repeating: 0.5, count: 700_000)
        values[650_000] = -1
        #expect(try levels(values, [700, 1000, 1]).scale == .signedUnit)
        values[650_000] = 256
        #expect(throws: DataError.self) { try levels(values, [700, 1000, 1]) }
    }

    @Test func whatNoRangeAllowsIsNamedByItsRow() throws {
        func place(_ values: [Float]) -> (row: Int, value: String, range: String)? {
            do {
                _ = try levels(values, [values.count, 1, 1])
            } catch DataError.valueOutsideRange(_, let row, let value, let range) {
                return (row, value, range)
            } catch { Issue.record("\(error)") }
            return nil
        }
        let high = try #require(place([0, 1, 2, 300]))
        #expect(high.row == 3 && high.value == "300")
        let signed = try #require(place([-1, 1.5, 2, 3]))
        #expect(signed.row == 1 && signed.value == "1.5" && signed.range.hasPrefix("[-1, 1]"))
    }

    @Test func doublesAreHeldToTheRangeAsFloats() throws {
        try withTemporaryFolder { folder in
            // 1.00000001 is 1 in float32, and no reason to refuse the file.
            func write(_ values: [Double]) throws -> NPYStream {
                let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(values.count), 1, 1), }\n"
                let bytes =
                    [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
                    + values.withUnsafeBytes { Array($0) }
                try overwrite("\(folder)/a.npy", bytes)
                return try NPYStream(ByteRegion(path: "\(folder)/a.npy"))
            }
            let levels = try NPYLevels(of: write([1.000_000_01, -0.5]))
            #expect(levels.scale == .signedUnit)
            #expect(
                throws: DataError.valueOutsideRange(
                    path: "\(folder)/a.npy", row: 2, value: "2", range: "[-1, 1], since the array has negative values")
            ) { _ = try NPYLevels(of: write([1.000_000_01, -0.5, 2])) }
        }
    }

    @Test func conversions() {
        func converted(
            _ values: [Float], _ scale: NPYLevels.Scale, _ type: NPYElementType = .float(width: 4)
        ) -> [Float] {
            var values = values
            NPYLevels(scale).convert(&values, of: type)
            return values
        }
        #expect(converted([-1, 0, 0.5, 1], .signedUnit) == [0, 127.5, 191.25, 255])
        #expect(converted([0, 1], .truth, .boolean) == [0, 255])
        #expect(converted([0, 254.99999], .plain) == [0, 254.99999])
    }

    @Test(arguments: [NPYElementType.float(width: 2), .float(width: 4), .float(width: 8)])
    func wholeLevelsComeBackFromEveryRangeAndType(type: NPYElementType) {
        func stored(_ value: Double) -> Float {
            type == .float(width: 2) ? HalfPrecision.float(HalfPrecision.bits(Float(value))) : Float(value)
        }
        let whole = (0...255).map { Float($0) }
        var unit = (0...255).map { stored(Double($0) / 255) }
        NPYLevels(.unit).convert(&unit, of: type)
        #expect(unit == whole)
        var signed = (0...255).map { stored(Double($0) / 127.5 - 1) }
        NPYLevels(.signedUnit).convert(&signed, of: type)
        #expect(signed == whole)
        // What is not whole stays.
        var half = [stored(0.1)]
        NPYLevels(.unit).convert(&half, of: type)
        #expect(half[0] != half[0].rounded())
    }

    @Test func aStatedRangeHoldsAndCuttingIsCounted() throws {
        try withTemporaryFolder { folder in
            func source(_ values: [Float], _ reading: SourceReading) throws -> any SampleSource {
                try NPY.write(values, shape: [values.count, 1, 1], to: "\(folder)/a.npy")
                return try SampleSources.open("\(folder)/a.npy", reading: reading)
            }
            let stated = try source([0, 0.5, 1], SourceReading(range: -1...1))
            #expect(try stated.read(rows: 0..<3).scalars == [127.5, 191.25, 255])
            #expect(throws: DataError.self) { try source([0, 0.5, 1.25], SourceReading(range: 0...1)) }
            #expect(throws: DataError.self) { try source([-1.02, 0, 1, 1], SourceReading()) }
            let cut = try source([-1.02, 0, 1, 1], SourceReading(clips: true))
            #expect(try cut.read(rows: 0..<4).scalars == [0, 127.5, 255, 255])
            #expect(cut.rule.hasSuffix("from [-1, 1] to grey levels, 25 % of the values outside and cut"))
            // What lies within is said as ever.
            #expect(try source([-1, 0, 1], SourceReading(clips: true)).rule.hasSuffix("to grey levels"))
            #expect(try source([-0.01, 1], SourceReading(clips: true)).read(rows: 0..<2).scalars == [0, 255])
            #expect(try source([-2, 130, 257], SourceReading(clips: true)).read(rows: 0..<3).scalars == [0, 130, 255])
        }
        #expect(throws: DataError.self) {
            try SampleSources.open("builtin:shapes[:3]", reading: SourceReading(range: 0...1))
        }
        #expect(throws: DataError.self) {
            try SampleSources.open(fixture("png/rgb8.png"), reading: SourceReading(range: 0...1))
        }
    }
}
