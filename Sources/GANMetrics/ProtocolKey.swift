/// The name of a field of a protocol, each spelled here alone.
public struct ProtocolKey: RawRepresentable, Hashable, Sendable {
    /// As JSON and policies write it.
    public let rawValue: String

    /// The key of a field by its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Where documents keep the protocol's fingerprint, beside its fields.
    package static let fingerprint = "fingerprint"
}

extension ProtocolKey {
    /// The version of the rules of measuring, `EvaluationProtocol.currentVersion`.
    package static let version = ProtocolKey(rawValue: "protocol_version")
    package static let extractor = ProtocolKey(rawValue: "extractor")
    package static let extractorDigest = ProtocolKey(rawValue: "extractor_sha256")
    /// The share of images set aside that a classifier names rightly.
    package static let extractorAccuracy = ProtocolKey(rawValue: "extractor_accuracy")
    /// How many samples of each subject.
    package static let samples = ProtocolKey(rawValue: "samples")
    package static let samplingSeed = ProtocolKey(rawValue: "sampling_seed")
    package static let generatorWeights = ProtocolKey(rawValue: "generator_weights")
    package static let quantization = ProtocolKey(rawValue: "quantization")
    package static let resize = ProtocolKey(rawValue: "resize")
    package static let frechetDistance = ProtocolKey(rawValue: FrechetDistance.name)
    package static let neighbourMetrics = ProtocolKey(rawValue: "neighbour_metrics")
    /// How many regions the reference is cut into, where somebody chose.
    package static let bins = ProtocolKey(rawValue: "bins")
    package static let memorizationSpace = ProtocolKey(rawValue: "memorization_space")
    /// Seeds choices of rows and cuts into blocks.
    package static let evaluationSeed = ProtocolKey(rawValue: "evaluation_seed")
    /// The metrics that were asked for, where they are others than the usual.
    package static let metrics = ProtocolKey(rawValue: "metrics")
    /// How long critics of the samples are trained, where they are.
    package static let critics = ProtocolKey(rawValue: "critics")
    /// What perceptual distances are measured by, where somebody chose.
    package static let perceptualDistance = ProtocolKey(rawValue: "perceptual_distance")
    package static let pairing = ProtocolKey(rawValue: "pairing")
    package static let test = ProtocolKey(rawValue: "test")
    package static let comparison = ProtocolKey(rawValue: "comparison")
    package static let discriminatorDigest = ProtocolKey(rawValue: "discriminator_sha256")
    package static let transformations = ProtocolKey(rawValue: "transformations")
    package static let largestShift = ProtocolKey(rawValue: "largest_shift")
    package static let level = ProtocolKey(rawValue: "level")
    package static let falseDiscoveryRate = ProtocolKey(rawValue: "false_discovery_rate")
    package static let leakOfInterest = ProtocolKey(rawValue: "leak_of_interest")
    package static let calibrationRows = ProtocolKey(rawValue: "calibration_rows")
    package static let exchangeabilityRows = ProtocolKey(rawValue: "exchangeability_rows")
    package static let setSpace = ProtocolKey(rawValue: "set_space")
    package static let setRowsAtMost = ProtocolKey(rawValue: "set_rows_at_most")
    package static let recoveredRows = ProtocolKey(rawValue: "recovered_rows")
    package static let seed = ProtocolKey(rawValue: "seed")
    package static let convention = ProtocolKey(rawValue: "convention")

    /// What a set of rows is to a measurement.
    package enum Role: String, Sendable {
        case reference, training, real, generated, probabilities
        /// What a model from images to images was given, and what it should have made of it.
        case inputs, targets
        case heldOut = "held_out"
        case realProbabilities = "real_probabilities"
    }

    /// The SHA-256 of a set's content.
    package static func digest(of role: Role) -> ProtocolKey { ProtocolKey(rawValue: "\(role.rawValue)_sha256") }
    /// How many samples a source has.
    package static func count(of role: Role) -> ProtocolKey { ProtocolKey(rawValue: "\(role.rawValue)_count") }
    /// The rules by which a source's values were read.
    package static func rule(of role: Role) -> ProtocolKey { ProtocolKey(rawValue: "\(role.rawValue)_rule") }
    /// The rows of a file of features, or that it holds statistics.
    package static func rows(of role: Role) -> ProtocolKey { ProtocolKey(rawValue: "\(role.rawValue)_rows") }
    package static func columns(of role: Role) -> ProtocolKey { ProtocolKey(rawValue: "\(role.rawValue)_columns") }
}
