import GANEvaluation
import GANMetrics
import OrderedCollections
import Testing

@testable import GANReports

@Suite struct MeasurementTableTests {
    private let evaluationProtocol = EvaluationProtocol(fields: ["seed": "1"])

    private func lines(
        _ results: OrderedDictionary<String, MetricResult>, omitted: OrderedDictionary<String, String> = [:]
    ) -> [String] {
        let metrics = results.map { ($0.key, MeasuredMetric(name: $0.key, extractor: "features", result: $0.value)) }
        return MeasurementTable.lines(
            evaluationProtocol: evaluationProtocol, metrics: OrderedDictionary(uniqueKeysWithValues: metrics),
            omitted: omitted, width: 60)
    }

    @Test func figuresStandInColumnsAndDoubtsBelow() {
        let doubt = Diagnostic(
            code: "a", message: "This value has a doubt that takes more than one line\u{1b} of sixty characters.")
        let shown = lines(
            [
                "precision": MetricResult(
                    value: 0.5, interval: MetricInterval(low: 0.4, high: 0.6, method: "m"),
                    ceiling: MetricReference(value: 0.75, basis: "b"), diagnostics: [doubt]),
                "coverage": MetricResult(
                    value: 0.25, null: MetricReference(value: 0.97, basis: "b"),
                    diagnostics: [Diagnostic(code: "b", severity: .note, message: "Few.")]),
            ],
            omitted: ["inception_score": "needs class probabilities of the samples"])
        #expect(
            shown == [
                "metric         value      interval   null  real data",
                "precision (!)   0.50  [0.40, 0.60]      –       0.75",
                "coverage (i)   0.250             –  0.970          –", "",
                "(!) precision: This value has a doubt that takes more than", "    one line of sixty characters.",
                "(i) coverage: Few.", "", "not computed:",
                "  inception_score  needs class probabilities of the samples", "",
                "protocol \(evaluationProtocol.fingerprint)",
            ])
    }

    @Test func withoutFiguresThereIsNoTable() {
        let shown = lines([:], omitted: ["precision": "needs --real"])
        #expect(shown.prefix(2) == ["not computed:", "  precision  needs --real"])
    }

    @Test func theDocumentHoldsWhatWasOmitted() {
        let text = ReportDocument.json(
            evaluationProtocol: evaluationProtocol, metrics: [:], omitted: ["precision": "needs real"],
            toolVersion: "7")
        #expect(text.contains("\"omitted\": {\n    \"precision\": \"needs real\"\n  }"))
        #expect(
            ReportDocument.json(evaluationProtocol: evaluationProtocol, metrics: [:], toolVersion: "7").contains(
                "\"omitted\": {}"))
    }
}
