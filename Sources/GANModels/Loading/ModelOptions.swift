public import GANData
public import GANNumerics
public import GANONNX

/// What a person states about a model because its file doesn't: nil for what is not stated.
///
/// Which of them apply depends on the kind of file; see `ModelFile.Kind.options(for:)`.
public struct ModelOptions: Sendable, Equatable {
    /// Which of a file's two generators to take; the moving average where nothing is said.
    public var weights: NetworkGenerator.Weights?
    /// The path of the weights within a state dict's file.
    public var select: String?
    /// The layers of a state dict: a description's path or a family's name.
    public var architecture: String?
    /// The values that stand for black and white.
    public var range: ValueRange?
    /// The number of classes of a generator that takes a class number.
    public var classes: Int?
    /// Which axis of an ONNX model's images holds the channels.
    public var layout: ImageLayout?
    /// The classes of a conditional generator's samples; drawn uniformly where nothing is said.
    public var labels: GeneratorLabels?
    /// The one class that all samples have.
    public var classNumber: Int?
    /// Where noise inside the generator comes from; each sample's own where nothing is said.
    public var noise: GeneratorNoise?
    /// ψ of a generator that takes one; 1 where nothing is said.
    public var truncation: Float?
    /// The output of an ONNX model that has several.
    public var output: String?
    /// What latent vectors are drawn from.
    public var prior: LatentDistribution?
    /// What latent vectors are drawn from though the checkpoint was trained with another prior.
    public var forcedPrior: LatentDistribution?
    /// Samples in one run of an ONNX generator: 1 where they would depend on their neighbours.
    public var batch: Int?
    /// Which way a pair of generators from images to images is gone; forward where nothing is said.
    public var direction: TranslationDirection?
    /// Where ONNX Runtime works.
    public var device: ONNXSession.Device
    /// What is done to its images, as to all images of the run; no option of a model, so it is never an error.
    public var conversion = ImageConversion()
    /// Seconds after which a run of ONNX Runtime is ended; a guard, and nothing about a model, so it is never an error.
    public var timeLimit = ONNXSession.usualTimeLimit

    /// Options of which only those that are named are stated.
    public init(
        weights: NetworkGenerator.Weights? = nil, select: String? = nil, architecture: String? = nil,
        range: ValueRange? = nil, classes: Int? = nil, layout: ImageLayout? = nil, truncation: Float? = nil,
        output: String? = nil, prior: LatentDistribution? = nil, forcedPrior: LatentDistribution? = nil,
        device: ONNXSession.Device = .cpu
    ) {
        self.weights = weights
        self.select = select
        self.architecture = architecture
        self.range = range
        self.classes = classes
        self.layout = layout
        self.truncation = truncation
        self.output = output
        self.prior = prior
        self.forcedPrior = forcedPrior
        self.device = device
    }

    /// The options that are stated, in the order of `ModelOption.allCases`.
    public var stated: [ModelOption] { ModelOption.allCases.filter(states) }

    /// Whether an option is stated; a device is, where it is not the processor.
    private func states(_ option: ModelOption) -> Bool {
        switch option {
        case .weights: weights != nil
        case .select: select != nil
        case .architecture: architecture != nil
        case .range: range != nil
        case .classes: classes != nil
        case .labels: labels != nil
        case .classNumber: classNumber != nil
        case .noise: noise != nil
        case .layout: layout != nil
        case .truncation: truncation != nil
        case .output: output != nil
        case .prior: prior != nil
        case .forcedPrior: forcedPrior != nil
        case .batch: batch != nil
        case .direction: direction != nil
        case .device: device != .cpu
        }
    }

    /// Takes an option back.
    public mutating func clear(_ option: ModelOption) {
        switch option {
        case .weights: weights = nil
        case .select: select = nil
        case .architecture: architecture = nil
        case .range: range = nil
        case .classes: classes = nil
        case .labels: labels = nil
        case .classNumber: classNumber = nil
        case .noise: noise = nil
        case .layout: layout = nil
        case .truncation: truncation = nil
        case .output: output = nil
        case .prior: prior = nil
        case .forcedPrior: forcedPrior = nil
        case .batch: batch = nil
        case .direction: direction = nil
        case .device: device = .cpu
        }
    }
}

/// The options of `ModelOptions` by their names on the command line.
public enum ModelOption: String, Sendable, CaseIterable {
    case weights, select, architecture, range, classes, labels
    case classNumber = "class"
    case noise, layout, truncation, output, prior
    case forcedPrior = "force-prior"
    case batch, direction, device

    /// "--weights".
    public var flag: String { "--\(rawValue)" }
}
