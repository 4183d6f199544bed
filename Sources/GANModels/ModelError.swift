public import GANNumerics

/// A model that can't be built or run.
public enum ModelError: ExplainedError, Equatable {
    case layersDoNotFit(layer: Int, found: [Int], expected: String)
    case cannotTrain(layer: Int, kind: String)
    case unreadableArchitecture(path: String, problem: String)
    case wrongTensors(path: String, missing: [String], misshapen: [String], extra: [String] = [])
    case unreadableDocument(path: String, line: Int?, problem: String)
    case unknownArchitecture(path: String, problem: String)
    case noDiscriminator(path: String)
    case outputMismatch(path: String, found: [Int], expected: [Int])
    case nonFiniteOutput(path: String, sample: Int)
    case constantOutput(path: String, samples: Int)
    case labelsNeeded(source: String)
    case tooFewClasses(source: String, classes: Int)
    case unsuitableSamples(source: String, found: String, expected: String)

    public var location: String {
        switch self {
        case .layersDoNotFit(let layer, _, _), .cannotTrain(let layer, _): return "layer \(layer)"
        case .unreadableArchitecture(let path, _), .wrongTensors(let path, _, _, _), .outputMismatch(let path, _, _),
            .nonFiniteOutput(let path, _), .constantOutput(let path, _), .unknownArchitecture(let path, _),
            .noDiscriminator(let path):
            return path
        case .unreadableDocument(let path, let line, _): return path + (line.map { ", line \($0)" } ?? "")
        case .labelsNeeded(let source), .tooFewClasses(let source, _), .unsuitableSamples(let source, _, _):
            return source
        }
    }

    public var fact: String {
        switch self {
        case .layersDoNotFit(_, let found, _): return "it receives shape \(found)"
        case .cannotTrain(_, let kind): return "it is \(kind), which only evaluates"
        case .unreadableArchitecture(_, let problem): return "the architecture can't be read: \(problem)"
        case .wrongTensors(_, let missing, let misshapen, let extra):
            let lists = [
                ("missing tensors", missing), ("tensors of another shape", misshapen),
                ("tensors that no layer takes", extra),
            ]
            return lists.filter { !$0.1.isEmpty }.map { "\($0): \($1.joined(separator: ", "))" }.joined(separator: "; ")
        case .noDiscriminator: return "it holds no discriminator"
        case .outputMismatch(_, let found, _): return "the network makes outputs of shape \(found)"
        case .unreadableDocument(_, _, let problem), .unknownArchitecture(_, let problem): return problem
        case .nonFiniteOutput(_, let sample): return "the network returns NaN or infinity for sample \(sample)"
        case .constantOutput(_, let samples):
            return "the generator returns one and the same sample for \(samples) different latent vectors"
        case .labelsNeeded: return "it has no labels"
        case .tooFewClasses(_, let classes): return "its labels name \(classes) classes"
        case .unsuitableSamples(_, let found, _): return "its samples are \(found)"
        }
    }

    public var expectation: String {
        switch self {
        case .layersDoNotFit(_, _, let expected): return expected
        case .cannotTrain: return "layers that can be trained"
        case .unreadableArchitecture: return "layers as `ganeval train` writes them"
        case .wrongTensors: return "the tensors that the architecture names, in their shapes, and no others"
        case .noDiscriminator: return "a checkpoint with both networks"
        case .outputMismatch(_, _, let expected): return "\(expected)"
        case .unreadableDocument: return "an architecture in YAML or JSON, layers by their names in PyTorch"
        case .unknownArchitecture: return "a family (\(Architecture.families.joined(separator: ", "))) or a description"
        case .nonFiniteOutput: return "finite values"
        case .constantOutput: return "samples that depend on the latent vector"
        case .labelsNeeded: return "a class number for each sample"
        case .tooFewClasses: return "at least 2"
        case .unsuitableSamples(_, _, let expected): return expected
        }
    }

    public var remedy: String {
        switch self {
        case .cannotTrain: return "Leave the layer out of a network to be trained."
        case .layersDoNotFit, .unreadableArchitecture: return "Correct the layers' sizes in the architecture."
        case .noDiscriminator: return "Take the training run's own checkpoint, or give the discriminator's file."
        case .wrongTensors, .outputMismatch:
            return "Take the checkpoint that belongs to this architecture; the file may be damaged."
        case .unreadableDocument: return "Correct it there."
        case .unknownArchitecture: return "Describe the layers in a file and give it with --architecture FILE."
        case .constantOutput:
            return "The weights are damaged or lost in an export, or training has collapsed; take another checkpoint."
        case .nonFiniteOutput: return "Training has diverged, or the weights are damaged; take an earlier checkpoint."
        case .labelsNeeded: return "Give labels, or choose --extractor pixels-pca64."
        case .tooFewClasses: return "Choose --extractor pixels-pca64."
        case .unsuitableSamples: return "Give a source whose samples have that shape."
        }
    }
}
