import GANAutodiff
import GANNumerics
import Testing

@Suite struct ConvolutionOperationsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var size: Int
        var kernel: Int
        var stride: Int
        var padding: Int
        var testDescription: String { "size \(size) kernel \(kernel) stride \(stride) padding \(padding)" }
    }

    static let cases = [
        Case(size: 4, kernel: 4, stride: 1, padding: 0), Case(size: 5, kernel: 3, stride: 1, padding: 1),
        Case(size: 6, kernel: 4, stride: 2, padding: 1), Case(size: 5, kernel: 2, stride: 2, padding: 0),
        Case(size: 3, kernel: 1, stride: 1, padding: 0), Case(size: 4, kernel: 5, stride: 3, padding: 2),
    ]

    /// The definition, one multiplication at a time.
    static func naive(_ x: Tensor, _ w: Tensor, stride: Int, padding: Int) -> Tensor {
        let (n, height, width, channels) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
        let (filters, kernel) = (w.shape[0], w.shape[1])
        let (h, v) = ((height + 2 * padding - kernel) / stride + 1, (width + 2 * padding - kernel) / stride + 1)
        var y = Tensor(shape: [n, h, v, filters])
        for image in 0..<n {
            for (oy, ox) in (0..<h).flatMap({ r in (0..<v).map { (r, $0) } }) {
                for filter in 0..<filters {
                    var sum: Float = 0
                    for (ky, kx) in (0..<kernel).flatMap({ r in (0..<kernel).map { (r, $0) } }) {
                        let (iy, ix) = (oy * stride + ky - padding, ox * stride + kx - padding)
                        guard iy >= 0, iy < height, ix >= 0, ix < width else { continue }
                        for c in 0..<channels {
                            sum +=
                                x.scalars[((image * height + iy) * width + ix) * channels + c]
                                * w.scalars[((filter * kernel + ky) * kernel + kx) * channels + c]
                        }
                    }
                    y.scalars[((image * h + oy) * v + ox) * filters + filter] = sum
                }
            }
        }
        return y
    }

    @Test(arguments: cases) func agreesWithTheDefinition(_ c: Case) {
        let x = Draw.normal([3, c.size, c.size + 1, 2], seed: 10)
        let w = Draw.normal([3, c.kernel, c.kernel, 2], seed: 11)
        let y = Variable.constant(x).convolved(with: .constant(w), stride: c.stride, padding: c.padding).value
        let expected = Self.naive(x, w, stride: c.stride, padding: c.padding)
        #expect(y.shape == expected.shape)
        #expect(zip(y.scalars, expected.scalars).allSatisfy { abs($0 - $1) < 1e-4 })
    }

    @Test(arguments: cases) func transposedIsTheAdjoint(_ c: Case) {
        // ⟨conv(x, w), y⟩ = ⟨x, convT(y, w)⟩ wherever the transposed output has x's size.
        let w = Draw.normal([3, c.kernel, c.kernel, 2], seed: 12)
        let y = Variable.constant(Draw.normal([2, 3, 3, 3], seed: 13))
        let folded = y.transposedConvolved(with: .constant(w), stride: c.stride, padding: c.padding)
        let x = Variable.constant(Draw.normal(folded.shape, seed: 14))
        let left = (x.convolved(with: .constant(w), stride: c.stride, padding: c.padding) * y).sum().value.scalar
        let right = (x * folded).sum().value.scalar
        #expect(abs(left - right) < 1e-3 * max(1, abs(left)))
    }

    @Test(arguments: cases) func derivatives(_ c: Case) {
        let x = Draw.normal([2, c.size, c.size, 2], seed: 15)
        let w = Draw.normal([2, c.kernel, c.kernel, 2], seed: 16)
        GradientCheck().run("convolution", [x, w]) {
            $0[0].convolved(with: $0[1], stride: c.stride, padding: c.padding)
        }
        let y = Draw.normal([2, 2, 2, 2], seed: 17)
        GradientCheck().run("transposed convolution", [y, w]) {
            $0[0].transposedConvolved(with: $0[1], stride: c.stride, padding: c.padding)
        }
    }

    @Test func outputPaddingOnlyAddsRowsAndColumnsAtTheEnd() {
        let w = Draw.normal([2, 3, 3, 2], seed: 20)
        let y = Draw.normal([1, 2, 3, 2], seed: 21)
        func run(_ outputPadding: Int) -> Tensor {
            Variable.constant(y).transposedConvolved(
                with: .constant(w), stride: 3, padding: 1, outputPadding: outputPadding
            ).value
        }
        let (plain, padded) = (run(0), run(2))
        #expect(plain.shape == [1, 4, 7, 2] && padded.shape == [1, 6, 9, 2])
        for (row, column) in (0..<4).flatMap({ r in (0..<7).map { (r, $0) } }) {
            for c in 0..<2 {
                #expect(plain.scalars[(row * 7 + column) * 2 + c] == padded.scalars[(row * 9 + column) * 2 + c])
            }
        }
        // One of the added rows holds what padding 1 had cut off, the other lies beyond the kernel.
        #expect(padded.scalars[4 * 18..<5 * 18].contains { $0 != 0 })
        #expect(padded.scalars[5 * 18..<6 * 18].allSatisfy { $0 == 0 })
        GradientCheck().run("output padding", [y, w]) {
            $0[0].transposedConvolved(with: $0[1], stride: 3, padding: 1, outputPadding: 2)
        }
    }

    @Test func bitsDoNotDependOnThreads() {
        let x = Variable.parameter(Draw.normal([37, 14, 14, 8], seed: 18))
        let w = Variable.parameter(Draw.normal([16, 4, 4, 8], seed: 19))
        func run(threads: Int) -> [Tensor] {
            let before = Parallel.threadCount
            Parallel.threadCount = threads
            defer { Parallel.threadCount = before }
            let y = x.convolved(with: w, stride: 2, padding: 1)
            return [y.value] + Gradient.of(y.squared().sum(), at: [x, w]).map(\.value)
        }
        #expect(run(threads: 1) == run(threads: 3))
    }
}
