import Foundation
import GANData
import GANNumerics

/// What people and files do to images, beside the generators' faults of the library.
extension ImageFaults {
    private var height: Int { shape.height }
    private var width: Int { shape.width }
    private var channels: Int { shape.channels }

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

    /// Every second pixel a little brighter: what transposed convolutions leave.
    func checkered(_ images: Matrix<Float>, by levels: Float) -> Matrix<Float> {
        mapped(images) { value, y, x, _ in value + ((x + y) % 2 == 0 ? levels : -levels) }
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
