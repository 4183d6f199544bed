package import GANNumerics

/// Rows of real data and samples in their own values, by which branches that lack samples in feature space are looked at again.
package struct PlainRows: Sendable {
    /// Which of the reference's rows `real` holds, in order.
    package let rows: [Int]
    /// `[n, w]`.
    package let real: Matrix<Float>
    /// Some of the samples, or all, `[m, w]`.
    package let generated: Matrix<Float>

    /// Rows of one width; `real` are the reference's rows `rows`.
    package init(rows: [Int], real: Matrix<Float>, generated: Matrix<Float>) {
        precondition(rows.count == real.rows && real.columns == generated.columns, "\(rows.count) of \(real.rows) rows")
        self.rows = rows
        self.real = real
        self.generated = generated
    }
}

extension RegionBranches {
    /// Fewer rows of a branch tell nothing in another space.
    private static let fewestSeen = 20
    /// Where less than this of a region's samples would be gone with a branch, other values don't tell it.
    private static let leastTold = 0.15

    /// Looks for the samples that branches lack among regions of the rows' own values.
    ///
    /// Samples that are blurred or too bright lie elsewhere in feature space than the real rows that they look like, and leave regions
    /// empty that they were made for. In their own values, in regions s of which a branch holds the shares w_s of its rows, they are there:
    ///
    ///     Σ w_s·made_s > ½·(1 + Σ w_s·(1 − (1 − made)·b_s/r_s))
    ///
    /// where made_s is what region s has of its samples and b_s of its r_s real rows are the branch's; the right side is half way between all
    /// samples being there and as few as feature space shows, and the left side must exceed it by its standard error. Such branches are moved, and `isSeen`. What is missing is missing in both.
    ///
    /// `regions` are all real rows' in feature space. Throws as cutting into regions does.
    package func lookingAgain(
        at plain: PlainRows, regions: [Int32], count: Int, seed: UInt64
    ) throws(MetricError) -> RegionBranches {
        guard branches.contains(where: { $0.kind != .swollen }), plain.real.rows >= 2 * count, plain.generated.rows > 0
        else { return self }
        let second = try RegionPartition(real: plain.real, generated: plain.generated, count: count, seed: seed)
        let table = BinTable(first: second.realCounts, second: second.generatedCounts)
        guard table.n > 0, table.m > 0 else { return self }
        let usual = Self.baseline(table)
        var looked = self
        for (place, branch) in branches.enumerated() where branch.kind != .swollen {
            let inside = Set(branch.regions)
            var own = [Int](repeating: 0, count: count)
            for row in second.counted where inside.contains(Int(regions[plain.rows[row]])) {
                own[Int(second.realRegions[row])] += 1
            }
            let total = Double(own.reduce(0, +))
            guard Int(total) >= Self.fewestSeen else { continue }
            var (seen, gone, variance) = (0.0, 0.0, 0.0)
            for region in own.indices where own[region] > 0 {
                let weight = Double(own[region]) / total
                seen += weight * min(1.5, Self.made(table, [region], baseline: usual))
                gone += weight * (1 - max(0, 1 - branch.made) * Double(own[region]) / Double(table.first[region]))
                variance +=
                    weight * weight
                    * (1 / Double(max(1, table.first[region])) + 1 / Double(max(1, table.second[region])))
            }
            if 1 - gone >= Self.leastTold, seen - variance.squareRoot() > (1 + gone) / 2 {
                looked.branches[place].kind = .moved
                looked.branches[place].isSeen = true
            }
        }
        return looked
    }
}
