import Testing

@testable import GANFiles

@Suite struct JSONTextTests {
    @Test func sortsKeys() throws {
        #expect(try JSONText(encoding: ["b": 1, "a": 2, "c/d": 3]).text == "{\"a\":2,\"b\":1,\"c/d\":3}")
    }

    @Test func decodesWhatItEncoded() throws {
        let value = [["shape": [64]], ["shape": [2, 3]]]
        #expect(try JSONText(encoding: value).decoded(as: [[String: [Int]]].self) == value)
    }

    @Test func refusesWhatIsNotJSON() {
        #expect(throws: (any Error).self) { try JSONText("{").decoded(as: [String: Int].self) }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: (any Error).self) { try JSONText(deep).decoded(as: [Int].self) }
    }
}
