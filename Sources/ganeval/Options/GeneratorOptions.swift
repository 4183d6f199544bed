public import ArgumentParser
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
            "The layers of a state dict: a YAML or JSON description, or a family (\(Architecture.families.joined(separator: ", "))). Default: the family that fits.",
            valueName: "file|family"))
    var architecture: String?

    @Option(
        help: ArgumentHelp(
            "The values of black and white in the model's images. Default: what its file says or its samples show.",
            valueName: "low,high"))
    var range: String?

    @Option(help: "The number of classes of an ONNX generator that takes a class number.")
    var classes: Int?

    @Option(help: "Which axis holds the channels of an ONNX model's images, where it is unclear: nchw or nhwc.")
    var layout: ImageLayout?

    @Option(help: "The truncation of an ONNX generator that takes one. Default: 1.")
    var truncation: Float?

    @Option(help: ArgumentHelp("The output of an ONNX model, where it has several.", valueName: "name"))
    var output: String?

    @Option(
        help:
            "What latent vectors of an ONNX generator are drawn from: \(LatentDistribution.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var prior: LatentDistribution?

    @Option(help: "Where ONNX Runtime works: cpu, or cuda with a build of it that offers that.")
    var device = ONNXSession.Device.cpu

    /// What these options read.
    var inputs: [OutputFolder.Input] { [("the architecture", architecture)] }

    /// Checked after parsing, so that a misspelt option is named first.
    func check() throws {
        _ = try stated()
        if let classes, !(1...1_000_000).contains(classes) {
            throw ValidationError("--classes is \(classes); expected 1 to 1000000.")
        }
        if let truncation, !truncation.isFinite {
            throw ValidationError("--truncation is \(truncation); expected a number.")
        }
    }

    /// What was stated about a model; throws for a range that is none.
    func stated() throws -> ModelOptions {
        var options = ModelOptions(
            weights: weights?.native, select: select, architecture: architecture, range: try valueRange(),
            classes: classes, layout: layout, truncation: truncation, output: output, prior: prior, device: device)
        options.timeLimit = ProgramEnvironment.secondsPerRun
        return options
    }

    /// Throws for the first option that was given though there is no model that it could be about, but for `allowed`.
    func refuse(because reason: String, allowed: [ModelOption] = []) throws {
        for option in try stated().stated where option != .device && !allowed.contains(option) {
            throw ValidationError("\(option.flag) is for models; \(reason).")
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
