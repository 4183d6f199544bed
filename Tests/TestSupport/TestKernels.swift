import CTestKernels
import Foundation

/// Which kernels this run of the tests was asked to use; `make test-kernels` asks for each in turn.
public enum TestKernels {
    /// The kernel that OpenBLAS was told to use by `OPENBLAS_CORETYPE`, nil where it picks one.
    public static var openBLAS: String? {
        ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether ganeval's own kernels are switched off, by `GANEVAL_TEST_KERNELS=plain`.
    public static var arePlain: Bool { ganeval_test_plain_paths() != 0 }

    /// What the processor can do for products: 2 for AVX-512, 1 for AVX2 with FMA, 0 for less.
    public static var processorLevel: Int { Int(ganeval_test_processor_level()) }
}
