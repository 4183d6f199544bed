/// The residual blocks and attentions of one of PyTorch-StudioGAN's networks in their order, by the names of its tensors.
struct StudioBlocks {
    /// One of them.
    struct Layer {
        let name: String
        /// Else it is a self-attention.
        let isBlock: Bool
        /// Whether a block has another number of channels at its end than at its start, or weights for its shortcut.
        let changesWidth: Bool
    }

    let layers: [Layer]

    init(_ weights: GraphWeights, _ names: ResidualNames) {
        var layers: [Layer] = []
        let convolutions = (first: names.convolutions[0], last: names.convolutions[names.convolutions.count - 1])
        while layers.count < 4096 {
            let name = "blocks.\(layers.count).0"
            if weights.has("\(name).\(names.attention.theta).weight") {
                layers.append(Layer(name: name, isBlock: false, changesWidth: false))
            } else if let first = weights.shape("\(name).\(convolutions.first).weight") {
                let last = weights.shape("\(name).\(convolutions.last).weight") ?? []
                let differs = first.count == 4 && last.count == 4 && first[1] != last[0]
                layers.append(
                    Layer(
                        name: name, isBlock: true,
                        changesWidth: differs || weights.has("\(name).\(names.shortcut).weight")))
            } else {
                break
            }
        }
        self.layers = layers
    }

    /// How many blocks there are.
    var count: Int { layers.reduce(0) { $0 + ($1.isBlock ? 1 : 0) } }

    /// Blocks of a BigGAN-deep to a stage, by the widths, which change in a stage's first block (`widensFirst`) or its last.
    ///
    /// The largest number that they allow with at least three stages, which the networks of 32 pixels have; 2 where none comes out, as in
    /// the published networks.
    func depth(widensFirst: Bool) -> Int {
        let changes = layers.filter(\.isBlock).enumerated().filter(\.element.changesWidth).map(\.offset)
        let depths = (1...max(1, count / 3)).filter { depth in
            count % depth == 0 && changes.allSatisfy { ($0 + (widensFirst ? 0 : 1)) % depth == 0 }
        }
        return depths.last ?? 2
    }
}
