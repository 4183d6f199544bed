import GANText

/// A page before it has a medium.
///
/// Each kind of page is built once as blocks in reading order; `TerminalRenderer`, `MarkdownRenderer` and `HTMLRenderer` show them.
/// A block that suits one medium only says so, and so does a list that is cut short in one.
struct Document {
    /// The title of the browser's window.
    var title: String
    /// The command that made it, "report".
    var program: String
    /// Who stands against whom, and when: the line above a page's headline.
    var kicker: String
    var blocks: [Block]
    /// The characters of one text from outside that a comment on a pull request shows.
    var textLimit: Int
    /// What only a page has.
    var look = Look()
    /// How many lines a terminal shows at most; nil for all.
    var mostLines: Int?
    /// Whether lines that are too wide for the terminal are cut, figures included.
    var cutsLines = false

    /// A page's styles and its script.
    struct Look {
        /// Style sheets after the common one.
        var styles = ""
        /// The rules that hold the images.
        var spriteRules = ""
        /// The page's one script; empty for none.
        var script = ""
        /// Whether the sections are listed beside the page.
        var hasContents = false
    }

    /// The blocks that a medium shows.
    func blocks(for medium: Block.Media) -> [Block.Content] {
        blocks.filter { $0.media.contains(medium) }.map(\.content)
    }
}

/// One thing that a document says, in whatever medium.
struct Block {
    struct Media: OptionSet {
        let rawValue: Int

        static let terminal = Media(rawValue: 1)
        static let markdown = Media(rawValue: 2)
        static let page = Media(rawValue: 4)
        static let all: Media = [.terminal, .markdown, .page]
    }

    var content: Content
    var media: Media

    init(_ content: Content, _ media: Media = .all) {
        self.content = content
        self.media = media
    }

    enum Content {
        // The opening, in all media.

        /// The verdict as a sentence.
        case headline(String, overflow: Overflow = .wrapped())
        /// The verdict in a word with its reason.
        case decision(Badge, reason: String)
        /// What to do next.
        case next(NextStep)
        /// The verdict in a word, and beside it what was judged.
        case standing(Badge, lead: String, detail: RichText)
        /// What was found, each in a sentence.
        case list(Items)
        /// The figures that carry the verdict.
        case tiles([Tile], style: String = "tiles")

        // Text for a terminal or a comment.

        case note(RichText, isDim: Bool = false, overflow: Overflow = .wrapped())
        case heading(RichText)
        case facts(Facts)
        case table(Table)
        /// An empty line in a terminal.
        case gap

        // Pages.

        /// Limits and how they came out.
        case limits([Limit])
        case subjects([SubjectView])
        case picture(PictureView)
        case section(PageSection)
        /// The sentence that opens a section.
        case opening(String)
        /// A sentence below it.
        case finding(String)
        /// What a section with nothing measured would need.
        case needed(String)
        /// Small drawings side by side, SVG.
        case multiples([String])
        /// All metrics in one table, by question.
        case metrics(MetricsView)
        /// Classes with their images.
        case classes(ClassTableView)
        /// What words and metrics mean.
        case glossary(GlossaryView)
        /// Doubts with the numbers that stand beside what they are about.
        case footnotes([FootnoteView])
        /// A table behind a summary.
        case folded(TableView, isOpen: Bool = false)
        /// A table below its title.
        case titled(TableView)
        /// A command that makes the page again.
        case command(String, title: String)
        /// Every doubt, or the sentence for none.
        case doubts([DoubtView], none: String)
        case pairs(PairsView)
        case film([FilmView])
        /// Images at native size within the page, each seen when a link leads to it.
        case views([NativeView])
    }

    /// What becomes of a line that is wider than the terminal.
    enum Overflow {
        case kept
        case cut
        /// It goes on below, by `hanging` spaces further right.
        case wrapped(hanging: Int = 0)
    }
}

/// A word with the style of its pill.
struct Badge {
    var word: String
    /// "good", "weak", "alarming" or "unknown", a class of `style.css`.
    var style: String
}

/// Sentences, one an item.
struct Items {
    var texts: [RichText]
    /// How many a comment on a pull request shows.
    var markdownLimit: Int?
    /// What stands there for the others, by their number.
    var more: ((Int) -> RichText)?
}

/// One figure that carries a verdict.
struct Tile {
    /// The section that it leads to.
    var anchor: String?
    var heading: String
    var badge: Badge?
    /// What is drawn, in words.
    var caption = ""
    /// SVG.
    var drawing: String?
    var said: [String]
    var doubts: [DoubtView] = []
    /// Images in a line, and what they are.
    var thumbs: [SpriteCell] = []
    var thumbsLabel = ""
    /// The same in a line of a terminal.
    var name = ""
    var brief = ""
}

/// A limit that the findings were held to.
struct Limit {
    var outcome: Badge
    var rule: String
    var reason: String
}

/// Labelled lines for a terminal.
struct Facts {
    var rows: [(label: String, text: RichText)]
    /// Where the texts begin.
    var column: Int
    var overflow: Block.Overflow = .kept
}

/// A table for a terminal or a comment.
struct Table {
    var columns: [(head: String, alignment: TextTable.Alignment)]
    var rows: [[RichText]]
    var hasHead = true
    /// The spaces before it in a terminal.
    var indent = 0
    /// The characters of a cell that a terminal shows.
    var cellLimit: Int?
}

/// A part of a page below its own heading.
struct PageSection {
    var anchor: String
    var heading: String
    var badge: Badge?
    var blocks: [Block.Content]

    init(anchor: String, heading: String, badge: Badge? = nil, blocks: [Block.Content]) {
        self.anchor = anchor
        self.heading = heading
        self.badge = badge
        self.blocks = blocks
    }

    /// A section of the usual form: sentences, then pictures.
    init(
        anchor: String, heading: String, opening: String, findings: [String] = [], pictures: [PictureView] = []
    ) {
        self.init(
            anchor: anchor, heading: heading,
            blocks: [.opening(opening)] + findings.map { .finding($0) } + pictures.map { .picture($0) })
    }
}
