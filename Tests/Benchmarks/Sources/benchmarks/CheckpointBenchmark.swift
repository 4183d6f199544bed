import Foundation
import GANCheckpoints
import GANNumerics

/// Reading a weight file from the page cache: opened, checked, checksums verified, tensors ready as slices.
struct CheckpointBenchmark {
    let file: String
    let rounds: Int

    init(_ options: Options) throws {
        var options = options
        guard let file = options.text("file") else { throw BenchmarkError(message: "checkpoint needs --file FILE.") }
        self.file = file
        rounds = try options.count("rounds", default: 5)
        try options.finish()
    }

    func run() throws {
        let first = try WeightFile.read(file)
        let tensors = first.stateDicts().reduce(0) { $0 + $1.tensorCount }
        var times = (read: Double.infinity, digest: Double.infinity)
        for _ in 0..<rounds {
            var failure: (any Error)?
            let seconds =
                ContinuousClock().measure {
                    do { _ = try WeightFile.read(file).stateDicts() } catch { failure = error }
                } / .seconds(1)
            if let failure { throw failure }
            times.read = min(times.read, seconds)
            times.digest = min(times.digest, ContinuousClock().measure { _ = first.digest() } / .seconds(1))
        }
        let bytes = Double(first.byteCount)
        try printLine([
            "benchmark": "checkpoint", "measure": "ganeval", "format": "\(first.format)", "bytes": first.byteCount,
            "tensors": tensors, "seconds": times.read, "gigabytes_per_second": bytes / times.read / 1e9,
            "digest_gigabytes_per_second": bytes / times.digest / 1e9, "threads": Parallel.threadCount,
        ])
    }
}
