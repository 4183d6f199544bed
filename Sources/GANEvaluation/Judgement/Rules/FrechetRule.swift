import GANMetrics

/// The Fréchet distance is that of held-out data.
enum FrechetRule: VerdictRule {
    static let name = "frechet_excess"
    static let section = ReportSection.quality
    static let metric = FrechetDistance.name
    static let limits = Witness.Limits(good: 1.5, alarming: 10, .atMostTimesReal)

    /// Samples are no farther from the reference than held-out rows where chance makes such a difference more often than this.
    private static let atLeastUsual = 0.05

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard var figure = BesideReal(result), figure.real > 0 else { return nil }
        // Held-out rows are one draw, and may by chance lie nearer to the reference than equal distributions mostly do.
        if result.matched == nil, !result.isNullDoubted, let null = result.null?.value, null > figure.real {
            (figure.real, figure.isHeldOut) = (null, false)
        }
        // Of few columns chance alone often makes twice the null, which is no objection.
        if !result.isNullDoubted, let high = result.number("null_high"), result.value <= high {
            return (.good, .measured(metric, figure.measured))
        }
        let grade = atMostReal(figure)
        // Features that were fitted to few reference rows have no null by these rows: held-out rows in the samples' place do.
        if grade == .cannotTell, let p = result.number(FrechetDistance.heldOutPart), p > atLeastUsual {
            return (.good, .measured(metric, figure.measured))
        }
        // Heavy tails leave it without an interval: then it carries no grade unless it speaks against the samples.
        if grade == .cannotTell, figure.ends == nil { return nil }
        return (grade, .measured(metric, figure.measured))
    }
}
