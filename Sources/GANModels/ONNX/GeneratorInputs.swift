import GANONNX

/// What each input of a foreign generator is for, found by its name, type and shape.
///
/// One input is the latent vector. Others may be a class label (a whole number, or one value for each class), a truncation
/// ψ (a single float), and noise maps. Everything that can't be told apart is an error that lists the inputs.
struct GeneratorInputs: Sendable, Equatable {
    /// How an input is filled.
    enum Role: Sendable, Equatable {
        /// Independent draws of the prior, `size` of them a sample.
        case latent(size: Int)
        /// Class numbers 0 ..< classes.
        case label(classes: Int)
        /// A row of zeros with a one at the class.
        case oneHot(classes: Int)
        /// The same value for all samples.
        case truncation
        /// Independent standard normal draws, `size` of them a sample.
        case noise(size: Int)
        /// The same standard normal draws for all samples: an input without a batch axis.
        case sharedNoise
    }

    let ports: [ONNXSession.Port]
    let roles: [Role]
    /// Samples in one run where the model fixes it, nil where any number goes.
    let batch: Int?

    var latentSize: Int {
        for case .latent(let size) in roles { return size }
        return 0
    }

    /// nil for an unconditional generator.
    var classCount: Int? {
        for role in roles {
            switch role {
            case .label(let classes), .oneHot(let classes): return classes
            default: continue
            }
        }
        return nil
    }

    private static let labelNames = [
        "label", "labels", "class", "classes", "class_label", "class_labels", "y", "c", "cond",
    ]
    private static let latentNames = ["z", "latent", "latents", "latent_vector", "w", "input", "x", "noise"]
    private static let truncationNames = ["truncation", "truncation_psi", "psi", "trunc"]
    /// More values in one sample's input, or in all inputs of one run, would only exhaust memory.
    private static let sizeLimit = 1 << 22
    private static let runLimit = 1 << 26

    /// Throws `inputsUnclear` with the model's inputs and what is missing.
    init(_ ports: [ONNXSession.Port], classes: Int?, path: String) throws(ModelError) {
        func unclear(_ problem: String, _ remedy: String) -> ModelError {
            .inputsUnclear(path: path, inputs: ports.map(Self.describe), problem: problem, remedy: remedy)
        }
        let latent = Self.latent(among: ports)
        guard let latent else {
            throw unclear("none of them is a latent vector", "Name the latent input \"z\" when exporting.")
        }
        var roles: [Role] = []
        for (index, port) in ports.enumerated() {
            guard port.shape.allSatisfy({ $0.map { $0 > 0 } ?? true }) else {
                throw unclear("\"\(port.name)\" has an empty axis", "Export the model with sizes above zero.")
            }
            if index == latent {
                guard let size = Self.sampleSize(port) else {
                    throw unclear(
                        "the size of \"\(port.name)\" is unknown", "Export it with fixed sizes behind the batch axis.")
                }
                roles.append(.latent(size: size))
            } else if Self.isTruncation(port) {
                roles.append(.truncation)
            } else if Self.isNamed(port, Self.labelNames) || !port.type.isFloat {
                roles.append(try Self.label(port, classes: classes, unclear))
            } else if let size = Self.sampleSize(port) {
                roles.append(
                    port.shape.first == .some(1) && ports[latent].shape.first != .some(1)
                        ? .sharedNoise : .noise(size: size))
            } else {
                throw unclear(
                    "\"\(port.name)\" can't be told apart", "Export the model with a latent and a label only.")
            }
        }
        self.ports = ports
        self.roles = roles
        let batch = ports[latent].shape.first ?? nil
        self.batch = batch
        for (port, role) in zip(ports, roles) where Self.isPerSample(role) && (port.shape.first ?? 0) != batch {
            throw unclear(
                "\"\(port.name)\" does not have the batch axis of \"\(ports[latent].name)\"",
                "Export all inputs with the same batch axis, dynamic or fixed.")
        }
        let values = roles.reduce(0) { $0 + Self.size($1) }
        guard (1...Self.runLimit).contains(batch ?? 1), (batch ?? 1) * values <= Self.runLimit else {
            throw unclear(
                "one run of \(batch ?? 1) samples is out of bounds", "Export the model with a dynamic batch axis.")
        }
    }

    private static func isPerSample(_ role: Role) -> Bool { role != .truncation && role != .sharedNoise }

    /// The values of one sample in an input.
    private static func size(_ role: Role) -> Int {
        switch role {
        case .latent(let size), .noise(let size), .oneHot(let size): return size
        case .label, .truncation, .sharedNoise: return 1
        }
    }

    /// The values of one sample in all inputs.
    var sampleSize: Int { roles.reduce(0) { $0 + Self.size($1) } }

    /// "z float32 [?, 64]".
    static func describe(_ port: ONNXSession.Port) -> String {
        "\(port.name) \(port.type) [\(port.shape.map { $0.map(String.init) ?? "?" }.joined(separator: ", "))]"
    }

    /// The latent input's index: by name, or the only one that can be it.
    private static func latent(among ports: [ONNXSession.Port]) -> Int? {
        let candidates = ports.indices.filter { index in
            ports[index].type.isFloat && ports[index].shape.count >= 2 && !isNamed(ports[index], labelNames)
                && !ports[index].name.hasPrefix(ONNXNoiseInputs.prefix)
        }
        for name in latentNames {
            if let index = candidates.first(where: { ports[$0].name.lowercased() == name }) { return index }
        }
        return candidates.count == 1 ? candidates[0] : nil
    }

    private static func isNamed(_ port: ONNXSession.Port, _ names: [String]) -> Bool {
        names.contains(port.name.lowercased())
    }

    private static func isTruncation(_ port: ONNXSession.Port) -> Bool {
        let isSingle = port.shape.isEmpty || port.shape == [1]
        return port.type.isFloat && isSingle
            && (isNamed(port, truncationNames) || port.name.lowercased().contains("trunc"))
    }

    /// The values of one sample: everything behind the batch axis; nil where a size is dynamic.
    private static func sampleSize(_ port: ONNXSession.Port) -> Int? {
        var size = 1
        for axis in port.shape.dropFirst() {
            guard let axis, axis > 0, axis <= sizeLimit / size else { return nil }
            size *= axis
        }
        return size
    }

    private static func label(
        _ port: ONNXSession.Port, classes: Int?, _ unclear: (String, String) -> ModelError
    ) throws(ModelError) -> Role {
        let width = sampleSize(port)
        // One floating-point value a sample is a class number as well; one class needs none.
        let isNumber = width == 1 && (classes ?? 1) > 1
        if port.type.isFloat && !isNumber || (port.shape.count == 2 && (width ?? 1) > 1) {
            guard let width else {
                guard let classes else {
                    throw unclear("the number of classes of \"\(port.name)\" is unknown", "Give --classes N.")
                }
                return .oneHot(classes: classes)
            }
            if let classes, classes != width {
                throw unclear("\"\(port.name)\" takes \(width) classes, not \(classes)", "Correct --classes.")
            }
            return .oneHot(classes: width)
        }
        guard width == 1 else { throw unclear("\"\(port.name)\" can't be told apart", "Export one label a sample.") }
        guard let classes else {
            throw unclear(
                "\"\(port.name)\" takes a class number, and nothing says how many classes there are",
                "Give --classes N.")
        }
        return .label(classes: classes)
    }
}
