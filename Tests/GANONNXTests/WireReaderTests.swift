import Testing

@testable import GANONNX

@Suite struct WireReaderTests {
    private func fields(_ bytes: [UInt8]) throws -> [WireReader.Field] {
        var reader = WireReader(bytes: bytes, path: "m")
        var fields: [WireReader.Field] = []
        while let field = try reader.next(before: bytes.count) { fields.append(field) }
        return fields
    }

    @Test func readsEveryKindOfField() throws {
        let bytes: [UInt8] = [0x08, 0x96, 0x01, 0x15, 1, 0, 0, 0x80, 0x1A, 2, 7, 8, 0x21, 1, 0, 0, 0, 0, 0, 0, 0x40]
        let found = try fields(bytes)
        #expect(found.map(\.number) == [1, 2, 3, 4])
        guard case .varint(150) = found[0].payload, case .fixed32(0x8000_0001) = found[1].payload,
            case .bytes(10..<12) = found[2].payload, case .fixed64(0x4000_0000_0000_0001) = found[3].payload
        else {
            Issue.record("\(found)")
            return
        }
    }

    @Test func readsTheLargestNumber() throws {
        guard case .varint(.max) = try fields([0x08] + Wire.varint(.max))[0].payload else {
            Issue.record("another number")
            return
        }
    }

    @Test(
        arguments: [
            [0x08], [0x08, 0x80], [0x0D, 1, 2, 3], [0x09, 1, 2, 3, 4, 5, 6, 7], [0x0A, 5, 1, 2],
            [0x0A] + Wire.varint(1 << 60), [0x0A] + Wire.varint(.max), [0x0B], [0x0C], [0x0F], [0x00, 0x00],
            [0x08] + [UInt8](repeating: 0xFF, count: 10), [UInt8](repeating: 0xFF, count: 9) + [1],
        ] as [[UInt8]])
    func refusesDamage(bytes: [UInt8]) {
        #expect(throws: ONNXError.self) { try fields(bytes) }
    }

    @Test func saysWhereTheDamageIs() {
        #expect(
            throws: ONNXError.damaged(path: "m", offset: 2, problem: "field 2 claims 9 bytes where 1 are left")
        ) { try fields([0x08, 1, 0x12, 9, 0]) }
    }

    @Test func readsPackedNumbers() throws {
        let bytes = [1, 300, 5].flatMap { Wire.varint($0) }
        var reader = WireReader(bytes: bytes, path: "m")
        #expect(try reader.packedVarints(0..<bytes.count, limit: 3, what: "axes") == [1, 300, 5])
        #expect(reader.packedVarintCount(0..<bytes.count) == 3)
        #expect(throws: ONNXError.tooMany(path: "m", what: "axes", limit: 2)) {
            try reader.packedVarints(0..<bytes.count, limit: 2, what: "axes")
        }
    }

    @Test func refusesTextThatIsNotUnicode() {
        let reader = WireReader(bytes: [0xC3, 0x28], path: "m")
        #expect(throws: ONNXError.damaged(path: "m", offset: 0, problem: "a text is not UTF-8")) {
            try reader.text(0..<2)
        }
    }
}
