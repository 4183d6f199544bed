import Foundation
import GANCheckpoints
public import GANData
public import GANNumerics
public import GANONNX

/// A generator in an ONNX file, run by ONNX Runtime.
///
/// Inputs are found by name, type and shape (`GeneratorInputs`); outputs may be float or uint8, channels first or last,
/// in a stated or detected range. A model that ganeval exported says all of that in its metadata.
public struct ONNXGenerator: Generator {
    /// What a person may state because the file doesn't.
    public struct Options: Sendable, Equatable {
        /// The values that stand for black and white; nil to take the metadata's or to detect it.
        public var range: ValueRange?
        /// The number of classes of an integer label.
        public var classes: Int?
        /// Where the output's channels stand; nil to tell by the sizes.
        public var layout: ImageLayout?
        /// ψ, for models that take one.
        public var truncation: Float = 1
        /// The classes of samples of a conditional model.
        public var labels = GeneratorLabels.uniform
        /// The output that holds the images, where there are several.
        public var output: String?
        /// What latent vectors are drawn from; nil to take the metadata's, else the standard normal.
        public var prior: LatentDistribution?
        /// What runs the model.
        public var device = ONNXSession.Device.cpu
        /// Samples in one run, where the model leaves it open: 1 for models whose samples depend on their neighbours.
        public var batch: Int?
        /// Seconds after which a run is ended.
        public var timeLimit = ONNXSession.usualTimeLimit

        /// Nothing stated: all is taken from the file.
        public init() {}
    }

    /// What reports call it.
    public let name: String
    /// SHA-256 over all that decides the samples.
    public let digest: String
    /// Values in one latent vector.
    public let latentSize: Int
    /// The shape of every sample.
    public let sampleShape: SampleShape
    /// The number of classes of a conditional model; nil for others.
    public let classCount: Int?
    /// What latent vectors are drawn from.
    public let latentDistribution: LatentDistribution
    /// Samples in one run of the model.
    public let piece: Int
    /// What a report tells about the model: inputs, output, range, and where each is known from.
    public let facts: [(name: String, value: String)]
    /// The values that stand for black and white in the model's output.
    public let valueRange: ValueRange
    /// Whether the output has an axis of channels, so that its place can be stated.
    let hasChannelAxis: Bool
    let path: String
    private let session: ONNXSession
    let inputs: GeneratorInputs
    let output: String
    private let layout: ImageLayout
    let truncation: Float
    let labels: GeneratorLabels

    /// Most samples in one run; a sample of more values gets fewer.
    private static let greatestPiece = 64
    /// Most samples in one run of a network of more than `manyParameters`: one sample fills its products, and several sets of its intermediate
    /// results are what fills the memory.
    private static let greatestPieceOfLarge = 8
    private static let manyParameters = 1 << 23
    /// Values of all samples in one run, about.
    private static let pieceValues = 1 << 21
    /// Samples drawn to see an output's shape and range.
    private static let probeCount = 16

    /// Opens the model at `path`.
    ///
    /// Throws `ONNXError` for files that are damaged or refused, and `ModelError` when its inputs, output or range can't be
    /// told.
    public init(path: String, options: Options = Options()) throws {
        let file = try ONNXModelFile.read(path)
        try self.init(file, digest: try file.digest(), options: options)
    }

    /// The same of a file that was read before, whose `digest` is `ONNXModelFile.digest()`; `name` is what reports call it, if not the file's.
    init(_ original: ONNXModelFile, digest fileDigest: String, options: Options, name: String? = nil) throws {
        let path = original.path
        let told = try ONNXModelDescription(metadata: original.metadata, path: path)
        if let told, told.role != .generator {
            throw ModelError.anotherRole(
                path: path, found: "\(told.role.rawValue), by its own metadata", expected: "generator")
        }
        let (file, drawn) = try GeneratorHazards.seeded(original) { try Self.shape(of: $1, in: $0, options: options) }
        let session = try ONNXSession(file, device: options.device, timeLimit: options.timeLimit)
        let inputs = try GeneratorInputs(session.inputs, classes: options.classes, path: path)
        self.inputs = inputs
        latentSize = inputs.latentSize
        classCount = inputs.classCount
        let prior = try options.prior ?? Self.prior(told, path: path)
        latentDistribution = prior
        let port = try Self.imagePort(session.outputs, named: options.output, path: path)
        output = port.name
        truncation = options.truncation
        self.session = session
        self.path = path
        self.name = name ?? (path as NSString).lastPathComponent
        labels = options.labels
        if let classes = inputs.classCount, let misfit = options.labels.misfit(classes: classes) {
            throw ModelOptionError.notForModel(
                path: path, option: .labels, found: misfit, remedy: "Number the classes from 0 on, below \(classes).")
        }

        let declared = port.shape.dropFirst().map { $0 ?? 1 }
        guard Self.isSensible(Array(declared)) else {
            throw ModelError.outputUnclear(path: path, output: port.name, shape: port.shape.map { $0 ?? -1 })
        }
        func probe(_ count: Int, others: Int = 0) throws -> ONNXResult {
            try Self.probe(
                count, others: others, session: session, inputs: inputs, output: port.name,
                truncation: options.truncation, prior: prior)
        }
        // One sample first: a model may declare small images, or none, and make huge ones.
        let first = try probe(inputs.batch ?? 1)
        guard Self.isSensible(Array(first.shape.dropFirst())),
            let (shape, layout) = ImageLayout.sample(of: first.shape, layout: options.layout)
        else { throw ModelError.outputUnclear(path: path, output: port.name, shape: first.shape) }
        if let told, told.sampleShape != shape.axes {
            throw ModelError.outputMismatch(path: path, found: shape.axes, expected: told.sampleShape)
        }
        // A model of ganeval, or a person who states the prior, says that noise is what it takes.
        if told == nil, options.prior == nil,
            let index = inputs.roles.firstIndex(where: { $0 == .latent(size: inputs.latentSize) })
        {
            try GeneratorHazards.checkLatent(inputs.ports[index], output: first.shape, path: path)
        }
        sampleShape = shape
        hasChannelAxis = first.shape.count == 4
        self.layout = layout
        let fitting = max(1, Self.pieceValues / max(1, shape.size + inputs.sampleSize))
        let piece =
            inputs.batch ?? options.batch
            ?? min(
                file.parameterCount > Self.manyParameters ? Self.greatestPieceOfLarge : Self.greatestPiece,
                1 << (Int.bitWidth - 1 - fitting.leadingZeroBitCount))
        self.piece = piece
        let several = inputs.batch == nil ? try probe(min(Self.probeCount, piece)) : first
        if piece > 1 {
            let beside = inputs.batch == nil ? several : try probe(piece, others: 1)
            let size = shape.size
            if let share = GeneratorHazards.coupling(first.floats.prefix(size), beside.floats.prefix(size)) {
                throw GeneratorHazards.coupled(share, file: file, batch: inputs.batch)
            }
        }
        let (range, known) = try Self.range(
            of: several, stated: options.range, told: told?.valueRange, shape: shape, path: path)
        valueRange = range
        var facts: [(name: String, value: String)] = [
            ("inputs", session.inputs.map(GeneratorInputs.describe).joined(separator: "; ")),
            ("output", "\(GeneratorInputs.describe(port)), \(layout.rawValue)"),
            ("latent prior", "\(prior.rawValue.replacing("_", with: " ")), \(latentSize) values"),
        ]
        if case .image = shape { facts.append(("value range", "\(range.low) to \(range.high), \(known)")) }
        if let count = inputs.classCount { facts.append(("classes", "\(count), \(options.labels.words)")) }
        if drawn > 0 {
            facts.append(
                ("random operators", "\(drawn), made inputs that are drawn for each sample from its own stream"))
        }
        if let batch = options.batch { facts.append(("batch", "\(batch) in one run, as stated")) }
        if inputs.roles.contains(.truncation) { facts.append(("truncation", "\(options.truncation)")) }
        self.facts = facts
        var digest = ContentDigest()
        digest.update("onnx generator/1")
        digest.update(fileDigest)
        digest.update([range.low, range.high, truncation])
        digest.update([classCount ?? 0])
        if let batch = options.batch { digest.update([batch]) }
        if drawn > 0 { digest.update("noise inputs/1") }
        digest.update("\(port.name) \(layout.rawValue) \(prior.rawValue)")
        if classCount != nil { for part in options.labels.key { digest.update(part) } }
        self.digest = digest.hexadecimal()
    }

    /// The prior that a model's metadata name, the standard normal without any; throws `unknownPrior`.
    private static func prior(
        _ told: ONNXModelDescription?, path: String
    ) throws(ModelError) -> LatentDistribution {
        guard let stated = told?.latent else { return .standardNormal }
        guard let prior = stated.known else { throw .unknownPrior(path: path, name: stated.distribution) }
        return prior
    }

    /// Whether the latent vectors are those of a mapping network's other side: its input is called "w".
    package var latentsAreMapped: Bool {
        zip(inputs.ports, inputs.roles).contains { port, role in
            if case .latent = role { port.name.lowercased() == "w" } else { false }
        }
    }

    /// Whether an input takes the truncation.
    var takesTruncation: Bool { inputs.roles.contains(.truncation) }

    /// The output that holds the images; throws `outputsUnclear`.
    static func imagePort(
        _ ports: [ONNXSession.Port], named name: String?, path: String
    ) throws(ModelError) -> ONNXSession.Port {
        if let name {
            if let port = ports.first(where: { $0.name == name }) { return port }
            throw .outputsUnclear(path: path, outputs: ports.map(GeneratorInputs.describe), wanted: name)
        }
        if ports.count == 1 { return ports[0] }
        let images = ports.filter { $0.shape.count == 4 }
        if images.count == 1 { return images[0] }
        let known = ["images", "image", "img", "output", "fake", "samples", "sample", "x"]
        let named = ports.filter { known.contains($0.name.lowercased()) }
        guard named.count == 1 else {
            throw .outputsUnclear(path: path, outputs: ports.map(GeneratorInputs.describe), wanted: nil)
        }
        return named[0]
    }

    /// Whether one sample of these sizes can be held.
    private static func isSensible(_ sizes: [Int]) -> Bool {
        var product = 1
        for size in sizes {
            guard size > 0, size <= NetworkDescription.activationLimit / product else { return false }
            product *= size
        }
        return true
    }

    /// The samples of latent vectors `[n, latentSize]`, as `Generator` says.
    ///
    /// Throws `ModelError` for values that are not finite, and what running the model throws.
    public func generate(latents: Matrix<Float>, firstSample: Int, seed: UInt64) throws -> Matrix<Float> {
        try generate(latents: latents, numbers: Array(firstSample..<firstSample + latents.rows), seed: seed)
    }

    /// The samples of latent vectors `[n, latentSize]`, as `Generator` says.
    ///
    /// Throws `ModelError` for values that are not finite, and what running the model throws.
    public func generate(latents: Matrix<Float>, numbers: [Int], seed: UInt64) throws -> Matrix<Float> {
        let values = try outputs(latents: latents, numbers: numbers, seed: seed)
        if let (row, _) = values.firstNonFinite {
            throw ModelError.nonFiniteOutput(path: path, sample: numbers[row])
        }
        if case .image = sampleShape { return valueRange.quantize(values) }
        return values
    }

    /// The samples with fractions of grey levels, as `Generator` says; nil of a model that gives whole levels itself.
    public func unroundedSamples(latents: Matrix<Float>, numbers: [Int], seed: UInt64) throws -> Matrix<Float>? {
        guard givesFractions else { return nil }
        return try valueRange.unrounded(
            outputs(latents: latents, numbers: numbers, seed: seed), shape: sampleShape, path: path
        ) { numbers[$0] }
    }

    /// Whether the model's output is of a type with fractions.
    var givesFractions: Bool { session.outputs.first { $0.name == output }?.type.isFloat ?? false }

    /// The model's own values, `[n, values]`, channels last, images in its own range; throws as `generate` does.
    func values(latents: Matrix<Float>, numbers: [Int], seed: UInt64) throws -> Matrix<Float> {
        try outputs(latents: latents, numbers: numbers, seed: seed)
    }

    /// The same network in two models, from latent vectors to `w` and from `w` to `images`; nil where it has no mapping, or is a file of ONNX.
    var parts: (@Sendable () throws -> (mapping: [UInt8], synthesis: [UInt8]))?

    /// The values by two models, with this generator's labels, truncation and noise.
    func values(
        latents: Matrix<Float>, numbers: [Int], seed: UInt64, mapping: [UInt8], synthesis: [UInt8]
    ) throws -> Matrix<Float> {
        let behind = try MappedGenerator(self, mapping: mapping, synthesis: synthesis)
        return try behind.values(
            of: behind.mapped(latents, numbers: numbers, seed: seed), numbers: numbers, seed: seed)
    }

    /// The same generator of another file with the same network.
    func reopened(_ file: ONNXModelFile) throws -> ONNXGenerator {
        var options = Options()
        options.range = valueRange
        options.labels = labels
        options.truncation = truncation
        options.prior = latentDistribution
        return try ONNXGenerator(file, digest: try file.digest(), options: options)
    }

    /// What the model gives, `[n, values]`, channels last.
    private func outputs(latents: Matrix<Float>, numbers: [Int], seed: UInt64) throws -> Matrix<Float> {
        precondition(latents.rows == numbers.count, "\(numbers.count) numbers for \(latents.rows) latent vectors")
        precondition(latents.columns == latentSize, "\(latents.columns) latent values for \(latentSize)")
        let size = sampleShape.size
        let stream = SeededGenerator(seed: seed)
        return try Matrix<Float>(rows: latents.rows, columns: size) { target in
            nonisolated(unsafe) let target = target
            try Parallel.forEachThrowing((latents.rows + piece - 1) / piece) { index in
                let rows = index * piece..<min(latents.rows, (index + 1) * piece)
                let tensors = inputs.tensors(
                    latents: latents.rows(in: rows), numbers: Array(numbers[rows]), batch: piece, stream: stream,
                    truncation: truncation, labels: labels)
                let result = try Self.run(tensors, session: session, inputs: inputs, output: output)
                guard result.shape.first == piece, result.floats.count == piece * size else {
                    throw ModelError.outputUnclear(path: path, output: output, shape: result.shape)
                }
                for row in rows {
                    let start = (row - rows.lowerBound) * size
                    let sample = UnsafeMutableBufferPointer(rebasing: target[row * size..<(row + 1) * size])
                    place(result.floats[start..<start + size], into: sample)
                }
            }
        }
    }

    /// The classes of samples, as `Generator` says.
    public func labels(rows: Range<Int>, seed: UInt64) -> [Int]? {
        classCount.map { labels.labels(rows, classes: $0, SeededGenerator(seed: seed)) }
    }

    func place(_ values: ArraySlice<Float>, into target: UnsafeMutableBufferPointer<Float>) {
        switch sampleShape {
        case .image(let height, let width, let channels):
            layout.channelsLast(values, height: height, width: width, channels: channels, into: target)
        case .vector: _ = target.update(from: values)
        }
    }
}
