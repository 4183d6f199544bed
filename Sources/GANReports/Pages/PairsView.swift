/// Samples beside their training images, with what sorts and filters them.
struct PairsView {
    /// The narrowest column of pairs, in pixels.
    let least: Int
    let pairs: [Pair]

    /// A sample beside its training image; the figures are for sorting.
    struct Pair {
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
}
