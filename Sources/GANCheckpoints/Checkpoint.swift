public import GANNumerics

/// A model's weights with everything that rebuilding it needs: ganeval's own checkpoint form.
///
/// On disk it is one safetensors file whose metadata hold the description, so other tools can read the weights too.
public struct Checkpoint: Sendable {
    /// What the file says about its network and its training.
    public var description: CheckpointDescription
    /// Weights by name, "generator.layers.0.weight".
    public var tensors: [String: Tensor]
    /// Where it was read from, for messages; "checkpoint" for one made in memory.
    public private(set) var path = "checkpoint"
    /// SHA-256 of the file it was read from, nil for one made in memory.
    public private(set) var digest: String?

    /// Joins a description with tensors; whether they fit together is seen when a network is built.
    public init(description: CheckpointDescription, tensors: [String: Tensor]) {
        self.description = description
        self.tensors = tensors
    }

    /// Reads the checkpoint at `path`.
    ///
    /// Throws what `SafetensorsFile.read` throws, `notNative`, `newerFormat`, `missingMetadata`, `invalidMetadata`, or `brokenSeal` where
    /// the content is not what was written.
    /// O(bytes).
    public static func read(_ path: String) throws(CheckpointError) -> Checkpoint {
        try Checkpoint(SafetensorsFile.read(path))
    }

    /// The checkpoint that an opened safetensors file holds; throws as `read` does.
    public init(_ file: SafetensorsFile) throws(CheckpointError) {
        description = try CheckpointDescription(metadata: file.metadata, path: file.path)
        guard ContentSeal.holds(file.metadata, tensors: file.tensors) else { throw .brokenSeal(path: file.path) }
        tensors = file.tensors.mapValues { $0.tensor() }
        path = file.path
        digest = file.digest()
    }

    /// The checkpoint that an opened file of weights holds, whose SHA-256 is `digest`.
    ///
    /// Only tensors whose names begin with `prefix` are decoded. Throws as `read` does.
    public init(_ file: WeightFile, digest: String, prefix: String = "") throws(CheckpointError) {
        description = try CheckpointDescription(metadata: file.metadata, path: file.path)
        guard
            ContentSeal.holds(
                file.metadata, tensors: Dictionary(file.root.tensors.map { ($0.key, $0.value) }) { first, _ in first })
        else { throw .brokenSeal(path: file.path) }
        let wanted = file.root.tensors.filter { $0.key.hasPrefix(prefix) }
        tensors = Dictionary(uniqueKeysWithValues: wanted.map { ($0.key, $0.value.tensor()) })
        path = file.path
        self.digest = digest
    }

    /// Writes the checkpoint to `path`, atomically and with the same bytes each time.
    ///
    /// Throws `invalidMetadata` for a description that `read` would refuse, and what `SafetensorsFile.write` throws.
    public func write(to path: String) throws(CheckpointError) {
        try description.check(path: path)
        try SafetensorsFile.write(
            tensors: tensors, metadata: ContentSeal.sealed(description.metadata(), tensors: tensors), to: path)
    }

    /// The tensor called `name`; throws `missingTensor` or `wrongShape` when it is not there with `shape`.
    public func tensor(_ name: String, shape: [Int]) throws(CheckpointError) -> Tensor {
        guard let tensor = tensors[name] else { throw .missingTensor(path: path, name: name, shape: shape) }
        guard tensor.shape == shape else {
            throw .wrongShape(path: path, name: name, found: tensor.shape, needed: shape)
        }
        return tensor
    }

    /// The tensors whose names begin with `prefix`, under their names without it.
    public func tensors(under prefix: String) -> [String: Tensor] {
        var result: [String: Tensor] = [:]
        for (name, tensor) in tensors where name.hasPrefix(prefix) {
            result[String(name.dropFirst(prefix.count))] = tensor
        }
        return result
    }
}
