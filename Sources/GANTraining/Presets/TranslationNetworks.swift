import GANData
import GANModels

/// A U-shaped generator from images to images and a discriminator of patches, for square images.
///
/// Isola et al. 2016, 1611.07004, section 3.2, with fewer channels: convolutions of kernel 4 and stride 2 down to a grid of at least 4 pixels a side, two of
/// kernel 3 there, and transposed ones back up, each level beside what was seen there on the way down.
struct TranslationNetworks: Sendable {
    /// The side of the images.
    var side: Int
    /// Channels of the images, of inputs and targets alike.
    var channels: Int
    /// Channels after the first convolution.
    var width: Int

    /// What goes in and what comes out.
    var shape: SampleShape { .image(height: side, width: side, channels: channels) }

    /// Values of the noise beside one image.
    func noiseSize(_ translation: ImageTranslation) -> Int { side * side * translation.noiseChannels }

    /// Image, with noise behind its channels → image in [−1, 1].
    ///
    /// Pairs are normalized over the batch; without pairs each image by itself, since one network gets images of both worlds. A generator that ignores its
    /// inputs reads the noise alone and has no connections around the grid, which would carry noise into single pixels.
    func generator(_ translation: ImageTranslation) -> NetworkDescription {
        let (noise, ignores) = (translation.noiseChannels, translation.ignoresInputs)
        func norm(_ features: Int, _ key: String) -> LayerDescription {
            translation.kind == .paired
                ? .batchNorm(features: features, epsilon: 1e-5, key: "\(key).norm")
                : .instanceNorm(features: features, epsilon: 1e-5, key: "\(key).norm")
        }
        var layers: [LayerDescription] = []
        if ignores { layers.append(.slice(start: channels, count: noise)) }
        var present = ignores ? noise : channels + noise
        let widths = (0..<halvings).map { width * min(1 << $0, 4) }
        for (level, next) in widths.enumerated() {
            let key = "down.\(level)"
            layers.append(halving(present, next, "\(key).conv", bias: level == 0))
            if level > 0 { layers.append(norm(next, key)) }
            layers.append(.leakyRectifier(slope: 0.2))
            let isJoined = !ignores && level < halvings - 1
            if isJoined { layers[layers.count - 1] = layers[layers.count - 1].named("level\(level)") }
            present = next
        }
        for index in 0..<2 {
            let key = "middle.\(index)"
            layers += [
                convolution(present, present, "\(key).conv", bias: false), norm(present, key),
                .leakyRectifier(slope: 0),
            ]
        }
        for level in widths.indices.reversed() {
            let key = "up.\(level)"
            // The last level keeps its mean and spread: an image's brightness is told by nothing else.
            let next = level > 0 ? widths[level - 1] : width / 2
            layers.append(
                .transposedConvolution(
                    .init(
                        inputs: present, outputs: next, kernel: 4, stride: 2, padding: 1, bias: level == 0,
                        key: "\(key).conv")))
            if level > 0 { layers.append(norm(next, key)) }
            layers.append(.leakyRectifier(slope: 0))
            present = next
            guard !ignores else { continue }
            layers[layers.count - 1] = layers[layers.count - 1].named("up\(level)")
            layers.append(.concatenation(of: "up\(level)", level > 0 ? "level\(level - 1)" : "input"))
            present += level > 0 ? widths[level - 1] : channels + noise
        }
        layers += [convolution(present, channels, "image", bias: true), .hyperbolicTangent]
        return NetworkDescription(input: [side, side, channels + noise], layers: layers)
    }

    /// Image, with what it was made of behind its channels where pairs are judged → a logit for each patch.
    func discriminator(_ translation: ImageTranslation) -> NetworkDescription {
        var present = translation.judgesPairs ? 2 * channels : channels
        let input = [side, side, present]
        var layers: [LayerDescription] = []
        for level in 0..<(patchHalvings(translation.patchSize) ?? 1) {
            let next = width * min(1 << level, 4)
            layers.append(halving(present, next, "down.\(level).conv", bias: level == 0))
            if level > 0 { layers.append(.instanceNorm(features: next, epsilon: 1e-5, key: "down.\(level).norm")) }
            layers.append(.leakyRectifier(slope: 0.2))
            present = next
        }
        layers.append(convolution(present, 1, "logits", bias: true))
        return NetworkDescription(input: input, layers: layers)
    }

    /// The sides of patches that there are for these images: what n convolutions of kernel 4 and stride 2 and one of kernel 3 see,
    /// 1 + 3·(2ⁿ − 1) + 2·2ⁿ = 5·2ⁿ − 2.
    var patchSizes: [Int] {
        (1...8).filter { side.isMultiple(of: 1 << $0) }.map { 5 * (1 << $0) - 2 }.filter { $0 <= side }
    }

    /// How often a discriminator of such patches halves the side; nil where there is none.
    private func patchHalvings(_ patchSize: Int) -> Int? {
        patchSizes.firstIndex(of: patchSize).map { $0 + 1 }
    }

    private var halvings: Int {
        var (size, count) = (side, 0)
        while size.isMultiple(of: 2), size / 2 >= 4 {
            size /= 2
            count += 1
        }
        precondition(count > 0, "images of \(side), which can't be halved")
        return count
    }

    private func halving(_ inputs: Int, _ outputs: Int, _ key: String, bias: Bool) -> LayerDescription {
        .convolution(.init(inputs: inputs, outputs: outputs, kernel: 4, stride: 2, padding: 1, bias: bias, key: key))
    }

    private func convolution(_ inputs: Int, _ outputs: Int, _ key: String, bias: Bool) -> LayerDescription {
        .convolution(.init(inputs: inputs, outputs: outputs, kernel: 3, stride: 1, padding: 1, bias: bias, key: key))
    }
}
