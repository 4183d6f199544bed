import GANData
import GANONNX

/// Networks of well-known projects that make images of images: graphs of ONNX operators, built around a state dict's weights.
///
/// A family is one file that conforms and one line in `TranslatorFamilies.all`. It is recognized by names that no other family has; depths,
/// widths and norms follow from names and shapes.
protocol TranslatorFamily: Sendable {
    /// What messages call it.
    static var name: String { get }
    /// Whose networks these are, for people.
    static var projects: String { get }
    /// What its projects' code fixes and neither names nor shapes tell, as a list of nouns.
    static var assumptions: String { get }

    /// What its tensors' names begin with in a state dict of this family; nil in any other.
    static func root(_ names: GraphNames) -> String?

    /// The network for images of `shape`; throws `wrongTensors` with all that is missing, misshapen or left over, and
    /// `unsuitableSamples` for images that it can't take.
    static func translator(_ weights: GraphWeights, root: String, shape: ImageShape) throws -> GraphTranslator
}

/// A network from images to images: input `image`, output `images`, both from −1 to 1.
struct GraphTranslator: Sendable {
    var graph: ONNXGraphBuilder
    /// What was assumed because the file does not say it, a sentence each.
    var notes: [String] = []
}

/// The families, tried in this order: the one list of them.
enum TranslatorFamilies {
    static let all: [any TranslatorFamily.Type] = [
        ResidualTranslatorFamily.self, NestedUNetFamily.self, PyTorchGANUNetFamily.self,
    ]

    /// The family of a state dict, and what its tensors' names begin with; nil where none has such names.
    static func family(of names: GraphNames) -> (type: any TranslatorFamily.Type, root: String)? {
        for type in all {
            if let root = type.root(names) { return (type, root) }
        }
        return nil
    }
}
