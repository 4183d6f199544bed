import GANData
import GANModels

/// The layers of critics: small, and without normalization over batches, so that a row's score is its own.
enum CriticNetwork {
    /// Images of fewer pixels a side are not convolved.
    static let leastSide = 8

    /// A network that makes one score of a row of this shape.
    ///
    /// Vectors pass two hidden layers of 128 and 64 units. Images pass convolutions of stride 2, 16, 32 and then 64 channels, until
    /// no side is longer than 7 pixels, and a layer of 64 units. Throws `imagesTooSmall`.
    static func layers(for shape: SampleShape) throws(CriticError) -> NetworkDescription {
        switch shape {
        case .vector(let width):
            return NetworkDescription(input: [width], layers: head(width, hidden: [128, 64]))
        case .image(let height, let width, let channels):
            guard min(height, width) >= leastSide else {
                throw .imagesTooSmall(shape: "\(shape)", side: leastSide)
            }
            var layers: [LayerDescription] = []
            var (h, w, c, filters) = (height, width, channels, 16)
            while max(h, w) > 7 {
                layers.append(
                    .convolution(
                        .init(
                            inputs: c, outputs: filters, kernel: 3, stride: 2, padding: 1, bias: true,
                            key: "stage\(layers.count / 2)")))
                layers.append(.leakyRectifier(slope: 0.2))
                (h, w, c, filters) = ((h - 1) / 2 + 1, (w - 1) / 2 + 1, filters, min(64, 2 * filters))
            }
            return NetworkDescription(
                input: [height, width, channels], layers: layers + [.flatten] + head(h * w * c, hidden: [64]))
        }
    }

    private static func head(_ inputs: Int, hidden: [Int]) -> [LayerDescription] {
        var layers: [LayerDescription] = []
        var width = inputs
        for (index, units) in hidden.enumerated() {
            layers.append(.linear(inputs: width, outputs: units, bias: true, key: "hidden\(index)"))
            layers.append(.leakyRectifier(slope: 0.2))
            width = units
        }
        return layers + [.linear(inputs: width, outputs: 1, bias: true, key: "score")]
    }
}
