import GANMetrics
import OrderedCollections

/// No region of the real data holds too few or too many samples; needs no labels.
enum BinsRule: VerdictRule {
    static let name = "regions"
    static let section = ReportSection.modes
    static let metric = DistinctBins.name
    /// Of the real data, the share that regions with surely fewer samples hold.
    static let limits = Witness.Limits(good: 0, alarming: 0.25, .notToldFromReal)

    /// Shares of all regions together differ where chance gives such a divergence less often than this; of many samples so few
    /// draws are made that no test says less than 0.005.
    static let significance = 0.006

    /// The chance that equal distributions have a region that differs: less than that of the metric's own list, for the verdict hears
    /// many rules.
    static let regionSignificance = 0.01

    /// Whole branches of which there are hardly any samples: alarming where they hold more than this share of the real data.
    static let greatestMissing = 0.05

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard case .numbers(let values)? = result.parts["p_values"],
            case .counts(let real)? = result.parts["training_counts"],
            case .counts(let generated)? = result.parts["generated_counts"], real.count == generated.count,
            values.count == real.count, values.allSatisfy(\.isFinite)
        else { return nil }
        let adjusted = MultipleTests.holmAdjusted(values)
        let different = adjusted.indices.filter { adjusted[$0] <= regionSignificance }
        let (all, samples) = (Double(real.reduce(0, +)), Double(generated.reduce(0, +)))
        guard all > 0, samples > 0 else { return nil }
        let starved = different.filter { Double(generated[$0]) / samples < Double(real[$0]) / all }
        let share = starved.reduce(0.0) { $0 + Double(real[$1]) } / all
        var regions = SectionFinding.Regions(
            starved: starved.count, swollen: different.count - starved.count, total: real.count, share: share)
        if let missing = result.number("missing_share"), missing > 0 {
            regions.missing = missing
            regions.missingBranches = evidence.count(metric, "missing_branches")
            return (missing > greatestMissing ? .alarming : .weak, .regions(regions))
        }
        if different.isEmpty {
            // A class at half of its share spreads over several regions, none of which shows it beyond doubt.
            if case .texts(let kinds)? = result.parts["branch_kinds"], !kinds.isEmpty,
                case .numbers(let shares)? = result.parts["branch_shares"], shares.count == kinds.count
            {
                regions.branches = kinds.count
                regions.share = zip(kinds, shares).reduce(0.0) { $1.0 == "swollen" ? $0 : $0 + $1.1 }
                return (.weak, .regions(regions))
            }
            let values = [result.number("p_value"), result.number("branches_p_value")].compactMap { $0 }
            if let p = values.min(), p < significance {
                regions.probability = p
                return (.weak, .regions(regions))
            }
            return (.good, .regions(regions))
        }
        return (share > (limits.alarming ?? 1) ? .alarming : .weak, .regions(regions))
    }
}
