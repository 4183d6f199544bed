import Foundation
import GANNumerics

/// Exact nearest neighbours beside the bare matrix product of the same shape.
struct NeighbourBenchmark {
    let queries: Int
    let rows: Int
    let columns: Int
    let count: Int
    let rounds: Int
    let saveFolder: String?

    init(_ options: Options) throws {
        var options = options
        queries = try options.count("queries", default: 10_000)
        rows = try options.count("rows", default: 60_000)
        columns = try options.count("columns", default: 784)
        count = try options.count("neighbours", default: 5)
        rounds = try options.count("rounds", default: 3)
        saveFolder = options.text("save")
        try options.finish()
    }

    func run() throws {
        let data = SyntheticImages(columns: columns, seed: 1)
        let (queries, rows) = (data.rows(queries, stream: "queries"), data.rows(rows, stream: "rows"))
        if let saveFolder {
            let folder = URL(fileURLWithPath: saveFolder, isDirectory: true)
            try writeArray(queries, to: folder.appendingPathComponent("queries.npy"))
            try writeArray(rows, to: folder.appendingPathComponent("rows.npy"))
        }
        var result = [Float](repeating: 0, count: queries.rows * rows.rows)
        let seconds = shortestSeconds(
            rounds: rounds,
            [
                (
                    "product, one call, OpenBLAS threads",
                    {
                        OpenBLASThreads.set(Parallel.threadCount)
                        OpenBLAS.multiply(
                            queries.scalars, transposed: false, rows.scalars, transposed: true, into: &result,
                            m: queries.rows, n: rows.rows, k: columns)
                        OpenBLASThreads.set(1)
                    }
                ),
                ("product, tiles of 512 × 1024", { tiledProduct(queries, rows) }),
                ("search", { _ = NearestNeighbours.search(queries: queries, in: rows, count: count) }),
            ])
        let fastestProduct = min(
            seconds["product, one call, OpenBLAS threads"] ?? .infinity,
            seconds["product, tiles of 512 × 1024"] ?? .infinity)
        for (name, value) in seconds.sorted(by: { $0.key < $1.key }) {
            try printLine([
                "benchmark": "neighbours", "measure": name, "seconds": value,
                "ratio_to_product": value / fastestProduct,
                "queries": queries.rows, "rows": rows.rows, "columns": columns, "neighbours": count,
                "threads": Parallel.threadCount, "kernel": OpenBLAS.setup.kernel,
            ])
        }
    }

    /// The products that the search needs, without looking at them.
    private func tiledProduct(_ queries: Matrix<Float>, _ rows: Matrix<Float>) {
        queries.scalars.withUnsafeBufferPointer { first in
            rows.scalars.withUnsafeBufferPointer { second in
                guard let firstBase = first.baseAddress, let secondBase = second.baseAddress else { return }
                nonisolated(unsafe) let (a, b) = (firstBase, secondBase)
                Parallel.forEachRange(of: queries.rows, size: 512) { range in
                    let tile = UnsafeMutablePointer<Float>.allocate(capacity: 512 * 1024)
                    defer { tile.deallocate() }
                    for start in stride(from: 0, to: rows.rows, by: 1024) {
                        OpenBLAS.multiply(
                            a + range.lowerBound * columns, transposed: false, b + start * columns, transposed: true,
                            into: tile, m: range.count, n: min(1024, rows.rows - start), k: columns)
                    }
                }
            }
        }
    }
}
