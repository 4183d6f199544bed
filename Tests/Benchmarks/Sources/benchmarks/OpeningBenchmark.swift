import Foundation
import GANModels
import GANNumerics

/// Opening a file that holds a model: read, checked and hashed; and, where it is to sample, its generator built and ready.
///
/// One process a measurement, whose peak of memory is what the opening took.
struct OpeningBenchmark {
    let model: String
    let isToSample: Bool

    init(_ options: Options) throws {
        var options = options
        guard let model = options.text("model") else { throw BenchmarkError(message: "opening needs --model FILE.") }
        self.model = model
        switch options.text("until") {
        case nil, "opened": isToSample = false
        case "ready": isToSample = true
        case let other?:
            throw BenchmarkError(message: "--until \(other): expected opened or ready.")
        }
        try options.finish()
    }

    func run() throws {
        var opened: (file: ModelFile, loaded: LoadedGenerator?)?
        var failure: (any Error)?
        let seconds =
            ContinuousClock().measure {
                do {
                    let file = try ModelFile.open(model)
                    opened = (file, isToSample ? try file.generator() : nil)
                } catch { failure = error }
            } / .seconds(1)
        if let failure { throw failure }
        let bytes = try FileManager.default.attributesOfItem(atPath: model)[.size] as? Int ?? 0
        try withExtendedLifetime(opened) {
            try printLine([
                "benchmark": "opening", "measure": isToSample ? "building" : "opening",
                "model": (model as NSString).lastPathComponent, "bytes": bytes, "seconds": seconds,
                "peak_bytes": peakMegabytes() * 1e6, "threads": Parallel.threadCount,
            ])
        }
    }
}
