package import GANData
import GANEvaluation
package import GANMetrics

/// What decides an audit's numbers, but for the samples themselves.
package enum AuditProtocol {
    /// The fields on which a search does not depend.
    static let levels = Set(
        [
            ProtocolKey.level, .falseDiscoveryRate, .leakOfInterest, .discriminatorDigest, .recoveredRows, .setSpace,
            .setRowsAtMost,
        ].map(\.rawValue))

    /// The record of an audit of so many samples.
    ///
    /// `extractor` and `discriminator` are their digests. Throws what reading the sources throws.
    package static func of(
        training: any SampleSource, heldOut: (any SampleSource)?, samples: Int, options: AuditOptions,
        extractor: String?, discriminator: String? = nil, recoveredRows: Int = 0
    ) throws -> EvaluationProtocol {
        var record = ProtocolBuilder()
        try record.source(.training, training)
        try record.source(.heldOut, heldOut)
        record.set(.samples, samples)
        record.set(
            .transformations,
            options.channels.isEmpty ? "none" : options.channels.map(\.rawValue).sorted().joined(separator: ", "))
        record.set(.largestShift, options.largestShift)
        if let extractor {
            record.set(.extractor, options.embeddings.map(\.name).joined(separator: ", "))
            record.set(.extractorDigest, extractor)
        }
        if let discriminator { record.set(.discriminatorDigest, discriminator) }
        record.set(.level, options.level)
        record.set(.falseDiscoveryRate, options.falseDiscoveryRate)
        record.set(.leakOfInterest, options.leakOfInterest)
        record.set(.calibrationRows, options.calibrationRows)
        record.set(.exchangeabilityRows, options.exchangeabilityRows)
        if let heldOut {
            let measures = Audit.setMeasures(training: training, heldOut: heldOut, options: options)
            record.set(.setSpace, measures.space)
            if let rows = measures.mostRows { record.set(.setRowsAtMost, rows) }
        }
        if recoveredRows > 0 { record.set(.recoveredRows, recoveredRows) }
        record.set(.resize, "none")
        record.set(.seed, options.seed)
        return record.evaluationProtocol
    }
}
