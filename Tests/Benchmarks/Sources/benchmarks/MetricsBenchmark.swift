import Foundation
import GANData
import GANMetrics
import GANNumerics

/// Metrics over two feature sets in memory: precision, recall, density and coverage; kernel distance; Vendi score; the whole catalogue.
///
/// Reads `real.npy` and `generated.npy` of a folder, or makes them there with `--make`. One measure a run, so that the
/// peak of its memory is its own.
struct MetricsBenchmark {
    private let folder: URL
    private let measure: String
    private let makes: Bool
    private let rows: Int
    private let columns: Int
    private let rounds: Int

    init(_ options: Options) throws {
        var options = options
        guard let path = options.text("folder") else {
            throw BenchmarkError(message: "Name the folder of real.npy and generated.npy: --folder FOLDER.")
        }
        folder = URL(fileURLWithPath: path, isDirectory: true)
        measure = options.text("measure") ?? "prdc"
        let data = options.text("make")
        guard data == nil || data == "normal" || data == "images" else {
            throw BenchmarkError(message: "--make \(data ?? ""): expected normal or images.")
        }
        rows = try options.count("rows", default: 10_000)
        columns = try options.count("columns", default: 2048)
        rounds = try options.count("rounds", default: 2)
        try options.finish()
        makes = data != nil
        if let data { try Self.make(data, rows: rows, columns: columns, in: folder) }
    }

    private static func make(_ data: String, rows: Int, columns: Int, in folder: URL) throws {
        for role in ["real", "generated"] {
            let features =
                data == "normal"
                ? SeededGenerator(seed: 1).split(role).normalRows(rows, columns: columns)
                : SyntheticImages(columns: columns, seed: 1).rows(rows, stream: role)
            try writeArray(features, to: folder.appendingPathComponent("\(role).npy"))
        }
    }

    /// As `ganeval measure` reads: no second copy of the rows.
    private func read(_ name: String) throws -> Matrix<Float> {
        let path = folder.appendingPathComponent(name).path
        guard let rows = try FeatureFile.read(path).rows else {
            throw BenchmarkError(message: "\(path): expected rows.")
        }
        return rows
    }

    func run() throws {
        if makes { return }
        let (real, generated) = (try read("real.npy"), try read("generated.npy"))
        var options = MetricOptions()
        let names: [String]
        switch measure {
        case "prdc", "prdc with intervals":
            names = ["precision", "recall", "density", "coverage"]
            options.interval = measure != "prdc"
        case "kernel_distance": names = ["kernel_distance"]
        case "vendi_score": names = []
        case "catalogue", "catalogue without intervals":
            // Both train something; their time says nothing about the pass over all pairs.
            let trained = ["feature_likelihood_divergence", "classifier_two_sample"]
            names = MetricRegistry.all.map(\.name).filter { !trained.contains($0) }
            options.interval = measure == "catalogue"
        default: throw BenchmarkError(message: "--measure \(measure): no such measure.")
        }
        var values: [String: Double] = [:]
        var failure: (any Error)?
        let times = shortestTimes(
            rounds: rounds,
            [
                (
                    measure,
                    {
                        do {
                            if names.isEmpty {
                                values["vendi_score"] =
                                    try VendiScore.evaluate(generated: generated, options: .init(interval: false)).value
                                return
                            }
                            let outcome = try MetricCatalogue.evaluate(
                                names, inputs: MetricInputs(real: real, generated: generated), options: options)
                            for name in names { values[name] = outcome.value(of: name) }
                        } catch { failure = error }
                    }
                )
            ])
        if let failure { throw failure }
        let time = times[measure] ?? Timing()
        try printLine([
            "benchmark": "metrics", "measure": measure, "values": values, "seconds": time.seconds,
            "processor_seconds": time.processorSeconds, "peak_megabytes": peakMegabytes(), "rows": real.rows,
            "columns": real.columns, "threads": Parallel.threadCount, "kernel": OpenBLAS.setup.kernel,
        ])
    }
}

/// The most memory that this process has held at a time, in units of 10⁶ bytes.
func peakMegabytes() -> Double {
    var usage = rusage()
    #if canImport(Glibc)
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
        return Double(usage.ru_maxrss) * 1024 / 1e6
    #else
        guard getrusage(RUSAGE_SELF, &usage) == 0 else { return 0 }
        return Double(usage.ru_maxrss) / 1e6
    #endif
}
