import Foundation
import GANCheckpoints
public import GANData
import GANFiles
import GANNumerics
public import GANONNX

/// The feature extractors that a person can name: those that ganeval ships, and those that were added.
///
/// An added one is a file `NAME.json` in the registry's folder: its description, with the model's path made absolute and its
/// SHA-256, and the fingerprint that was taken when it was added. Weights of shipped networks lie in `weights/` of the
/// same folder, or where `./setup` puts them.
public struct ExtractorRegistry: Sendable {
    /// The folder of extractors that were added.
    public let folder: String
    /// A file of LPIPS weights, by which distances between images are then measured; nil for EfficientNet-lite0's layers.
    public var lpips: String?
    /// Where the networks run.
    public var device = ONNXSession.Device.cpu
    /// Seconds after which a run of a network is ended.
    public var timeLimit = ONNXSession.usualTimeLimit

    /// The registry of this folder, which need not exist.
    public init(folder: String) { self.folder = folder }

    /// What `add` writes down.
    struct Record: Codable {
        static let schema = "ganeval.extractor/1"
        var schema = Record.schema
        var description: ExtractorDescription
        var fingerprint: [Double]
    }

    /// One line of `list`.
    public struct Entry: Sendable {
        /// What it is.
        public let description: ExtractorDescription
        /// Whether the program brings it along; others were added.
        public let isShipped: Bool
        /// The file of the model or the weights; nil where it is missing.
        public let file: String?
    }

    /// All that `list` finds.
    public struct Listing: Sendable {
        /// Shipped extractors, then added ones by name.
        public var entries: [Entry] = []
        /// Added ones whose record can't be read, and why.
        public var unreadable: [(name: String, problem: any Error)] = []
    }

    /// The shipped and the added extractors; a record that can't be read spoils no other.
    public func list() -> Listing {
        var listing = Listing(
            entries: BuiltinNetwork.allCases.map { network in
                Entry(
                    description: network.description, isShipped: true,
                    file: weightsPaths(network).first(where: Self.exists))
            })
        for name in addedNames() {
            do {
                let description = try record(name).description
                var file: String?
                if case .onnx(let path, _) = description.network, Self.exists(path) { file = path }
                listing.entries.append(Entry(description: description, isShipped: false, file: file))
            } catch {
                listing.unreadable.append((name, error))
            }
        }
        return listing
    }

    /// The names that `open` knows.
    public var names: [String] { BuiltinNetwork.allCases.map(\.rawValue) + addedNames() }

    /// Opens the extractor that `name` means for samples of one shape: a registered name, a .yaml description or an
    /// .onnx file with a description beside it.
    ///
    /// Throws `ModelError` and what reading weights and opening a session throw.
    public func open(_ name: String, sampleShape: SampleShape) throws -> NetworkExtractor {
        let (description, base) = try description(of: name)
        let (session, digest) = try session(of: description, base: base)
        return try NetworkExtractor(
            description, session: session, weightsDigest: digest, sampleShape: sampleShape)
    }

    /// A distance between images of one shape in the layers of LPIPS's network where its weights were named, else of EfficientNet-lite0.
    ///
    /// Throws `extractorWeightsMissing` where its weights are not there, `unsuitableSamples` for samples that are no images or too small, and what reading the
    /// weights and opening the model throw.
    public func perceptualDistance(sampleShape: SampleShape) throws -> PerceptualDistance {
        let network = try perceptualNetwork(sampleShape)
        return try PerceptualDistance(
            network,
            session: ONNXSession(
                .bytes(network.model), path: network.name, device: device, timeLimit: timeLimit,
                runtime: try .shared()),
            sampleShape: sampleShape)
    }

    /// What LPIPS measures by, with the digest of its weights; nil where none were named.
    ///
    /// Throws as `perceptualDistance`.
    package func lpipsRule(sampleShape: SampleShape) throws -> String? {
        guard lpips != nil else { return nil }
        let network = try perceptualNetwork(sampleShape)
        return "\(network.name), weights \(network.weightsDigest)"
    }

    private func perceptualNetwork(_ sampleShape: SampleShape) throws -> PerceptualNetwork {
        if let lpips { return try LPIPS.network(weights: lpips, sampleShape: sampleShape) }
        let network = BuiltinNetwork.efficientNetLite0
        let paths = weightsPaths(network)
        guard let weights = paths.first(where: Self.exists) else {
            throw ModelError.extractorWeightsMissing(name: network.rawValue, searched: paths, remedy: network.remedy)
        }
        return try .efficientNetLite0(weights: weights)
    }

    /// The description that `name` means, and the folder that its model's path starts from.
    func description(of name: String) throws -> (ExtractorDescription, base: String) {
        if let network = BuiltinNetwork(rawValue: name) { return (network.description, folder) }
        let suffix = (name as NSString).pathExtension.lowercased()
        if ["yaml", "yml", "json"].contains(suffix) {
            return (try Self.read(name), (name as NSString).deletingLastPathComponent)
        }
        if suffix == "onnx" {
            let beside = ["yaml", "yml"].map { (name as NSString).deletingPathExtension + "." + $0 }
            guard let file = beside.first(where: Self.exists) else {
                throw ModelError.unreadableExtractor(
                    path: name, problem: "no \(beside[0]) beside it says how images are prepared")
            }
            var description = try Self.read(file)
            if case .onnx(_, let sha256) = description.network {
                description.network = .onnx(path: name, sha256: sha256)
            }
            return (description, "")
        }
        guard addedNames().contains(name) else { throw ModelError.unknownExtractor(name: name, known: names) }
        return (try record(name).description, "")
    }

    /// Adds the extractor of a description file, or weights for a shipped one, and returns its name.
    ///
    /// The model is opened and its fingerprint taken first: what doesn't run is not added.
    public func add(_ name: String, weights: String?) throws -> String {
        if let network = BuiltinNetwork(rawValue: name) {
            guard let weights else {
                throw ModelError.extractorWeightsMissing(
                    name: name, searched: weightsPaths(network), remedy: network.remedy)
            }
            _ = try network.graph(weights: weights)
            let target = folder + "/weights/" + network.weightsFile
            try Self.makeFolder(folder + "/weights")
            try AtomicFile.write(try BoundedFile.read(weights, limit: Self.weightsLimit), to: target)
            return name
        }
        if weights != nil {
            throw ModelError.unreadableExtractor(
                path: name, problem: "--weights belongs to shipped extractors, whose networks ganeval builds")
        }
        var (description, base) = try description(of: name)
        let suffix = (description.name as NSString).pathExtension.lowercased()
        guard !Self.reservedNames.contains(description.name), !["onnx", "yaml", "yml", "json"].contains(suffix) else {
            throw ModelError.unreadableExtractor(
                path: name, problem: "the name \(description.name) means something else where extractors are named")
        }
        let (session, digest) = try session(of: description, base: base)
        if case .onnx(let path, _) = description.network {
            let absolute = URL(fileURLWithPath: Self.resolve(path, base: base)).standardizedFileURL.path
            description.network = .onnx(path: absolute, sha256: digest)
        }
        guard BuiltinNetwork(rawValue: description.name) == nil else {
            throw ModelError.unreadableExtractor(
                path: name, problem: "the name \(description.name) belongs to a shipped extractor")
        }
        let fingerprint = try ExtractorFingerprint.take(description, session: session, weightsDigest: digest)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try Self.makeFolder(folder)
        try AtomicFile.write(
            try encoder.encode(Record(description: description, fingerprint: fingerprint)),
            to: "\(folder)/\(description.name).json")
        return description.name
    }

    /// What `verify` found.
    public struct Verification: Sendable, Equatable {
        /// The largest difference from the recorded fingerprint, relative to the features' size; nil where none is recorded.
        public let difference: Double?
        /// What a person should know about the weights.
        public let note: String?
    }

    /// Computes an extractor's fingerprint anew and compares it with the one that is written down.
    ///
    /// Throws `fingerprintDiffers` above the tolerance, and `extractorChanged` for a model with other content.
    public func verify(_ name: String) throws -> Verification {
        let (description, base) = try description(of: name)
        let (session, digest) = try session(of: description, base: base)
        let found = try ExtractorFingerprint.take(description, session: session, weightsDigest: digest)
        var expected: [Double]?
        var note: String?
        if let network = BuiltinNetwork(rawValue: name) {
            let isPublished = network.publishedDigestPrefix.map { digest.hasPrefix($0) } ?? true
            expected = isPublished ? network.fingerprint : nil
            note = isPublished ? "The weights are the published ones." : "The weights are not the published ones."
        } else if addedNames().contains(name) {
            expected = try record(name).fingerprint
        }
        guard let expected else { return Verification(difference: nil, note: note) }
        let difference = ExtractorFingerprint.difference(found, expected)
        guard difference <= ExtractorFingerprint.tolerance else {
            throw ModelError.fingerprintDiffers(
                name: name, largest: difference, tolerance: ExtractorFingerprint.tolerance)
        }
        return Verification(difference: difference, note: note)
    }

    /// Writes the ONNX graph of a shipped network around its weights, for other programs to run.
    ///
    /// Throws `unknownExtractor` for names that are not shipped, and what `open` throws.
    public func writeGraph(of name: String, to path: String) throws {
        guard let network = BuiltinNetwork(rawValue: name) else {
            throw ModelError.unknownExtractor(name: name, known: BuiltinNetwork.allCases.map(\.rawValue))
        }
        let paths = weightsPaths(network)
        guard let weights = paths.first(where: Self.exists) else {
            throw ModelError.extractorWeightsMissing(name: name, searched: paths, remedy: network.remedy)
        }
        try AtomicFile.write(try network.graph(weights: weights).model, to: path)
    }

    /// Feature spaces that need no network.
    private static let reservedNames = ["automatic", "pixels", "pixels-pca64", "classifier", "coordinates"]

    // MARK: Files

    /// Weights of more bytes are refused.
    static let weightsLimit = 4 << 30

    private func session(of description: ExtractorDescription, base: String) throws -> (ONNXSession, String) {
        switch description.network {
        case .builtin(let network):
            let paths = weightsPaths(network)
            guard let weights = paths.first(where: Self.exists) else {
                throw ModelError.extractorWeightsMissing(
                    name: description.name, searched: paths, remedy: network.remedy)
            }
            let (graph, digest) = try network.graph(weights: weights)
            return (
                try ONNXSession(
                    .bytes(graph), path: weights, device: device, timeLimit: timeLimit, runtime: try .shared()), digest
            )
        case .onnx(let path, let expected):
            let path = Self.resolve(path, base: base)
            let file = try ONNXModelFile.read(path)
            let digest = try file.digest()
            if let expected, expected != digest {
                throw ModelError.extractorChanged(
                    name: description.name, path: path, expected: expected, found: digest)
            }
            return (try ONNXSession(file, device: device, timeLimit: timeLimit), digest)
        }
    }

    private func weightsPaths(_ network: BuiltinNetwork) -> [String] {
        [folder + "/weights/" + network.weightsFile] + SetupFolder.candidates("weights/" + network.weightsFile)
    }

    private func addedNames() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }

    private func record(_ name: String) throws -> Record {
        let path = "\(folder)/\(name).json"
        do {
            let record = try JSONDecoder().decode(
                Record.self, from: Data(try BoundedFile.read(path, limit: 1 << 20)))
            guard record.schema == Record.schema else {
                throw ModelError.unreadableExtractor(
                    path: path, problem: "its schema is \(record.schema), expected \(Record.schema)")
            }
            return record
        } catch let error as DecodingError {
            throw ModelError.unreadableExtractor(path: path, problem: NetworkDescription.explain(error))
        }
    }

    static func read(_ path: String) throws(ModelError) -> ExtractorDescription {
        do throws(DocumentProblem) {
            return try YAMLDocument.read(ExtractorDescription.self, path: path)
        } catch {
            throw .unreadableExtractor(path: error.location, problem: error.problem)
        }
    }

    private static func resolve(_ path: String, base: String) -> String {
        path.hasPrefix("/") || base.isEmpty ? path : base + "/" + path
    }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw FileError.cannotWrite(path: path, reason: error.localizedDescription)
        }
    }
}
