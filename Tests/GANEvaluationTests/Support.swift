import GANCheckpoints
import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections
import Synchronization

@testable import GANEvaluation

/// A source that remembers which rows it was asked for.
final class CountingSource: SampleSource {
    let base: any SampleSource
    private let asked = Mutex<[Range<Int>]>([])

    init(_ base: any SampleSource) { self.base = base }

    /// The rows of each read, in order.
    var reads: [Range<Int>] { asked.withLock { $0 } }

    var name: String { base.name }
    var rule: String { base.rule }
    var count: Int { base.count }
    var shape: SampleShape { base.shape }
    var labels: [Int]? { base.labels }
    var classNames: [String]? { base.classNames }
    func contentDigest() throws -> String { try base.contentDigest() }
    func origin(of row: Int) -> String { base.origin(of: row) }
    func read(rows: Range<Int>) throws -> Matrix<Float> {
        asked.withLock { $0.append(rows) }
        return try base.read(rows: rows)
    }
}

/// A generator of points: its latent vectors, scaled and moved.
struct PointGenerator: Generator {
    var centre: (Float, Float)
    var spread: Float = 0.01
    let name = "points"
    let latentSize = 2
    let sampleShape = SampleShape.vector(2)

    var digest: String {
        var digest = ContentDigest()
        digest.update([centre.0, centre.1, spread])
        return digest.hexadecimal()
    }

    func generate(latents: Matrix<Float>, firstSample: Int, seed: UInt64) throws -> Matrix<Float> {
        Matrix(
            rows: latents.rows, columns: 2,
            scalars: (0..<latents.rows).flatMap {
                [centre.0 + spread * latents[$0, 0], centre.1 + spread * latents[$0, 1]]
            })
    }
}

enum Sample {
    static let record = RunRecord(
        identifier: "run", toolVersion: "1.0.0", command: "ganeval report", startedAt: "2024-01-01T00:00:00Z",
        seconds: 0, machine: [:], stages: [:])

    /// The rows of a source for which `keep` holds, as a source of its own without labels.
    static func rows(of source: any SampleSource, limit: Int, where keep: (Int) -> Bool) throws -> ArraySource {
        let rows = Array((0..<source.count).filter(keep).prefix(limit))
        return try self.source(source.read(rows: 0..<source.count).rows(at: rows), shape: source.shape)
    }

    /// Noisy 10×10 images of five classes: a bright band of two rows stands where the class says.
    static func bands(count: Int, seed: UInt64) -> ArraySource {
        var random = SeededGenerator(seed: seed)
        let labels = (0..<count).map { _ in random.index(below: 5) }
        let samples = Matrix<Float>(rows: count, columns: 100) { target in
            for index in target.indices {
                let isBright = index % 100 / 20 == labels[index / 100]
                target[index] = Float(random.index(below: 60) + (isBright ? 180 : 0))
            }
        }
        return source(samples, shape: .image(height: 10, width: 10, channels: 1), labels: labels, name: "bands \(seed)")
    }

    static func source(
        _ samples: Matrix<Float>, shape: SampleShape, labels: [Int]? = nil, name: String = "generated"
    )
        -> ArraySource
    {
        ArraySource(name: name, rule: "test", shape: shape, samples: samples, labels: labels)
    }
}

extension EvaluationReport {
    func value(_ metric: String) -> Double { metrics[metric]?.result.value ?? .nan }
    func ceiling(_ metric: String) -> Double { metrics[metric]?.result.ceiling?.value ?? .nan }
    func tile(_ section: ReportSection) -> Verdict.Tile? { verdict.tiles.first { $0.section == section } }
}

extension EvaluationRequest {
    init(
        subject: EvaluationSubject, reference: any SampleSource, heldOut: (any SampleSource)? = nil,
        extractor: ExtractorChoice = .automatic, extractors: ExtractorRegistry = ExtractorRegistry(folder: ""),
        seed: UInt64 = 1, neighbours: Int = 5, training: [TrainingPoint] = [], classNames: [String]? = nil,
        metrics: MetricChoice = .report
    ) {
        self.init(
            subject: subject,
            plan: MeasuringPlan(
                reference: reference, heldOut: heldOut, extractor: extractor, extractors: extractors, seed: seed,
                neighbours: neighbours, classNames: classNames), training: training, metrics: metrics)
    }
}

extension ComparisonRequest {
    init(
        subjects: [EvaluationSubject], reference: any SampleSource, heldOut: (any SampleSource)? = nil,
        extractor: ExtractorChoice = .automatic, extractors: ExtractorRegistry = ExtractorRegistry(folder: ""),
        seed: UInt64 = 1, neighbours: Int = 5, permutations: Int = 2000, classNames: [String]? = nil
    ) {
        self.init(
            subjects: subjects,
            plan: MeasuringPlan(
                reference: reference, heldOut: heldOut, extractor: extractor, extractors: extractors, seed: seed,
                neighbours: neighbours, classNames: classNames), permutations: permutations)
    }
}
