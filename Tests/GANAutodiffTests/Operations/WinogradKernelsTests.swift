import GANNumerics
import TestSupport
import Testing

@testable import GANAutodiff

/// Convolutions by tiles against sums by hand, and their maps as each other's transposes.
@Suite struct WinogradKernelsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var kernel: Int
        var stride: Int
        var padding: Int
        var height: Int
        var width: Int
        var channels = 17
        var filters = 19
        var images = 3

        var testDescription: String {
            "kernel \(kernel), stride \(stride), padding \(padding), \(height)×\(width)×\(channels) to \(filters), \(images) images"
        }

        var geometry: ConvolutionGeometry {
            ConvolutionGeometry(
                kernel: kernel, stride: stride, padding: padding, largeHeight: height, largeWidth: width,
                largeChannels: channels, smallChannels: filters)
        }
    }

    static let cases = [
        Case(kernel: 3, stride: 1, padding: 1, height: 8, width: 8),
        Case(kernel: 3, stride: 1, padding: 0, height: 9, width: 12),
        Case(kernel: 3, stride: 1, padding: 2, height: 7, width: 6, channels: 16, filters: 40),
        Case(kernel: 2, stride: 1, padding: 0, height: 10, width: 13),
        Case(kernel: 2, stride: 1, padding: 1, height: 8, width: 7, images: 1),
        Case(kernel: 4, stride: 2, padding: 1, height: 14, width: 14),
        Case(kernel: 4, stride: 2, padding: 1, height: 15, width: 18, channels: 24),
        Case(kernel: 4, stride: 2, padding: 0, height: 20, width: 21, channels: 16, filters: 16),
        Case(kernel: 4, stride: 2, padding: 3, height: 12, width: 13),
        Case(kernel: 6, stride: 2, padding: 2, height: 24, width: 23, channels: 16, filters: 16, images: 2),
        // More images than are handled at once.
        Case(kernel: 4, stride: 2, padding: 1, height: 14, width: 14, channels: 64, filters: 48, images: 70),
    ]

    private func drawn(_ shape: [Int], _ seed: UInt64) -> Tensor {
        let size = shape.reduce(1, *)
        return Tensor(shape: shape, scalars: SeededGenerator(seed: seed).normalRows(size, columns: 1).scalars)
    }

    /// The sums of the definition, in float64.
    private func convolution(_ large: Tensor, _ weight: Tensor, _ g: ConvolutionGeometry) -> [Double] {
        var result: [Double] = []
        for image in 0..<large.shape[0] {
            for y in 0..<g.smallHeight {
                for x in 0..<g.smallWidth {
                    for k in 0..<g.smallChannels {
                        var sum = 0.0
                        for i in 0..<g.kernel {
                            for j in 0..<g.kernel {
                                let (line, column) = (y * g.stride + i - g.padding, x * g.stride + j - g.padding)
                                guard (0..<g.largeHeight).contains(line), (0..<g.largeWidth).contains(column) else {
                                    continue
                                }
                                let place = ((image * g.largeHeight + line) * g.largeWidth + column) * g.largeChannels
                                let tap = ((k * g.kernel + i) * g.kernel + j) * g.largeChannels
                                for c in 0..<g.largeChannels {
                                    sum += Double(large.scalars[place + c]) * Double(weight.scalars[tap + c])
                                }
                            }
                        }
                        result.append(sum)
                    }
                }
            }
        }
        return result
    }

    private func product(_ a: Tensor, _ b: Tensor) -> Double {
        zip(a.scalars, b.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    @Test(arguments: cases) func tilesGiveTheSumsOfTheDefinition(_ c: Case) throws {
        let geometry = c.geometry
        let tiling = try #require(WinogradTiling(geometry))
        let large = drawn(geometry.largeShape(c.images), 1)
        let weight = drawn(geometry.weightShape, 2)
        let small = drawn(geometry.smallShape(c.images), 3)
        let convolved = WinogradKernels.convolve(large: large, weight: weight, geometry: geometry, tiling: tiling)
        if c.images < 10 {
            let expected = convolution(large, weight, geometry)
            let scale = expected.map(abs).max() ?? 1
            let error = zip(convolved.scalars, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
            #expect(convolved.count == expected.count && error < 2e-6 * scale, "\(error) of \(scale)")
        }
        // <small, conv(large, w)> = <convᵀ(small, w), large> = <gradient(large, small), w>.
        let transposed = WinogradKernels.transposedConvolve(
            small: small, weight: weight, geometry: geometry, tiling: tiling)
        let gradient = WinogradKernels.weightGradient(large: large, small: small, geometry: geometry, tiling: tiling)
        #expect(transposed.shape == large.shape && gradient.shape == weight.shape)
        let whole = product(small, convolved)
        let size = (product(small, small) * product(convolved, convolved)).squareRoot()
        #expect(abs(product(transposed, large) - whole) < 1e-5 * size)
        #expect(abs(product(gradient, weight) - whole) < 1e-5 * size)
    }

    /// An image's values are the same to the bit among other images, as many of them: products treat their edges in their own way, so its place counts.
    @Test(arguments: cases) func otherImagesDecideNothing(_ c: Case) throws {
        let geometry = c.geometry
        let weight = drawn(geometry.weightShape, 2)
        func amongOthers(_ shape: [Int], _ seed: UInt64) -> Tensor {
            let own = drawn(shape, 5).scalars.suffix(shape.reduce(1, *) / c.images)
            return Tensor(shape: shape, scalars: drawn(shape, seed).scalars.dropLast(own.count) + own)
        }
        func last(_ tensor: Tensor) -> [Float] { tensor.scalars.suffix(tensor.count / c.images) }
        let large = [1, 3].map { amongOthers(geometry.largeShape(c.images), $0) }
        let convolved = large.map { ConvolutionKernels.convolve(large: $0, weight: weight, geometry: geometry) }
        #expect(last(convolved[0]) == last(convolved[1]))
        let small = [1, 3].map { amongOthers(geometry.smallShape(c.images), $0) }
        let back = small.map {
            ConvolutionKernels.transposedConvolve(small: $0, weight: weight, geometry: geometry)
        }
        #expect(last(back[0]) == last(back[1]))
        #expect(c.images == 1 || convolved[0].scalars != convolved[1].scalars)
    }

    @Test func geometriesThatGainNothingAreLeftToProducts() {
        func tiling(_ c: Case) -> WinogradTiling? { WinogradTiling(c.geometry) }
        #expect(tiling(Case(kernel: 3, stride: 1, padding: 1, height: 8, width: 8, channels: 15)) == nil)
        #expect(tiling(Case(kernel: 3, stride: 1, padding: 1, height: 8, width: 8, filters: 1)) == nil)
        #expect(tiling(Case(kernel: 4, stride: 2, padding: 1, height: 8, width: 8)) == nil)
        #expect(tiling(Case(kernel: 3, stride: 2, padding: 1, height: 28, width: 28)) == nil)
        #expect(tiling(Case(kernel: 5, stride: 1, padding: 2, height: 28, width: 28)) == nil)
        #expect(tiling(Case(kernel: 1, stride: 1, padding: 0, height: 28, width: 28)) == nil)
    }
}
