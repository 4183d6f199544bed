/// What the audit's template reads; names here and in `Templates/audit.mustache` are the same.
///
/// As in `PageView`, a name that is nil in an inner view is looked up in the outer ones.
struct AuditPageView {
    let title: String
    let css: String
    let spriteRules: String
    let script: String
    /// "sha256-…", which allows this script and no other.
    let scriptHash: String
    let subject: String
    let training: String
    let date: String
    let sentence: String
    let grade: String
    let gradeStyle: String
    let reasons: [String]
    let gates: [GateView]
    let tiles: [AuditTileView]
    let copiesOpening: String
    let copiesNote: String?
    let hasPairs: Bool
    /// The narrowest column of pairs, in pixels.
    let least: Int?
    let pairs: [PairView]
    let copyTables: [FoldedTableView]
    let sections: [AuditSectionView]
    let methodOpening: String
    let command: String
    let methodTables: [TableView]
    let allDoubts: [DoubtView]
}

struct GateView {
    let outcome: String
    let gateStyle: String
    let rule: String
    let reason: String
}

struct AuditTileView {
    let anchor: String
    let section: String
    let metric: String
    /// SVG.
    let ruler: String?
    let said: String
    var hasThumbs = false
    var thumbs: [SpriteCell] = []
}

/// A sample beside its training image; the figures are for sorting.
struct PairView {
    let rank: Int
    let sample: Int
    let row: Int
    let exactDistance: String
    let kind: String
    let search: String
    let transformation: String
    let label: String
    let cells: [SpriteCell]
    let lines: [String]
}

struct FoldedTableView {
    let open: Bool
    let title: String
    let style: String
    let head: [String]
    let hasHead: Bool
    let rows: [TableView.Row]

    init(_ table: TableView, isOpen: Bool = false) {
        open = isOpen
        title = table.title
        style = table.style
        head = table.head
        hasHead = table.hasHead
        rows = table.rows
    }
}

struct AuditSectionView {
    let anchor: String
    let heading: String
    let opening: String
    var findings: [String] = []
    var pictures: [PictureView] = []
}
