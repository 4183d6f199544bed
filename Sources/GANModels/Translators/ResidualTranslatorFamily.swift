import GANData
import GANNumerics

/// The ResNet generators of CycleGAN, pix2pix, pix2pixHD and CUT, by junyanz's and PyTorch-GAN's names: convolutions that halve the image, residual
/// blocks, and as many steps back.
///
/// Zhu et al. 2017, 1703.10593, after Johnson et al. 2016, 1603.08155. Edges are mirrored around the first and last convolution, and in blocks whose
/// numbers leave room for it. CUT's (Park et al. 2020, 2007.15651) halve and double by low-pass filters (Zhang 2019, 1904.11486), which the file
/// holds as `filt`.
enum ResidualTranslatorFamily: TranslatorFamily {
    static let name = "resnet-translator"
    static let projects = "pytorch-CycleGAN-and-pix2pix, pix2pixHD, CUT, PyTorch-GAN's CycleGAN"
    static let assumptions = "rectifiers, mirrored edges, normalization's ε of 1e-5, tanh"

    private static let blockNames = ["conv_block", "block"]
    /// More parts than any such network has: a name's number may be any.
    private static let numbers = 0..<10_000

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
        /// A low-pass filter of so many rows, by which the image is halved or doubled.
        case filter(Int)
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
            case .filter(let side):
                x =
                    number < firstBlock
                    ? parts.filteredHalf(x, key, side: side) : parts.filteredDouble(x, key, side: side)
            case .convolution(let size) where size[2] == 7:
                x = parts.convolution(x, key, padding: 3, mirrored: true)
                if number == list.last?.number { continue }
                x = parts.rectified(parts.normalized(x, "\(root)\(number + 1)", after: key))
            case .convolution(let size):
                if number < firstBlock {
                    let isFiltered = weights.has("\(root)\(number + 3).filt")
                    x = parts.convolution(x, key, stride: isFiltered ? 1 : 2, padding: 1)
                } else if weights.has("\(root)\(number - 1).filt") {
                    x = parts.convolution(x, key, padding: 1)
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

    /// The convolutions, blocks and filters in order.
    private static func list(_ weights: GraphWeights, root: String) -> [(number: Int, part: Part)] {
        var found: [Int: Part] = [:]
        for name in weights.tensors.keys where name.hasPrefix(root) {
            let rest = name.dropFirst(root.count).split(separator: ".")
            guard rest.count > 1, let number = Int(rest[0]), numbers.contains(number) else { continue }
            if blockNames.contains(String(rest[1])) {
                found[number] = .block(String(rest[1]))
            } else if rest[1] == "weight", let size = weights.shape(name), size.count == 4 {
                found[number] = .convolution(size)
            } else if rest[1] == "filt", let side = weights.shape(name)?.last {
                found[number] = .filter(side)
            }
        }
        return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Two convolutions with norms, added to what went in; with dropout between them the second stands one further.
    ///
    /// Layers that mirror the edges have a number each; where the first convolution is the first layer, zeros are around the image.
    private static func block(
        _ x: TranslatorGraph.Image, _ key: String, _ weights: GraphWeights, _ parts: inout TranslatorGraph
    ) -> TranslatorGraph.Image {
        let isMirrored = weights.shape("\(key).0.weight")?.count != 4
        let first = isMirrored ? 1 : 0
        let usual = isMirrored ? 5 : 3
        let second = weights.shape("\(key).\(usual + 1).weight")?.count == 4 ? usual + 1 : usual
        var y = parts.convolution(x, "\(key).\(first)", padding: 1, mirrored: isMirrored)
        y = parts.rectified(parts.normalized(y, "\(key).\(first + 1)", after: "\(key).\(first)"))
        y = parts.convolution(y, "\(key).\(second)", padding: 1, mirrored: isMirrored)
        y = parts.normalized(y, "\(key).\(second + 1)", after: "\(key).\(second)")
        return parts.sum(x, y)
    }
}
