import ArgumentParser
import Foundation
import GANData
import GANEvaluation
import GANFiles
import GANModels
import GANNumerics
import GANReports
import GANStore

/// One series with its progress bar, from names to files.
struct SeriesSession {
    var inputs: [String]
    var plan: NamedPlan
    var metric: String
    var model: ModelOptions
    var discriminator: DiscriminatorOptions
    var out: String
    /// nil to end with the checkpoints there are; otherwise the seconds between two looks for new ones.
    var watch: Double?
    var adversaries: AdversaryPlan?
    var store: Store?
    var quiet: Bool
    var judge: SeriesPolicy?
    var command: String

    /// Measures all checkpoints and writes the files; with `watch`, those that come as well.
    ///
    /// Throws what the series throws, and `ExitCode` after Ctrl-C.
    func run() throws -> SeriesReport {
        // Nor shall the data be read for files that are not there.
        _ = try SeriesFiles(inputs: inputs).paths(isWaiting: watch != nil)
        try keepAside(onlyChecking: true)
        let interruption = Interruption()
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        let measuring = try plan.open()
        SourceNotes.tell([measuring.reference, measuring.heldOut], reading: plan.reading, quiet: quiet)
        let model = model.takingLabels(from: measuring.reference)
        let series = SeriesRun(
            .init(
                inputs: inputs, measuring: measuring, samples: plan.samples, metric: metric, model: model,
                adversaries: adversaries, discriminator: try openDiscriminator(shape: measuring.reference.shape)),
            cache: try StoreOptions.cache(store), judge: judge,
            progress: { bar.update($0.stage, share: $0.share, count: $0.count) },
            told: { note in
                guard !quiet else { return }
                bar.clear()
                Console.note(note)
            })
        guard let watch else {
            let report = try series.run(shouldStop: { interruption.isRequested })
            // From here Ctrl-C ends the program as usual; one that came too late to be asked for stops it here.
            guard let report, !interruption.end() else {
                bar.clear()
                Console.note(
                    store == nil
                        ? "Stopped; without a store the series begins anew."
                        : "Stopped; the same command goes on where it was.")
                throw StopSignal.exitCode
            }
            return try write(report)
        }
        // Ctrl-C is how watching ends: what is there is written.
        let report = try series.watch(
            every: watch, shouldStop: { interruption.isRequested },
            waiting: { count in
                bar.update("waiting for checkpoints", share: 0, detail: "\(count) measured, Ctrl-C ends")
            }, made: { _ = try write($0) })
        interruption.end()
        return try write(report)
    }

    /// The discriminator that was named; throws before anything is measured for one that can't be used.
    private func openDiscriminator(shape: SampleShape) throws -> JudgedDiscriminator? {
        // Options of the generators that are not the discriminator's are no mistake.
        var shared = SharedModelOptions()
        let judged = try discriminator.open(model, sharing: &shared, shape: shape) { if !quiet { Console.note($0) } }
        try judged?.check(shape: shape)
        return judged
    }

    /// Puts another series' files aside; one of the same command goes on, and is replaced.
    private func keepAside(onlyChecking: Bool = false) throws {
        let earlier = EarlierFiles.series(in: out)
        if earlier.document?["command"] as? String == command { return }
        if onlyChecking { return try earlier.check() }
        OutputFolder.tell(kept: try earlier.keepAside(), quiet: quiet)
    }

    private func write(_ report: SeriesReport) throws -> SeriesReport {
        var report = report
        report.command = command
        try UnfinishedFiles.whole {
            try keepAside()
            try SeriesWriter.write(report, to: URL(fileURLWithPath: out, isDirectory: true))
        }
        return report
    }
}
