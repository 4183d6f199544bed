package import GANEvaluation
import GANGate
package import GANMetrics
import GANText

/// What a gate reads of one checkpoint of a series: the part of a report.json that decides.
package enum CheckpointDocument {
    /// The candidate's figures and protocol as `ganeval.report/1`, without verdict, run and pictures; `name` is the subject's.
    package static func json(
        _ candidate: SeriesCandidate, name: String, evaluationProtocol: EvaluationProtocol
    ) -> String {
        JSONValue.object([
            ("schema", .text("\(GateReport.schema.family)/\(GateReport.schema.version)")),
            ("tool_version", .text(ToolVersion.current)),
            ("subject", .object([("name", .text(name)), ("digest", .text(candidate.digest))])),
            ("protocol", ReportDocument.fields(evaluationProtocol)),
            ("metrics", ReportDocument.metrics(candidate.measurement.metrics)),
        ]).serialized()
    }
}
