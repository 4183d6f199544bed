/// What the page template reads; names here and in `Templates` are the same.
///
/// A name that is nil in an inner view is looked up in the outer ones, so no optional name may occur twice on a path.
struct PageView {
    let title: String
    let css: String
    let spriteRules: String
    let subject: String
    let reference: String
    let date: String
    let sentence: String
    let grade: String
    let gradeStyle: String
    let tiles: [TileView]
    let samplesOpening: String?
    let samples: [PictureView]
    let sections: [SectionView]
    let methodOpening: String
    let command: String
    let methodTables: [TableView]
    let allDoubts: [DoubtView]
}

struct TileView {
    let anchor: String
    let section: String
    let grade: String
    let gradeStyle: String
    let metric: String?
    /// SVG.
    let ruler: String?
    let sentence: String
    let doubts: [DoubtView]
}

struct SectionView {
    let anchor: String
    let title: String
    let sectionGrade: String?
    let gradeStyle: String
    let opening: String
    let findings: [String]
    let needed: String?
    let pictures: [PictureView]
}

/// A picture with its finding as the title and the tables behind it.
struct PictureView {
    var finding: String
    var rulers: [RulerView] = []
    var hasRulers = false
    /// SVG.
    var drawings: String = ""
    var galleries: [GalleryView] = []
    /// SVG that belongs under the galleries.
    var below: String = ""
    var caption: String?
    var tables: [TableView] = []
}

struct RulerView {
    let metric: String
    /// SVG.
    let svg: String
    let doubts: [DoubtView]
}

struct GalleryView {
    let galleryTitle: String?
    /// The width in pixels at which the gallery breaks its rows even if there is room for more.
    var limit: Int?
    let style: String
    let label: String
    let items: [GalleryItem]
}

struct GalleryItem {
    let cells: [SpriteCell]
    let lines: [String]
}

struct DoubtView {
    let severity: String
    let about: String
    let message: String
    let code: String
}

struct TableView {
    let title: String
    let style: String
    let head: [String]
    let hasHead: Bool
    let rows: [Row]

    struct Row {
        let cells: [Cell]
    }

    struct Cell {
        let label: String
        let text: String
    }

    init(title: String, head: [String], rows: [[String]], style: String = "figures") {
        self.title = title
        self.head = head
        self.style = style
        hasHead = true
        self.rows = rows.map { row in
            Row(
                cells: row.enumerated().map {
                    Cell(label: $0.offset < head.count ? head[$0.offset] : "", text: $0.element)
                })
        }
    }

    /// A table of named facts, without a head.
    init(title: String, facts: [(String, String)]) {
        self.title = title
        head = []
        style = "facts"
        hasHead = false
        rows = facts.map { Row(cells: [Cell(label: "", text: $0.0), Cell(label: "", text: $0.1)]) }
    }
}
