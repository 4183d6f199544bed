import Foundation
import GANNumerics

/// Mean and scatter of features beside the bare symmetric product, and the eigenvalues that a Fréchet distance needs.
struct MomentsBenchmark {
    let rows: Int
    let columns: Int
    let rounds: Int

    init(_ options: Options) throws {
        var options = options
        rows = try options.count("rows", default: 10_000)
        columns = try options.count("columns", default: 2048)
        rounds = try options.count("rounds", default: 3)
        try options.finish()
    }

    func run() throws {
        let features = SeededGenerator(seed: 1).normalRows(rows, columns: columns)
        let wide = features.converted(to: Double.self)
        let covariance = Moments(of: features).covariance()
        let timings = shortestTimes(
            rounds: rounds,
            [
                ("scatter of float64 rows, tiles", { _ = MatrixProduct.scatter(of: wide) }),
                (
                    "float64 symmetric product, one call, OpenBLAS threads",
                    {
                        OpenBLASThreads.set(Parallel.threadCount)
                        OpenBLASThreads.symmetricProduct(wide)
                        OpenBLASThreads.set(1)
                    }
                ),
                ("moments of float32 rows", { _ = Moments(of: features) }),
                ("Cholesky factor", { _ = try? Cholesky.factor(of: covariance) }),
                ("eigenvalues", { _ = try? SymmetricEigen.values(of: covariance) }),
            ])
        for (name, timing) in timings.sorted(by: { $0.key < $1.key }) {
            try printLine([
                "benchmark": "moments", "measure": name, "seconds": timing.seconds,
                "processor_seconds": timing.processorSeconds, "rows": rows, "columns": columns,
                "threads": Parallel.threadCount, "kernel": OpenBLAS.setup.kernel,
            ])
        }
    }
}
