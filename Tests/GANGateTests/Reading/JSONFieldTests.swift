import Foundation
import Testing

@testable import GANGate

@Suite struct JSONFieldTests {
    private func decode(_ text: String) throws -> JSONField {
        try JSONDecoder().decode(JSONField.self, from: Data(text.utf8))
    }

    @Test func tellsKindsApart() throws {
        #expect(
            try decode(#"{"a": [1, 2.5, "1", true, null, false, 0], "b": {}}"#)
                == .object([
                    "a": .list([
                        .number(1), .number(2.5), .text("1"), .flag(true), .null, .flag(false), .number(0),
                    ]), "b": .object([:]),
                ]))
    }

    @Test func namesStayAsTheyAre() throws {
        #expect(try decode(#"{"tail_share": 1}"#).fields?["tail_share"]?.number == 1)
    }

    @Test func endsAreTwoNumbersInOrder() throws {
        #expect(try decode("[1, 2]").ends?.high == 2)
        for text in ["[2, 1]", "[1]", "[1, 2, 3]", "[1, null]", "1"] { #expect(try decode(text).ends == nil) }
    }
}
