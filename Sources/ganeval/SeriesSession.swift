import ArgumentParser
import Foundation
import GANEvaluation
import GANGate
import GANMetrics
import GANModels
import GANNumerics
import GANReports
import GANStore

/// One series from arguments to files.
struct SeriesSession {
    var inputs: [String]
    var reference: String
    var measuring: MeasuringOptions
    var registry: ExtractorRegistry
    var metric: String
    var model: GeneratorOptions
    var out: String
    /// nil to end with the checkpoints there are; otherwise the seconds between two looks for new ones.
    var watch: Double?
    var store: Store?
    var quiet: Bool
    var policy: SeriesPolicy?
    var command: String

    /// Measures all checkpoints and writes the files; with `watch`, those that come as well.
    ///
    /// Throws what the series throws, and `ExitCode` after Ctrl-C.
    func run() throws -> SeriesReport {
        // Nor shall the data be read for files that are not there.
        _ = try SeriesFiles(inputs: inputs).paths(isWaiting: watch != nil)
        let interruption = Interruption()
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        let series = SeriesRun(
            .init(
                inputs: inputs, measuring: try measuring.plan(reference: reference, registry: registry),
                samples: measuring.samples, metric: metric, model: try model.stated()),
            cache: try StoreOptions.cache(store), judge: policy,
            progress: { bar.update($0.stage, share: $0.share, count: $0.count) })
        guard let watch else {
            guard let report = try series.run(shouldStop: { interruption.isRequested }) else {
                bar.clear()
                Console.note(
                    store == nil
                        ? "Stopped; without a store the series begins anew."
                        : "Stopped; the same command goes on where it was.")
                throw ExitCode(130)
            }
            interruption.end()
            return try write(report)
        }
        let report = try series.watch(
            every: watch, shouldStop: { interruption.isRequested },
            waiting: { count in
                bar.update("waiting for checkpoints", share: 0, detail: "\(count) measured, Ctrl-C ends")
            }, made: { _ = try write($0) })
        interruption.end()
        return try write(report)
    }

    private func write(_ report: SeriesReport) throws -> SeriesReport {
        var report = report
        report.command = command
        try SeriesWriter.write(report, to: URL(fileURLWithPath: out, isDirectory: true))
        return report
    }
}
