import ArgumentParser
import GANEvaluation
import GANModels
import GANNumerics
import GANONNX
import GANText

/// Where added extractors are kept: beside the store, whether that is used or not.
struct RegistryOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Folder of the store, which keeps extractors too.", valueName: "folder"))
    var store: String?

    var registry: ExtractorRegistry { Self.registry(store: store) }

    static func registry(
        store: String?, device: ONNXSession.Device = .cpu, lpips: String? = nil
    ) -> ExtractorRegistry {
        var registry = ExtractorRegistry(folder: (store ?? StoreOptions.defaultFolder()) + "/extractors")
        registry.device = device
        registry.lpips = lpips
        registry.timeLimit = ProgramEnvironment.secondsPerRun
        return registry
    }

    /// Throws a validation error for a name that is no extractor's; files are looked for later.
    static func check(extractor: String, in registry: ExtractorRegistry) throws {
        let isFile = extractor.contains("/") || extractor.contains(".")
        let known = ExtractorChoice.names + registry.names
        if !isFile, !known.contains(extractor) {
            throw ValidationError(
                "There is no extractor '\(extractor)'.\(NearestName.question(extractor, in: known)) "
                    + "Extractors: \(known.joined(separator: ", ")).")
        }
    }
}
