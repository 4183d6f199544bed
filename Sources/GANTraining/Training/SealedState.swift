import GANAutodiff
import GANCheckpoints
import GANModels
import GANNumerics

/// Tensors and texts in one file, with a digest over all of them: what a training goes on from.
struct SealedState {
    /// Tensors by name, "generator.main.0.weight".
    var tensors: [String: Tensor]
    /// Texts by name; `format` says which file it is.
    var metadata: [String: String]
    /// Where it was read from, for messages.
    private var path = ""

    /// Where the metadata hold SHA-256 over the rest of them and all tensors.
    private static let digestKey = "sha256"
    /// Steps that a training can have done; more would overflow what is computed of them before the seal is checked.
    static let steps = 0...1 << 40

    init(format: String, tensors: [String: Tensor], metadata: [String: String]) {
        self.tensors = tensors
        self.metadata = metadata
        self.metadata["format"] = format
    }

    /// Reads the file at `path`, whose seal `checkSeal` checks; throws `damagedRun` for another format, and what reading throws.
    static func read(_ path: String, format: String) throws -> SealedState {
        let file = try SafetensorsFile.read(path)
        guard file.metadata["format"] == format else {
            throw TrainingError.damagedRun(path: path, problem: "it is not a training state of this version")
        }
        var state = SealedState(
            format: format, tensors: file.tensors.mapValues { $0.tensor() }, metadata: file.metadata)
        state.path = path
        return state
    }

    /// Writes it to `path`, atomically.
    func write(to path: String) throws {
        var sealed = metadata
        sealed[Self.digestKey] = digest
        try SafetensorsFile.write(tensors: tensors, metadata: sealed, to: path)
    }

    /// Throws `damagedRun` where anything is not what was written; the last check, since what is missing can be named and what is another number can't.
    func checkSeal() throws(TrainingError) {
        guard metadata[Self.digestKey] == digest else {
            throw .damagedRun(path: path, problem: "its numbers are not those that were written")
        }
    }

    private var digest: String {
        var digest = ContentDigest()
        for (key, text) in metadata.sorted(by: { $0.key < $1.key }) where key != Self.digestKey {
            digest.update(key)
            digest.update(text)
        }
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            digest.update("\(name) \(tensor.shape)")
            digest.update(tensor.scalars)
        }
        return digest.hexadecimal()
    }
}

/// Networks and optimizers as a state's tensors.
enum StateTensors {
    /// A network's tensors under a prefix.
    static func of(_ network: Network, _ prefix: String) -> [String: Tensor] {
        Dictionary(uniqueKeysWithValues: network.tensors().map { ("\(prefix).\($0.key)", $0.value) })
    }

    /// Adam's moments under a prefix.
    static func of(_ adam: Adam, _ prefix: String) -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for (index, tensor) in adam.firstMoments.enumerated() { tensors["\(prefix).first.\(index)"] = tensor }
        for (index, tensor) in adam.secondMoments.enumerated() { tensors["\(prefix).second.\(index)"] = tensor }
        return tensors
    }

    /// The network that `of` took apart; throws `ModelError` listing what is wrong.
    static func network(
        _ prefix: String, _ description: NetworkDescription, in tensors: [String: Tensor], path: String
    ) throws(ModelError) -> Network {
        var own: [String: Tensor] = [:]
        for (name, tensor) in tensors where name.hasPrefix(prefix + ".") {
            own[String(name.dropFirst(prefix.count + 1))] = tensor
        }
        return try Network(description, tensors: own, path: path)
    }

    /// Adam with the moments that `of` took apart, after `step` updates; throws `damagedRun` for moments that are missing or misshapen.
    static func adam(
        _ prefix: String, like adam: Adam, step: Int, in tensors: [String: Tensor], path: String
    ) throws(TrainingError) -> Adam {
        var restored = adam
        restored.step = step
        for index in adam.firstMoments.indices {
            guard let first = tensors["\(prefix).first.\(index)"], let second = tensors["\(prefix).second.\(index)"],
                first.shape == adam.firstMoments[index].shape, second.shape == first.shape
            else { throw .damagedRun(path: path, problem: "\(prefix) \(index) is missing or misshapen") }
            restored.firstMoments[index] = first
            restored.secondMoments[index] = second
        }
        return restored
    }
}
