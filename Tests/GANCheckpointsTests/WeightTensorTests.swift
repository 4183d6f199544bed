import Foundation
import GANNumerics
import TestSupport
import Testing

@testable import GANCheckpoints

@Suite struct WeightTensorTests {
    private func tensor(_ type: ElementType, _ words: [UInt64]) -> WeightTensor {
        let bytes = words.flatMap { word in (0..<type.size).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
        }
        return WeightTensor(shape: [words.count], type: type, bytes: bytes[...])
    }

    @Test func readsEveryType() {
        #expect(tensor(.bool, [0, 1]).floats() == [0, 1])
        #expect(tensor(.uint8, [0, 255]).floats() == [0, 255])
        #expect(tensor(.int8, [0x80, 0x7F]).floats() == [-128, 127])
        #expect(tensor(.uint16, [0xFFFF]).floats() == [65535])
        #expect(tensor(.int16, [0x8000]).floats() == [-32768])
        #expect(tensor(.uint32, [0xFFFF_FFFF]).floats() == [4_294_967_296])
        #expect(tensor(.int32, [0xFFFF_FFFF]).floats() == [-1])
        #expect(tensor(.uint64, [1 << 63]).floats() == [0x1p63])
        #expect(tensor(.int64, [UInt64.max]).floats() == [-1])
        #expect(tensor(.bfloat16, [0x3F80, 0xC049]).floats() == [1, -3.140625])
        #expect(tensor(.float32, [UInt64(Float(0.1).bitPattern)]).floats() == [0.1])
        #expect(tensor(.float64, [Double(0.1).bitPattern]).floats() == [0.1])
    }

    /// What PyTorch makes of all 256 patterns of both 8-bit formats.
    @Test(arguments: [("F8_E4M3", ElementType.float8E4M3), ("F8_E5M2", .float8E5M2)])
    func everySmallFloatHasItsValue(name: String, type: ElementType) throws {
        let table = try #require(try Fixture.json("checkpoints/files/small_floats.json")[name] as? [Any])
        let floats = tensor(type, (0..<256).map { UInt64($0) }).floats()
        #expect(table.count == 256)
        for (value, expected) in zip(floats, table) {
            switch expected as? String {
            case "nan": #expect(value.isNaN)
            case "inf": #expect(value == .infinity)
            case "-inf": #expect(value == -.infinity)
            default: #expect(Double(value) == (expected as? NSNumber)?.doubleValue)
            }
        }
    }

    @Test func partsAreThoseOfTheWhole() {
        for type in ElementType.allCases {
            let whole = tensor(type, (0..<40).map { UInt64($0 &* 0x0101_0307_1105_0301) })
            let (floats, doubles) = (whole.floats(), whole.doubles(0..<40))
            #expect(whole.floats(3..<29).map(\.bitPattern) == floats[3..<29].map(\.bitPattern))
            #expect(whole.doubles(3..<29).map(\.bitPattern) == doubles[3..<29].map(\.bitPattern))
            #expect(zip(floats, doubles).allSatisfy { $0 == Float($1) || $0.isNaN && $1.isNaN }, "\(type)")
            #expect(whole.floats(7..<7).isEmpty)
        }
    }

    @Test func integersKeepTheirDigitsInDoubles() {
        #expect(tensor(.int64, [1 << 53 - 1]).doubles(0..<1) == [9_007_199_254_740_991])
        #expect(tensor(.int32, [0x7FFF_FFFF]).doubles(0..<1) == [2_147_483_647])
        #expect(tensor(.uint64, [.max]).doubles(0..<1) == [0x1p64])
    }

    @Test func keepsBitsOfFloats() {
        let scalars: [Float] = [0, -0.0, 1.5, .infinity, .leastNonzeroMagnitude, 0x1.fffffep127]
        let stored = WeightTensor(Tensor(shape: [2, 3], scalars: scalars))
        #expect(stored.type == .float32 && stored.shape == [2, 3])
        #expect(stored.floats().map(\.bitPattern) == scalars.map(\.bitPattern))
    }

    @Test func anEmptyAxisAndAScalar() {
        #expect(WeightTensor(shape: [0, 3], type: .float64, bytes: []).floats().isEmpty)
        #expect(WeightTensor(Tensor(7)).tensor() == Tensor(7))
    }
}
