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

    func summary() throws -> Subject {
        switch self {
        case .generator(let generator, let path, let facts, _, _):
            return Subject(name: generator.name, path: path, digest: generator.digest, facts: facts)
        case .samples(let source, _):
            return Subject(
                name: source.name, path: source.name, digest: try source.contentDigest(),
                facts: ["samples": "\(source.count)", "read as": source.rule])
        }
    }

    /// The samples, as `SampleSource` gives them; `progress` hears the finished share.
    func draw(progress: (Double) -> Void) throws -> Matrix<Float> {
        let block = 1024
        var scalars: [Float] = []
        scalars.reserveCapacity(count * shape.size)
        for start in stride(from: 0, to: count, by: block) {
            let rows = start..<min(count, start + block)
            switch self {
            case .generator(let generator, _, _, let seed, _):
                scalars += try generator.sample(rows: rows, seed: seed).scalars
            case .samples(let source, _): scalars += try source.read(rows: rows).scalars
            }
            progress(Double(rows.upperBound) / Double(count))
        }
        return Matrix(rows: count, columns: shape.size, scalars: scalars)
    }
}
