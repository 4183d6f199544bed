import GANNumerics
import OrderedCollections

extension RegionPartition {
    /// The tree of the regions, which knows nothing of the rows that are counted.
    package var tree: RegionTree { RegionTree(centres: centres, weights: makerCounts) }

    /// What the counts say of the tree's branches.
    package var branches: RegionBranches {
        RegionBranches(
            tree: tree, real: realCounts, generated: generatedCounts, neighbours: { self.neighbours(of: $0) })
    }
}

extension RegionBranches {
    /// Adds the branches to a result, as lists over them in their order.
    func describe(in result: inout MetricResult) {
        let starved = branches.filter { $0.kind != .swollen }
        result.parts["missing_branches"] = .count(of(.missing).count)
        result.parts["missing_share"] = .number(missingShare.map { _ in of(.missing).reduce(0) { $0 + $1.share } } ?? 0)
        if let interval = missingShare { result.parts["missing_share_interval"] = .interval(interval) }
        result.parts["rare_branches"] = .count(starved.count { $0.kind == .rare })
        result.parts["branch_kinds"] = .texts(branches.map(\.kind.rawValue))
        result.parts["branch_shares"] = .numbers(branches.map(\.share))
        result.parts["branch_made"] = .numbers(branches.map(\.made))
        result.parts["branch_p_values"] = .numbers(branches.map(\.pValue))
        if branches.contains(where: \.isSeen) {
            result.parts["seen_branches"] = .counts(branches.indices.filter { branches[$0].isSeen })
        }
        result.parts["branch_bins"] = .texts(branches.map { $0.regions.map { "\($0)" }.joined(separator: " ") })
        result.parts["branches_p_value"] = .number(coarsePValue)
        if let smallestHalved { result.parts["smallest_halved_share"] = .number(smallestHalved) }
        if let smallestVisible { result.parts["smallest_visible_share"] = .number(smallestVisible) }
    }
}
