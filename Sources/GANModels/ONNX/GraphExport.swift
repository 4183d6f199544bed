import Foundation
import GANCheckpoints
public import GANData
import GANFiles
import GANNumerics
import GANONNX

/// Writes a network that was built as a graph around a state dict's weights as ONNX files.
public enum GraphExport {
    /// What was written, and what the comparison showed.
    public struct Outcome: Sendable, Equatable {
        /// The files.
        public let paths: [String]
        /// The largest difference of any value between the generator and what was written, in the network's own range.
        public let largestDifference: Double
        /// How many latent vectors were run through both.
        public let inputs: Int
    }

    static let inputCount = 16

    /// Writes the generator of `file` to `path`, with inputs `z`, and where it takes them `label`, `truncation` and noise; output `images`.
    ///
    /// With `isSplit` two files instead, `path` with "-mapping" and "-synthesis" before its ending: from `z` to `w`, and from `w` to
    /// `images`. What is written is run beside the generator on the same latent vectors, labels and noise, and only written where both agree.
    /// Throws `exportDiffers` otherwise, and what running and writing throw; nil of a generator that is no such graph, or that
    /// can't be split. `told` hears what a person should know about how it was read.
    public static func write(
        _ file: ModelFile, _ options: ModelOptions = ModelOptions(), isSplit: Bool = false, to path: String,
        told: (String) -> Void = { _ in }
    ) throws -> Outcome? {
        try file.check(options, for: .generator)
        guard case .stateDict(let weights) = file.contents,
            let (loaded, graph) = try file.graphGenerator(in: weights, options),
            let generator = loaded.generator as? ONNXGenerator
        else { return nil }
        loaded.notes.forEach(told)
        let latents = generator.latents(rows: 0..<inputCount, seed: 0)
        let expected = try generator.values(latents: latents, numbers: Array(0..<inputCount), seed: 0)
        let files: [(path: String, bytes: [UInt8])]
        let found: Matrix<Float>
        if isSplit {
            guard let split = graph.split else { return nil }
            let (mapping, synthesis) = split()
            let names = [named(path, "mapping"), named(path, "synthesis")]
            files = [(names[0], try mapping.bytes(path: names[0])), (names[1], try synthesis.bytes(path: names[1]))]
            found = try generator.values(
                latents: latents, numbers: Array(0..<inputCount), seed: 0, mapping: files[0].bytes,
                synthesis: files[1].bytes)
        } else {
            let model = try graph.model(path: path, sourceDigest: loaded.digest)
            files = [(path, model.contents)]
            let written = try generator.reopened(model)
            found = try written.values(latents: latents, numbers: Array(0..<inputCount), seed: 0)
        }
        let difference = try agreed(expected, found, path: path)
        for file in files { try AtomicFile.write(file.bytes, to: file.path) }
        return Outcome(paths: files.map(\.path), largestDifference: difference, inputs: inputCount)
    }

    /// Writes the discriminator of `file`, for samples of `shape` where it takes any, to `path`: input `images`, `label` where it takes classes,
    /// output `scores`.
    ///
    /// What is written is opened as any ONNX file and run beside the discriminator on the same random images and classes, and only kept where
    /// both agree. Throws as `write` does; nil of a discriminator that is no such graph.
    public static func writeDiscriminator(
        _ file: ModelFile, _ options: ModelOptions = ModelOptions(), shape: SampleShape?, to path: String,
        told: (String) -> Void = { _ in }
    ) throws -> Outcome? {
        try file.check(options, for: .discriminator)
        guard case .stateDict(let weights) = file.contents else { return nil }
        let selected = try weights.select(options.select, role: .discriminator)
        guard let built = try file.builtDiscriminator(selected, options, shape: shape) else { return nil }
        (selected.notes + built.notes).forEach(told)
        let mine = try file.opened(built, options, shape: shape)
        let model = try built.model(path: path, sourceDigest: file.digest)
        let other = try ONNXDiscriminator(
            model, digest: try model.digest(), shape: nil, range: nil, layout: nil, output: nil, device: options.device,
            timeLimit: options.timeLimit)
        let values = SeededGenerator(seed: 0).normalRows(inputCount, columns: mine.sampleShape.size)
        let labels = mine.classCount.map { classes in (0..<inputCount).map { $0 % classes } }
        let expected = try mine.logits(values: values, labels: labels)
        let difference = try agreed(expected, other.logits(values: values, labels: labels), path: path)
        try AtomicFile.write(model.contents, to: path)
        return Outcome(paths: [path], largestDifference: difference, inputs: inputCount)
    }

    /// The largest difference of two results; throws `exportDiffers` for one that is too large.
    static func agreed(
        _ expected: Matrix<Float>, _ found: Matrix<Float>, path: String
    ) throws(ModelError) -> Double {
        var (difference, size) = (0.0, 1.0)
        for (mine, other) in zip(expected.scalars, found.scalars) {
            size = max(size, abs(Double(mine)))
            // NaN must stay, which `max` does not promise.
            let distance = abs(Double(mine) - Double(other))
            if !(distance <= difference) { difference = distance }
        }
        let tolerance = NetworkExport.tolerance * size
        guard found.scalars.count == expected.scalars.count, difference.isFinite, difference <= tolerance else {
            throw .exportDiffers(path: path, difference: difference, tolerance: tolerance)
        }
        return difference
    }

    /// The files that `write` would write.
    public static func paths(_ path: String, isSplit: Bool) -> [String] {
        isSplit ? [named(path, "mapping"), named(path, "synthesis")] : [path]
    }

    /// "gan.onnx" as "gan-mapping.onnx".
    private static func named(_ path: String, _ part: String) -> String {
        let ending = (path as NSString).pathExtension
        let stem = (path as NSString).deletingPathExtension
        return ending.isEmpty ? "\(path)-\(part)" : "\(stem)-\(part).\(ending)"
    }
}
