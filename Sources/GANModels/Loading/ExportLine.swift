import GANCheckpoints
import GANData
import OrderedCollections

/// The line of Python by which a network becomes an ONNX model, for errors about networks that are not built here.
///
/// What goes into the network is read off its modules' attributes and the shapes of its first tensors, and said to be so: only its own
/// code knows.
enum ExportLine {
    /// Of a network from images to images of this shape.
    static func ofTranslator(_ shape: ImageShape) -> String {
        """
        Export it and give that: \
        torch.onnx.export(G.eval(), torch.zeros(1, \(shape.channels), \(shape.height), \(shape.width)), "g.onnx", input_names=["image"], dynamo=True)
        """
    }

    /// Of a generator or a discriminator, by its tensors in the file's order.
    static func of(
        _ names: GraphNames, attributes: OrderedDictionary<String, WeightAttribute>, role: Architecture.Role
    ) -> String {
        role == .generator ? generator(names, attributes) : discriminator(names)
    }

    private static func generator(
        _ names: GraphNames, _ attributes: OrderedDictionary<String, WeightAttribute>
    ) -> String {
        let label = label(names, attributes)
        var latent = "torch.randn(1, z_dim)"
        var reason = "z_dim being the length of its latent vectors"
        if let (name, size) = attribute(latentNames, of: attributes) {
            (latent, reason) = ("torch.randn(1, \(size))", "as its attribute \(name) says")
        } else if let (name, shape, text) = first(names) {
            (latent, reason) = (text, "if its first layer is \(name) \(shape)")
        }
        if latent.hasPrefix("torch.zeros") {
            return """
                torch.onnx.export(G.eval(), \(latent), "g.onnx", input_names=["image"], dynamic_shapes=({0: "n"},), dynamo=True), \(reason); \
                then --inputs SOURCE feeds it
                """
        }
        guard let label else {
            return """
                torch.onnx.export(G.eval(), \(latent), "g.onnx", input_names=["z"], dynamic_shapes=({0: "n"},), dynamo=True), \(reason)
                """
        }
        return """
            torch.onnx.export(G.eval(), (\(latent), \(label.tensor)), "g.onnx", input_names=["z", "label"], \
            dynamic_shapes=({0: "n"}, {0: "n"}), dynamo=True), \(reason), and \(label.reason)
            """
    }

    private static let latentNames = ["z_dim", "latent_dim", "dim_z", "nz", "noise_dim", "latent_size", "z_size"]
    private static let classNames = ["c_dim", "num_classes", "n_classes", "n_class"]

    /// The first of some attributes that is a whole number above 0.
    private static func attribute(
        _ known: [String], of attributes: OrderedDictionary<String, WeightAttribute>
    ) -> (name: String, value: Int)? {
        for name in known {
            if let value = attributes[name]?.integer, value > 0 { return (name, value) }
        }
        return nil
    }

    /// The first layer that has a weight for what goes in, and a tensor that it would take.
    private static func first(_ names: GraphNames) -> (name: String, shape: [Int], tensor: String)? {
        for name in names.order where !isEmbedding(name) {
            guard let shape = names.shapes[name], name.hasSuffix("weight") || name.hasSuffix("weight_orig") else {
                continue
            }
            switch shape.count {
            case 2: return (name, shape, "torch.randn(1, \(shape[1]))")
            // A transposed convolution of a latent vector makes fewer channels of many; one of images begins with few.
            case 4 where shape[1] <= 4: return (name, shape, "torch.zeros(1, \(shape[1]), 256, 256)")
            case 4: return (name, shape, "torch.randn(1, \(shape[0]), 1, 1)")
            default: continue
            }
        }
        return nil
    }

    private static func isEmbedding(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.contains("embed") || name.contains("label_emb") || name.contains("emb.")
    }

    /// The class that goes in beside the latent vector; nil where nothing tells of one.
    private static func label(
        _ names: GraphNames, _ attributes: OrderedDictionary<String, WeightAttribute>
    ) -> (tensor: String, reason: String)? {
        if let (name, classes) = attribute(classNames, of: attributes) {
            // StyleGAN's labels are one value a class.
            let tensor = name == "c_dim" ? "torch.eye(\(classes))[:1]" : "torch.zeros(1, dtype=torch.long)"
            let more = name == "c_dim" ? "" : "; ganeval then wants --classes \(classes)"
            return (tensor, "a class, as its attribute \(name) says\(more)")
        }
        guard let name = names.order.first(where: { isEmbedding($0) && names.shapes[$0]?.count == 2 }),
            let shape = names.shapes[name]
        else { return nil }
        return (
            "torch.zeros(1, dtype=torch.long)",
            "a class number for \(name) \(shape); ganeval then wants --classes \(shape[0])"
        )
    }

    private static func discriminator(_ names: GraphNames) -> String {
        let first = names.order.first { names.shapes[$0]?.count == 4 }
        let channels = first.flatMap { names.shapes[$0]?[1] } ?? 3
        return """
            torch.onnx.export(D.eval(), torch.zeros(1, \(channels), height, width), "d.onnx", input_names=["images"], \
            dynamic_shapes=({0: "n"},), dynamo=True), with the sides of its images
            """
    }
}
