import GANData
import GANNumerics
import GANONNX

/// Networks that are no chain of layers: graphs of ONNX operators, built around a state dict's weights and run by ONNX Runtime.
///
/// A family is one file that conforms and one line in `GraphFamilies.all`. It is recognized by names, and everything else, widths,
/// depths, resolutions and numbers of classes, follows from shapes, or from the modules' attributes where a file has them.
protocol GraphFamily: Sendable {
    /// What `--architecture` calls it.
    static var name: String { get }
    /// Whose networks these are, for people.
    static var projects: String { get }
    /// What its projects' code fixes and neither names nor shapes tell, as a list of nouns.
    static var assumptions: String { get }

    /// Whether names say that it is a generator of this family.
    ///
    /// It says so only by names that no other family has: what is missing or misshapen is told as an error of this family then.
    static func recognizesGenerator(_ names: GraphNames) -> Bool

    /// The generator; shapes are hostile until checked. Throws `wrongTensors` with all that is missing, misshapen or left
    /// over, and `ModelOptionError` for options that do not fit.
    static func generator(_ weights: GraphWeights, _ options: GraphOptions) throws -> GraphGenerator

    /// Whether names say that it is a discriminator of this family.
    static func recognizesDiscriminator(_ names: GraphNames) -> Bool

    /// The discriminator; `shape` is that of the samples it will score, where it is known.
    ///
    /// Throws as `generator` does.
    static func discriminator(_ weights: GraphWeights, shape: SampleShape?) throws -> GraphDiscriminator

    /// Names of tensors at a file's root that belong to the generator, though they lie beside its state dict.
    static var companions: [String] { get }

    /// The generator's tensors in a file that keeps parts of it in several places: by the family's names those in the file; nil of
    /// all other files.
    static func gathered(_ file: GraphNames) -> [String: String]?
}

extension GraphFamily {
    static var companions: [String] { [] }

    static func gathered(_ file: GraphNames) -> [String: String]? { nil }

    static func recognizesDiscriminator(_ names: GraphNames) -> Bool { false }

    static func discriminator(_ weights: GraphWeights, shape: SampleShape?) throws -> GraphDiscriminator {
        throw ModelError.unknownArchitecture(
            path: weights.path, problem: "discriminators of the family \(name) are not built")
    }
}

/// What a person may choose where a family's graph is built.
struct GraphOptions: Sendable, Equatable {
    /// Where noise inside the network comes from; nil for what published metrics use.
    var noise: GeneratorNoise?
    /// ψ, for families that need it while the graph is built.
    var truncation: Float?
}

/// A generator as a graph, with what sampling it needs.
struct GraphGenerator: Sendable {
    /// The whole graph: inputs `z`, and where the network takes them `label` (one value a class), `truncation` and noise; output `images`.
    var graph: ONNXGraphBuilder
    /// The shape and the distribution of latent vectors.
    var latent: LatentPrior
    /// The values of black and white.
    var valueRange = ValueRange.symmetric
    /// `[height, width, channels]`.
    var sampleShape: [Int]
    /// Floating-point values among the weights.
    var parameterCount: Int
    /// Where noise comes from; nil of networks without any.
    var noise: GeneratorNoise?
    /// The number of classes; nil of an unconditional network.
    var classCount: Int?
    /// Whether samples can be truncated, by the graph's input or as it was built.
    var takesTruncation = false
    /// Why they can't, as a clause.
    var truncationProblem = "its network takes no truncation"
    /// The truncation that was built into the graph, which then has no input for it.
    var fixedTruncation: Float?
    /// What was assumed because the file does not say it, a sentence each.
    var notes: [String] = []
    /// The same network in two graphs, from latent vectors to `w` and from `w` to `images`; nil of networks without a mapping.
    var split: (@Sendable () -> (mapping: ONNXGraphBuilder, synthesis: ONNXGraphBuilder))?
}

/// A discriminator as a graph: input `images`, output `scores`.
struct GraphDiscriminator: Sendable {
    var graph: ONNXGraphBuilder
    /// `[height, width, channels]`.
    var sampleShape: [Int]
    var valueRange = ValueRange.symmetric
    var notes: [String] = []
}

/// The families, tried in this order: the one list of them.
enum GraphFamilies {
    static let all: [any GraphFamily.Type] = [
        StyleGAN2Family.self, StyleGAN3Family.self, MimicryFamily.self, StudioGANFamily.self, BigGANFamily.self,
        PretrainedBigGANFamily.self, LucidrainsStyleGAN2Family.self, LightweightGANFamily.self, FastGANFamily.self,
        StudioDCGANFamily.self, GANZooDCGANFamily.self, PyTorchGANFamily.self,
        ProgressiveGANFamily.self,
    ]

    /// Their names.
    static let names = all.map { $0.name }
}
