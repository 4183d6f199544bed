import Foundation
import GANData
import GANEvaluation
import GANFiles
import GANModels
import GANNumerics
import GANReports
import GANStore

/// One comparison with its progress bar, from names to files.
struct CompareSession {
    var out: String
    var store: Store?
    var quiet: Bool
    var command: String

    /// Compares reports by their figures.
    func run(reports paths: [String]) throws -> ComparisonReport {
        try run { _, clock in
            let record = clock.record(command: command)
            return try ReportComparison.compare(try paths.map { try ReportFile.read($0) }, record: record)
        }
    }

    /// Compares models and samples; models of several kinds share the options, of which each takes what applies to it.
    func run(
        _ subjects: [NamedSubject], model: ModelOptions, reading: SourceReading, plan: NamedPlan, permutations: Int
    ) throws -> ComparisonReport {
        try run { bar, clock in
            let record = clock.record(command: command)
            let cache = try StoreOptions.cache(store)
            let measuring = try plan.open()
            SourceNotes.tell([measuring.reference, measuring.heldOut], reading: plan.reading, quiet: quiet)
            let model = model.takingLabels(from: measuring.reference)
            var reading = reading
            reading.columns = measuring.reference.columnNames
            var shared = SharedModelOptions()
            let opened = try subjects.map { subject in
                let opened = try subject.open(
                    model, sharing: &shared, seed: plan.seed, count: plan.samples, reading: reading)
                if !quiet { opened.notes.forEach { Console.note($0) } }
                return opened.subject
            }
            try shared.finish().forEach { Console.note($0) }
            let request = ComparisonRequest(subjects: opened, plan: measuring, permutations: permutations)
            return try Comparer(
                request, cache: cache, progress: { bar.update($0.stage, share: $0.share, count: $0.count) },
                finished: { clock.finish($0) }
            ).compare(record: record)
        }
    }

    private func run(_ compare: (ProgressBar, StageClock) throws -> ComparisonReport) throws -> ComparisonReport {
        let earlier = EarlierFiles.comparison(in: out)
        try earlier.check()
        let clock = StageClock()
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        var report = try compare(bar, clock)
        report.run = clock.record(command: command)
        bar.update("writing", share: 0)
        let kept = try UnfinishedFiles.whole {
            let kept = try earlier.keepAside()
            try ComparisonWriter.write(report, to: URL(fileURLWithPath: out, isDirectory: true))
            return kept
        }
        OutputFolder.tell(kept: kept, quiet: quiet)
        return report
    }
}
