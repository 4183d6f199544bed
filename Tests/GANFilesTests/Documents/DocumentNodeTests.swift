import Testing

@testable import GANFiles

@Suite struct DocumentNodeTests {
    private func read(_ text: String) throws -> DocumentNode { try .read(bytes: Array(text.utf8), path: "d.yaml") }

    @Test func everyValueHasItsPlace() throws {
        let root = try read("a: 1\nb:\n  - x\n  - 'y'\n")
        guard case .mapping(let entries) = root.content, entries.count == 2,
            case .list(let items) = entries[1].value.content
        else {
            Issue.record("not a mapping with a list: \(root)")
            return
        }
        #expect(entries[0].key.content == .scalar("a", isQuoted: false))
        #expect(entries[0].value.line == 1 && entries[0].value.column == 4)
        #expect(items.map(\.line) == [3, 4] && items.map(\.column) == [5, 5])
        #expect(items.map(\.content) == [.scalar("x", isQuoted: false), .scalar("y", isQuoted: true)])
    }

    @Test func problemsHaveLineAndColumn() {
        let error = #expect(throws: DocumentProblem.self) { try read("a: [1,\nb: }\n") }
        #expect(error?.line == 2 && error?.column != nil && error?.path == "d.yaml")
        let twice = #expect(throws: DocumentProblem.self) { try read("a: 1\na: 2\n") }
        #expect(twice?.problem == "the key a comes twice")
        #expect(throws: DocumentProblem.self) { try read("a: *b\n") }
        #expect(throws: DocumentProblem.self) { try read(String(repeating: "[", count: 3000)) }
        #expect(throws: DocumentProblem.self) { try DocumentNode.read("/no/such/file.yaml") }
    }
}
