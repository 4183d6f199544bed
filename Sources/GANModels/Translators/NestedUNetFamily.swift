import GANData

/// The U-Net generators of pix2pix by junyanz's names, each level within the one above it: `model.model.1.model.3.model…`.
///
/// Isola et al. 2016, 1611.07004: convolutions of kernel 4 and stride 2 down to the innermost, and back with what each level saw beside it.
enum NestedUNetFamily: TranslatorFamily {
    static let name = "unet-translator"
    static let projects = "pytorch-CycleGAN-and-pix2pix"
    static let assumptions = "slopes of 0.2, normalization's ε of 1e-5, tanh"

    /// More levels would need images of more than 65,536 pixels a side.
    private static let greatestDepth = 16

    static func root(_ names: GraphNames) -> String? {
        let ending = "1.model.1.weight"
        for name in names.order where name.hasSuffix(ending) {
            let root = String(name.dropLast(ending.count))
            guard root.isEmpty || root.hasSuffix("."), names.shapes["\(root)0.weight"]?.count == 4,
                names.shapes["\(root)3.weight"]?.count == 4
            else { continue }
            return root
        }
        return nil
    }

    static func translator(_ weights: GraphWeights, root: String, shape: ImageShape) throws -> GraphTranslator {
        var depth = 2
        var place = "\(root)1.model."
        while weights.has("\(place)3.model.1.weight"), depth < greatestDepth {
            place += "3.model."
            depth += 1
        }
        try PyTorchGANUNetFamily.checkSides(shape, halvings: depth)
        var parts = TranslatorGraph(weights, family: name)
        let x = try parts.input("\(root)0", shape: shape)
        let outer = parts.convolution(x, "\(root)0", stride: 2, padding: 1)
        let inner = level(outer, "\(root)1.model.", depth: depth - 1, &parts)
        return try parts.finish(parts.doubled(parts.rectified(inner), "\(root)3"))
    }

    /// What went in beside what the level makes of it.
    ///
    /// The rectifier before a level changes its input in place, of which the next rectifier keeps nothing: both roads give the same.
    private static func level(
        _ x: TranslatorGraph.Image, _ root: String, depth: Int, _ parts: inout TranslatorGraph
    ) -> TranslatorGraph.Image {
        let down = parts.convolution(parts.leaky(x), "\(root)1", stride: 2, padding: 1)
        if depth == 1 {
            let up = parts.doubled(parts.rectified(down), "\(root)3")
            return parts.joined(x, parts.normalized(up, "\(root)4", after: "\(root)3"))
        }
        let inner = level(
            parts.normalized(down, "\(root)2", after: "\(root)1"), "\(root)3.model.", depth: depth - 1, &parts)
        let up = parts.doubled(parts.rectified(inner), "\(root)5")
        return parts.joined(x, parts.normalized(up, "\(root)6", after: "\(root)5"))
    }
}
