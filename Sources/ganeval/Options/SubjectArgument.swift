import GANModels

/// What a subject's argument names: a model to be sampled, or samples that were made before.
enum SubjectArgument: Equatable {
    case model(path: String)
    case samples(String)

    /// By the words model: or samples: before it, else as `ModelEnding.isModel` tells.
    init(_ text: String) {
        if text.hasPrefix("model:") {
            self = .model(path: String(text.dropFirst(6)))
        } else if text.hasPrefix("samples:") {
            self = .samples(String(text.dropFirst(8)))
        } else if ModelEnding.isModel(text) {
            self = .model(path: text)
        } else {
            self = .samples(text)
        }
    }

    /// The endings by which models are known, for help: ".pt, .pth or .onnx".
    static let modelEndings: String = {
        let endings = ModelEnding.allCases.filter { !$0.isSharedWithSamples }.map { "." + $0.rawValue }
        return endings.dropLast().joined(separator: ", ") + " or " + endings.suffix(1).joined()
    }()
}
