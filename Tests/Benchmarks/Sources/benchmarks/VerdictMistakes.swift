import Foundation
import GANData
import GANNumerics

/// What generators and people get wrong, done to real images: rows `[m, height · width · channels]`, grey levels 0 to 255.
struct VerdictMistakes {
    let height: Int
    let width: Int
    let channels: Int

    /// Every value of every image, by its place; what leaves the grey levels is cut.
    private func mapped(
        _ images: Matrix<Float>, _ change: (Float, _ y: Int, _ x: Int, _ c: Int) -> Float
    ) -> Matrix<Float> {
        var images = images
        let size = height * width * channels
        for row in 0..<images.rows {
            for pixel in 0..<size {
                let (place, channel) = (pixel / channels, pixel % channels)
                let value = change(images.scalars[row * size + pixel], place / width, place % width, channel)
                images.scalars[row * size + pixel] = min(255, max(0, value.rounded()))
            }
        }
        return images
    }

    /// A weighted mean of the pixels around each, symmetric in both directions; the border is repeated.
    private func filtered(_ images: Matrix<Float>, _ weights: [Float]) -> Matrix<Float> {
        let reach = weights.count - 1
        func pass(_ images: Matrix<Float>, dy: Int, dx: Int) -> Matrix<Float> {
            var result = images
            let size = height * width * channels
            for row in 0..<images.rows {
                for y in 0..<height {
                    for x in 0..<width {
                        for c in 0..<channels {
                            var sum: Float = 0
                            for offset in -reach...reach {
                                let (u, v) = (
                                    min(height - 1, max(0, y + dy * offset)), min(width - 1, max(0, x + dx * offset))
                                )
                                sum +=
                                    weights[abs(offset)] * images.scalars[row * size + (u * width + v) * channels + c]
                            }
                            result.scalars[row * size + (y * width + x) * channels + c] = sum
                        }
                    }
                }
            }
            return result
        }
        return pass(pass(images, dy: 1, dx: 0), dy: 0, dx: 1)
    }

    func blurred(_ images: Matrix<Float>, sigma: Double) -> Matrix<Float> {
        let reach = max(1, Int((3 * sigma).rounded(.up)))
        let raw = (0...reach).map { Float(exp(-Double($0 * $0) / (2 * sigma * sigma))) }
        let total = raw[0] + 2 * raw.dropFirst().reduce(0, +)
        return mapped(filtered(images, raw.map { $0 / total })) { value, _, _, _ in value }
    }

    /// Unsharp masking: the image and `amount` times what blurring takes from it.
    func sharpened(_ images: Matrix<Float>, amount: Float) -> Matrix<Float> {
        var result = images
        let soft = blurred(images, sigma: 1)
        for index in result.scalars.indices {
            result.scalars[index] += amount * (images.scalars[index] - soft.scalars[index])
        }
        return mapped(result) { value, _, _, _ in value }
    }

    func scaled(_ images: Matrix<Float>, by factor: Float, around centre: Float = 0) -> Matrix<Float> {
        mapped(images) { value, _, _, _ in centre + factor * (value - centre) }
    }

    func moved(_ images: Matrix<Float>, by levels: Float) -> Matrix<Float> {
        mapped(images) { value, _, _, _ in value + levels }
    }

    /// Every second pixel a little brighter: what transposed convolutions leave.
    func checkered(_ images: Matrix<Float>, by levels: Float) -> Matrix<Float> {
        mapped(images) { value, y, x, _ in value + ((x + y) % 2 == 0 ? levels : -levels) }
    }

    func noisy(_ images: Matrix<Float>, deviation: Float, _ generator: SeededGenerator) -> Matrix<Float> {
        let noise = generator.normalRows(images.rows, columns: images.columns)
        var result = images
        for index in result.scalars.indices { result.scalars[index] += deviation * noise.scalars[index] }
        return mapped(result) { value, _, _, _ in value }
    }

    /// One channel a little brighter and another darker.
    func tinted(_ images: Matrix<Float>, by levels: Float) -> Matrix<Float> {
        mapped(images) { value, _, _, channel in value + (channel == 0 ? levels : channel == 2 ? -levels : 0) }
    }

    /// Every second row and column left out and repeated: nearest-neighbour resizing down and up.
    func coarse(_ images: Matrix<Float>) -> Matrix<Float> {
        var result = images
        let size = height * width * channels
        for row in 0..<images.rows {
            for y in 0..<height {
                for x in 0..<width {
                    for c in 0..<channels {
                        result.scalars[row * size + (y * width + x) * channels + c] =
                            images.scalars[row * size + ((y / 2 * 2) * width + x / 2 * 2) * channels + c]
                    }
                }
            }
        }
        return result
    }

    /// Halved by the mean of four pixels and doubled by the mean of neighbours.
    func halvedAndDoubled(_ images: Matrix<Float>) -> Matrix<Float> {
        mapped(filtered(coarse(filtered(images, [0.5, 0.25])), [0.5, 0.25])) { value, _, _, _ in value }
    }

    /// Each `step`-th image made another one.
    func spoiled(_ images: Matrix<Float>, every step: Int, by change: (_ row: Int) -> [Float]) -> Matrix<Float> {
        var result = images
        for row in stride(from: 0, to: images.rows, by: step) {
            for (column, value) in change(row).enumerated() { result[row, column] = value }
        }
        return result
    }

    /// Everything a pixel to the right; the left edge is repeated.
    func movedRight(_ images: Matrix<Float>) -> Matrix<Float> {
        var result = images
        let row = width * channels
        for start in stride(from: 0, to: images.scalars.count, by: row) {
            for place in channels..<row { result.scalars[start + place] = images.scalars[start + place - channels] }
        }
        return result
    }

    /// Grey levels at multiples of `step` alone.
    func posterized(_ images: Matrix<Float>, step: Float) -> Matrix<Float> {
        mapped(images) { value, _, _, _ in (value / step).rounded(.down) * step }
    }

    /// JPEG's loss: each block of 8 × 8 in cosines, rounded to multiples that grow with frequency.
    func compressed(_ images: Matrix<Float>, step: Float) -> Matrix<Float> {
        var basis = [Float](repeating: 0, count: 64)
        for k in 0..<8 {
            for n in 0..<8 {
                let scale = k == 0 ? (1.0 / 8).squareRoot() : (2.0 / 8).squareRoot()
                basis[k * 8 + n] = Float(scale * cos(Double.pi * (Double(n) + 0.5) * Double(k) / 8))
            }
        }
        var result = images
        let size = height * width * channels
        for row in 0..<images.rows {
            for top in stride(from: 0, to: height, by: 8) {
                for left in stride(from: 0, to: width, by: 8) {
                    for c in 0..<channels {
                        func index(_ y: Int, _ x: Int) -> Int {
                            row * size + (min(height - 1, top + y) * width + min(width - 1, left + x)) * channels + c
                        }
                        var block = [Float](repeating: 0, count: 64)
                        for y in 0..<8 { for x in 0..<8 { block[y * 8 + x] = images.scalars[index(y, x)] } }
                        var cosines = Self.product(Self.product(basis, block), Self.transposed(basis))
                        for k in 0..<64 {
                            let width = step * Float(1 + k / 8 + k % 8)
                            cosines[k] = (cosines[k] / width).rounded() * width
                        }
                        let back = Self.product(Self.product(Self.transposed(basis), cosines), basis)
                        for y in 0..<8 where top + y < height {
                            for x in 0..<8 where left + x < width {
                                result.scalars[index(y, x)] = min(255, max(0, back[y * 8 + x].rounded()))
                            }
                        }
                    }
                }
            }
        }
        return result
    }

    private static func product(_ first: [Float], _ second: [Float]) -> [Float] {
        var result = [Float](repeating: 0, count: 64)
        for row in 0..<8 {
            for column in 0..<8 {
                for k in 0..<8 { result[row * 8 + column] += first[row * 8 + k] * second[k * 8 + column] }
            }
        }
        return result
    }

    private static func transposed(_ block: [Float]) -> [Float] { (0..<64).map { block[$0 % 8 * 8 + $0 / 8] } }
}
