import GANAutodiff
import GANNumerics

/// Differentiable changes of the images that a discriminator sees, real and generated ones alike.
///
/// Zhao et al. 2020, 2006.10738, appendix A: color, translation by up to an eighth of the side, cutout of half a side; flips as
/// in 2006.06676. A change is drawn for each image by itself and made with the given probability.
enum ImageAugmentation {
    /// `images` `[n, h, w, c]` in [−1, 1], changed.
    static func changed(
        _ images: Variable, by policies: [Augmentation.Policy], probability: Double, random: SeededGenerator
    ) -> Variable {
        var result = images
        for policy in policies {
            var stream = random.split(policy.rawValue)
            switch policy {
            case .flip: result = flipped(result, probability, &stream)
            case .translation: result = translated(result, probability, &stream)
            case .cutout: result = cut(result, probability, &stream)
            case .color: result = recolored(result, probability, &stream)
            }
        }
        return result
    }

    private static func flipped(_ x: Variable, _ probability: Double, _ random: inout SeededGenerator) -> Variable {
        let (height, width) = (x.shape[1], x.shape[2])
        var sources: [Int] = []
        for image in 0..<x.shape[0] {
            let flips = random.uniform() < probability && random.uniform() < 0.5
            for row in 0..<height {
                let start = (image * height + row) * width
                for column in 0..<width { sources.append(start + (flips ? width - 1 - column : column)) }
            }
        }
        return x.selectingPixels(sources)
    }

    private static func translated(_ x: Variable, _ probability: Double, _ random: inout SeededGenerator) -> Variable {
        let (height, width) = (x.shape[1], x.shape[2])
        let (down, right) = ((height + 4) / 8, (width + 4) / 8)
        var sources: [Int] = []
        for image in 0..<x.shape[0] {
            let moves = random.uniform() < probability
            let (dy, dx) = (random.index(below: 2 * down + 1) - down, random.index(below: 2 * right + 1) - right)
            for row in 0..<height {
                for column in 0..<width {
                    let (y, x) = moves ? (row + dy, column + dx) : (row, column)
                    let inside = (0..<height).contains(y) && (0..<width).contains(x)
                    sources.append(inside ? (image * height + y) * width + x : -1)
                }
            }
        }
        return x.selectingPixels(sources)
    }

    private static func cut(_ x: Variable, _ probability: Double, _ random: inout SeededGenerator) -> Variable {
        let (height, width, channels) = (x.shape[1], x.shape[2], x.shape[3])
        var mask = Tensor(shape: x.shape, repeating: 1)
        for image in 0..<x.shape[0] {
            let cuts = random.uniform() < probability
            let (top, left) = (random.index(below: height + 1), random.index(below: width + 1))
            guard cuts else { continue }
            // A square of half a side about that place; what lies outside the image is lost.
            for row in max(0, top - height / 4)..<min(height, max(0, top - height / 4) + height / 2) {
                for column in max(0, left - width / 4)..<min(width, max(0, left - width / 4) + width / 2) {
                    let start = ((image * height + row) * width + column) * channels
                    for c in 0..<channels { mask.scalars[start + c] = 0 }
                }
            }
        }
        return x * .constant(mask)
    }

    private static func recolored(_ x: Variable, _ probability: Double, _ random: inout SeededGenerator) -> Variable {
        let images = x.shape[0]
        let size = x.value.count / max(1, images)
        var brightness: [Float] = []
        var contrast: [Float] = []
        for _ in 0..<images {
            let changes = random.uniform() < probability
            let (shift, factor) = (Float(random.uniform() - 0.5), Float(random.uniform() + 0.5))
            brightness.append(changes ? shift : 0)
            contrast.append(changes ? factor : 1)
        }
        func row(_ values: [Float]) -> Variable {
            Variable.constant(Tensor(shape: [images], scalars: values)).broadcastRows(columns: size)
        }
        let rows = x.reshaped([images, size])
        let mean = rows.summedRows().scaled(by: 1 / Float(size)).broadcastRows(columns: size)
        return ((rows - mean) * row(contrast) + mean + row(brightness)).reshaped(x.shape)
    }
}
