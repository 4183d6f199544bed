import GANNumerics
import GANONNX

/// StyleGAN2 generators: NVIDIA's stylegan2-ada-pytorch and stylegan3, StudioGAN's copy, and rosinality's.
///
/// All three of its architectures (`skip`, `orig`, `resnet`), with and without classes, of any widths, depths and sides. Blocks that
/// training runs in half precision are computed in float32. What names and shapes don't say is taken from modules' attributes
/// where the file has them, else from the published configuration, and said.
enum StyleGAN2Family: GraphFamily {
    static let name = "stylegan2"
    static let projects = "stylegan2-ada-pytorch, stylegan3, StudioGAN, rosinality"
    static let assumptions = "slopes of 0.2, styles demodulated with ε 1e-8, no last activation"

    static func recognizesGenerator(_ names: GraphNames) -> Bool {
        names.has("synthesis.b4.const") || names.has("input.input") && names.has("conv1.conv.modulation.weight")
            || names.has("mapping.fc0.weight") && names.order.contains { $0.hasPrefix("synthesis.b") }
    }

    static let companions = ["latent_avg"]

    static func generator(
        _ weights: GraphWeights, _ options: GraphOptions
    ) throws(ModelError) -> GraphGenerator {
        let noise = options.noise ?? .random
        let (network, read, found) = try Self.network(weights)
        var notes = found
        // What is missing is told before anything is computed with it.
        try read.check(ignoring: isUnused)
        if noise == .constant, !network.holdsNoise {
            throw .unknownArchitecture(
                path: weights.path,
                problem: "it holds no noise images, so --noise const has nothing to take; random and none work")
        }
        guard network.side.height <= 4096, network.side.width <= 4096 else {
            throw .unknownArchitecture(
                path: weights.path, problem: "its images would be \(network.side.height) pixels high")
        }
        var graph = StyleGAN2Graph(network, in: read, noise: noise)
        let state = graph.build()
        let channels = network.blocks.last?.colour?.bias.count ?? 0
        if network.mapping.average == nil { notes.append("It holds no mean of w, so its samples can't be truncated.") }
        var built = GraphGenerator(
            graph: try state.finish(ignoring: isUnused), latent: LatentPrior(shape: [network.mapping.latentSize]),
            sampleShape: [network.side.height, network.side.width, channels],
            parameterCount: weights.tensors.values.reduce(0) { $0 + $1.count }, noise: noise,
            classCount: network.mapping.classCount, takesTruncation: network.mapping.average != nil,
            notes: notes)
        built.truncationProblem = "it holds no mean of w (w_avg or latent_avg) to truncate towards"
        built.split = {
            var (mapping, synthesis) = (
                StyleGAN2Graph(network, in: read, noise: noise), StyleGAN2Graph(network, in: read, noise: noise)
            )
            return (mapping.build(.mapping).graph, synthesis.build(.synthesis).graph)
        }
        return built
    }

    /// Filters of blocks that have nothing to filter with them, and constant noise that isn't wanted.
    private static func isUnused(_ name: String) -> Bool {
        name.hasSuffix(".resample_filter") || name.hasSuffix(".noise_const") || name.hasPrefix("noises.")
            || name.hasSuffix(".kernel") || name.hasSuffix("pl_mean")
    }

    /// The parts, whichever project's names they have.
    static func network(
        _ weights: GraphWeights
    ) throws(ModelError) -> (StyleGAN2Network, StateDictGraph, notes: [String]) {
        if weights.has("input.input") {
            var reader = RosinalityStyleGAN2(weights)
            let network = try reader.network()
            return (network, reader.state, reader.notes)
        }
        var reader = NVIDIAStyleGAN2(weights)
        let network = try reader.network()
        return (network, reader.state, reader.notes)
    }
}

extension StateDictGraph {
    /// A square low-pass filter of even size; throws `wrongTensors` in `finish` for any other.
    mutating func filter(_ name: String, dividedBy divisor: Float = 1) -> Tensor {
        let filter = take(name, axes: 2)
        guard filter.shape[0] == filter.shape[1], filter.shape[0].isMultiple(of: 2), filter.shape[0] <= 64 else {
            return take(name, [4, 4])
        }
        return filter.scaled(by: 1 / divisor)
    }
}
