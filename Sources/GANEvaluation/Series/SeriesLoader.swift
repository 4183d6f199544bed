package import GANCheckpoints
package import GANModels
package import OrderedCollections

/// Opens the checkpoints of a series, each once: what a file says of itself, and each kind of weights that it holds.
package struct SeriesLoader: Sendable {
    package let options: ModelOptions

    package init(options: ModelOptions) { self.options = options }

    /// What a file says of itself, its weights apart.
    package struct Head: Sendable {
        package var digest: String
        package var step: Int?
        package var imagesSeen: Int?
    }

    /// One kind of weights in a file.
    package struct Member: Sendable {
        package var trajectory: String
        package var generator: any Generator
        /// nil for models whose weights are not looked at.
        package var weights: OrderedDictionary<String, WeightTensor>?
        /// What was guessed when it was read.
        package var notes: [String] = []
        /// The discriminator that the file holds beside it.
        package var discriminator: JudgedDiscriminator?
    }

    /// Reads a file; its generators come with the moving average first.
    ///
    /// Throws what opening the file and its generators throws, and `ModelOptionError`, which is no checkpoint's fault.
    package func open(_ path: String) throws -> (head: Head, members: [Member]) {
        let file = try ModelFile.open(path)
        let members = try variants(of: file).map { variant in
            let (loaded, left) = try file.sharingDevice(options) { try file.generator(variant, $0) }
            return Member(
                trajectory: variant.name, generator: loaded.generator, weights: try file.tensors(of: variant),
                notes: loaded.notes + [left].compactMap { $0 },
                discriminator: JudgedDiscriminator(beside: loaded.generator, in: file))
        }
        var head = Head(digest: file.digest, step: file.step, imagesSeen: file.imagesSeen)
        switch file.kind {
        case .checkpoint: break
        case .stateDict: head.step = CheckpointSteps.step { file.text($0) }
        // What was stated about an ONNX model decides its samples as its bytes do.
        case .onnx: head.digest = members.first?.generator.digest ?? file.digest
        }
        return (head, members)
    }

    private func variants(of file: ModelFile) throws -> [ModelFile.Variant] {
        try file.sharingDevice(options) { try file.variants($0) }.model
    }

    /// The weights of one trajectory in a file, read again; nil where they are not looked at.
    package func weights(
        _ path: String, trajectory: String
    ) throws -> OrderedDictionary<String, WeightTensor>? {
        let file = try ModelFile.open(path)
        guard let variant = try variants(of: file).first(where: { $0.name == trajectory }) else { return nil }
        return try file.tensors(of: variant)
    }
}
