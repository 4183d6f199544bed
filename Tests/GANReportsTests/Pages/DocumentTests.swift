import Testing

@testable import GANReports

/// `Document.swift` and its three renderers.
@Suite struct DocumentTests {
    private func document(_ blocks: [Block]) -> Document {
        Document(title: "t", program: "p", kicker: "k", blocks: blocks, textLimit: 40)
    }

    @Test func aBlockIsShownWhereItBelongs() throws {
        let page = document([
            Block(.headline("All.")), Block(.note("in a terminal"), .terminal), Block(.note("in a comment"), .markdown),
            Block(.section(PageSection(anchor: "a", heading: "On a page", opening: "So.")), .page),
        ])
        #expect(TerminalRenderer(width: 80).lines(page) == ["All.", "in a terminal"])
        #expect(MarkdownRenderer.render(page) == "## All.\n\nin a comment\n")
        let html = try HTMLRenderer().render(page)
        #expect(html.contains("<h1>All.</h1>\n</header>\n<section id=\"a\">\n<h2>On a page</h2>\n"))
        #expect(!html.contains("in a ") && !html.contains("<script"))
    }

    @Test func aListIsCutInACommentAlone() {
        let items = Items(texts: ["a", "b", "c"], markdownLimit: 1, more: { "\($0) more" })
        let page = document([Block(.list(items))])
        #expect(MarkdownRenderer.render(page) == "- a\n- 2 more\n")
        #expect(TerminalRenderer(width: 80).lines(page) == ["  a", "  b", "  c"])
    }

    @Test func aTerminalCutsAndCountsItsLines() {
        var page = document(
            (0..<5).map { _ in Block(.note(RichText(String(repeating: "x", count: 90)), overflow: .kept)) })
        (page.mostLines, page.cutsLines) = (2, true)
        let lines = TerminalRenderer(width: 50).lines(page)
        #expect(lines.count == 2 && lines.allSatisfy { $0.count == 50 })
    }

    @Test func onlyThePagesOwnScriptMayRun() throws {
        var page = document([])
        page.look.script = "abc"
        let html = try HTMLRenderer().render(page)
        // `printf abc | openssl dgst -sha256 -binary | base64`
        #expect(html.contains("script-src 'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='\">"))
        #expect(html.contains("<script>abc</script>"))
    }

    @Test func emptyBlocksLeaveNoGap() {
        let page = document([Block(.headline("A.")), Block(.list(Items(texts: []))), Block(.note("b"))])
        #expect(MarkdownRenderer.render(page) == "## A.\n\nb\n")
    }
}
