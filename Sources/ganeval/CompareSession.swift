import Foundation
import GANData
import GANEvaluation
import GANModels
import GANNumerics
import GANReports
import GANStore

/// One comparison from arguments to files.
struct CompareSession {
    var subjects: [String]
    var areReports: Bool
    var reference: String
    var measuring: MeasuringOptions
    var registry: ExtractorRegistry
    var permutations: Int
    var model: GeneratorOptions
    var out: String
    var store: Store?
    var quiet: Bool
    var command: String

    func run() throws -> ComparisonReport {
        let clock = StageClock()
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        let record = clock.record(command: command)
        var report: ComparisonReport
        if areReports {
            report = try ReportComparison.compare(try subjects.map { try ReportFile.read($0) }, record: record)
        } else {
            let cache = try StoreOptions.cache(store)
            let request = ComparisonRequest(
                subjects: try openSubjects(), plan: try measuring.plan(reference: reference, registry: registry),
                permutations: permutations)
            report = try Comparer(
                request, cache: cache, progress: { bar.update($0.stage, share: $0.share, count: $0.count) },
                finished: { clock.finish($0) }
            ).compare(record: record)
        }
        report.run = clock.record(command: command)
        bar.update("writing", share: 0)
        try ComparisonWriter.write(report, to: URL(fileURLWithPath: out, isDirectory: true))
        return report
    }

    /// Opens all subjects; models of several kinds share the options, of which each takes what applies to it.
    private func openSubjects() throws -> [EvaluationSubject] {
        var shared = SharedModelOptions()
        let opened = try subjects.map { text -> EvaluationSubject in
            switch SubjectArgument(text) {
            case .samples(let name): return .samples(try SampleSources.open(name), count: measuring.samples)
            case .model(let path):
                let file = try ModelFile.open(path)
                let loaded = try shared.open(try model.stated(for: file)) { try file.generator($0) }
                loaded.notes.forEach { Console.note("\(path): \($0)") }
                return .generator(
                    loaded.generator, path: path, facts: loaded.facts, seed: measuring.seed, count: measuring.samples)
            }
        }
        try shared.finish().forEach { Console.note($0) }
        return opened
    }
}
