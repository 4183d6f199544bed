import TestSupport
import Testing

@testable import GANNumerics

@Suite struct OpenBLASTests {
    /// How much of an x86-64 processor a kernel uses, as `TestKernels.processorLevel` counts it.
    private func level(of kernel: String) -> Int {
        switch kernel.lowercased() {
        case "skylakex", "cooperlake", "sapphirerapids": 2
        case "haswell", "zen", "excavator": 1
        default: 0
        }
    }

    @Test func anExchangeIsSaid() {
        let setup = OpenBLAS.setup
        #expect(setup.configuration.contains("OpenBLAS"))
        #expect(!setup.kernel.isEmpty && !setup.detectedKernel.isEmpty)
        #expect(setup.exchanged == (setup.kernel != setup.detectedKernel), "\(setup)")
    }

    @Test(.enabled(if: TestKernels.openBLAS == nil, "a kernel was asked for"))
    func theKernelUsesWhatTheProcessorHas() {
        let setup = OpenBLAS.setup
        // A build for one kind of processor has one kernel.
        guard setup.configuration.contains("DYNAMIC_ARCH") else { return }
        #expect(level(of: setup.kernel) >= TestKernels.processorLevel, "\(setup)")
    }

    @Test(.enabled(if: TestKernels.openBLAS != nil, "no kernel was asked for"))
    func theKernelThatWasAskedForIsTaken() throws {
        let asked = try #require(TestKernels.openBLAS)
        #expect(OpenBLAS.setup.kernel.lowercased() == asked.lowercased() && !OpenBLAS.setup.exchanged)
    }

    @Test func plainPathsAreTakenWhereTheyAreAskedFor() {
        if TestKernels.arePlain {
            #expect(!QuantizedProduct.isAvailable && !ContentDigest.hasInstructions)
        } else {
            // AVX-512 goes with AVX2, which the products of integers need.
            #expect(QuantizedProduct.isAvailable || TestKernels.processorLevel == 0)
        }
    }

    /// In units of 10⁹: no thread of any processor does fewer than a thousandth of one or more than ten thousand.
    @Test func theMeasuredRateIsInGigaflops() {
        let rate = OpenBLAS.measureGigaflops(size: 64, seconds: 0.01)
        #expect(rate > 1e-3 && rate < 1e4, "\(rate)")
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
