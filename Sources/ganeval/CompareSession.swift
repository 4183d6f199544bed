import Foundation
import GANCheckpoints
import GANData
import GANEvaluation
import GANModels
import GANReports
import GANStore
import OrderedCollections

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
        // Minutes of work must not end at a folder that can't be written.
        try OutputFolder.check(out)
        let clock = StageClock()
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        let record = clock.record(command: command)
        var report: ComparisonReport
        if areReports {
            report = try ReportComparison.compare(try subjects.map { try ReportFile.read($0) }, record: record)
        } else {
            let cache: any EvaluationCache =
                try store.map { try StoreCache(store: $0) { message in Console.warning(message) } } ?? NoCache()
            let request = ComparisonRequest(
                subjects: try subjects.map { try open($0) },
                reference: try SampleSources.open(reference, labels: measuring.referenceLabels),
                heldOut: try measuring.heldOut.map { try SampleSources.open($0) }, extractor: measuring.extractorChoice,
                extractors: registry,
                seed: measuring.seed, neighbours: measuring.neighbours, permutations: permutations,
                classNames: measuring.classNames)
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

    private func open(_ text: String) throws -> EvaluationSubject {
        switch SubjectArgument(text) {
        case .samples(let name): return .samples(try SampleSources.open(name), count: measuring.samples)
        case .model(let path):
            let loaded = try model.load(path)
            loaded.notes.forEach { Console.note("\(path): \($0)") }
            return .generator(
                loaded.generator, path: path, facts: loaded.facts, seed: measuring.seed, count: measuring.samples)
        }
    }
}

/// What a subject's argument names: a model to be sampled, or samples that were made before.
enum SubjectArgument: Equatable {
    case model(path: String)
    case samples(String)

    /// Endings of files that hold weights; `.npz` files are taken for samples.
    static let modelEndings = ["safetensors", "pt", "pth", "ckpt", "bin", "onnx"]

    init(_ text: String) {
        if text.hasPrefix("model:") {
            self = .model(path: String(text.dropFirst(6)))
        } else if text.hasPrefix("samples:") {
            self = .samples(String(text.dropFirst(8)))
        } else if Self.modelEndings.contains((text as NSString).pathExtension.lowercased()) {
            self = .model(path: text)
        } else {
            self = .samples(text)
        }
    }
}
