import Foundation
import GANModels
import GANNumerics

/// Samples a second from any generator that ganeval opens, latents drawn and grey levels rounded.
struct SamplingBenchmark {
    let model: String
    let count: Int
    let rounds: Int

    init(_ options: Options) throws {
        var options = options
        guard let model = options.text("model") else {
            throw BenchmarkError(message: "sampling needs --model FILE.")
        }
        self.model = model
        count = try options.count("count", default: 20_480)
        rounds = try options.count("rounds", default: 3)
        try options.finish()
    }

    func run() throws {
        let generator = try ModelFile.open(model).generator().generator
        // Large images are taken as a report takes them, some pieces at a time.
        let step = generator.piece * max(Parallel.threadCount, 1024 / generator.piece / 8)
        var best = 0.0
        for _ in 0..<rounds {
            var failure: (any Error)?
            let seconds =
                ContinuousClock().measure {
                    do {
                        for start in stride(from: 0, to: count, by: step) {
                            _ = try generator.sample(rows: start..<min(count, start + step), seed: 1)
                        }
                    } catch { failure = error }
                } / .seconds(1)
            if let failure { throw failure }
            best = max(best, Double(count) / seconds)
        }
        try printLine([
            "benchmark": "sampling", "measure": "ganeval",
            "model": ((model as NSString).lastPathComponent as NSString).deletingPathExtension,
            "samples_per_second": best, "samples": count, "rounds": rounds, "piece": generator.piece,
            "peak_bytes": peakMegabytes() * 1e6, "threads": Parallel.threadCount,
        ])
    }
}
