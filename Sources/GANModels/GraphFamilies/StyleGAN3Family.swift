import GANNumerics
import GANONNX

/// StyleGAN3 generators, translation equivariant and rotation equivariant, of NVIDIA's stylegan3 and StudioGAN's copy.
///
/// Karras et al. 2021, 2106.12423.
enum StyleGAN3Family: GraphFamily {
    static let name = "stylegan3"
    static let projects = "stylegan3 and StudioGAN's copy"
    static let assumptions = "slopes of 0.2, styles demodulated with ε 1e-8, no last activation"

    static func recognizesGenerator(_ names: GraphNames) -> Bool {
        names.has("synthesis.input.freqs") && names.has("synthesis.input.weight")
    }

    static func generator(
        _ weights: GraphWeights, _ options: GraphOptions
    ) throws(ModelError) -> GraphGenerator {
        let names = StyleGAN3Schedule.names(weights.names)
        let stored = StyleGAN3Schedule.stored(weights, names: names)
        guard let schedule = stored ?? StyleGAN3Schedule.published(names: names) else {
            throw .unknownArchitecture(
                path: weights.path,
                problem:
                    "the sides in its layers' names, \(names.map { $0.dropFirst(10) }.joined(separator: " ")), are not those of "
                    + "a published StyleGAN3, and a state dict does not hold sampling rates; its snapshot's .pkl does")
        }
        var state = weights.state(name)
        let mapping = try NVIDIAMapping(weights: weights).read(&state)
        var reader = StyleGAN3Graph(state, weights: weights, schedule: schedule)
        let layers = reader.read()
        try reader.state.check()
        let (whole, split) = (reader, reader)
        var notes = [NVIDIAMapping(weights: weights).assumption].compactMap { $0 }
        if stored == nil {
            notes.append(
                "Its sampling rates, and that activations are cut at 256, are those of the published configuration.")
        }
        let side = schedule.layers.last?.output ?? (width: 1, height: 1)
        var built = GraphGenerator(
            graph: whole.built(layers, mapping: mapping, part: .whole),
            latent: LatentPrior(shape: [mapping.latentSize]),
            sampleShape: [side.height, side.width, layers.last?.weight.shape[0] ?? 0],
            parameterCount: weights.tensors.values.reduce(0) { $0 + $1.count }, classCount: mapping.classCount,
            takesTruncation: mapping.average != nil, notes: notes)
        built.truncationProblem = "it holds no mean of w (w_avg) to truncate towards"
        built.split = {
            (
                split.built(layers, mapping: mapping, part: .mapping),
                split.built(layers, mapping: mapping, part: .synthesis)
            )
        }
        return built
    }
}
