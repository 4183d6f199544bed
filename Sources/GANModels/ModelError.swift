import GANFiles
import GANNumerics
public import GANText

/// A model that can't be built or run.
public enum ModelError: ExplainedError, Equatable {
    case layersDoNotFit(layer: Int, found: [Int], expected: String)
    case layersDoNotConnect(layer: Int, problem: String)
    case cannotTrain(layer: Int, kind: String)
    case unreadableArchitecture(path: String, problem: String)
    case wrongTensors(path: String, missing: [String], misshapen: [String], extra: [String] = [])
    case unreadableDocument(path: String, line: Int?, problem: String)
    /// `exportLine` is the road for this very model, where it is known.
    case unknownArchitecture(path: String, problem: String, exportLine: String? = nil)
    case noDiscriminator(path: String)
    case outputMismatch(path: String, found: [Int], expected: [Int])
    case nonFiniteOutput(path: String, sample: Int)
    case constantOutput(path: String, samples: Int)
    case severalScores(path: String, count: Int)
    case constantScores(path: String, samples: Int)
    case labelsNeeded(source: String)
    case tooFewClasses(source: String, classes: Int)
    case tooManyClasses(source: String, label: Int, limit: Int)
    case unsuitableSamples(source: String, found: String, expected: String)
    case unknownPrior(path: String, name: String)
    // Models that ONNX Runtime runs.
    case inputsUnclear(path: String, inputs: [String], problem: String, remedy: String)
    case discriminatorInputs(path: String, inputs: [String], problem: String, remedy: String)
    case outputsUnclear(path: String, outputs: [String], wanted: String?)
    case outputUnclear(path: String, output: String, shape: [Int])
    case rangeUnclear(path: String, low: Float, high: Float)
    case anotherRole(path: String, found: String, expected: String)
    case exportDiffers(path: String, difference: Double, tolerance: Double)
    /// A model that runs, and whose samples would be wrong.
    case unsuitableModel(path: String, problem: String, expected: String, remedy: String)
    // Feature extractors.
    case unknownExtractor(name: String, known: [String])
    case unreadableExtractor(path: String, problem: String)
    case extractorWeightsMissing(name: String, searched: [String], remedy: String)
    case extractorChanged(name: String, path: String, expected: String, found: String)
    case extractorOutput(name: String, output: String, found: [Int], expected: String)
    case constantFeatures(name: String, images: Int)
    case fingerprintDiffers(name: String, largest: Double, tolerance: Double)

    /// The case for an architecture that can't be read.
    init(_ problem: DocumentProblem) {
        self = .unreadableDocument(path: problem.path, line: problem.line, problem: problem.problem)
    }

    /// The file, option or place within it that the error speaks of.
    public var location: String {
        switch self {
        case .layersDoNotFit(let layer, _, _), .layersDoNotConnect(let layer, _), .cannotTrain(let layer, _):
            return "layer \(layer)"
        case .unreadableArchitecture(let path, _), .wrongTensors(let path, _, _, _), .outputMismatch(let path, _, _),
            .nonFiniteOutput(let path, _), .constantOutput(let path, _), .unknownArchitecture(let path, _, _),
            .noDiscriminator(let path), .severalScores(let path, _), .constantScores(let path, _):
            return path
        case .unreadableDocument(let path, let line, _): return path + (line.map { ", line \($0)" } ?? "")
        case .unknownPrior(let path, _), .inputsUnclear(let path, _, _, _),
            .discriminatorInputs(let path, _, _, _), .outputsUnclear(let path, _, _), .rangeUnclear(let path, _, _),
            .exportDiffers(let path, _, _), .anotherRole(let path, _, _), .unsuitableModel(let path, _, _, _),
            .unreadableExtractor(let path, _),
            .extractorChanged(_, let path, _, _):
            return path
        case .outputUnclear(let path, let output, _): return "\(path), output \"\(output)\""
        case .unknownExtractor(let name, _), .extractorWeightsMissing(let name, _, _),
            .fingerprintDiffers(let name, _, _), .constantFeatures(let name, _):
            return "extractor \(name)"
        case .extractorOutput(let name, let output, _, _): return "extractor \(name), output \"\(output)\""
        case .labelsNeeded(let source), .tooFewClasses(let source, _), .tooManyClasses(let source, _, _),
            .unsuitableSamples(let source, _, _):
            return source
        }
    }

    /// What was found there, as a clause.
    public var fact: String {
        switch self {
        case .layersDoNotFit(_, let found, _): return "it receives shape \(found)"
        case .layersDoNotConnect(_, let problem): return problem
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
        case .unreadableDocument(_, _, let problem), .unknownArchitecture(_, let problem, _),
            .unsuitableModel(_, let problem, _, _):
            return problem
        case .nonFiniteOutput(_, let sample): return "the network returns NaN or infinity for sample \(sample)"
        case .constantOutput(_, let samples):
            return "the generator returns one and the same sample for \(samples) different latent vectors"
        case .severalScores(_, let count): return "the discriminator gives \(count) values for each sample"
        case .constantScores(_, let samples):
            return "the discriminator gives one and the same score to \(samples) different samples"
        case .labelsNeeded: return "it has no labels"
        case .tooFewClasses(_, let classes): return "its labels name \(classes) classes"
        case .tooManyClasses(_, let label, _): return "its labels go up to \(label)"
        case .unsuitableSamples(_, let found, _): return "its samples are \(found)"
        case .unknownPrior(_, let name): return "the latent prior \"\(name)\" is unknown"
        case .inputsUnclear(_, let inputs, let problem, _), .discriminatorInputs(_, let inputs, let problem, _):
            return "its inputs are \(inputs.joined(separator: "; ")): \(problem)"
        case .outputsUnclear(_, let outputs, let wanted):
            let list = "its outputs are \(outputs.joined(separator: "; "))"
            return wanted.map { "it has no output \"\($0)\"; \(list)" } ?? "\(list): which holds the images is unclear"
        case .outputUnclear(_, _, let shape): return "its shape is \(shape)"
        case .rangeUnclear(_, let low, let high): return "its values run from \(low) to \(high)"
        case .anotherRole(_, let found, _): return "it is a \(found)"
        case .exportDiffers(_, let difference, _):
            return "the exported model differs from the network by up to \(difference)"
        case .unknownExtractor(_, let known):
            return "there is none of this name; known are \(known.joined(separator: ", "))"
        case .unreadableExtractor(_, let problem): return "the description can't be read: \(problem)"
        case .extractorWeightsMissing(_, let searched, _):
            return "its weights were not found; looked at \(searched.joined(separator: ", "))"
        case .extractorChanged(_, _, let expected, let found):
            return "the model's SHA-256 is \(found.prefix(16))…, not \(expected.prefix(16))…"
        case .extractorOutput(_, _, let found, _): return "its shape is \(found)"
        case .constantFeatures(_, let images): return "\(images) different images all get the same features"
        case .fingerprintDiffers(_, let largest, _):
            return "features of the built-in images differ by \(largest) of their size"
        }
    }

    /// What would have been accepted instead.
    public var expectation: String {
        switch self {
        case .layersDoNotFit(_, _, let expected): return expected
        case .layersDoNotConnect: return "layers that read values made before them, and each value read"
        case .cannotTrain: return "layers that can be trained"
        case .unreadableArchitecture: return "layers as `ganeval train` writes them"
        case .wrongTensors: return "the tensors that the architecture names, in their shapes, and no others"
        case .noDiscriminator: return "a checkpoint with both networks"
        case .outputMismatch(_, _, let expected): return "\(expected)"
        case .unreadableDocument: return "an architecture in YAML or JSON, layers by their names in PyTorch"
        case .unknownArchitecture: return "a family (\(Architecture.families.joined(separator: ", "))) or a description"
        case .nonFiniteOutput: return "finite values"
        case .constantOutput: return "samples that depend on the latent vector"
        case .severalScores: return "one score a sample, or a grid of them as PatchGAN's"
        case .constantScores: return "scores that depend on the sample"
        case .labelsNeeded: return "a class number for each sample"
        case .tooFewClasses: return "at least 2"
        case .tooManyClasses(_, _, let limit): return "class numbers from 0, below \(limit)"
        case .unsuitableSamples(_, _, let expected), .unsuitableModel(_, _, let expected, _): return expected
        case .unknownPrior: return LatentDistribution.allCases.map(\.rawValue).joined(separator: ", ")
        case .inputsUnclear:
            return "a latent vector [n, d], and at most labels, noise maps and a truncation beside it"
        case .discriminatorInputs: return "a discriminator, whose one input is the samples [n, …]"
        case .outputsUnclear: return "one output of images"
        case .outputUnclear: return "[n, d], [n, h, w], or images with 1 or 3 channels, first or last"
        case .rangeUnclear: return "values in [-1, 1], [0, 1] or [0, 255]"
        case .anotherRole(_, _, let expected): return "a \(expected)"
        case .exportDiffers(_, _, let tolerance): return "at most \(tolerance); nothing was written"
        case .unknownExtractor: return "a name of `ganeval extractor list`, a .yaml description or an .onnx file"
        case .unreadableExtractor: return "a description as `ganeval extractor add --help` shows"
        case .extractorWeightsMissing: return "the file of its weights"
        case .extractorChanged: return "the file that was added"
        case .extractorOutput(_, _, _, let expected): return expected
        case .constantFeatures: return "features that depend on the image"
        case .fingerprintDiffers(_, _, let tolerance): return "at most \(tolerance)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .cannotTrain: return "Leave the layer out of a network to be trained."
        case .layersDoNotConnect: return "Correct name, input and inputs of the layers in the architecture."
        case .layersDoNotFit, .unreadableArchitecture: return "Correct the layers' sizes in the architecture."
        case .noDiscriminator: return "Take the training run's own checkpoint, or give the discriminator's file."
        case .wrongTensors, .outputMismatch:
            return "Take the checkpoint that belongs to this architecture; the file may be damaged."
        case .unreadableDocument: return "Correct it there."
        case .unknownArchitecture(_, _, let line):
            let usual =
                "torch.onnx.export(G.eval(), z, \"g.onnx\", input_names=[\"z\"], dynamic_shapes=({0: \"n\"},), dynamo=True)"
            return """
                A chain of layers can be described in a file, or be the text of print(G): --architecture FILE \
                (`ganeval architecture --help`). Anything else runs as ONNX: \(line ?? usual).
                """
        case .constantOutput:
            return "The weights are damaged or lost in an export, or training has collapsed; take another checkpoint."
        case .nonFiniteOutput:
            return
                "Training has diverged, the weights are damaged, or the model was exported in training mode; take an earlier checkpoint or export it after G.eval()."
        case .severalScores:
            return
                "Export the score that says real or generated as an output of its own: what the others mean is unknown."
        case .constantScores:
            return "The weights are damaged or lost in an export, or training has collapsed; take another checkpoint."
        case .labelsNeeded: return "Give labels, or choose --extractor pixels-pca64."
        case .tooFewClasses: return "Choose --extractor pixels-pca64."
        case .tooManyClasses: return "Number the classes from 0 on, or choose --extractor pixels-pca64."
        case .unsuitableSamples: return "Give a source whose samples have that shape."
        case .unknownPrior: return "Correct the name, or give --prior."
        case .inputsUnclear(_, _, _, let remedy), .discriminatorInputs(_, _, _, let remedy),
            .unsuitableModel(_, _, _, let remedy):
            return remedy
        case .outputsUnclear: return "Name it with --output."
        case .outputUnclear: return "Say which axis holds the channels with --layout nchw or nhwc, or export images."
        case .rangeUnclear: return "State the values of black and white: --range LOW,HIGH."
        case .anotherRole: return "Give the other network's file."
        case .exportDiffers:
            return "This is a mistake of ganeval or of ONNX Runtime; please report it with the checkpoint."
        case .unknownExtractor: return "Correct the name, or add the extractor with `ganeval extractor add`."
        case .unreadableExtractor: return "Correct the description."
        case .extractorWeightsMissing(_, _, let remedy): return remedy
        case .extractorChanged: return "Add the extractor again if the change is meant; old numbers are not comparable."
        case .extractorOutput: return "Correct the outputs in the extractor's description."
        case .constantFeatures: return "Check the model, and the numbers of subtract and divide."
        case .fingerprintDiffers:
            return "The model, its preprocessing or ONNX Runtime is not what it was when the extractor was added."
        }
    }
}
