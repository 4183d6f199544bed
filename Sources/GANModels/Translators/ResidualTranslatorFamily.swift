import GANData
import GANNumerics

/// The ResNet generators of CycleGAN, pix2pix and pix2pixHD, by junyanz's and PyTorch-GAN's names: convolutions that halve the image, residual blocks,
/// and as many steps back.
///
/// Zhu et al. 2017, 1703.10593, after Johnson et al. 2016, 1603.08155. Edges are mirrored, in the blocks and around the first and last
/// convolution.
enum ResidualTranslatorFamily: TranslatorFamily {
    static let name = "resnet-translator"
    static let projects = "pytorch-CycleGAN-and-pix2pix, pix2pixHD's and PyTorch-GAN's CycleGAN"

    private static let blockNames = ["conv_block", "block"]

    static func root(_ names: GraphNames) -> String? {
        for name in names.order {
            let parts = name.split(separator: ".")
            guard let place = parts.firstIndex(where: { blockNames.contains(String($0)) }), place > 0,
                Int(parts[place - 1]) != nil
            else { continue }
            let root = parts[..<(place - 1)].map { $0 + "." }.joined()
            guard let first = names.shapes["\(root)1.weight"], first.count == 4, first[2] == 7 else { return nil }
            return root
        }
        return nil
    }

    /// What stands at a number of the network's list.
    private enum Part {
        case convolution([Int])
        case block(String)
    }

    static func translator(_ weights: GraphWeights, root: String, shape: ImageShape) throws -> GraphTranslator {
        guard min(shape.height, shape.width) >= 16 else {
            throw ModelError.unsuitableSamples(
                source: "--inputs", found: "\(SampleShape(shape))", expected: "images of at least 16×16 pixels")
        }
        var parts = TranslatorGraph(weights, family: name)
        var x = try parts.input("\(root)1", shape: shape)
        let list = list(weights, root: root)
        let firstBlock = list.first { if case .block = $0.part { true } else { false } }?.number ?? 0
        for (number, part) in list {
            let key = "\(root)\(number)"
            switch part {
            case .block(let kind): x = block(x, "\(key).\(kind)", weights, &parts)
            case .convolution(let size) where size[2] == 7:
                x = parts.convolution(x, key, padding: 3, mirrored: true)
                if number == list.last?.number { continue }
                x = parts.rectified(parts.normalized(x, "\(root)\(number + 1)", after: key))
            case .convolution(let size):
                if number < firstBlock {
                    x = parts.convolution(x, key, stride: 2, padding: 1)
                } else if size[1] == x.channels {
                    // PyTorch-GAN enlarges, then convolves; the others do both at once.
                    x = parts.convolution(parts.enlarged(x), key, padding: 1)
                } else {
                    x = parts.doubled(x, key)
                }
                x = parts.rectified(parts.normalized(x, "\(root)\(number + 1)", after: key))
            }
        }
        return try parts.finish(x)
    }

    /// The convolutions and blocks in order.
    private static func list(_ weights: GraphWeights, root: String) -> [(number: Int, part: Part)] {
        var found: [Int: Part] = [:]
        for name in weights.tensors.keys where name.hasPrefix(root) {
            let rest = name.dropFirst(root.count).split(separator: ".")
            guard rest.count > 1, let number = Int(rest[0]) else { continue }
            if blockNames.contains(String(rest[1])) {
                found[number] = .block(String(rest[1]))
            } else if rest[1] == "weight", let size = weights.shape(name), size.count == 4 {
                found[number] = .convolution(size)
            }
        }
        return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Two convolutions of mirrored images with norms, added to what went in; with dropout between them the second is the seventh layer.
    private static func block(
        _ x: TranslatorGraph.Image, _ key: String, _ weights: GraphWeights, _ parts: inout TranslatorGraph
    ) -> TranslatorGraph.Image {
        let second = weights.shape("\(key).6.weight")?.count == 4 ? 6 : 5
        var y = parts.convolution(x, "\(key).1", padding: 1, mirrored: true)
        y = parts.rectified(parts.normalized(y, "\(key).2", after: "\(key).1"))
        y = parts.convolution(y, "\(key).\(second)", padding: 1, mirrored: true)
        y = parts.normalized(y, "\(key).\(second + 1)", after: "\(key).\(second)")
        return parts.sum(x, y)
    }
}
