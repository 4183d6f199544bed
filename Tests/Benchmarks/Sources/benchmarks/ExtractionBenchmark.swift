import Foundation
import GANData
import GANModels
import GANNumerics

/// Images a second from a folder of PNG files to features: decode, resize, network.
///
/// `--registry FOLDER` holds the weights (`FOLDER/weights/…`); `--graph FILE` writes the network's ONNX graph, for the
/// peers' script to run it bare.
struct ExtractionBenchmark {
    let folder: String
    let registry: ExtractorRegistry
    let extractor: String
    let graph: String?
    let rounds: Int

    init(_ options: Options) throws {
        var options = options
        guard let folder = options.text("folder"), let registry = options.text("registry") else {
            throw BenchmarkError(message: "extraction needs --folder and --registry.")
        }
        self.folder = folder
        self.registry = ExtractorRegistry(folder: registry)
        extractor = options.text("extractor") ?? "inception-v3-fid"
        graph = options.text("graph")
        rounds = try options.count("rounds", default: 2)
        try options.finish()
    }

    func run() throws {
        if let graph { try registry.writeGraph(of: extractor, to: graph) }
        let source = try SampleSources.open(folder)
        let network = try registry.open(extractor, sampleShape: source.shape)
        // The first run of a session makes its buffers.
        _ = try network.embed(try source.read(rows: 0..<min(32, source.count)))
        var best = 0.0
        for _ in 0..<rounds {
            var failure: (any Error)?
            let seconds =
                ContinuousClock().measure {
                    do {
                        for start in stride(from: 0, to: source.count, by: 256) {
                            _ = try network.embed(try source.read(rows: start..<min(source.count, start + 256)))
                        }
                    } catch { failure = error }
                } / .seconds(1)
            if let failure { throw failure }
            best = max(best, Double(source.count) / seconds)
        }
        try printLine([
            "benchmark": "extraction", "measure": "ganeval", "extractor": extractor, "images_per_second": best,
            "images": source.count, "threads": Parallel.threadCount,
        ])
    }
}
