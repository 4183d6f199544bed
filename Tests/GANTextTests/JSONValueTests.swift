import Foundation
import GANText
import Testing

@Suite struct JSONValueTests {
    @Test func writesKeysInOrderAndPlainListsInOneLine() {
        let value = JSONValue.object([
            ("b", .list([.count(1), .number(0.5), .null])), ("a", .object([])),
            ("c", .list([.object([("x", .bool(true))])])),
        ])
        #expect(
            value.serialized() == """
                {
                  "b": [1, 0.5, null],
                  "a": {},
                  "c": [
                    {
                      "x": true
                    }
                  ]
                }

                """)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity]) func writesNullForWhatIsNotFinite(_ number: Double) {
        #expect(JSONValue.number(number).serialized() == "null\n")
    }

    @Test(arguments: [0.1, 1e-12, -3.5e300, .leastNonzeroMagnitude, 1.0 / 3]) func numbersComeBackExactly(
        _ number: Double
    ) throws {
        let text = JSONValue.list([.number(number)]).serialized()
        let read = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Double])
        #expect(read == [number])
    }

    @Test func textsComeBackExactlyAndHoldNoMarkup() throws {
        let hostile = "</script> \"\\ \u{0}\u{1b}\n\t\u{2028}é👗\u{301}"
        let text = JSONValue.list([.text(hostile)]).serialized()
        let read = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String])
        #expect(read.map { Array($0.unicodeScalars) } == [Array(hostile.unicodeScalars)])
        #expect(!text.contains("<"))
    }
}
