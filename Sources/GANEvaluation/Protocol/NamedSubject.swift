public import GANData
public import GANModels

/// What a person names as a subject: a model to be sampled, or samples that were made before.
public enum NamedSubject: Sendable, Equatable {
    case model(path: String)
    /// A source in the words of `SampleSources.open`.
    case samples(String)
    /// Images that the model at `path` makes of those of a source.
    case translated(path: String, inputs: String)

    /// Samples that are taken of a generator unless told otherwise.
    public static let usualSamples = 10_000

    /// Reads a subject: by the words model: or samples: before it, else as `ModelEnding.isModel` tells.
    public init(_ text: String) {
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

    /// Opens the subject; of a model the options that other models of the run take may be left out.
    ///
    /// `reading` says what is done to the values of samples, and to a generator's images.
    ///
    /// The first `count` samples count, nil for all of a source and `usualSamples` of a generator, which `seed` seeds. An option that
    /// applies to no model is told by `shared.finish()`. Throws what opening the source or the model throws.
    public func open(
        _ options: ModelOptions, sharing shared: inout SharedModelOptions, seed: UInt64, count: Int? = nil,
        reading: SourceReading = SourceReading()
    ) throws -> OpenedSubject {
        try open(options, sharing: &shared, seed: seed, count: count, reading, isOnly: false)
    }

    private func open(
        _ options: ModelOptions, sharing shared: inout SharedModelOptions, seed: UInt64, count: Int?,
        _ reading: SourceReading, isOnly: Bool
    ) throws -> OpenedSubject {
        switch self {
        case .samples(let name):
            let source = try SampleSources.open(name, reading: reading)
            var opened = OpenedSubject(subject: .samples(source, count: count ?? source.count), model: nil)
            if reading.changesValues { opened.readAs = ["\(source.name) was read as \(source.rule)."] }
            return opened
        case .translated(let path, let inputs):
            let source = try SampleSources.open(inputs, reading: reading)
            let file = try ModelFile.open(path)
            var own = options
            own.conversion = reading.conversion
            var taken = own
            let made =
                try isOnly
                ? file.images(of: source, own, count: count, seed: seed)
                : shared.open(own) {
                    taken = $0
                    return try file.images(of: source, $0, count: count, seed: seed)
                }
            var opened = OpenedSubject(
                subject: .samples(made.source, count: count ?? made.source.count), model: nil)
            opened.readAs = made.notes.map { "\(path): \($0)" }
            opened.translation = .made(made, by: file, of: source, taken, seed: seed)
            return opened
        case .model(let path):
            let file = try ModelFile.open(path)
            var own = options
            own.conversion = reading.conversion
            func generator(_ options: ModelOptions) throws -> (model: LoadedGenerator, note: String?) {
                try file.sharingDevice(options) { try file.generator($0) }
            }
            let (loaded, left) = try isOnly ? generator(own) : shared.open(own, generator)
            var opened = OpenedSubject(
                subject: .generator(
                    loaded.generator, path: path, facts: loaded.facts, seed: seed, count: count ?? Self.usualSamples),
                model: loaded, discriminator: JudgedDiscriminator(beside: loaded.generator, in: file))
            if let left { opened.readAs = ["\(path): \(left)"] }
            return opened
        }
    }

    /// Opens the only subject of a run, to which each option that is stated must apply.
    public func open(
        _ options: ModelOptions, seed: UInt64, count: Int? = nil, reading: SourceReading = SourceReading()
    ) throws -> OpenedSubject {
        var shared = SharedModelOptions()
        return try open(options, sharing: &shared, seed: seed, count: count, reading, isOnly: true)
    }
}
