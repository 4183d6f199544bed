package import GANData
package import GANMetrics
package import GANModels
import OrderedCollections

/// Makes the record of a protocol, field by field: what reports, comparisons, series, audits and measurements of files have in
/// common is recorded by one function for all of them.
package struct ProtocolBuilder {
    private var fields: OrderedDictionary<String, String> = [:]

    /// Begins with the version of the rules.
    package init() { set(.version, EvaluationProtocol.currentVersion) }

    package var evaluationProtocol: EvaluationProtocol { EvaluationProtocol(fields: fields) }

    package mutating func set(_ key: ProtocolKey, _ value: String) { fields[key.rawValue] = value }

    package mutating func set(_ key: ProtocolKey, _ value: some BinaryInteger) { set(key, "\(value)") }

    package mutating func set(_ key: ProtocolKey, _ value: Double) { set(key, "\(value)") }

    /// A source by its content; nothing where there is none.
    ///
    /// Throws what reading it throws.
    package mutating func source(_ role: ProtocolKey.Role, _ source: (any SampleSource)?) throws {
        guard let source else { return }
        set(.digest(of: role), try source.contentDigest())
        set(.count(of: role), source.count)
        set(.rule(of: role), source.rule)
    }

    /// A file of features by its content; `rows` is nil where it holds their statistics.
    package mutating func features(_ role: ProtocolKey.Role, digest: String, rows: Int?, columns: Int) {
        set(.digest(of: role), digest)
        set(.rows(of: role), rows.map { "\($0)" } ?? "statistics")
        set(.columns(of: role), columns)
    }

    /// The feature space: its name and its weights, and how well they name classes where they were trained to.
    package mutating func extractor(_ extractor: any FeatureExtractor) {
        set(.extractor, extractor.name)
        set(.extractorDigest, extractor.digest)
        if let accuracy = (extractor as? ClassifierExtractor)?.accuracy {
            set(.extractorAccuracy, (accuracy * 10_000).rounded() / 10_000)
        }
    }

    /// k and the reference's rows of the metrics of neighbours.
    package mutating func neighbours(_ count: Int, matchedRows: Int) {
        set(.neighbourMetrics, "k = \(count), strict <, \(matchedRows) reference rows drawn by seed")
    }

    /// The Fréchet distance's estimator, and what a command adds to it.
    package mutating func frechetDistance(referenceRows: Int, addition: String = "") {
        set(.frechetDistance, "covariance N-1, all \(referenceRows) reference rows\(addition)")
    }
}
