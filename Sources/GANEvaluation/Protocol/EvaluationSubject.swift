public import GANData
public import GANModels
import GANNumerics
public import OrderedCollections

/// What is judged: a generator that is sampled now, or samples that were made before.
public enum EvaluationSubject: Sendable {
    /// `seed` and `count` decide which samples of the generator's endless series are taken: the first `count`.
    case generator(any Generator, path: String, facts: OrderedDictionary<String, String>, seed: UInt64, count: Int)
    /// The first `count` samples of a source.
    case samples(any SampleSource, count: Int)

    /// The kind under which a generator's samples are cached.
    static let samplesKind = "samples/1"

    var shape: SampleShape {
        switch self {
        case .generator(let generator, _, _, _, _): return generator.sampleShape
        case .samples(let source, _): return source.shape
        }
    }

    var count: Int {
        switch self {
        case .generator(_, _, _, _, let count): return count
        case .samples(let source, let count): return min(count, source.count)
        }
    }

    /// All samples that there are, of which `count` are judged.
    var all: Int {
        switch self {
        case .generator(_, _, _, _, let count): return count
        case .samples(let source, _): return source.count
        }
    }

    var name: String {
        switch self {
        case .generator(let generator, _, _, _, _): return generator.name
        case .samples(let source, _): return source.name
        }
    }

    /// What decides the samples' values: keys caches and stands in the protocol.
    func identity() throws -> [String] {
        switch self {
        case .generator(let generator, _, _, let seed, let count):
            return ["generator", generator.digest, "seed \(seed)", "count \(count)"]
        case .samples(let source, let count):
            return ["samples", try source.contentDigest(), "first \(min(count, source.count))"]
        }
    }

    /// What is judged, for a report's head.
    ///
    /// Throws what reading the samples throws.
    public func summary() throws -> Subject {
        switch self {
        case .generator(let generator, let path, let facts, _, _):
            return Subject(name: generator.name, path: path, digest: generator.digest, facts: facts)
        case .samples(let source, _):
            let judged = count == source.count ? "\(count)" : "\(count), the first of \(source.count)"
            return Subject(
                name: source.name, path: source.name, digest: try source.contentDigest(),
                facts: ["samples": judged, "read as": source.rule])
        }
    }

    /// The samples, as `SampleSource` gives them; a generator's come from the cache where they were drawn before.
    ///
    /// `progress` hears the finished share.
    func draw(cache: any EvaluationCache, progress: (Double) -> Void) throws -> Matrix<Float> {
        switch self {
        case .generator(let generator, _, _, let seed, let count):
            return try cache.matrices(kind: Self.samplesKind, ingredients: try identity()) {
                [try Self.blocks(count, shape, progress) { try generator.sample(rows: $0, seed: seed) }]
            }[0]
        case .samples(let source, _):
            return try Self.blocks(count, shape, progress) { try source.read(rows: $0) }
        }
    }

    /// The classes of the samples, where they are known.
    var labels: [Int]? {
        switch self {
        case .generator(let generator, _, _, let seed, let count): return generator.labels(rows: 0..<count, seed: seed)
        case .samples(let source, _): return source.labels.map { Array($0.prefix(count)) }
        }
    }

    private static func blocks(
        _ count: Int, _ shape: SampleShape, _ progress: (Double) -> Void, _ read: (Range<Int>) throws -> Matrix<Float>
    ) rethrows -> Matrix<Float> {
        // Networks run in pieces of 64 samples.
        let block = shape.blockRows(atMost: 1024, multipleOf: 64)
        var scalars: [Float] = []
        scalars.reserveCapacity(count * shape.size)
        for start in stride(from: 0, to: count, by: block) {
            let rows = start..<min(count, start + block)
            scalars += try read(rows).scalars
            progress(Double(rows.upperBound) / Double(count))
        }
        return Matrix(rows: count, columns: shape.size, scalars: scalars)
    }
}
