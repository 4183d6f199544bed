import GANAutodiff
import GANNumerics
import TestSupport
import Testing

@Suite struct GridOperationsTests {
    let x = Draw.normal([2, 3, 4, 2], seed: 41)

    @Test func derivatives() {
        GradientCheck().run("nearest", [x]) {
            $0[0].squared().gridMapped(rows: .repeated(3, scale: 2), columns: .repeated(4, scale: 3))
        }
        GradientCheck().run("bilinear", [x]) {
            $0[0].squared().gridMapped(
                rows: .linear(3, scale: 2), columns: .linear(4, scale: 2, aligningCorners: true))
        }
        GradientCheck().run("average", [x]) {
            $0[0].squared().gridMapped(
                rows: .averaged(3, kernel: 3, stride: 1, padding: 1, countingPadding: false),
                columns: .averaged(4, kernel: 2, stride: 2))
        }
        GradientCheck().run("pixel shuffle", [Draw.normal([1, 2, 2, 8], seed: 42)]) {
            $0[0].squared().pixelShuffled(factor: 2)
        }
    }

    @Test func shufflesChannelsIntoPixels() {
        // Channels c·4 + i·2 + j of one pixel: two channels of a 2×2 square.
        let pixel = Variable.constant(Tensor(shape: [1, 1, 1, 8], scalars: [0, 1, 2, 3, 10, 11, 12, 13]))
        let square = pixel.pixelShuffled(factor: 2).value
        #expect(square.shape == [1, 2, 2, 2])
        #expect(square.scalars == [0, 10, 1, 11, 2, 12, 3, 13])
    }

    @Test func bitsDoNotDependOnThreads() {
        let large = Variable.constant(Draw.normal([9, 16, 16, 8], seed: 43))
        func run() -> Tensor {
            large.gridMapped(rows: .linear(16, scale: 2), columns: .linear(16, scale: 2)).value
        }
        #expect(withThreads(1) { run() } == withThreads(4) { run() })
    }
}
