// What the templates read; names here and in `Templates` are the same.
//
// A name that is nil in an inner view is looked up in the outer ones, so no optional name may occur twice on a path.

/// A picture with its finding as the title and the tables behind it.
struct PictureView {
    var finding: String
    var rulers: [RulerView] = []
    var hasRulers = false
    /// Markup.
    var drawings: String = ""
    var galleries: [GalleryView] = []
    /// "galleries", or "sides" for two galleries beside each other.
    var arrangement = "galleries"
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

/// A subject of a comparison with its letter.
struct SubjectView {
    let letter: String
    let name: String
    let detail: String
}
