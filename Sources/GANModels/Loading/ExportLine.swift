import GANData

/// The line of Python by which a network becomes an ONNX model, for errors about networks that are not built here.
enum ExportLine {
    /// Of a network from images to images of this shape.
    static func ofTranslator(_ shape: ImageShape) -> String {
        """
        Export it and give that: \
        torch.onnx.export(G.eval(), torch.zeros(1, \(shape.channels), \(shape.height), \(shape.width)), "g.onnx", input_names=["image"], dynamo=True)
        """
    }
}
