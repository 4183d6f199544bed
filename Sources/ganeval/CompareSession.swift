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
    var heldOut: String?
    var referenceLabels: String?
    var classNames: [String]?
    var extractor: ExtractorChoice
    var registry: ExtractorRegistry
    var samples: Int
    var seed: UInt64
    var neighbours: Int
    var permutations: Int
    var model: GeneratorOptions
    var out: String
    var store: Store?
    var quiet: Bool
    var command: String

    func run() throws -> ComparisonReport {
        // Minutes of work must not end at a folder that can't be written.
        try OutputFolder.check(out)
        let started = ISO8601DateFormatter().string(from: Date())
        let clock = ContinuousClock.now
        let bar = ProgressBar(quiet: quiet)
        defer { bar.clear() }
        var stages: OrderedDictionary<String, Double> = [:]
        var last = clock
        let record = RunRecord(
            identifier: "\(started)-\(UUID().uuidString.prefix(8).lowercased())", toolVersion: ToolVersion.current,
            command: command, startedAt: started, seconds: 0, machine: MachineDescription.current(), stages: [:])
        var report: ComparisonReport
        if areReports {
            report = try ReportComparison.compare(try subjects.map { try ReportFile.read($0) }, record: record)
        } else {
            let cache: any EvaluationCache =
                try store.map { try StoreCache(store: $0) { message in Console.warning(message) } } ?? NoCache()
            let request = ComparisonRequest(
                subjects: try subjects.map { try open($0) },
                reference: try SampleSources.open(reference, labels: referenceLabels),
                heldOut: try heldOut.map { try SampleSources.open($0) }, extractor: extractor, extractors: registry,
                seed: seed, neighbours: neighbours, permutations: permutations, classNames: classNames)
            report = try Comparer(
                request, cache: cache, progress: { bar.update($0.stage, share: $0.share, count: $0.count) },
                finished: { name in
                    let now = ContinuousClock.now
                    stages[name, default: 0] += (now - last).inSeconds
                    last = now
                }
            ).compare(record: record)
        }
        report.run.stages = stages
        report.run.seconds = (ContinuousClock.now - clock).inSeconds
        bar.update("writing", share: 0)
        try ComparisonWriter.write(report, to: URL(fileURLWithPath: out, isDirectory: true))
        return report
    }

    private func open(_ text: String) throws -> EvaluationSubject {
        switch SubjectArgument(text) {
        case .samples(let name): return .samples(try SampleSources.open(name), count: samples)
        case .model(let path):
            let loaded = try model.load(path)
            loaded.notes.forEach { Console.note("\(path): \($0)") }
            return .generator(loaded.generator, path: path, facts: loaded.facts, seed: seed, count: samples)
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
