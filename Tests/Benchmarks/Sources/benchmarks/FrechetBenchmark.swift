import Foundation
import GANMetrics
import GANNumerics

/// Fréchet and kernel distance from two feature matrices in memory to the number, covariances and null included.
struct FrechetBenchmark {
    let rows: Int
    let columns: Int
    let rounds: Int
    let saveFolder: String?

    init(_ options: Options) throws {
        var options = options
        rows = try options.count("rows", default: 10_000)
        columns = try options.count("columns", default: 2048)
        rounds = try options.count("rounds", default: 3)
        saveFolder = options.text("save")
        try options.finish()
    }

    func run() throws {
        let data = SyntheticImages(columns: columns, seed: 1)
        let (real, generated) = (data.rows(rows, stream: "real"), data.rows(rows, stream: "generated"))
        if let saveFolder {
            let folder = URL(fileURLWithPath: saveFolder, isDirectory: true)
            try writeArray(real, to: folder.appendingPathComponent("real.npy"))
            try writeArray(generated, to: folder.appendingPathComponent("generated.npy"))
        }
        // Also makes sure that the timed calls succeed.
        let frechet = try FrechetDistance.evaluate(real: real, generated: generated, options: .init(interval: false))
            .value
        let kernel = try KernelDistance.evaluate(real: real, generated: generated).value
        let times = shortestTimes(
            rounds: rounds,
            [
                (
                    "frechet_distance",
                    {
                        _ = try? FrechetDistance.evaluate(
                            real: real, generated: generated, options: .init(interval: false))
                    }
                ),
                ("kernel_distance", { _ = try? KernelDistance.evaluate(real: real, generated: generated) }),
            ])
        for (name, time) in times.sorted(by: { $0.key < $1.key }) {
            try printLine([
                "benchmark": "frechet", "measure": name, "value": name == "frechet_distance" ? frechet : kernel,
                "seconds": time.seconds, "processor_seconds": time.processorSeconds, "rows": rows, "columns": columns,
                "threads": Parallel.threadCount,
                "kernel": OpenBLAS.setup.kernel,
            ])
        }
    }
}
