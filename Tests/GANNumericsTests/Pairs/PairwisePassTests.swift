import Foundation
import GANNumerics
import Synchronization
import Testing

@Suite struct PairwisePassTests {
    private func normal(_ rows: Int, _ columns: Int, _ seed: UInt64) -> Matrix<Float> {
        SeededGenerator(seed: seed).normalRows(rows, columns: columns)
    }

    private func kernel(_ kernel: PairKernel, _ a: Matrix<Float>, _ i: Int, _ b: Matrix<Float>, _ j: Int) -> Double {
        switch kernel {
        case .cubic:
            let product = zip(a.row(i), b.row(j)).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            let base = product / Double(a.columns) + 1
            return base * base * base
        case .gaussian(let sigma):
            let distance = EuclideanDistance.between(a, row: i, b, row: j)
            return exp(-distance * distance / (2 * sigma * sigma))
        case .distance: return EuclideanDistance.between(a, row: i, b, row: j)
        }
    }

    private func isNear(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1e-300, abs($1)) }
    }

    private let kernels: [PairKernel] = [.cubic, .gaussian(sigma: 3), .distance]

    /// Small problems are measured in float64, large ones come from float32 products: 40 columns on both sides of the limit.
    @Test(arguments: [(90, 70), (2700, 2600)])
    func kernelSumsAgreeWithPlainLoops(m: Int, n: Int) {
        let (rows, columns) = (normal(m, 40, 1), normal(n, 40, 2))
        let subsets = PairSubsets(first: [[0, 3, 5], [2, 3, m - 1]], second: [[1, 2, 3], [0, 7, n - 1]])
        let outcome = PairwisePass.across(rows, columns: columns, .init(kernels: kernels, subsets: subsets))
        let some = [0, 1, 17, m - 1]
        for (index, kernel) in kernels.enumerated() {
            let sums = outcome.kernels[index]
            let expected = some.map { i in (0..<n).reduce(0.0) { $0 + self.kernel(kernel, rows, i, columns, $1) } }
            #expect(isNear(some.map { sums.rows[$0] }, expected, 1e-7))
            let others = [0, n - 1]
            let reverse = others.map { j in (0..<m).reduce(0.0) { $0 + self.kernel(kernel, rows, $1, columns, j) } }
            #expect(isNear(others.map { sums.columns[$0] }, reverse, 1e-7))
            let expectedSubsets = zip(subsets.first, subsets.second).map { first, second in
                first.reduce(0.0) { sum, i in second.reduce(sum) { $0 + self.kernel(kernel, rows, i, columns, $1) } }
            }
            #expect(isNear(sums.subsets, kernel == .cubic ? expectedSubsets : [0, 0], 1e-5))
            #expect(isNear([sums.columns.reduce(0, +)], [sums.total], 1e-12))
        }
    }

    @Test(arguments: [90, 2700])
    func kernelSumsWithinASetLeaveTheDiagonalOut(n: Int) {
        let rows = normal(n, 40, 3)
        let subsets = PairSubsets(first: [[0, 3, 5, n - 1]], second: [[0, 3, 5, n - 1]])
        let outcome = PairwisePass.within(rows, .init(neighbours: 3, kernels: kernels, subsets: subsets))
        for (index, kernel) in kernels.enumerated() {
            let some = [0, 50, n - 1]
            let expected = some.map { i in
                (0..<n).reduce(0.0) { $1 == i ? $0 : $0 + self.kernel(kernel, rows, i, rows, $1) }
            }
            #expect(isNear(some.map { outcome.kernels[index].rows[$0] }, expected, 1e-7))
            let members = subsets.first[0]
            let within = members.reduce(0.0) { sum, i in
                members.reduce(sum) { $1 == i ? $0 : $0 + self.kernel(kernel, rows, i, rows, $1) }
            }
            #expect(isNear(outcome.kernels[index].subsets, [kernel == .cubic ? within : 0], 1e-5))
        }
        #expect(
            outcome.neighbours
                == NaiveReference.neighbours(queries: rows, in: rows, count: 3, excludingSameIndex: true))
    }

    /// An offset makes products large; the sums must not lose their digits to it.
    @Test func anOffsetCostsNoDigits() {
        let rows = NeighbourData.offset.rows(2700, columns: 40, seed: 4)
        let columns = NeighbourData.offset.rows(2600, columns: 40, seed: 5)
        let outcome = PairwisePass.across(rows, columns: columns, .init(kernels: kernels))
        for (index, kernel) in kernels.enumerated() {
            let expected = (0..<2600).reduce(0.0) { $0 + self.kernel(kernel, rows, 7, columns, $1) }
            #expect(isNear([outcome.kernels[index].rows[7]], [expected], 1e-6))
        }
    }

    @Test(arguments: NeighbourData.allCases)
    func everythingAtOnceIsWhatEachGivesAlone(data: NeighbourData) {
        let (rows, columns) = (data.rows(700, columns: 20, seed: 6), data.rows(900, columns: 20, seed: 7))
        let own = PairwisePass.within(columns, .init(neighbours: 4, kernels: [.distance]))
        let radii = (0..<900).map { own.neighbours?.distance(query: $0, rank: 3) ?? -1 }
        let pointRadii = NearestNeighbours.search(queries: rows, in: rows, count: 4, excludingSameIndex: true)
            .lastDistances
        let outcome = PairwisePass.across(
            rows, columns: columns,
            .init(
                neighbours: 5, reverseNeighbours: 2,
                balls: [
                    .init(centreRadii: radii, pointRadii: pointRadii, boundary: .exclusive),
                    .init(centreRadii: radii.map { $0 / 2 }, boundary: .inclusive),
                ], ratioRadii: radii.enumerated().map { $0.offset % 3 == 0 ? nil : $0.element }, kernels: kernels))
        #expect(outcome.neighbours == NaiveReference.neighbours(queries: rows, in: columns, count: 5))
        #expect(outcome.reverseNeighbours == NaiveReference.neighbours(queries: columns, in: rows, count: 2))
        #expect(
            outcome.balls[0]
                == BallMembership.count(
                    centres: columns, centreRadii: radii, points: rows, pointRadii: pointRadii, boundary: .exclusive))
        #expect(
            outcome.balls[1]
                == BallMembership.count(
                    centres: columns, centreRadii: radii.map { $0 / 2 }, points: rows, boundary: .inclusive))
        for row in [0, 350, 699] {
            var best = -1.0
            for column in 0..<900 where column % 3 != 0 {
                let distance = EuclideanDistance.between(rows, row: row, columns, row: column)
                best = max(best, distance > 0 ? radii[column] / distance : .infinity)
            }
            #expect(outcome.ratios?[row] == best)
        }
    }

    @Test(arguments: NeighbourData.allCases)
    func largestCosinesAreThoseOfPlainLoops(data: NeighbourData) throws {
        var (rows, columns) = (data.rows(300, columns: 20, seed: 11), data.rows(400, columns: 20, seed: 12))
        // A scaled and mirrored copy, and rows without direction.
        for column in 0..<20 {
            rows[5, column] = -0.5 * columns[17, column]
            rows[9, column] = 0
            columns[3, column] = 0
        }
        let cosines = try #require(
            PairwisePass.across(rows, columns: columns, .init(directions: true)).largestCosines)
        #expect(cosines[9] == nil && abs((cosines[5] ?? 0) - 1) < 1e-14)
        func product(_ a: Matrix<Float>, _ i: Int, _ b: Matrix<Float>, _ j: Int) -> Double {
            zip(a.row(i), b.row(j)).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        for row in stride(from: 0, to: 300, by: 13) where row != 9 {
            let norm = product(rows, row, rows, row)
            let best = (0..<400).compactMap { column -> Double? in
                let other = product(columns, column, columns, column)
                return norm > 0 && other > 0
                    ? abs(product(rows, row, columns, column)) / (norm * other).squareRoot() : nil
            }.max()
            #expect(abs((cosines[row] ?? -1) - (best ?? -1)) < 1e-13)
        }
    }

    @Test func theThreadCountChangesNoBit() {
        let (rows, columns) = (normal(1500, 33, 8), normal(1300, 33, 9))
        func run() -> PairwisePass.Outcome {
            PairwisePass.across(rows, columns: columns, .init(neighbours: 3, reverseNeighbours: 3, kernels: kernels))
        }
        let threads = Parallel.threadCount
        defer { Parallel.threadCount = threads }
        Parallel.threadCount = 1
        let (single, own) = (run(), PairwisePass.within(rows, .init(neighbours: 2, kernels: kernels)))
        Parallel.threadCount = 5
        let (several, ownAgain) = (run(), PairwisePass.within(rows, .init(neighbours: 2, kernels: kernels)))
        #expect(single.neighbours == several.neighbours && single.reverseNeighbours == several.reverseNeighbours)
        #expect(single.kernels == several.kernels)
        #expect(own.neighbours == ownAgain.neighbours && own.kernels == ownAgain.kernels)
    }

    /// Equal rows are all ties: the search must not measure every pair, and the first rows win.
    @Test func aThousandEqualRowsAreEachOthersNeighbours() {
        let rows = Matrix<Float>(rows: 3000, columns: 64, repeating: 0.25)
        let outcome = PairwisePass.within(rows, .init(neighbours: 3))
        #expect(outcome.neighbours?.distances.allSatisfy { $0 == 0 } == true)
        #expect(outcome.neighbours?.indices.prefix(9) == [1, 2, 3, 0, 2, 3, 0, 1, 3])
        #expect(outcome.neighbours?.indices.suffix(3) == [0, 1, 2])
    }

    @Test func progressEndsAtOne() {
        let seen = Mutex<[Double]>([])
        _ = PairwisePass.within(normal(600, 5, 10), .init(neighbours: 1)) { share in seen.withLock { $0.append(share) }
        }
        let shares = seen.withLock { $0 }
        #expect(shares.max() == 1 && shares.allSatisfy { $0 > 0 && $0 <= 1 })
    }
}
