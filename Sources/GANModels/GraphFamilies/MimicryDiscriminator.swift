import GANData
import GANNumerics
import GANONNX

/// The residual discriminators of mimicry that judge images without a class: SNGAN, SSGAN, InfoMax GAN.
///
/// Blocks that halve the image, a rectifier, a sum over all places and a linear layer. Its weights take images of any side.
extension MimicryFamily {
    static func recognizesDiscriminator(_ names: GraphNames) -> Bool {
        names.has("block1.c1.weight") && names.has("block2.c1.weight") && !names.has("l1.weight")
    }

    static func discriminator(_ weights: GraphWeights, shape: SampleShape?) throws -> GraphDiscriminator {
        if weights.has("l_y.weight"), !weights.has("l_y.bias") {
            throw ModelError.unknownArchitecture(
                path: weights.path,
                problem:
                    "its scores depend on the class of each sample (l_y), and a discriminator here gets images alone")
        }
        guard case .image(let height, let width, let channels)? = shape else {
            throw ModelError.unsuitableSamples(
                source: weights.path, found: "a discriminator for images of any side",
                expected: "images whose size is known before it is opened")
        }
        var parts = ResidualGraph(weights.state(name), .mimicry)
        let count = weights.count("block", ".c1.weight", from: 1)
        var x = parts.state.graph.input("images", shape: [channels, height, width])
        var features = channels
        for index in 1...max(1, count) {
            let block = "block\(index)"
            // A shortcut with weights is one that halves, in all of the project's networks.
            let halves = weights.has("\(block).c_sc.weight")
            var h = index == 1 ? x : parts.state.rectified(x)
            let (first, hidden) = parts.convolution(h, "\(block).c1", inputs: features)
            let (second, outputs) = parts.convolution(parts.state.rectified(first), "\(block).c2", inputs: hidden)
            h = halves ? parts.state.halved(second) : second
            var beside = x
            if halves {
                // A convolution of one pixel and a mean commute; the mean first is cheaper.
                beside = parts.convolution(parts.state.halved(beside), "\(block).c_sc", inputs: features).y
            }
            x = parts.state.sum(h, beside)
            features = outputs
        }
        let total = parts.state.graph.node(
            "ReduceSum", [parts.state.rectified(x), parts.state.constant(integers: [2, 3])],
            attributes: ["keepdims": .integer(0)])
        let last = "l\(count + 1)"
        let weight = parts.state.take("\(last).weight", [1, features])
        let score = parts.state.linear(
            total, last, weight: weight,
            bias: weights.has("\(last).bias") ? parts.state.take("\(last).bias", [1]).scalars : nil)
        _ = parts.state.graph.node("Identity", [score], output: "scores")
        parts.state.graph.output("scores", shape: [1])
        // Heads that training needs beside the score: rotations of SSGAN, features of InfoMax GAN.
        let heads = ["l_y.", "local_", "global_"]
        let graph = try parts.state.finish { name in heads.contains { name.hasPrefix($0) } }
        let others = weights.names.contains { name in heads.contains { name.hasPrefix($0) } }
        return GraphDiscriminator(
            graph: graph, sampleShape: [height, width, channels],
            notes: others
                ? ["Its heads for rotations or features are left out; its score is that for real and generated."] : [])
    }
}
