import Foundation
import GANNumerics

/// OpenBLAS run by its own threads, for comparison only; ganeval itself never does that.
enum OpenBLASThreads {
    private static func symbol<Function>(_ name: String, as type: Function.Type) -> Function? {
        _ = OpenBLAS.setup
        return dlsym(dlopen(nil, RTLD_NOW), name).map { unsafeBitCast($0, to: type) }
    }

    static func set(_ count: Int) {
        symbol("openblas_set_num_threads", as: (@convention(c) (Int32) -> Void).self)?(Int32(count))
    }

    /// The lower triangle of XᵀX by one call of `cblas_dsyrk`.
    static func symmetricProduct(_ rows: Matrix<Double>) {
        typealias Product =
            @convention(c) (
                Int32, Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>, Int32, Double,
                UnsafeMutablePointer<Double>, Int32
            ) -> Void
        var result = [Double](repeating: 0, count: rows.columns * rows.columns)
        let (order, count) = (Int32(rows.columns), Int32(rows.rows))
        symbol("cblas_dsyrk", as: Product.self)?(
            101, 122, 112, order, count, 1, rows.scalars, order, 0, &result, order)
    }
}
