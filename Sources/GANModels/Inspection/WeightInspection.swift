public import GANCheckpoints

/// A file of weights as `ganeval inspect` sees it: what is in it, what would be used, and how that is.
public struct WeightInspection: Sendable {
    /// What was inspected.
    public let file: WeightFile
    /// The file's SHA-256.
    public let digest: String
    /// The networks and optimizers in it.
    public let stateDicts: [StateDict]
    /// What a checkpoint of ganeval says about its model.
    public let description: CheckpointDescription?
    /// The weights that would be used.
    public let selected: SelectedWeights?
    /// How those are.
    public let health: WeightHealth?
    /// Why nothing is selected.
    public let problem: String?

    /// Looks at everything in a file whose SHA-256 is `digest`.
    ///
    /// Throws `CheckpointError` when `select` names nothing, or a checkpoint of ganeval contradicts itself. O(bytes), and a spectral norm
    /// for each matrix.
    public init(_ file: WeightFile, digest: String, select: String? = nil) throws(CheckpointError) {
        self.file = file
        self.digest = digest
        stateDicts = file.stateDicts()
        description =
            file.format == .checkpoint ? try CheckpointDescription(metadata: file.metadata, path: file.path) : nil
        (selected, problem) = try Self.choose(in: file, among: stateDicts, select: select)
        health = selected.map { WeightHealth($0) }
    }

    /// The weights that a person asked for, else a generator's, else a network that is the only one.
    private static func choose(
        in file: WeightFile, among stateDicts: [StateDict], select: String?
    ) throws(CheckpointError) -> (SelectedWeights?, String?) {
        // One of two generators that go opposite ways; a checkpoint's own names say which.
        let select = select ?? (file.format == .checkpoint ? NetworkGenerator.Weights.average.rawValue : nil)
        if let select { return (try file.select(select, role: .generator), nil) }
        do throws(CheckpointError) {
            return (try file.select(role: .generator), nil)
        } catch {
            let networks = stateDicts.filter { $0.role != .optimizer }
            guard let only = networks.first, networks.count == 1 else { return (nil, "The file \(error.fact).") }
            return (try file.select(only.path, role: .discriminator), nil)
        }
    }
}
