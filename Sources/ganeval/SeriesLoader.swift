import Foundation
import GANCheckpoints
import GANEvaluation
import GANModels
import OrderedCollections

/// Opens the checkpoints of a series: each kind of weights that a file holds.
struct SeriesLoader {
    let model: GeneratorOptions

    static let average = "moving average"
    static let raw = "raw"

    /// What a file says of itself, its weights apart.
    struct Head {
        var digest: String
        var step: Int?
        var imagesSeen: Int?
    }

    /// One kind of weights in a file.
    struct Member {
        var trajectory: String
        var generator: any Generator
        /// nil for models whose weights are not looked at.
        var weights: OrderedDictionary<String, WeightTensor>?
    }

    /// Reads a file's head; throws for one that can't be read.
    func head(_ path: String) throws -> Head {
        if GeneratorOptions.isONNX(path) {
            return Head(digest: try model.load(path).generator.digest)
        }
        let file = try WeightFile.read(path)
        guard file.format == .checkpoint else {
            let step = CheckpointSteps.step { key in
                if let text = file.metadata[key] { return text }
                if case .value(let text)? = file.root.members[key] { return text }
                return nil
            }
            return Head(digest: file.digest(), step: step)
        }
        let description = try Checkpoint.read(path).description
        return Head(digest: file.digest(), step: description.step, imagesSeen: description.imagesSeen)
    }

    /// The generators in a file, the moving average first; `only` leaves the others out.
    ///
    /// Throws what opening a generator throws.
    func members(_ path: String, only: String? = nil) throws -> [Member] {
        if GeneratorOptions.isONNX(path) {
            return [Member(trajectory: "model", generator: try model.load(path).generator)]
        }
        let file = try WeightFile.read(path)
        return try kinds(file).filter { only == nil || $0.trajectory == only }.map { kind in
            var options = model
            if file.format == .checkpoint { options.weights = kind.weights } else { options.select = kind.path }
            let selected = try file.select(kind.path, role: .generator)
            var tensors: OrderedDictionary<String, WeightTensor> = [:]
            for name in selected.names { tensors[name] = selected.tensors[name] }
            return Member(trajectory: kind.trajectory, generator: try options.load(path).generator, weights: tensors)
        }
    }

    private struct Kind {
        var trajectory: String
        var path: String?
        var weights: WeightsChoice?
    }

    private func kinds(_ file: WeightFile) -> [Kind] {
        func wanted(_ kinds: [Kind]) -> [Kind] { kinds.filter { model.weights == nil || model.weights == $0.weights } }
        if file.format == .checkpoint {
            return wanted([
                Kind(trajectory: Self.average, path: NetworkGenerator.Weights.average.rawValue, weights: .average),
                Kind(trajectory: Self.raw, path: NetworkGenerator.Weights.raw.rawValue, weights: .raw),
            ])
        }
        if model.select == nil {
            let dicts = file.stateDicts()
            let averages = dicts.filter { $0.role == .movingAverage }
            let raws = dicts.filter { $0.role == .generator && !$0.isAverage }
            if averages.count == 1, raws.count == 1 {
                return wanted([
                    Kind(trajectory: Self.average, path: averages[0].path, weights: .average),
                    Kind(trajectory: Self.raw, path: raws[0].path, weights: .raw),
                ])
            }
        }
        return [Kind(trajectory: "weights", path: model.select)]
    }
}
