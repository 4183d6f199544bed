import Foundation
import GANNumerics
import GANText

/// A document as one HTML file that needs no network, and no script to be read.
struct HTMLRenderer {
    private let templates: PageTemplates

    /// Throws `ReportError.templateBroken` for templates that don't parse.
    init() throws(ReportError) { templates = try PageTemplates() }

    /// The whole page; the same document gives the same bytes.
    func render(_ document: Document) throws(ReportError) -> String {
        var (header, body) = ("", "")
        var contents: [Entry] = []
        for block in document.blocks(for: .page) {
            if case .section(let section) = block {
                body += try markup(block)
                contents.append(Entry(anchor: section.anchor, heading: section.heading))
            } else if case .views = block {
                body += try markup(block)
            } else {
                header += try markup(block)
            }
        }
        let look = document.look
        return try templates.render(
            Shell(
                title: document.title, css: PageTemplates.style + look.styles, spriteRules: look.spriteRules,
                scriptHash: look.script.isEmpty ? "" : Self.hash(of: look.script), hasScript: !look.script.isEmpty,
                script: look.script, program: document.program, kicker: document.kicker, header: header, body: body,
                hasContents: look.hasContents, contents: contents),
            with: "page")
    }

    /// A section in the list of contents.
    private struct Entry {
        let anchor: String
        let heading: String
    }

    /// What the page's own template reads.
    private struct Shell {
        let title: String
        let css: String
        let spriteRules: String
        /// "sha256-…", which allows this script and no other.
        let scriptHash: String
        let hasScript: Bool
        let script: String
        let program: String
        let kicker: String
        /// Markup.
        let header: String
        /// Markup.
        let body: String
        let hasContents: Bool
        let contents: [Entry]
    }

    private func markup(_ block: Block.Content) throws(ReportError) -> String {
        switch block {
        case .headline(let text, _): return element("h1", text)
        case .decision(let badge, let reason):
            return "<h1><span class=\"decision \(badge.style)\">\(ReportText.markup(badge.word))</span> "
                + "\(ReportText.markup(reason))</h1>\n"
        case .next(let step):
            return element("p", "Next: \(step.text)", style: "next")
                + (step.command.map { element("pre", $0) } ?? "")
        case .standing(let badge, let lead, _):
            return "<p class=\"overall\">\(ReportText.markup(lead)) \(pill(badge))</p>\n"
        case .list(let items):
            let lines = items.texts.map { element("li", $0.unescaped) }.joined()
            return "<ul class=\"reasons\">\n\(lines)</ul>\n"
        case .tiles(let tiles, let style):
            return "<div class=\"\(style)\">\n"
                + (try templates.render(["tiles": tiles.map(TileView.init)], with: "tiles")) + "</div>\n"
        case .limits(let limits):
            return limits.map {
                "<p class=\"gate\">\(pill($0.outcome)) <b>\(ReportText.markup($0.rule))</b> "
                    + "\(ReportText.markup($0.reason))</p>\n"
            }.joined()
        case .subjects(let subjects): return try templates.render(["subjects": subjects], with: "subjects")
        case .picture(let picture): return try templates.render(picture, with: "picture")
        case .section(let section): return try markup(section)
        case .opening(let text): return element("p", text, style: "opening")
        case .finding(let text): return element("p", text, style: "finding")
        case .needed(let text): return element("p", text, style: "needed")
        case .multiples(let drawings):
            return "<div class=\"multiples\">\n" + drawings.map { "<div>\($0)</div>\n" }.joined() + "</div>\n"
        case .metrics(let view): return try templates.render(view, with: "metrics")
        case .classes(let view): return try templates.render(view, with: "classes")
        case .glossary(let view): return try templates.render(view, with: "glossary")
        case .footnotes(let notes): return try templates.render(["footnotes": notes], with: "footnotes")
        case .folded(let table, let isOpen):
            return "<details\(isOpen ? " open" : "")><summary>\(ReportText.markup(table.title))</summary>\n"
                + (try templates.render(table, with: "table")) + "</details>\n"
        case .titled(let table): return element("h3", table.title) + (try templates.render(table, with: "table"))
        case .command(let command, let title): return element("h3", title) + element("pre", command)
        case .doubts(let doubts, let none):
            let lines = doubts.map {
                "<p class=\"doubt\"><b>\($0.severity)</b> \(ReportText.markup($0.about + $0.message)) "
                    + "<code>\(ReportText.markup($0.code))</code></p>\n"
            }
            return element("h3", "Doubts") + (doubts.isEmpty ? element("p", none) : lines.joined())
        case .pairs(let pairs): return try templates.render(pairs, with: "pairs")
        case .film(let films): return try templates.render(["films": films], with: "film")
        case .views(let views): return try templates.render(["views": views], with: "views")
        // The form of a terminal or a comment.
        case .note, .heading, .facts, .table, .gap: return ""
        }
    }

    private func markup(_ section: PageSection) throws(ReportError) -> String {
        var text = "<section id=\"\(ReportText.markup(section.anchor))\">\n<h2>\(ReportText.markup(section.heading))"
        text += section.badge.map { " " + pill($0) } ?? ""
        text += "</h2>\n"
        for block in section.blocks { text += try markup(block) }
        return text + "</section>\n"
    }

    private func element(_ name: String, _ text: String, style: String? = nil) -> String {
        "<\(name)\(style.map { " class=\"\($0)\"" } ?? "")>\(ReportText.markup(text))</\(name)>\n"
    }

    private func pill(_ badge: Badge) -> String {
        "<span class=\"grade \(badge.style)\">\(ReportText.markup(badge.word))</span>"
    }

    /// The source of the page's one script, as a content security policy names it.
    static func hash(of script: String) -> String {
        var digest = ContentDigest()
        digest.update(Array(script.utf8))
        let digits = Array(digest.hexadecimal())
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0..<$0 + 2]), radix: 16)
        }
        return "sha256-" + Data(bytes).base64EncodedString()
    }
}

/// What the template of tiles reads.
private struct TileView {
    let anchor: String?
    let heading: String
    let hasBadge: Bool
    let badge: String
    let badgeStyle: String
    let caption: String
    let drawing: String?
    let said: [String]
    let doubts: [DoubtView]
    let hasThumbs: Bool
    let thumbs: [SpriteCell]
    let thumbsLabel: String

    init(_ tile: Tile) {
        anchor = tile.anchor
        heading = tile.heading
        hasBadge = tile.badge != nil
        badge = tile.badge?.word ?? ""
        badgeStyle = tile.badge?.style ?? ""
        caption = tile.caption
        drawing = tile.drawing
        said = tile.said
        doubts = tile.doubts
        hasThumbs = !tile.thumbs.isEmpty
        thumbs = tile.thumbs
        thumbsLabel = tile.thumbsLabel
    }
}
