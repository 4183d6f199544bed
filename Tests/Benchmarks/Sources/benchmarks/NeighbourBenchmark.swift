import Foundation
import GANNumerics

/// Exact nearest neighbours beside the bare matrix product of the same shape.
struct NeighbourBenchmark {
    let queries: Int
    let rows: Int
    let columns: Int
    let count: Int
    let rounds: Int
    /// "images" (synthetic, a few strong factors), "normal" (independent columns), or a folder with queries.npy and
    /// rows.npy, of which the first rows are taken.
    let data: String
    let saveFolder: String?
    /// The one measure to take, for a profiler; all when nil.
    let only: String?

    init(_ options: Options) throws {
        var options = options
        queries = try options.count("queries", default: 10_000)
        rows = try options.count("rows", default: 60_000)
        columns = try options.count("columns", default: 784)
        count = try options.count("neighbours", default: 5)
        rounds = try options.count("rounds", default: 3)
        data = options.text("data") ?? "images"
        saveFolder = options.text("save")
        only = options.text("only")
        try options.finish()
    }

    func run() throws {
        let (queries, rows) = try makeData()
        let columns = rows.columns
        if let saveFolder {
            let folder = URL(fileURLWithPath: saveFolder, isDirectory: true)
            try writeArray(queries, to: folder.appendingPathComponent("queries.npy"))
            try writeArray(rows, to: folder.appendingPathComponent("rows.npy"))
        }
        var result = [Float](repeating: 0, count: queries.rows * rows.rows)
        let timings = shortestTimes(
            rounds: rounds, only: only,
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
        let product = timings.filter { $0.key.hasPrefix("product") }.map(\.value.seconds).min()
        for (name, timing) in timings.sorted(by: { $0.key < $1.key }) {
            var line: [String: Any] = [
                "benchmark": "neighbours", "data": data, "measure": name, "seconds": timing.seconds,
                "processor_seconds": timing.processorSeconds, "queries": queries.rows, "rows": rows.rows,
                "columns": columns, "neighbours": count, "threads": Parallel.threadCount,
                "kernel": OpenBLAS.setup.kernel,
            ]
            if let product { line["ratio_to_product"] = timing.seconds / product }
            try printLine(line)
        }
    }

    private func makeData() throws -> (queries: Matrix<Float>, rows: Matrix<Float>) {
        switch data {
        case "images":
            let images = SyntheticImages(columns: columns, seed: 1)
            return (images.rows(queries, stream: "queries"), images.rows(rows, stream: "rows"))
        case "normal":
            let generator = SeededGenerator(seed: 1)
            return (
                generator.split("queries").normalRows(queries, columns: columns),
                generator.split("rows").normalRows(rows, columns: columns)
            )
        default:
            let folder = URL(fileURLWithPath: data, isDirectory: true)
            let stored = try (
                readArray(folder.appendingPathComponent("queries.npy")),
                readArray(folder.appendingPathComponent("rows.npy"))
            )
            return (
                stored.0.rows(in: 0..<min(queries, stored.0.rows)), stored.1.rows(in: 0..<min(rows, stored.1.rows))
            )
        }
    }

    /// The products that the search needs, without looking at them.
    private func tiledProduct(_ queries: Matrix<Float>, _ rows: Matrix<Float>) {
        let columns = rows.columns
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
