import Foundation
import GANNumerics

/// Products of tiles in 16-bit integers, with what packing costs, beside those in float32.
struct ProductBenchmark {
    let rounds: Int
    /// Tiles that each thread computes in one measurement.
    let tiles: Int

    init(_ options: Options) throws {
        var options = options
        rounds = try options.count("rounds", default: 10)
        tiles = try options.count("tiles", default: 4)
        try options.finish()
    }

    func run() throws {
        guard QuantizedProduct.isAvailable else {
            throw BenchmarkError(message: "This processor lacks AVX2, which 16-bit products need.")
        }
        for (rows, otherRows) in [(512, 1024), (1024, 1024)] {
            for columns in [128, 784, 2048] {
                for threads in [1, 2] {
                    Parallel.threadCount = threads
                    try run(rows, otherRows, columns: columns, threads: threads)
                }
            }
        }
    }

    private func run(_ m: Int, _ n: Int, columns: Int, threads: Int) throws {
        let generator = SeededGenerator(seed: 1)
        let (first, second) = (
            generator.split("first").normalRows(m, columns: columns),
            generator.split("second").normalRows(n, columns: columns)
        )
        let centre = [Float](repeating: 0.01, count: columns)
        let (firstNorms, secondNorms) = (squaredNorms(first, centre), squaredNorms(second, centre))
        let timings = shortestTimes(
            rounds: rounds,
            [
                (
                    "float32",
                    {
                        Parallel.forEach(threads) { _ in
                            withTile(m * n) { c in
                                for _ in 0..<tiles {
                                    OpenBLAS.multiply(
                                        first.scalars, transposed: false, second.scalars, transposed: true, into: c,
                                        m: m, n: n, k: columns)
                                }
                            }
                        }
                    }
                ),
                (
                    "int16, packing right sides",
                    { quantized(first, firstNorms, second, secondNorms, centre, threads, packsLeft: false) }
                ),
                (
                    "int16, packing both sides",
                    { quantized(first, firstNorms, second, secondNorms, centre, threads, packsLeft: true) }
                ),
            ])
        let operations = 2 * Double(m) * Double(n) * Double(columns) * Double(tiles * threads)
        let float32 = timings["float32"]?.processorSeconds
        for (name, timing) in timings.sorted(by: { $0.key < $1.key }) {
            var line: [String: Any] = [
                "benchmark": "products", "measure": name, "rows": m, "other_rows": n, "columns": columns,
                "threads": threads, "seconds": timing.seconds, "processor_seconds": timing.processorSeconds,
                "gigaflops_of_one_processor": operations / timing.processorSeconds / 1e9,
                "kernel": OpenBLAS.setup.kernel,
            ]
            if let float32 { line["speed_relative_to_float32"] = float32 / timing.processorSeconds }
            try printLine(line)
        }
    }

    /// The left side is packed once for a row of tiles, or for each tile; a neighbour search does the former.
    private func quantized(
        _ first: Matrix<Float>, _ firstNorms: [Double], _ second: Matrix<Float>, _ secondNorms: [Double],
        _ centre: [Float], _ threads: Int, packsLeft: Bool
    ) {
        Parallel.forEach(threads) { _ in
            var left = QuantizedProduct.Panel(side: .left, capacity: first.rows, width: first.columns)
            var right = QuantizedProduct.Panel(side: .right, capacity: second.rows, width: second.columns)
            withTile(first.rows * second.rows) { c in
                for tile in 0..<tiles {
                    if tile == 0 || packsLeft {
                        left.pack(first.scalars, count: first.rows, centre: centre, squaredNorms: firstNorms)
                    }
                    right.pack(second.scalars, count: second.rows, centre: centre, squaredNorms: secondNorms)
                    QuantizedProduct.multiply(left, right, into: c)
                }
            }
        }
    }

    private func withTile(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
        let tile = UnsafeMutablePointer<Float>.allocate(capacity: count)
        defer { tile.deallocate() }
        body(tile)
    }

    private func squaredNorms(_ rows: Matrix<Float>, _ centre: [Float]) -> [Double] {
        (0..<rows.rows).map { row in
            zip(rows.row(row), centre).reduce(0) {
                let difference = Double($1.0) - Double($1.1)
                return $0 + difference * difference
            }
        }
    }
}
