/// Held-out rows over the regions that samples are counted in: what these show as well is no fault of the samples.
///
/// Features that were fitted to few reference rows bring all other rows closer together, real ones as well as samples. Where held-out rows differ from
/// the reference as the samples do, nobody knows which of both it is.
struct HeldOutRegions {
    private let table: BinTable

    /// From this p-value on, held-out rows show a difference themselves.
    static let doubted = NeighbourhoodScan.doubted

    /// Counts of the reference's rows and of held-out rows over the same regions, both at least one row; nil for none.
    init?(real: [Int], heldOut: [Int]) {
        guard real.count == heldOut.count, real.contains(where: { $0 > 0 }), heldOut.contains(where: { $0 > 0 }) else {
            return nil
        }
        table = BinTable(first: real, second: heldOut)
    }

    /// Whether held-out rows, too, are fewer in these regions together than the reference has, or more where samples are not `fewer`.
    ///
    /// Fisher's exact test against all other rows, two-sided.
    func differ(in regions: [Int], fewer: Bool) -> Bool {
        let real = regions.reduce(0) { $0 + table.first[$1] }
        let heldOut = regions.reduce(0) { $0 + table.second[$1] }
        guard (Double(heldOut) / Double(table.m) < Double(real) / Double(table.n)) == fewer else { return false }
        return Hypergeometric(population: table.n + table.m, marked: real + heldOut, drawn: table.m)
            .twoSided(heldOut) <= Self.doubted
    }

    /// The p-value of the divergence over all regions, by seeded draws.
    func pValue(seed: UInt64) -> Double { table.divergencePValue(seed: seed) }
}

extension RegionBranches {
    /// Without the branches that lack or hold as much more of the held-out rows as well; those that are missing stay.
    func excusing(_ heldOut: HeldOutRegions) -> RegionBranches {
        var result = self
        result.branches.removeAll { branch in
            branch.kind != .missing && heldOut.differ(in: branch.regions, fewer: branch.kind != .swollen)
        }
        return result
    }
}
