/// One kind of weights' samples from step to step.
struct FilmView {
    let filmName: String
    /// Whether the strip is open from the start.
    let isOpen: Bool
    let filmStyle: String
    let frames: [Frame]

    struct Frame {
        let caption: String
        let standing: String
        let label: String
        let cells: [SpriteCell]
        /// SVG.
        let drawing: String
    }
}
