extension ModelFile.Kind {
    /// The options that apply to one of a GAN's two networks in a file of this kind; no others do.
    public func options(for role: Architecture.Role) -> [ModelOption] {
        switch (self, role) {
        case (.checkpoint, .generator): [.weights, .labels, .classNumber, .forcedPrior]
        case (.checkpoint, .discriminator): []
        case (.stateDict, .generator):
            [
                .weights, .select, .architecture, .range, .classes, .labels, .classNumber, .noise, .truncation, .prior,
                .device,
            ]
        case (.stateDict, .discriminator): [.select, .architecture, .range, .device]
        case (.onnx, .generator):
            [.range, .classes, .labels, .classNumber, .layout, .truncation, .output, .prior, .batch, .device]
        case (.onnx, .discriminator): [.range, .layout, .output, .device]
        }
    }

    /// Why an option does not apply to a network in a file of this kind, and what does its work instead.
    func reason(against option: ModelOption, role: Architecture.Role) -> String {
        if role == .discriminator {
            switch option {
            case .classes, .labels, .classNumber, .noise, .truncation, .prior, .forcedPrior, .batch:
                return "It is about a generator's inputs; a discriminator takes samples."
            case .direction: return "It is about generators that make images of images."
            case .weights: return "A discriminator has no moving average to choose."
            default: break
            }
        }
        switch (self, option) {
        case (.checkpoint, .select):
            return role == .generator
                ? "--weights average or --weights raw chooses between its generators."
                : "The checkpoint holds one discriminator."
        case (.checkpoint, .architecture): return "The checkpoint describes its own layers."
        case (.checkpoint, .range): return "The checkpoint states its own range."
        case (.checkpoint, .prior):
            return
                "The checkpoint states its own latent prior; --force-prior draws from another than it was trained with."
        case (.stateDict, .forcedPrior), (.onnx, .forcedPrior):
            return
                "It is for checkpoints that state their prior; that of others is stated by --prior or with their layers."
        case (.checkpoint, .classes): return "The checkpoint states its own classes, where it has some."
        case (.checkpoint, .batch), (.stateDict, .batch): return "Its samples don't depend on their neighbours."
        case (.checkpoint, .noise): return "Its generator adds no noise."
        case (.onnx, .noise): return "What an ONNX model's inputs call noise is drawn for each sample."
        case (.checkpoint, .layout), (.stateDict, .layout): return "Its layers say which axis holds the channels."
        case (.checkpoint, .truncation):
            return "Its generator takes no truncation: latent vectors are drawn from the whole prior."
        case (.checkpoint, .output), (.stateDict, .output): return "Its network has one output."
        case (.checkpoint, .device), (.stateDict, .device):
            return "ganeval runs its network itself, on the processor; `ganeval export` makes an ONNX model of it."
        case (_, .direction):
            return "It is for checkpoints of unpaired trainings, whose two generators go opposite ways, with --inputs."
        case (.onnx, .weights), (.onnx, .select):
            return "An ONNX file holds one network; name the file of the other weights."
        case (.onnx, .architecture): return "An ONNX model holds its own layers."
        default: return "Leave it out."
        }
    }
}

extension ModelOption {
    /// Why a chain of layers that ganeval runs itself has nothing that the option could mean, and what to do; nil of options that it takes.
    var remedyForLayers: (found: String, remedy: String)? {
        switch self {
        case .classes, .labels, .classNumber:
            ("its layers take no class number", "Leave it out: the model is unconditional.")
        case .noise: ("its layers add no noise", "Leave it out.")
        case .truncation:
            ("its layers take no truncation", "Leave it out: latent vectors are drawn from the whole prior.")
        case .prior:
            (
                "its architecture states the prior",
                "Leave it out, or write latent: {distribution: …} in the description that --architecture names."
            )
        case .device:
            (
                "ganeval runs its layers itself, on the processor",
                "Leave it out; `ganeval export` makes an ONNX model of it."
            )
        default: nil
        }
    }
}

extension ModelFile {
    /// Throws for the first stated option that means nothing to a chain of layers.
    ///
    /// A generator whose description has classes takes labels.
    func checkForLayers(_ options: ModelOptions, areConditional: Bool) throws(ModelOptionError) {
        for option in options.stated where !(areConditional && [.labels, .classNumber].contains(option)) {
            guard let (found, remedy) = option.remedyForLayers else { continue }
            throw .notForModel(path: path, option: option, found: found, remedy: remedy)
        }
    }

    /// Throws for the first stated option that no network of this role in a file of this kind takes.
    func check(_ options: ModelOptions, for role: Architecture.Role) throws(ModelOptionError) {
        let known = kind.options(for: role)
        for option in options.stated where !known.contains(option) {
            throw .notForKind(path: path, kind: kind, role: role, option: option)
        }
    }
}
