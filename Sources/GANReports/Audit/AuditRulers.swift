import GANAudit
import GANEvaluation
import GANMetrics

/// Tests and shares of an audit as the figures that a report's rulers and tables show.
enum AuditRulers {
    /// The share of copies in percent, beside what an honest generator has; nil without held-out data.
    static func share(_ findings: AuditFindings) -> DisplayedMetric? {
        findings.copiedShare.map { estimate in
            displayed(
                "Samples that are copies at least, %", value: estimate.value, null: 0, interval: estimate, factor: 100)
        }
    }

    static func test(_ test: AuditFindings.Test) -> DisplayedMetric {
        let (title, factor) = AuditText.test(test.name)
        return displayed(title, value: test.value, null: test.null, interval: test.interval, factor: factor)
    }

    /// Whether a test is worth a ruler: it has something to be compared with, and no other ruler says the same.
    static func isDrawn(_ test: AuditFindings.Test) -> Bool {
        let hasScale = test.null != nil || test.interval != nil
        return hasScale && !["copying", "calibrated_matches", "exact_copies"].contains(test.name)
    }

    private static func displayed(
        _ title: String, value: Double, null: Double?, interval: AuditFindings.Estimate?, factor: Double
    ) -> DisplayedMetric {
        let interval = interval.flatMap { estimate -> MetricInterval? in
            guard estimate.low.isFinite, estimate.high.isFinite, estimate.low <= estimate.high else { return nil }
            return MetricInterval(
                low: factor * estimate.low, high: factor * estimate.high, level: estimate.level,
                method: estimate.method)
        }
        return DisplayedMetric(
            MeasuredMetric(
                name: title, extractor: "",
                result: MetricResult(
                    value: value.isFinite ? factor * value : 0, interval: interval,
                    null: null.flatMap { $0.isFinite ? MetricReference(value: factor * $0, basis: "chance") : nil })))
    }
}
