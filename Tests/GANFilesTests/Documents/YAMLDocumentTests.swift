import Foundation
import TestSupport
import Testing

@testable import GANFiles

@Suite struct YAMLDocumentTests {
    private struct Document: Decodable, Equatable {
        struct Part: Decodable, Equatable { var number: Int }
        var name: String
        var parts: [Part]
    }

    private func decode(_ text: String) throws -> Document {
        try YAMLDocument.decode(Document.self, bytes: Array(text.utf8), path: "d.yaml")
    }

    private func error(_ text: String) -> DocumentProblem? {
        do {
            _ = try decode(text)
            return nil
        } catch {
            return error as? DocumentProblem
        }
    }

    @Test func readsYAMLAndJSONAlike() throws {
        let expected = Document(name: "a", parts: [.init(number: 1), .init(number: 2)])
        #expect(try decode("# a & b * c\nname: a\nparts:\n  - number: 1\n  - {number: 2}\n") == expected)
        #expect(try decode(#"{"name": "a", "parts": [{"number": 1}, {"number": 2}]}"#) == expected)
        // A byte order mark is the editor's, not the document's.
        #expect(try decode("\u{FEFF}name: a\nparts:\n  - number: 1\n  - {number: 2}\n") == expected)
        #expect(try decode("{\n\t\"name\": \"a\",\n\t\"parts\": [\n\t\t{\"number\": 1}, {\"number\": 2}]}") == expected)
    }

    @Test func namesTheLineOfWhatIsWrong() {
        let wrong = error("name: a\nparts:\n  - number: 1\n  - number: x\n")
        #expect(wrong?.location == "d.yaml, line 4")
        #expect(wrong?.problem.hasPrefix("parts.[1].number: ") == true)
        let missing = error("name: a\nparts:\n  - number: 1\n  - {}\n")
        #expect(missing?.location == "d.yaml, line 4")
        #expect(error("name: a\nparts: [\n").map { $0.location.hasPrefix("d.yaml, line ") } == true)
        #expect(error("name: a\nname: b\nparts: []\n")?.problem == "the key name comes twice")
        #expect(error("")?.problem == "it is empty")
        #expect(error("name: a\n---\nname: b\n") != nil)
        #expect(error("name: [a\u{0}b]\n") != nil)
    }

    @Test func refusesBytesThatAreNoText() {
        #expect(throws: DocumentProblem(path: "p", problem: "it is not UTF-8 text")) {
            try YAMLDocument.decode(Document.self, bytes: [0x61, 0xff, 0xfe], path: "p")
        }
    }

    /// Nine lines that stand for a billion nodes, in values and in keys.
    @Test func refusesAliasesBeforeTheyGrow() {
        var bomb = "a0: &a0 [x, x]\n"
        for level in 1..<30 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(error(bomb)?.location == "d.yaml, line 1")
        #expect(error("name: a\nparts: *b\n")?.location == "d.yaml, line 2")
        #expect(error("name: a\n? *b\n: 1\n")?.location == "d.yaml, line 2")
        // Quotes and comments that try to hide one.
        #expect(error("name: [\"a\n# b\", *c]\nparts: []\n")?.location == "d.yaml, line 2")
        #expect(error("name: \"x # \" \nparts: [1,*c]\n")?.location == "d.yaml, line 2")
        #expect(error("name: |\n  'text\nparts: {number:  *c}\n")?.location == "d.yaml, line 3")
    }

    @Test func marksInsideWordsAreNoAliases() {
        #expect(YAMLDocument.lineOfAlias(Array("name: R&D\npower: 2*3\nsum: 2 * 3 & more\n# *bold*\n".utf8)) == nil)
    }

    @Test(arguments: [101, 900, 5000, 200_000]) func refusesDeepNesting(levels: Int) {
        #expect(error(String(repeating: "[", count: levels) + String(repeating: "]", count: levels)) != nil)
        #expect(error(String(repeating: "{a: ", count: levels) + String(repeating: "}", count: levels)) != nil)
        #expect(error(String(repeating: "- ", count: levels) + "a") != nil)
    }

    @Test func refusesLargeFilesAndMissingOnes() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("large.yaml")
        try Data(repeating: 0x20, count: YAMLDocument.sizeLimit + 1).write(to: URL(fileURLWithPath: path))
        let bytes = [UInt8](repeating: 0x20, count: YAMLDocument.sizeLimit + 1)
        #expect(throws: DocumentProblem.self) { try YAMLDocument.decode(Document.self, bytes: bytes, path: "p") }
        for place in [path, folder.file("none.yaml"), folder.path] {
            let error = #expect(throws: DocumentProblem.self) { try YAMLDocument.read(Document.self, path: place) }
            #expect(error?.location == place)
        }
    }
}
