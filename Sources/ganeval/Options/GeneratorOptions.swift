public import ArgumentParser
import GANData
public import GANModels
import GANNumerics
public import GANONNX

/// Which of a file's two generators to take.
enum WeightsChoice: String, ExpressibleByArgument, CaseIterable {
    case average, raw

    var native: NetworkGenerator.Weights { self == .average ? .average : .raw }
}

extension ImageLayout: ExpressibleByArgument {}
extension ONNXSession.Device: ExpressibleByArgument {}
extension LatentDistribution: ExpressibleByArgument {}
extension GeneratorNoise: ExpressibleByArgument {}
extension TranslationDirection: ExpressibleByArgument {}

/// What a person may have to say about a model, because its file doesn't.
struct GeneratorOptions: ParsableArguments {
    @Option(
        help:
            "Which weights of a file that holds both: \(WeightsChoice.allCases.map(\.rawValue).joined(separator: " or ")). Default: average; a series takes both."
    )
    var weights: WeightsChoice?

    @Option(
        help: ArgumentHelp(
            "Which weights of a PyTorch, safetensors or .npz file, as `ganeval inspect` shows them. Default: the moving average, else the generator's.",
            valueName: "path"))
    var select: String?

    @Option(
        help: ArgumentHelp(
            "The layers of a state dict: a YAML or JSON description, the text of print(G), or a family (\(Architecture.families.joined(separator: ", "))), with what shapes don't tell behind a colon: dcgan:\(FamilyVariant.words). Default: the family that fits.",
            valueName: "file|family"))
    var architecture: String?

    @Option(
        help: ArgumentHelp(
            "The values of black and white in the model's images. Default: what its file says or its samples show.",
            valueName: "low,high"))
    var range: String?

    @Option(help: "The number of classes of a generator that takes a class number. Default: what its weights tell.")
    var classes: Int?

    @Option(
        help: ArgumentHelp(
            "The classes of a conditional generator's samples: a .npy or IDX file with one for each sample, balanced (each in turn) or reference (drawn from the reference's labels). Default: drawn uniformly.",
            valueName: "file|balanced|reference"))
    var labels: String?

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("The one class that all samples of a conditional generator have.", valueName: "number"))
    var classNumber: Int?

    @Option(
        help:
            "Where the noise inside a StyleGAN comes from: const (the file's own images), none, or random (each sample's own, as for published figures). Default: random."
    )
    var noise: GeneratorNoise?

    @Option(help: "Which axis holds the channels of an ONNX model's images, where it is unclear: nchw or nhwc.")
    var layout: ImageLayout?

    @Option(help: "The truncation of a generator that takes one. Default: 1.")
    var truncation: Float?

    @Option(help: ArgumentHelp("The output of an ONNX model, where it has several.", valueName: "name"))
    var output: String?

    @Option(
        help:
            "What latent vectors of an ONNX generator are drawn from: \(LatentDistribution.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var prior: LatentDistribution?

    @Option(
        help:
            "Draw a checkpoint's latent vectors from another distribution than it was trained with, to see what that costs."
    )
    var forcePrior: LatentDistribution?

    @Option(
        help: ArgumentHelp(
            "Samples in one run of an ONNX generator: 1 for one whose samples depend on their neighbours, as an export in training mode does. Default: many.",
            valueName: "n"))
    var batch: Int?

    @Option(
        help:
            "Which generator of an unpaired training makes images of --inputs: forward, from its inputs to its data, or backward. Default: forward."
    )
    var direction: TranslationDirection?

    @Option(help: "Where ONNX Runtime works: cpu, or cuda with a build of it that offers that.")
    var device = ONNXSession.Device.cpu

    /// What these options read.
    var inputs: [OutputFolder.Input] { [("the architecture", architecture), ("the labels", labelFile)] }

    /// The file that --labels names.
    private var labelFile: String? { labels.flatMap { ["balanced", "reference"].contains($0) ? nil : $0 } }

    /// Checked after parsing, so that a misspelt option is named first.
    func check() throws {
        _ = try stated()
        if let classes, !(1...1_000_000).contains(classes) {
            throw ValidationError("--classes is \(classes); expected 1 to 1000000.")
        }
        if let batch, !(1...1024).contains(batch) {
            throw ValidationError("--batch is \(batch); expected 1 to 1024.")
        }
        if let truncation, !truncation.isFinite {
            throw ValidationError("--truncation is \(truncation); expected a number.")
        }
        if let classNumber {
            if labels != nil { throw ValidationError("--class and --labels both state classes; give one of the two.") }
            if classNumber < 0 { throw ValidationError("--class is \(classNumber); expected 0 or more.") }
        }
    }

    /// What was stated about a model; throws for a range that is none.
    func stated() throws -> ModelOptions {
        var options = ModelOptions(
            weights: weights?.native, select: select, architecture: architecture, range: try valueRange(),
            classes: classes, layout: layout, truncation: truncation, output: output, prior: prior,
            forcedPrior: forcePrior, device: device)
        options.classNumber = classNumber
        options.noise = noise
        options.labels = try statedLabels()
        options.batch = batch
        options.direction = direction
        options.timeLimit = ProgramEnvironment.secondsPerRun
        return options
    }

    /// Throws for the first option that was given though there is no model that it could be about, but for `allowed`.
    func refuse(because reason: String, allowed: [ModelOption] = []) throws {
        for option in try stated().stated where option != .device && !allowed.contains(option) {
            throw ValidationError("\(option.flag) is for models; \(reason).")
        }
    }

    private func statedLabels() throws -> GeneratorLabels? {
        switch labels {
        case nil: return nil
        case "balanced": return .balanced
        case "reference": return .reference
        case let path?: return .listed(try SourceFormats.labels(path), name: path)
        }
    }

    private func valueRange() throws -> ValueRange? {
        guard let range else { return nil }
        guard let parsed = ValueRange(text: range) else {
            throw ValidationError("--range is '\(range)'; expected two numbers, black first, as in --range=-1,1.")
        }
        return parsed
    }
}
