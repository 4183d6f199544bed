import GANNumerics
import GANONNX

/// The progressive generator of pytorch_GAN_zoo, at the resolution that training has reached.
///
/// Karras et al. 2018, 1710.10196. Layers are scaled by √(2 / inputs) at run time, bias included; each is followed by a leaky rectifier and
/// by a normalization of every pixel.
enum ProgressiveGANFamily: GraphFamily {
    static let name = "pgan"
    static let projects = "pytorch_GAN_zoo's PGAN"
    static let assumptions = "slopes of 0.2, nearest doubling, equalized weights, no last activation"

    static func recognizesGenerator(_ names: GraphNames) -> Bool {
        module("formatLayer", names.has) != nil && module("toRGBLayers.0", names.has) != nil
            && module("groupScale0.0", names.has) != nil
    }

    /// A layer's name with or without the wrapper that scales it, as versions of the project save it.
    private static func module(_ name: String, _ has: (String) -> Bool) -> String? {
        [name, "\(name).module"].first { has("\($0).weight") }
    }

    static func generator(
        _ weights: GraphWeights, _ options: GraphOptions
    ) throws(ModelError) -> GraphGenerator {
        var names = ResidualNames.mimicry
        names.family = name
        var parts = ResidualGraph(weights.state(name), names)
        func place(_ layer: String) -> String { module(layer, weights.has) ?? layer }
        let first = parts.state.take("\(place("formatLayer")).weight", axes: 2)
        let format = place("formatLayer")
        let gain = heConstant(first)
        var x = parts.state.pixelNormalized(parts.state.graph.input("z", shape: [first.shape[1]]))
        x = parts.state.linear(
            x, format, weight: first.scaled(by: gain),
            bias: parts.state.take("\(format).bias", [first.shape[0]]).scalars.map { $0 * gain })
        var channels = first.shape[0] / 16
        if channels * 16 != first.shape[0] || channels == 0 {
            channels = 1
            _ = parts.state.take("\(format).weight", [16, first.shape[1]])
        }
        x = parts.state.reshaped(parts.state.leaky(x, slope: 0.2), [0, channels, 4, 4])
        x = parts.state.pixelNormalized(x)
        func layer(_ x: String, _ name: String, _ inputs: Int) -> (String, Int) {
            let (y, outputs) = equalized(x, place(name), inputs: inputs, &parts)
            return (parts.state.pixelNormalized(parts.state.leaky(y, slope: 0.2)), outputs)
        }
        (x, channels) = layer(x, "groupScale0.0", channels)
        var side = 4
        var scale = 0
        while scale < 10, module("scaleLayers.\(scale).0", weights.has) != nil {
            x = parts.state.nearestUpsampled(x)
            side *= 2
            for index in 0..<2 { (x, channels) = layer(x, "scaleLayers.\(scale).\(index)", channels) }
            scale += 1
        }
        (x, channels) = equalized(x, place("toRGBLayers.\(scale)"), inputs: channels, &parts)
        _ = parts.state.graph.node("Identity", [x], output: "images")
        parts.state.graph.output("images", shape: [channels, side, side])
        return GraphGenerator(
            // Colours of earlier resolutions are left in the file, and blended in no longer.
            graph: try parts.state.finish { $0.hasPrefix("toRGBLayers.") },
            latent: LatentPrior(shape: [first.shape[1]]), sampleShape: [side, side, channels],
            parameterCount: weights.tensors.values.reduce(0) { $0 + $1.count },
            notes: ["That the last resolution is faded in wholly is assumed: a state dict does not say it."])
    }

    private static func equalized(
        _ x: String, _ name: String, inputs: Int, _ parts: inout ResidualGraph
    ) -> (y: String, outputs: Int) {
        let weight = parts.state.take("\(name).weight", axes: 4)
        let side = weight.shape[2]
        if weight.shape[1] != inputs || weight.shape[3] != side || side.isMultiple(of: 2) {
            _ = parts.state.take("\(name).weight", [weight.shape[0], inputs, 3, 3])
        }
        let gain = heConstant(weight)
        let bias = parts.state.take("\(name).bias", [weight.shape[0]]).scalars.map { $0 * gain }
        return (
            parts.state.convolution(x, name, weight: weight.scaled(by: gain), bias: bias, padding: side / 2),
            weight.shape[0]
        )
    }

    /// √(2 / inputs of one output).
    private static func heConstant(_ weight: Tensor) -> Float {
        (2 / Float(max(1, weight.count / max(1, weight.shape[0])))).squareRoot()
    }
}

extension StateDictGraph {
    /// x · (mean over channels of x² + 1e-8)^(-1/2).
    mutating func pixelNormalized(_ x: String) -> String {
        let mean = graph.node(
            "ReduceMean", [product(x, x)], attributes: ["axes": .integers([1]), "keepdims": .integer(1)])
        return product(x, reciprocalRoot(sum(mean, constant(1e-8))))
    }
}
