import GANData
import GANNumerics
import GANONNX

/// PyTorch-GAN's U-Net of pix2pix, its levels side by side: `down1` … `down8`, `up1` … `up7`, `final`.
enum PyTorchGANUNetFamily: TranslatorFamily {
    static let name = "pytorch-gan-unet"
    static let projects = "PyTorch-GAN's pix2pix"
    static let assumptions = "slopes of 0.2, normalization's ε of 1e-5, tanh"

    static func root(_ names: GraphNames) -> String? {
        let ending = "down1.model.0.weight"
        for name in names.order where name.hasSuffix(ending) {
            let root = String(name.dropLast(ending.count))
            if names.has("\(root)up1.model.0.weight"), names.has("\(root)final.2.weight") { return root }
        }
        return nil
    }

    /// Throws for images that can't be halved so often.
    static func checkSides(_ shape: ImageShape, halvings: Int) throws(ModelError) {
        let multiple = 1 << halvings
        guard shape.height.isMultiple(of: multiple), shape.width.isMultiple(of: multiple) else {
            throw .unsuitableSamples(
                source: "--inputs", found: "\(SampleShape(shape))",
                expected:
                    "images whose sides are multiples of \(multiple), as the network halves them \(halvings) times; --resize makes such"
            )
        }
    }

    static func translator(_ weights: GraphWeights, root: String, shape: ImageShape) throws -> GraphTranslator {
        let count = min(16, weights.count("\(root)down", ".model.0.weight", from: 1))
        try checkSides(shape, halvings: count)
        var parts = TranslatorGraph(weights, family: name)
        var x = try parts.input("\(root)down1.model.0", shape: shape)
        var levels: [TranslatorGraph.Image] = []
        for level in 1...count {
            let key = "\(root)down\(level).model"
            x = parts.convolution(x, "\(key).0", stride: 2, padding: 1)
            // The outermost and the innermost level have no norm.
            if level > 1, level < count { x = parts.normalized(x, "\(key).1", after: "\(key).0", always: true) }
            x = parts.leaky(x)
            levels.append(x)
        }
        for level in 1..<max(2, count) {
            let key = "\(root)up\(level).model"
            let up = parts.doubled(x, "\(key).0")
            let y = parts.rectified(parts.normalized(up, "\(key).1", after: "\(key).0", always: true))
            x = parts.joined(y, levels[max(0, count - 1 - level)])
        }
        return try parts.finish(last(parts.enlarged(x), "\(root)final.2", &parts))
    }

    /// A convolution of kernel 4 that keeps the size: a row and a column more of zeros above and to the left.
    private static func last(
        _ x: TranslatorGraph.Image, _ key: String, _ parts: inout TranslatorGraph
    ) -> TranslatorGraph.Image {
        var padded = x
        padded.name = parts.state.graph.node(
            "Pad", [x.name, parts.state.constant(integers: [0, 0, 1, 1, 0, 0, 0, 0])])
        padded.height += 1
        padded.width += 1
        return parts.convolution(padded, key, padding: 1)
    }
}
