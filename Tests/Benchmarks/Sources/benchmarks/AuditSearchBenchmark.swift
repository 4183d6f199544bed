import Foundation
import GANAudit
import GANData
import GANNumerics

/// The memorization audit's search beside the bare matrix product and the plain neighbour search of the same shape.
///
/// Whole audits are timed, reading, fingerprints and statistics included, with next to no calibration rows: by pixels alone, and
/// through all transformations.
struct AuditSearchBenchmark {
    let images: String
    let queries: Int
    let rows: Int
    let rounds: Int

    init(_ options: Options) throws {
        var options = options
        guard let images = options.text("images") else {
            throw BenchmarkError(message: "Name a source of images with --images, of one size, such as an IDX file.")
        }
        self.images = images
        queries = try options.count("queries", default: 10_000)
        rows = try options.count("rows", default: 50_000)
        rounds = try options.count("rounds", default: 2)
        try options.finish()
    }

    func run() throws {
        let source = try SampleSources.open(images)
        guard source.count >= rows + queries else {
            throw BenchmarkError(message: "\(images) has \(source.count) images; \(rows + queries) are needed.")
        }
        let shape = source.shape
        let all = try source.read(rows: 0..<rows + queries)
        let (training, samples) = (all.rows(in: 0..<rows), all.rows(in: rows..<rows + queries))
        var products = [Float](repeating: 0, count: queries * rows)
        func audit(_ channels: Set<AuditOptions.Channel>) {
            func source(_ rows: Matrix<Float>, _ name: String) -> ArraySource {
                ArraySource(name: name, rule: "benchmark", shape: shape, samples: rows)
            }
            // A single held-out row keeps the contests' part small.
            let findings = try? Audit.run(
                samples: source(samples, "samples"), training: source(training, "training"),
                heldOut: source(training.rows(in: 0..<1), "held-out"),
                options: AuditOptions(calibrationRows: 100, exchangeabilityRows: 0, channels: channels))
            precondition(findings != nil, "an audit that can't be done")
        }
        let timings = shortestTimes(
            rounds: rounds,
            [
                (
                    "product, one call, OpenBLAS threads",
                    {
                        OpenBLASThreads.set(Parallel.threadCount)
                        OpenBLAS.multiply(
                            samples.scalars, transposed: false, training.scalars, transposed: true, into: &products,
                            m: queries, n: rows, k: all.columns)
                        OpenBLASThreads.set(1)
                    }
                ), ("search", { _ = NearestNeighbours.search(queries: samples, in: training, count: 6) }),
                ("audit by pixels", { audit([]) }),
                ("audit, all transformations", { audit(Set(AuditOptions.Channel.allCases)) }),
            ])
        let search = timings["search"]?.processorSeconds ?? 0
        let product = timings["product, one call, OpenBLAS threads"]?.processorSeconds ?? 0
        for (name, timing) in timings.sorted(by: { $0.key < $1.key }) {
            try printLine([
                "benchmark": "audit-search", "measure": name, "seconds": timing.seconds,
                "processor_seconds": timing.processorSeconds, "queries": queries, "rows": rows, "columns": all.columns,
                "threads": Parallel.threadCount, "kernel": OpenBLAS.setup.kernel,
                "ratio_to_product": timing.processorSeconds / max(1e-9, product),
                "ratio_to_search": timing.processorSeconds / max(1e-9, search),
            ])
        }
    }
}
