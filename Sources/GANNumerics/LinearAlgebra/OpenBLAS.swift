import COpenBLAS

/// The products and decompositions that OpenBLAS does, on raw row-major buffers.
///
/// Every call runs on the calling thread alone; `Parallel` spreads pieces over threads. The first call makes OpenBLAS use
/// the kernel that fits the CPU (see `COpenBLAS`).
public enum OpenBLAS {
    /// What was found and done at first use.
    public struct Setup: Sendable {
        /// The kernel in use, by OpenBLAS's own name ("Haswell", "SkylakeX").
        public let kernel: String
        /// The kernel that OpenBLAS had picked by itself.
        public let detectedKernel: String
        /// Whether the detected kernel was below the CPU and was exchanged.
        public let exchanged: Bool
        /// OpenBLAS's own description of its build.
        public let configuration: String
    }

    /// Prepares OpenBLAS once and says what was found; everything that calls OpenBLAS asks for it first.
    ///
    /// This is all that the libraries change in their process without being asked: OpenBLAS is told to use one thread a call, and
    /// where an old release took the processor for a lesser one it is started again with the right kernel, for which
    /// `OPENBLAS_CORETYPE` is set for that moment, as OpenBLAS has no call for it. Where the variable is set, its kernel stays.
    /// A process that also uses OpenBLAS itself asks for `setup` before it starts threads.
    public static let setup: Setup = {
        let exchanged = ganeval_openblas_prepare() != 0
        return Setup(
            kernel: String(cString: openblas_get_corename()),
            detectedKernel: String(cString: ganeval_openblas_detected_kernel()),
            exchanged: exchanged,
            configuration: String(cString: openblas_get_config()))
    }()

    @inline(__always)
    private static func flag(_ transposed: Bool) -> Int32 {
        Int32(bitPattern: (transposed ? GANEVAL_TRANSPOSE : GANEVAL_NO_TRANSPOSE).rawValue)
    }

    /// C = alpha · op(A) · op(B) + beta · C in float32: op(A) is `[m, k]`, op(B) `[k, n]`, C `[m, n]`, all row-major.
    ///
    /// `leading` values are row strides; by default rows are packed.
    public static func multiply(
        _ a: UnsafePointer<Float>, transposed transposeA: Bool = false,
        _ b: UnsafePointer<Float>, transposed transposeB: Bool = false,
        into c: UnsafeMutablePointer<Float>, m: Int, n: Int, k: Int,
        alpha: Float = 1, beta: Float = 0, leadingA: Int? = nil, leadingB: Int? = nil, leadingC: Int? = nil
    ) {
        _ = setup
        guard m > 0, n > 0 else { return }
        cblas_sgemm(
            Int32(GANEVAL_ROW_MAJOR.rawValue), flag(transposeA), flag(transposeB), Int32(m), Int32(n), Int32(k), alpha,
            a, Int32(max(1, leadingA ?? (transposeA ? m : k))), b, Int32(max(1, leadingB ?? (transposeB ? k : n))),
            beta, c, Int32(max(1, leadingC ?? n)))
    }

    /// C = alpha · op(A) · op(B) + beta · C in float64; shapes as for float32.
    public static func multiply(
        _ a: UnsafePointer<Double>, transposed transposeA: Bool = false,
        _ b: UnsafePointer<Double>, transposed transposeB: Bool = false,
        into c: UnsafeMutablePointer<Double>, m: Int, n: Int, k: Int,
        alpha: Double = 1, beta: Double = 0, leadingA: Int? = nil, leadingB: Int? = nil, leadingC: Int? = nil
    ) {
        _ = setup
        guard m > 0, n > 0 else { return }
        cblas_dgemm(
            Int32(GANEVAL_ROW_MAJOR.rawValue), flag(transposeA), flag(transposeB), Int32(m), Int32(n), Int32(k), alpha,
            a, Int32(max(1, leadingA ?? (transposeA ? m : k))), b, Int32(max(1, leadingB ?? (transposeB ? k : n))),
            beta, c, Int32(max(1, leadingC ?? n)))
    }
}
