public import GANData
package import GANMetrics
public import GANModels
import GANText

/// A discriminator of which a report tells what it knows.
public struct JudgedDiscriminator: Sendable {
    /// The network, or why what the generator's own checkpoint holds can't be used.
    package enum Network: Sendable {
        case ready(any Discriminator)
        case broken(DiscriminatorFault)
    }

    /// The network.
    package var network: Network
    /// Its file, as the person named it.
    public var path: String
    /// What its scores mean.
    package var scale: DiscriminatorScores.Scale
    /// What is known of the scale, or was assumed.
    package var scaleOrigin: ScaleOrigin
    /// Whether somebody asked for it: what then goes wrong ends the run, else it is said in the report.
    public var isGiven: Bool
    /// Whether what choosing samples by it would buy is left out: a series asks for less than a report.
    var isBrief = false

    /// Where a scale comes from.
    package enum ScaleOrigin: Sendable, Equatable {
        /// Somebody stated it.
        case stated
        /// The loss that the checkpoint was trained with.
        case loss(String)
        /// Nothing tells it.
        case assumed
    }

    /// Whether nothing tells what its scores mean, so that they are taken for logits.
    public var isAssumed: Bool { scaleOrigin == .assumed }

    /// Names of scales for the command line: "logits", "critic".
    public static let scaleNames = ["logits", "critic"]

    /// The loss of `ganeval train`, whose scores are logits.
    static let usualLoss = "non_saturating"
    /// Losses whose scores are logits of a probability; those of others are a critic's.
    private static let logitLosses: Set<String> = [usualLoss, "minimax", "jensen_shannon"]

    /// A discriminator with all that is known of it.
    init(
        _ network: Network, path: String, scale: DiscriminatorScores.Scale = .logit, scaleOrigin: ScaleOrigin = .stated,
        isGiven: Bool = true
    ) {
        self.network = network
        self.path = path
        self.scale = scale
        self.scaleOrigin = scaleOrigin
        self.isGiven = isGiven
    }

    /// The discriminator that a checkpoint of ganeval holds beside its generator; nil for other files, and for checkpoints without one.
    ///
    /// What is wrong with it is kept for the report: the generator is judged all the same.
    package init?(beside generator: any Generator, in file: ModelFile) {
        guard file.holdsDiscriminator else { return nil }
        path = file.path
        let loss = file.lossName ?? Self.usualLoss
        scale = Self.logitLosses.contains(loss) ? .logit : .critic
        scaleOrigin = .loss(loss)
        isGiven = false
        do {
            let discriminator = try file.discriminator(shape: generator.sampleShape)
            network = .ready(discriminator)
            try check(shape: generator.sampleShape)
        } catch { network = .broken(DiscriminatorFault(error, path: path)) }
    }

    /// A discriminator that somebody gave, with what its scores were said to mean: one of `scaleNames`, or nil.
    ///
    /// A loss that its checkpoint names counts where nothing was said; else scores are taken for logits.
    public init(_ discriminator: any Discriminator, in file: ModelFile, scaleName: String? = nil) {
        network = .ready(discriminator)
        path = file.path
        isGiven = true
        if let scaleName {
            (scale, scaleOrigin) = (scaleName == "critic" ? .critic : .logit, .stated)
        } else if file.kind == .checkpoint {
            let loss = file.lossName ?? Self.usualLoss
            (scale, scaleOrigin) = (Self.logitLosses.contains(loss) ? .logit : .critic, .loss(loss))
        } else {
            (scale, scaleOrigin) = (.logit, .assumed)
        }
    }

    /// The same for a series, which leaves out what takes long, and goes on whatever is wrong with it.
    var inSeries: JudgedDiscriminator {
        var brief = self
        (brief.isBrief, brief.isGiven) = (true, false)
        return brief
    }

    /// What decides its figures, for caches.
    var identity: String {
        switch network {
        case .ready(let discriminator): return "\(discriminator.digest) \(scale.rawValue)"
        case .broken(let fault): return "\(fault.location): \(fault.fact)"
        }
    }

    /// Throws `ModelError.unsuitableSamples` unless it takes samples of `shape`.
    public func check(shape: SampleShape) throws(ModelError) {
        guard case .ready(let discriminator) = network, discriminator.sampleShape != shape else { return }
        throw .unsuitableSamples(
            source: path, found: "each a \(discriminator.sampleShape), as the discriminator takes them",
            expected: "a \(shape) each, as the reference's")
    }
}

/// Why nothing could be told of a discriminator that a checkpoint holds.
public struct DiscriminatorFault: Sendable, Equatable, Codable, Error {
    /// The file, or the place within it.
    public var location: String
    /// What was found there, as a clause.
    public var fact: String

    /// What is wrong, and where.
    public init(location: String, fact: String) {
        self.location = location
        self.fact = fact
    }

    /// What an error says.
    init(_ error: any Error, path: String) {
        if let error = error as? any ExplainedError {
            (location, fact) = (error.location, error.fact)
        } else {
            (location, fact) = (path, "\(error)")
        }
    }
}
