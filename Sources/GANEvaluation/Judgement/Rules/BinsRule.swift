import GANMetrics
import OrderedCollections

/// No region of the real data holds too few or too many samples; needs no labels.
enum BinsRule: VerdictRule {
    static let name = "regions"
    static let section = ReportSection.modes
    static let metric = DistinctBins.name
    /// Of the real data, the share that regions with surely fewer samples hold.
    static let limits = Witness.Limits(good: 0, alarming: 0.25, .atMost)

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard case .counts(let different)? = result.parts["corrected_bins"],
            case .counts(let real)? = result.parts["training_counts"],
            case .counts(let generated)? = result.parts["generated_counts"], real.count == generated.count,
            different.allSatisfy({ real.indices.contains($0) })
        else { return nil }
        let (all, samples) = (Double(real.reduce(0, +)), Double(generated.reduce(0, +)))
        guard all > 0, samples > 0 else { return nil }
        let starved = different.filter { Double(generated[$0]) / samples < Double(real[$0]) / all }
        let share = starved.reduce(0.0) { $0 + Double(real[$1]) } / all
        let regions = SectionFinding.Regions(
            starved: starved.count, swollen: different.count - starved.count, total: real.count, share: share)
        if different.isEmpty { return (.good, .regions(regions)) }
        return (share > (limits.alarming ?? 1) ? .alarming : .weak, .regions(regions))
    }
}
