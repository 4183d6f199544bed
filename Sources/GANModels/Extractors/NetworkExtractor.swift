public import GANData
public import GANNumerics
import GANONNX
import RealModule
import Synchronization

/// A network in ONNX Runtime as a feature extractor.
///
/// Images go through in batches of a fixed size, the last one filled up with zeros, several at the same time: features
/// depend neither on what comes with an image nor on the number of threads.
public struct NetworkExtractor: FeatureExtractor {
    /// What reports, protocols and the command line call it.
    public let name: String
    /// SHA-256 over all that decides the features.
    public let digest: String
    /// The shape that samples must have.
    public let sampleShape: SampleShape
    /// How samples are prepared, as protocols say it.
    public let rule: String
    /// Whether it is worth telling how far it is.
    public let isSlow = true
    /// SHA-256 of the weights, as a file.
    public let weightsDigest: String
    /// What it was made from.
    public let description: ExtractorDescription
    private let session: ONNXSession
    private let inputName: String
    private let inputType: ONNXElementType
    /// Images in one run.
    private let batch: Int
    /// Most values that one run takes, 256 MB of them.
    private static let greatestRun = 1 << 26
    private let preprocessor: ImagePreprocessor

    /// An extractor for samples of one shape.
    ///
    /// Throws `unsuitableSamples` when they can't be given to the network, `extractorOutput` or `unreadableExtractor` when
    /// the description and the model don't fit.
    init(
        _ description: ExtractorDescription, session: ONNXSession, weightsDigest: String, sampleShape: SampleShape
    ) throws {
        self.description = description
        self.session = session
        self.weightsDigest = weightsDigest
        self.sampleShape = sampleShape
        // FID, sFID and the inception score belong to published weights; others may not pass under the name.
        if case .builtin(let network) = description.network, let prefix = network.publishedDigestPrefix,
            !weightsDigest.hasPrefix(prefix)
        {
            name = "\(description.name) with other weights"
        } else {
            name = description.name
        }
        rule = description.resizeRule
        preprocessor = try ImagePreprocessor(description.input, shape: sampleShape, extractor: description.name)
        let named =
            description.input.name.map { name in session.inputs.first { $0.name == name } } ?? session.inputs.first
        guard let input = named, description.input.name != nil || session.inputs.count == 1 else {
            throw ModelError.unreadableExtractor(
                path: session.path,
                problem: "its inputs are \(session.inputs.map(GeneratorInputs.describe).joined(separator: "; ")); "
                    + "input.name must say which takes the image")
        }
        inputName = input.name
        inputType = input.type
        batch = input.shape.first.flatMap { $0 } ?? description.batch
        guard (1...1024).contains(batch), batch * preprocessor.size <= Self.greatestRun else {
            throw ModelError.unreadableExtractor(
                path: session.path,
                problem:
                    "one run of \(batch) images of \(description.input.height)×\(description.input.width) pixels is out "
                    + "of bounds; at most \(Self.greatestRun) values go in at once")
        }
        let names = session.outputs.map(\.name)
        for wanted in Self.outputs(of: description) where !names.contains(wanted) {
            throw ModelError.unreadableExtractor(
                path: session.path,
                problem: "the model has no output \"\(wanted)\"; it has \(names.joined(separator: ", "))")
        }
        var digest = ContentDigest()
        digest.update("network extractor/1")
        digest.update(weightsDigest)
        digest.update(sampleShape.description)
        digest.update(description.resizeRule)
        digest.update("\(description.input.layout.rawValue) \(description.batch)")
        digest.update(Self.outputs(of: description).joined(separator: " "))
        // The same names may be given other parts; the usual ones are what the line above says.
        let outputs = description.outputs
        let hasUsualParts = outputs.probabilities == nil && (outputs.spatial == nil || outputs.logits != nil)
        if !hasUsualParts || Self.outputs(of: description).contains(where: { $0.contains(" ") }) {
            for (part, name) in [
                ("features", outputs.features), ("logits", outputs.logits), ("probabilities", outputs.probabilities),
                ("spatial", outputs.spatial),
            ] {
                digest.update("\(part): \(name ?? "none")")
            }
        }
        self.digest = digest.hexadecimal()
    }

    private static func outputs(of description: ExtractorDescription) -> [String] {
        let outputs = description.outputs
        return [outputs.features] + [outputs.logits ?? outputs.probabilities, outputs.spatial].compactMap { $0 }
    }

    /// The network's own classes, whatever the samples' labels are; the shipped networks' only with the published weights.
    public var classSpace: ClassSpace? {
        guard description.outputs.logits != nil || description.outputs.probabilities != nil else { return nil }
        var own = ClassSpace.OwnClasses(extractor: name)
        switch description.classes {
        case .named(let names)?: own.names = names
        case .unnamed(let origin)? where name == description.name: own.origin = origin
        case .unnamed?, nil: break
        }
        return .own(own)
    }

    /// Features of samples `[n, sampleShape.size]`, and scores where it is a classifier; row i depends on sample i, and in its
    /// last bits on its place.
    public func embed(_ samples: Matrix<Float>) throws -> Embedding {
        let names = Self.outputs(of: description)
        let pieces = Pieces(count: (samples.rows + batch - 1) / batch)
        try Parallel.forEachThrowing(pieces.count) { index in
            let rows = index * batch..<min(samples.rows, (index + 1) * batch)
            let tensor = input(samples, rows: rows)
            pieces.keep(try session.run([(inputName, tensor)], outputs: names), at: index)
        }
        let results = pieces.results()
        func matrix(_ name: String) throws -> Matrix<Float> {
            let place = names.firstIndex(of: name) ?? 0
            return try gather(results.map { $0[place] }, name: name, rows: samples.rows, batch: batch)
        }
        var embedding = Embedding(features: try matrix(description.outputs.features))
        if let name = description.outputs.logits { embedding.probabilities = Self.softmax(try matrix(name)) }
        if let name = description.outputs.probabilities { embedding.probabilities = try matrix(name) }
        if let name = description.outputs.spatial { embedding.spatial = try matrix(name) }
        try check(embedding)
        return embedding
    }

    /// Throws `extractorOutput` when the description names more or fewer classes than the network has.
    public func check(_ embedding: Embedding) throws {
        guard case .named(let names)? = description.classes, let probabilities = embedding.probabilities,
            probabilities.rows > 0, probabilities.columns != names.count
        else { return }
        throw ModelError.extractorOutput(
            name: description.name, output: description.outputs.logits ?? description.outputs.probabilities ?? "",
            found: [probabilities.rows, probabilities.columns],
            expected: "[\(probabilities.rows), \(names.count)], a column for each of its description's classes")
    }

    private func input(_ samples: Matrix<Float>, rows: Range<Int>) -> ONNXTensor {
        let input = description.input
        let channels = input.channels.count
        let shape =
            input.layout == .channelsFirst
            ? [batch, channels, input.height, input.width] : [batch, input.height, input.width, channels]
        let tensor = ONNXTensor(shape: shape)
        let size = preprocessor.size
        tensor.withMutableFloats { target in
            samples.scalars.withUnsafeBufferPointer { source in
                for row in rows {
                    let start = (row - rows.lowerBound) * size
                    preprocessor.fill(
                        UnsafeMutableBufferPointer(rebasing: target[start..<start + size]),
                        from: UnsafeBufferPointer(
                            rebasing: source[row * samples.columns..<(row + 1) * samples.columns]))
                }
            }
        }
        guard inputType != .float32 else { return tensor }
        // Half precision, or whole grey levels: the same numbers in the model's own type.
        let converted = ONNXTensor(shape: shape, type: inputType)
        converted.assign(tensor.floats)
        return converted
    }

    /// The rows of one output over all pieces; axes behind the first are laid out one after the other.
    private func gather(
        _ results: [ONNXResult], name: String, rows: Int, batch: Int
    ) throws(ModelError) -> Matrix<Float> {
        var scalars: [Float] = []
        var width = 0
        for result in results {
            let size = result.floats.count / batch
            guard result.shape.first == batch, size > 0, width == 0 || size == width else {
                throw .extractorOutput(
                    name: description.name, output: name, found: result.shape,
                    expected: "[\(batch), …], one row for each image")
            }
            if width == 0 { scalars.reserveCapacity(rows * size) }
            width = size
            scalars.append(contentsOf: result.floats.prefix(min(batch, rows - scalars.count / size) * size))
        }
        let matrix = Matrix(rows: rows, columns: width, scalars: scalars)
        if let (row, _) = matrix.firstNonFinite {
            throw .nonFiniteOutput(path: "extractor \(description.name), output \"\(name)\"", sample: row)
        }
        return matrix
    }

    private static func softmax(_ logits: Matrix<Float>) -> Matrix<Float> {
        Matrix(rows: logits.rows, columns: logits.columns) { target in
            for row in 0..<logits.rows {
                let values = logits.row(row)
                let greatest = values.max() ?? 0
                let weights = values.map { Float.exp($0 - greatest) }
                let sum = weights.reduce(0, +)
                for (column, weight) in weights.enumerated() { target[row * logits.columns + column] = weight / sum }
            }
        }
    }
}

/// Results of pieces that end in any order.
private final class Pieces: Sendable {
    let count: Int
    private let kept: Mutex<[[ONNXResult]]>

    init(count: Int) {
        self.count = count
        kept = Mutex([[ONNXResult]](repeating: [], count: count))
    }

    func keep(_ results: [ONNXResult], at index: Int) { kept.withLock { $0[index] = results } }

    func results() -> [[ONNXResult]] { kept.withLock { $0 } }
}
