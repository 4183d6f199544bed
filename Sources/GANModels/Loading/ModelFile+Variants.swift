public import GANCheckpoints
public import OrderedCollections

extension ModelFile {
    /// One of the generators that a file holds.
    public struct Variant: Sendable, Equatable {
        /// "moving average" or "raw" where a file holds both; "weights" of a state dict, "model" of ONNX.
        public let name: String
        /// The options that choose it.
        let weights: NetworkGenerator.Weights?
        let select: String?

        /// The name of moving averages.
        public static let average = "moving average"
        /// The name of weights as training left them.
        public static let raw = "raw"

        fileprivate init(_ weights: NetworkGenerator.Weights, select: String? = nil) {
            name = weights == .average ? Self.average : Self.raw
            self.weights = weights
            self.select = select
        }

        fileprivate init(name: String, select: String?) {
            self.name = name
            weights = nil
            self.select = select
        }
    }

    /// The generators in the file, the moving average first; those that `options` leave out are not among them.
    ///
    /// A state dict's file has two where one moving average and one generator without it are found. Throws for `weights` where
    /// there are no two to choose from. No network is built.
    public func variants(_ options: ModelOptions = ModelOptions()) throws(ModelOptionError) -> [Variant] {
        try check(options, for: .generator)
        let found: [Variant]
        switch contents {
        case .checkpoint: found = [Variant(.average), Variant(.raw)]
        case .stateDict(let file):
            if options.select == nil, let pair = Self.pair(in: file) {
                found = [Variant(.average, select: pair.average), Variant(.raw, select: pair.raw)]
            } else {
                found = [Variant(name: "weights", select: try selection(options, in: file))]
            }
        case .onnx: found = [Variant(name: "model", select: nil)]
        }
        return found.filter { options.weights == nil || options.weights == $0.weights }
    }

    /// The generator of one variant; throws as `generator(_:)` does.
    public func generator(_ variant: Variant, _ options: ModelOptions = ModelOptions()) throws -> LoadedGenerator {
        var chosen = options
        switch kind {
        case .checkpoint: chosen.weights = variant.weights
        case .stateDict: (chosen.weights, chosen.select) = (nil, variant.select)
        case .onnx: break
        }
        return try generator(chosen)
    }

    /// A variant's tensors as the file stores them, in its order; nil for an ONNX model, whose weights are not looked at.
    ///
    /// Throws `CheckpointError` where they can't be told from others.
    public func tensors(of variant: Variant) throws(CheckpointError) -> OrderedDictionary<String, WeightTensor>? {
        let selected: SelectedWeights
        switch contents {
        case .checkpoint(_, let file): selected = try file.select(variant.weights?.rawValue, role: .generator)
        case .stateDict(let file): selected = try file.select(variant.select, role: .generator)
        case .onnx: return nil
        }
        var tensors: OrderedDictionary<String, WeightTensor> = [:]
        for name in selected.names { tensors[name] = selected.tensors[name] }
        return tensors
    }

    /// The path of the weights that `options` choose in a state dict's file; nil to take those that clearly are the generator's.
    func selection(_ options: ModelOptions, in file: WeightFile) throws(ModelOptionError) -> String? {
        guard let weights = options.weights else { return options.select }
        guard options.select == nil else {
            throw .notForModel(
                path: path, option: .weights, found: "--select chooses its weights", remedy: "Give one of the two.")
        }
        guard let pair = Self.pair(in: file) else {
            throw .notForModel(
                path: path, option: .weights,
                found: "it does not hold one moving average beside one generator without it",
                remedy: "Leave it out, or choose with --select PATH: `ganeval inspect` shows the paths.")
        }
        return weights == .average ? pair.average : pair.raw
    }

    /// The paths of the only moving average and of the only generator that is none.
    private static func pair(in file: WeightFile) -> (average: String, raw: String)? {
        let dicts = file.stateDicts()
        let averages = dicts.filter { $0.role == .movingAverage }
        let raws = dicts.filter { $0.role == .generator && !$0.isAverage }
        guard averages.count == 1, raws.count == 1 else { return nil }
        return (averages[0].path, raws[0].path)
    }
}
