import GANMetrics

/// The kernel distance does not tell the samples from real data.
enum KernelRule: VerdictRule {
    static let name = "kernel_test"
    static let section = ReportSection.quality
    static let metric = KernelDistance.name
    static let limits = Witness.Limits(good: 0, alarming: nil, .notToldFromReal)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        // What held-out data are told from the reference by is no fault of the samples.
        let slack = max(0, 2 * (result.ceiling?.value ?? 0))
        let finding = SectionFinding.measured(
            metric, .init(value: result.value, real: result.ceiling?.value ?? 0, isHeldOut: result.ceiling != nil))
        guard let interval = result.interval else {
            return result.number(MetricResult.reachAtMost) == nil ? nil : (.good, finding)
        }
        let low = result.value - 1.5 * (result.value - interval.low)
        return (low > slack ? .weak : .good, finding)
    }
}
