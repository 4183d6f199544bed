package import GANNumerics

/// Rows of real data and samples in their own values, by which branches that lack samples in feature space are looked at again.
package struct PlainRows: Sendable {
    /// The rows' values in one form: as they are, or with their details taken away.
    package struct View: Sendable {
        /// `[n, w]`.
        package let real: Matrix<Float>
        /// `[m, w]`.
        package let generated: Matrix<Float>

        /// Rows of one width.
        package init(real: Matrix<Float>, generated: Matrix<Float>) {
            precondition(real.columns == generated.columns, "\(real.columns) and \(generated.columns) values")
            self.real = real
            self.generated = generated
        }
    }

    /// Which of the reference's rows a view's `real` holds, in order.
    package let rows: [Int]
    /// The same real rows and samples in each.
    package let views: [View]

    /// Views of the reference's rows `rows` beside some of the samples, or all.
    package init(rows: [Int], views: [View]) {
        precondition(views.allSatisfy { $0.real.rows == rows.count }, "views of other rows than \(rows.count)")
        self.rows = rows
        self.views = views
    }
}

extension RegionBranches {
    /// Neighbours whose distance is a row's radius.
    private static let neighbours = 10
    /// A radius that holds more samples than this counts as holding so many.
    private static let mostInside = 15
    /// Fewer rows of a branch tell nothing in another space.
    private static let fewestSeen = 20
    /// Where less than this of what lies around a branch's rows would be gone with the branch, the rows' own values don't tell it.
    private static let leastTold = 0.15

    /// Looks for the samples that branches lack around the branches' rows in the rows' own values.
    ///
    /// Samples that are blurred or too bright lie elsewhere in feature space than the real rows that they look like, and leave regions empty that they
    /// were made for. In their own values they are there. Half of the real rows, A, give each row of a branch the radius of its ten nearest rows; what another set
    /// S has inside, at most 15 rows, over ten and over S's size beside A's, is its presence there:
    ///
    ///     presence(S) = mean over the branch's rows in A of min(15, |S within the radius|·|A|/|S|)/10
    ///
    /// The other half of the real rows, B, tells what is usual, and B without the branch's rows what would be left if none of them were made. The branch is moved,
    /// and `isSeen`, where the samples' presence exceeds the middle between the usual one and that of as few as feature space shows by its
    /// standard error. What is missing is missing in every view.
    ///
    /// `regions` are all real rows' in feature space. O(rows² · values) for the rows of branches; a result of the rows alone.
    package func lookingAgain(at plain: PlainRows, regions: [Int32]) -> RegionBranches {
        var looked = self
        for view in plain.views { looked.look(at: view, rows: plain.rows, regions: regions) }
        return looked
    }

    private mutating func look(at view: PlainRows.View, rows: [Int], regions: [Int32]) {
        func isOpen(_ branch: Branch) -> Bool { branch.kind != .swollen && !branch.isSeen }
        guard branches.contains(where: isOpen) else { return }
        // Rows come in the reference's order, which may be that of its classes: every other one is a fair half.
        let (first, second) = (
            Array(stride(from: 0, to: rows.count, by: 2)), Array(stride(from: 1, to: rows.count, by: 2))
        )
        let least = 2 * Self.mostInside
        guard min(first.count, second.count, view.generated.rows) >= least else { return }
        let (around, usual) = (view.real.rows(at: first), view.real.rows(at: second))
        // Of many more samples than rows all radii would be full.
        let most = min(view.generated.rows, 2 * first.count)
        let samples = view.generated.rows(at: (0..<most).map { $0 * view.generated.rows / most })
        for (place, branch) in branches.enumerated() where isOpen(branch) {
            let inside = Set(branch.regions)
            func isOfBranch(_ row: Int) -> Bool { inside.contains(Int(regions[rows[row]])) }
            let own = first.filter(isOfBranch)
            let others = second.filter { !isOfBranch($0) }
            guard own.count >= Self.fewestSeen, others.count >= least else { continue }
            let centres = view.real.rows(at: own)
            // The nearest row is the row itself.
            let radii = NearestNeighbours.search(queries: centres, in: around, count: Self.neighbours + 1).lastDistances
            func presence(_ set: Matrix<Float>, of size: Int) -> (mean: Double, error: Double) {
                let found = NearestNeighbours.search(
                    queries: centres, in: set, count: min(set.rows, 2 * Self.mostInside))
                let scale = Double(first.count) / Double(size)
                let shares = radii.indices.map { row -> Double in
                    let count = (0..<found.count).count { found.distance(query: row, rank: $0) <= radii[row] }
                    return min(Double(Self.mostInside), Double(count) * scale) / Double(Self.neighbours)
                }
                return (
                    Statistics.mean(shares), Statistics.standardDeviation(shares) / Double(shares.count).squareRoot()
                )
            }
            let whole = presence(usual, of: second.count).mean
            let without = presence(view.real.rows(at: others), of: second.count).mean
            let few = without + min(1, max(0, branch.made)) * (whole - without)
            let seen = presence(samples, of: samples.rows)
            if whole - few >= Self.leastTold, seen.mean - seen.error > (whole + few) / 2 {
                branches[place].kind = .moved
                branches[place].isSeen = true
            }
        }
    }
}
