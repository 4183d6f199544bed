import TestSupport
import Testing

@testable import GANNumerics

@Suite struct KMeansTests {
    /// Well separated groups of 50 rows each, one after the other.
    private func groups(_ count: Int, columns: Int = 6, offset: Float = 0) -> Matrix<Float> {
        var rows = SeededGenerator(seed: 4).normalRows(count * 50, columns: columns)
        for row in 0..<rows.rows {
            for column in 0..<columns {
                rows[row, column] = rows[row, column] * 0.5 + offset + (column == row / 50 % columns ? 30 : 0)
            }
            rows[row, 0] += Float(row / 50) * 20
        }
        return rows
    }

    @Test(arguments: [Float(0), 10_000])
    func findsSeparatedGroups(_ offset: Float) {
        let rows = groups(5, offset: offset)
        let runs = KMeans.fit([rows], clusters: 5, runs: 6, seed: 3)
        let found = runs.filter { run in
            (0..<5).allSatisfy { group in Set(run.assignments[group * 50..<(group + 1) * 50]).count == 1 }
                && run.counts == [50, 50, 50, 50, 50]
        }
        // Seeds by squared distance miss a far group now and then; Lloyd's iterations do not mend that.
        #expect(found.count >= 4)
        #expect(runs.allSatisfy { $0.isConverged && $0.counts.reduce(0, +) == 250 })
    }

    @Test func centresAreMeansAndAssignmentsNearest() {
        let rows = SeededGenerator(seed: 8).normalRows(400, columns: 9)
        let run = KMeans.fit([rows], clusters: 7, seed: 1, maximumIterations: 200)[0]
        #expect(run.isConverged && run.iterations < 200)
        for cluster in 0..<7 {
            let members = (0..<400).filter { run.assignments[$0] == cluster }
            #expect(members.count == run.counts[cluster])
            for column in 0..<9 {
                let mean = members.reduce(0.0) { $0 + Double(rows[$1, column]) } / Double(members.count)
                #expect(abs(mean - Double(run.centres[cluster, column])) < 1e-6)
            }
        }
        for row in 0..<400 {
            let distances = (0..<7).map { EuclideanDistance.between(rows, row: row, run.centres, row: $0) }
            #expect(distances[Int(run.assignments[row])] <= (distances.min() ?? 0) + 1e-5)
        }
        #expect(KMeans.nearestCentres(of: rows, in: run.centres) == run.assignments)
    }

    @Test func moreIterationsNeverRaiseTheInertia() {
        let rows = SeededGenerator(seed: 2).normalRows(500, columns: 5)
        let inertias = (1...12).map { cap in
            let run = KMeans.fit([rows], clusters: 10, seed: 6, maximumIterations: cap)[0]
            return (0..<500).reduce(0.0) { sum, row in
                let distance = EuclideanDistance.between(rows, row: row, run.centres, row: Int(run.assignments[row]))
                return sum + distance * distance
            }
        }
        for (before, after) in zip(inertias, inertias.dropFirst()) { #expect(after <= before * (1 + 1e-6)) }
        #expect(inertias[11] < inertias[0])
    }

    @Test func moreRunsLeaveEarlierOnesAlone() {
        let rows = groups(4)
        let three = KMeans.fit([rows], clusters: 4, runs: 3, seed: 2)
        #expect(KMeans.fit([rows], clusters: 4, runs: 1, seed: 2)[0].assignments == three[0].assignments)
        #expect(Set(three.map(\.assignments)).count > 1)
    }

    @Test func setsCountAsOne() {
        let rows = SeededGenerator(seed: 5).normalRows(300, columns: 4)
        let apart = [rows.rows(in: 0..<100), rows.rows(in: 100..<100), rows.rows(in: 100..<300)]
        #expect(KMeans.fit(apart, clusters: 6, runs: 2, seed: 9) == KMeans.fit([rows], clusters: 6, runs: 2, seed: 9))
    }

    @Test func sameBytesForAnyThreadCount() {
        let rows = SeededGenerator(seed: 5).normalRows(3000, columns: 300)
        let one = withThreads(1) { KMeans.fit([rows], clusters: 12, runs: 3, seed: 9) }
        let four = withThreads(4) { KMeans.fit([rows], clusters: 12, runs: 3, seed: 9) }
        #expect(one == four)
        #expect(KMeans.fit([rows], clusters: 12, seed: 10)[0].assignments != one[0].assignments)
    }

    @Test func permutedRowsOfSeparatedGroupsKeepTheirGroups() {
        let rows = groups(3)
        var generator = SeededGenerator(seed: 12)
        let order = generator.permutation(of: rows.rows)
        let run = KMeans.fit([rows.rows(at: order)], clusters: 3, runs: 8, seed: 1).max {
            ($0.counts.min() ?? 0) < ($1.counts.min() ?? 0)
        }
        #expect(run?.counts == [50, 50, 50])
    }

    @Test func emptyClustersAreFilledWhereRowsAreDistinct() {
        // Three far outliers among copies: seeds of equal rows leave clusters empty at first.
        var rows = Matrix<Float>(rows: 60, columns: 2, repeating: 1)
        for outlier in 0..<3 { rows[outlier, 0] = Float(100 * (outlier + 1)) }
        for seed in 0..<20 {
            let run = KMeans.fit([rows], clusters: 4, seed: UInt64(seed))[0]
            #expect(run.counts.sorted() == [1, 1, 1, 57])
        }
        let filled = CentredRows.with([rows]) { centred in
            // Two centres far from everything get no rows and must move.
            var state = LloydState(centred, centres: [0, 0, 9, 9, 8, 8])
            state.take([Int32](repeating: 0, count: 60)[...], scores: [Float](repeating: 0, count: 60)[...])
            state.move(centred)
            return state.centres
        }
        #expect(filled[2] < 9 && filled[4] < 8 && filled[2..<4] != filled[4..<6])
    }

    @Test func degenerateRows() {
        let equal = Matrix<Float>(rows: 5, columns: 3, repeating: 2)
        for run in KMeans.fit([equal], clusters: 8, runs: 2, seed: 0) {
            #expect(run.isConverged && run.counts.sorted() == [0, 0, 0, 0, 0, 0, 0, 5])
            #expect(run.centres.scalars.allSatisfy { $0 == 2 })
        }
        let single = KMeans.fit([Matrix<Float>(rows: 1, columns: 1, scalars: [-7])], clusters: 1, seed: 0)[0]
        #expect(single.counts == [1] && single.centres.scalars == [-7])
        let wide = KMeans.fit([SeededGenerator(seed: 1).normalRows(4, columns: 100_000)], clusters: 2, seed: 0)[0]
        #expect(wide.counts.reduce(0, +) == 4)
    }

    @Test(arguments: [Float(1e-30), 1e37])
    func extremeScales(_ scale: Float) {
        let rows = groups(3)
        let scaled = Matrix(rows: rows.rows, columns: rows.columns, scalars: rows.scalars.map { $0 * (scale / 100) })
        let expected = KMeans.fit([rows], clusters: 3, runs: 4, seed: 2).map(\.counts)
        #expect(KMeans.fit([scaled], clusters: 3, runs: 4, seed: 2).map(\.counts) == expected)
    }

    @Test func nearestTakesTheFirstAmongEquals() {
        let centres = Matrix<Float>(rows: 3, columns: 1, scalars: [1, -1, 1])
        let rows = Matrix<Float>(rows: 3, columns: 1, scalars: [0, 2, -0.5])
        #expect(KMeans.nearestCentres(of: rows, in: centres) == [0, 0, 1])
        #expect(KMeans.nearestCentres(of: rows.rows(in: 0..<0), in: centres) == [])
    }
}
