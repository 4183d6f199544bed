import GANNumerics

/// The two parts of a conditional generator's input as values that a description's layers can name.
enum ConditionalLayers {
    /// The class as one value a class, a one at it.
    static let label = "label"
    /// The latent vector alone, which the first layer reads too.
    static let latent = "latent"

    /// Layers before a description's own that take latent vector and class apart; none where no layer names either.
    ///
    /// A conditional generator's input is the latent vector with the class behind it.
    static func parts(
        of layers: [LayerDescription], latent shape: [Int], classes: Int
    ) -> [LayerDescription] {
        let named = Set(layers.flatMap(\.inputs))
        guard named.contains(label) else { return [] }
        let size = shape.reduce(1, *)
        var parts: [LayerDescription] = [
            LayerDescription.slice(start: size, count: classes).named(label),
            LayerDescription.slice(start: 0, count: size).reading(LayerDescription.inputName),
        ]
        // An image of one pixel, or of more, is what the first layer reads.
        if shape.count == 3 { parts.append(.unflatten(shape: shape)) }
        if named.contains(latent) { parts[parts.count - 1].name = latent }
        return parts
    }
}
