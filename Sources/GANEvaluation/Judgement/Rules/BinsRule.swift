import GANMetrics
import OrderedCollections

/// No region of the real data holds too few or too many samples; needs no labels.
enum BinsRule: VerdictRule {
    static let name = "regions"
    static let section = ReportSection.modes
    static let metric = DistinctBins.name
    /// Of the real data, the share that regions with surely fewer samples hold.
    static let limits = Witness.Limits(good: 0, alarming: 0.25, .notToldFromReal)

    /// Shares of all regions together, or of their branches, differ where chance gives such a divergence no more often than this.
    ///
    /// Of an honest generator's reports about one in a hundred may be objected to by this rule, and it makes five tests: of regions one by
    /// one (0.003), of branches (`RegionBranches.level`, 0.005), of both divergences (0.0025 each) and of neighbourhoods (0.004). They read the same counts,
    /// so that together they object less often than their sum.
    static let significance = 0.0025

    /// The chance that equal distributions have a region that differs.
    static let regionSignificance = 0.003

    /// The chance that equal distributions have a neighbourhood that differs: 512 relabellings say no less than 0.002.
    static let neighbourhoodSignificance = 0.004

    /// Whole branches of which there are hardly any samples: alarming where they hold more than this share of the real data.
    static let greatestMissing = 0.05

    /// Of the real data, what starved regions outside of branches that are seen may hold.
    static let greatestUnseen = 0.03

    static func judge(_ result: MetricResult, _ evidence: Evidence) -> (grade: Grade, finding: SectionFinding)? {
        guard case .numbers(let values)? = result.parts["p_values"],
            case .counts(let real)? = result.parts["training_counts"],
            case .counts(let generated)? = result.parts["generated_counts"], real.count == generated.count,
            values.count == real.count, values.allSatisfy(\.isFinite)
        else { return nil }
        let adjusted = MultipleTests.holmAdjusted(values)
        // What held-out data show as well is no fault of the samples: features that were fitted to few reference rows bring all others
        // closer together.
        let shared = result.counts("shared_bins")
        let different = adjusted.indices.filter { adjusted[$0] <= regionSignificance && !shared.contains($0) }
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
        if let seen = seenBranches(result) {
            // What the branches lack lies in other regions, and makes these swollen.
            let others = starved.filter { !seen.bins.contains($0) }
            if others.reduce(0.0, { $0 + Double(real[$1]) }) / all <= greatestUnseen {
                regions.seen = seen.count
                return (.good, .regions(regions))
            }
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
            let values = [("p_value", "held_out_p_value"), ("branches_p_value", "held_out_branches_p_value")]
                .filter { (result.number($0.1) ?? 1) > NeighbourhoodScan.doubted }.compactMap { result.number($0.0) }
            if let p = values.min(), p <= significance {
                regions.probability = p
                return (.weak, .regions(regions))
            }
            if let p = result.number("neighbourhood_p_value"), p <= neighbourhoodSignificance,
                // Without held-out data nobody knows whose fault it is.
                let held = result.number("neighbourhood_held_out_p_value"), held > NeighbourhoodScan.doubted,
                let real = result.number("neighbourhood_real_share"),
                let generated = result.number("neighbourhood_generated_share")
            {
                regions.neighbourhood = .init(realShare: real, generatedShare: generated, probability: p)
                return (.weak, .regions(regions))
            }
            regions.smallestMissing = result.number("smallest_visible_share")
            regions.smallestHalved = result.number("smallest_halved_share")
            return (.good, .regions(regions))
        }
        return (share > (limits.alarming ?? 1) ? .alarming : .weak, .regions(regions))
    }

    /// The branches whose samples the rows' own values have, where no other branch lacks any; nil otherwise.
    private static func seenBranches(_ result: MetricResult) -> (count: Int, bins: Set<Int>)? {
        guard case .counts(let seen)? = result.parts["seen_branches"], !seen.isEmpty,
            case .texts(let kinds)? = result.parts["branch_kinds"],
            case .texts(let bins)? = result.parts["branch_bins"], bins.count == kinds.count,
            seen.allSatisfy(kinds.indices.contains)
        else { return nil }
        let unseen = kinds.indices.filter { kinds[$0] != "swollen" && !seen.contains($0) }
        guard unseen.isEmpty else { return nil }
        return (seen.count, Set(seen.flatMap { bins[$0].split(separator: " ").compactMap { Int($0) } }))
    }
}
