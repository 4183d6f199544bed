import GANNumerics
import Testing

@Suite struct OpenBLASTests {
    @Test func theKernelInUseIsNamed() {
        #expect(!OpenBLAS.setup.kernel.isEmpty)
        #expect(OpenBLAS.setup.configuration.contains("OpenBLAS"))
        #expect(OpenBLAS.setup.exchanged || OpenBLAS.setup.kernel == OpenBLAS.setup.detectedKernel)
    }

    @Test func theMeasuredRateIsPositive() {
        let rate = OpenBLAS.measureGigaflops(size: 64, seconds: 0.01)
        #expect(rate > 0 && rate.isFinite)
    }

    @Test func scalesAndStridesAreHonoured() {
        // A is the left 2 × 2 of a 2 × 3 buffer; C starts at 1 and keeps its third column.
        let a: [Double] = [1, 2, 99, 3, 4, 99]
        let b: [Double] = [5, 6, 7, 8]
        var c: [Double] = [1, 1, 1, 1, 1, 1]
        OpenBLAS.multiply(
            a, transposed: false, b, transposed: false, into: &c, m: 2, n: 2, k: 2, alpha: 2, beta: 10, leadingA: 3,
            leadingC: 3)
        #expect(c == [48, 54, 1, 96, 110, 1])
    }
}
