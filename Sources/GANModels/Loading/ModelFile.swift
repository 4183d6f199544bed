package import GANCheckpoints
public import GANData
import GANFiles
package import GANONNX
import OrderedCollections

/// A file that holds a model, of any kind that is read: opened, checked and hashed once.
///
///     let file = try ModelFile.open("gan.pth")
///     let generator = try file.generator(ModelOptions(architecture: "gan.yaml")).generator
///     let samples = try generator.sample(rows: 0..<64, seed: 1)
///
/// Generators and discriminators are made from what was read then, so the file may change or go afterwards. The file's bytes stay in
/// memory as long as the value does.
public struct ModelFile: Sendable {
    /// What a file is as far as its options are concerned.
    public enum Kind: String, Sendable, CaseIterable {
        /// A checkpoint that ganeval wrote, which describes its model.
        case checkpoint
        /// Weights without layers: PyTorch, safetensors, .npz or .npy.
        case stateDict
        /// A graph with its weights, for ONNX Runtime.
        case onnx

        /// "a state dict", for people.
        public var name: String {
            switch self {
            case .checkpoint: "a checkpoint that ganeval wrote"
            case .stateDict: "a state dict"
            case .onnx: "an ONNX model"
            }
        }
    }

    /// What was read.
    package enum Contents: Sendable {
        case checkpoint(CheckpointDescription, WeightFile)
        case stateDict(WeightFile)
        case onnx(ONNXModelFile)
    }

    /// The file as the person named it.
    public let path: String
    /// SHA-256 of the file in hexadecimal; of an ONNX model with the files that hold its weights.
    public let digest: String
    package let contents: Contents

    /// Reads, checks and hashes the file at `path`: ONNX where its name ends so, else by its content.
    ///
    /// Throws `CheckpointError` or `ONNXError` for a file that can't be read, is damaged or of no known format. O(bytes).
    public static func open(_ path: String) throws -> ModelFile {
        if ModelEnding(path: path) == .onnx {
            let model = try ONNXModelFile.read(path)
            return ModelFile(path: path, digest: try model.digest(), contents: .onnx(model))
        }
        let file = try WeightFile.read(path)
        let digest = file.digest()
        guard file.format == .checkpoint else {
            return ModelFile(path: path, digest: digest, contents: .stateDict(file))
        }
        let description = try CheckpointDescription(metadata: file.metadata, path: path)
        return ModelFile(path: path, digest: digest, contents: .checkpoint(description, file))
    }

    private init(path: String, digest: String, contents: Contents) {
        self.path = path
        self.digest = digest
        self.contents = contents
    }

    /// What kind of file it is.
    public var kind: Kind {
        switch contents {
        case .checkpoint: .checkpoint
        case .stateDict: .stateDict
        case .onnx: .onnx
        }
    }

    /// What a person should know about how the file was read.
    public var notes: [String] {
        switch contents {
        case .checkpoint(_, let file), .stateDict(let file): file.notes
        case .onnx: []
        }
    }

    /// What the file says about itself, in a report's words: "format" and, where it tells them, "step" and "images seen".
    public var facts: [(name: String, value: String)] {
        switch contents {
        case .checkpoint(let description, let file):
            [
                ("format", file.format.rawValue), ("step", "\(description.step)"),
                ("images seen", "\(description.imagesSeen)"),
            ]
        case .stateDict(let file): [("format", file.format.rawValue)]
        case .onnx: [("format", "ONNX")]
        }
    }

    /// Steps of training, where a checkpoint that ganeval wrote tells them.
    public var step: Int? { description?.step }
    /// Training images that were seen, where a checkpoint that ganeval wrote tells them.
    public var imagesSeen: Int? { description?.imagesSeen }

    /// Whether it is a checkpoint that ganeval wrote with both of a GAN's networks.
    public var holdsDiscriminator: Bool { description?.discriminator != nil }

    /// The loss that a checkpoint of ganeval was trained with, as its plan names it; nil where it names none.
    package var lossName: String? {
        struct Plan: Decodable { var loss: String? }
        return try? description?.plan?.decoded(as: Plan.self).loss
    }

    /// The shape of the images that a checkpoint's generator takes; nil of generators that take latent vectors, and of files that don't tell.
    public var inputShape: SampleShape? {
        guard let shape = description?.inputShape, shape.count == 3 else { return nil }
        return .image(height: shape[0], width: shape[1], channels: shape[2])
    }

    /// The ways that a checkpoint's generators from images to images go: both of an unpaired training; none of other files.
    public var directions: [TranslationDirection] {
        guard let description, description.inputShape != nil else { return [] }
        return description.inverseGenerator == nil ? [.forward] : TranslationDirection.allCases
    }

    /// How a checkpoint's generator from images to images was trained, as its plan names it: "paired" or "unpaired"; nil of other files.
    public var translationKind: String? {
        struct Plan: Decodable {
            struct Translation: Decodable { var kind: String? }
            var translation: Translation?
        }
        guard description?.inputShape != nil else { return nil }
        return try? description?.plan?.decoded(as: Plan.self).translation?.kind
    }

    private var description: CheckpointDescription? {
        if case .checkpoint(let description, _) = contents { return description }
        return nil
    }

    /// The text that a state dict's file keeps under a name: of safetensors' metadata, or a value at the top of its tree.
    public func text(_ name: String) -> String? {
        guard case .stateDict(let file) = contents else { return nil }
        if let text = file.metadata[name] { return text }
        if case .value(let text)? = file.root.members[name] { return text }
        return nil
    }
}
