/// What the series' template reads; names here and in `Templates/series.mustache` are the same.
///
/// As in `PageView`, a name that is nil in an inner view is looked up in the outer ones.
struct SeriesPageView {
    let title: String
    let css: String
    let spriteRules: String
    let script: String
    /// "sha256-…", which allows this script and no other.
    let scriptHash: String
    let reference: String
    let sentence: String
    let word: String
    let wordStyle: String
    let reasons: [String]
    let main: PictureView?
    let filmOpening: String?
    let filmNote: String?
    let films: [SeriesFilmView]
    let sections: [SeriesSectionView]
    let methodOpening: String
    let command: String
    let methodTables: [TableView]
}

struct SeriesFilmView {
    let filmName: String
    /// Whether the strip is open from the start.
    let isOpen: Bool
    let filmStyle: String
    let frames: [SeriesFrameView]
}

struct SeriesFrameView {
    let caption: String
    let standing: String
    let label: String
    let cells: [SpriteCell]
    /// SVG.
    let drawing: String
}

struct SeriesSectionView {
    let anchor: String
    let heading: String
    let opening: String
    var findings: [String] = []
    /// SVGs side by side.
    var multiples: [String] = []
    var pictures: [PictureView] = []
    var tables: [FoldedTableView] = []
}
