import GANAutodiff
import GANONNX

/// SELU: λ times ELU, with the λ and α that keep mean and variance.
///
/// Klambauer et al. 2017, 1706.02515.
struct ScaledExponentialLinearLayer: ElementwiseLayer, BareLayer {
    static let alpha: Float = 1.673_263_2
    static let scale: Float = 1.050_701

    static var kinds: KeyValuePairs<String, [String]> { ["SELU": []] }

    func forward(_ x: Variable) -> Variable { x.exponentialLinear(alpha: Self.alpha).scaled(by: Self.scale) }

    func addNodes(to graph: inout LayerGraph, reading x: String) -> String {
        graph.result("Selu", [x], attributes: ["alpha": .float(Self.alpha), "gamma": .float(Self.scale)])
    }
}

extension LayerDescription {
    /// SELU: λ times ELU, with the λ and α that keep mean and variance.
    public static var scaledExponentialLinear: LayerDescription { LayerDescription(ScaledExponentialLinearLayer()) }
}
