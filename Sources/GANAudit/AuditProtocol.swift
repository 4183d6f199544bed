public import GANData
public import GANMetrics
import GANText
import OrderedCollections

/// What decides an audit's numbers, but for the samples themselves.
public enum AuditProtocol {
    /// The fields on which a search does not depend.
    static let levels: Set<String> = [
        "level", "false_discovery_rate", "leak_of_interest", "discriminator_sha256", "recovered_rows",
        "set_space", "set_rows_at_most",
    ]

    /// The record of an audit of so many samples.
    ///
    /// `extractor` and `discriminator` are their digests. Throws what reading the sources throws.
    public static func of(
        training: any SampleSource, heldOut: (any SampleSource)?, samples: Int, options: AuditOptions,
        extractor: String?, discriminator: String? = nil, recoveredRows: Int = 0
    ) throws -> EvaluationProtocol {
        var fields: OrderedDictionary<String, String> = [
            "tool": "ganeval \(ToolVersion.current)",
            "training_sha256": try training.contentDigest(), "training_count": "\(training.count)",
            "training_rule": training.rule,
        ]
        if let heldOut {
            fields["held_out_sha256"] = try heldOut.contentDigest()
            fields["held_out_count"] = "\(heldOut.count)"
            fields["held_out_rule"] = heldOut.rule
        }
        fields["samples"] = "\(samples)"
        fields["transformations"] =
            options.channels.isEmpty ? "none" : options.channels.map(\.rawValue).sorted().joined(separator: ", ")
        fields["largest_shift"] = "\(options.largestShift)"
        if let extractor {
            fields["extractor"] = options.embeddings.map(\.name).joined(separator: ", ")
            fields["extractor_sha256"] = extractor
        }
        if let discriminator { fields["discriminator_sha256"] = discriminator }
        fields["level"] = "\(options.level)"
        fields["false_discovery_rate"] = "\(options.falseDiscoveryRate)"
        fields["leak_of_interest"] = "\(options.leakOfInterest)"
        fields["calibration_rows"] = "\(options.calibrationRows)"
        fields["exchangeability_rows"] = "\(options.exchangeabilityRows)"
        if let heldOut {
            let measures = Audit.setMeasures(training: training, heldOut: heldOut, options: options)
            fields["set_space"] = measures.space
            if let rows = measures.mostRows { fields["set_rows_at_most"] = "\(rows)" }
        }
        if recoveredRows > 0 { fields["recovered_rows"] = "\(recoveredRows)" }
        fields["resize"] = "none"
        fields["seed"] = "\(options.seed)"
        return EvaluationProtocol(fields: fields)
    }
}
