import GANNumerics
import OrderedCollections

/// The neighbourhood in which samples and real data differ most, wherever it lies and however large it is.
///
///     min over balls B of min(P(H ≤ g_B), P(H ≥ g_B)),   H hypergeometric: |B| rows of n + m, of which m are samples
///
/// Real rows and samples are thrown together; balls are the 16 to 512 rows nearest to each of 800 rows, and g_B counts the samples among
/// them. How often chance gives so small a probability is told by drawing anew which rows are samples, up to 512 times with the balls as
/// they are: the p-value holds for all balls together, whatever they share. Rows must be independent draws: repeats count once.
///
/// A clustering spends rows on making its regions and cuts across what differs; balls count every row and lie everywhere, so that they see
/// samples between the modes and a mode's share in part. They name no modes. Of more rows 4,000 real ones and 3,000 samples are drawn.
///
/// Source: Kulldorff 1997, Communications in Statistics 26, for the scan; Besag and Clifford 1991, Biometrika 78, for stopping after ten
/// draws that differ as much.
package struct NeighbourhoodScan: Sendable, Equatable {
    /// How often relabelled rows have a ball that differs as much, at least one over their number.
    package let pValue: Double
    /// The rows of the ball that differs most.
    package let rows: Int
    /// The share of the real rows in that ball, 0 to 1.
    package let realShare: Double
    /// The share of the samples in it.
    package let generatedShare: Double

    /// Rows that are scanned, and rows that balls lie around, at most.
    static let (mostReal, mostGenerated, mostCentres) = (4000, 3000, 800)
    /// From a p-value of this on held-out data are scanned as well; where theirs is as small, samples are not to blame.
    package static let doubted = 0.05
    /// Fewer rows of either set are not scanned.
    static let fewestRows = 100
    private static let sizes = [16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512]
    private static let lanes = 16
    /// Relabellings at once, and how often.
    private static let (batches, rounds) = (4, 8)
    /// Relabellings that differ as much, of which no more are needed.
    private static let enough = 10

    /// The scan of finite rows `[n, w]` and distinct samples `[m, w]` of the same columns; nil for fewer than 100 rows of either.
    ///
    /// Cost at most 800·7,000·w for the products, and as many relabellings of 800·512 rows as are needed; memory 800·7,000 numbers. The same for
    /// any number of threads.
    init?(real: Matrix<Float>, generated: Matrix<Float>, seed: UInt64) {
        guard min(real.rows, generated.rows) >= Self.fewestRows, real.columns > 0 else { return nil }
        var generator = SeededGenerator(seed: seed).split("neighbourhoods")
        let first = Self.drawn(min(Self.mostReal, real.rows), of: real, &generator)
        let second = Self.drawn(min(Self.mostGenerated, generated.rows), of: generated, &generator)
        let (n, m) = (first.rows, second.rows)
        let pool = Self.centred(first.appendingRows(of: second))
        let sizes = Self.sizes.filter { $0 <= (n + m) / 4 }
        guard let largest = sizes.last else { return nil }
        let centres = generator.sample(min(Self.mostCentres, n + m), below: n + m).sorted()
        let balls = Balls(
            members: Self.nearest(pool, to: centres, count: largest), largest: largest, sizes: sizes,
            tails: sizes.map { Tails(size: $0, population: n + m, marked: m) })
        var best = (probability: 2.0, size: 0, samples: 0)
        for centre in centres.indices {
            var (samples, rank) = (0, 0)
            for (place, size) in sizes.enumerated() {
                while rank < size {
                    if balls.members[centre * largest + rank] >= n { samples += 1 }
                    rank += 1
                }
                let probability = balls.tails[place].least(samples)
                if probability < best.probability { best = (probability, size, samples) }
            }
        }
        rows = best.size
        realShare = Double(best.size - best.samples) / Double(n)
        generatedShare = Double(best.samples) / Double(m)
        pValue = Self.share(of: balls, asSmallAs: best.probability, rows: n + m, samples: m, generator)
    }

    /// The share of relabellings whose smallest probability is at most `observed`.
    private static func share(
        of balls: Balls, asSmallAs observed: Double, rows: Int, samples: Int, _ generator: SeededGenerator
    ) -> Double {
        var (drawn, asSmall) = (0, 0)
        for round in 0..<rounds {
            let found = [[Double]](unsafeUninitializedCapacity: batches) { target, count in
                // Each batch writes a place of its own.
                nonisolated(unsafe) let target = target
                Parallel.forEach(batches) { batch in
                    let values = balls.relabelled(
                        rows: rows, samples: samples, generator.split("relabelling").split(round * batches + batch))
                    target.initializeElement(at: batch, to: values)
                }
                count = batches
            }
            for value in found.joined() {
                drawn += 1
                guard value <= observed * (1 + 1e-9) else { continue }
                asSmall += 1
                if asSmall == enough { return Double(asSmall) / Double(drawn) }
            }
        }
        return Double(asSmall + 1) / Double(drawn + 1)
    }

    /// Some rows, in the order of their values: the order in which they are given decides nothing.
    private static func drawn(
        _ count: Int, of rows: Matrix<Float>, _ generator: inout SeededGenerator
    ) -> Matrix<Float> {
        let columns = rows.columns
        let order = rows.scalars.withUnsafeBufferPointer { scalars in
            (0..<rows.rows).sorted { first, second in
                for column in 0..<columns {
                    let (one, other) = (scalars[first * columns + column], scalars[second * columns + column])
                    if one != other { return one < other }
                }
                return false
            }
        }
        return rows.rows(at: generator.sample(count, below: rows.rows).sorted().map { order[$0] })
    }

    /// Rows about their mean, so that products keep their digits.
    private static func centred(_ rows: Matrix<Float>) -> Matrix<Float> {
        var means = [Double](repeating: 0, count: rows.columns)
        for row in 0..<rows.rows {
            for (column, value) in rows.row(row).enumerated() { means[column] += Double(value) }
        }
        for column in means.indices { means[column] /= Double(max(1, rows.rows)) }
        return Matrix(rows: rows.rows, columns: rows.columns) { target in
            for row in 0..<rows.rows {
                for (column, value) in rows.row(row).enumerated() {
                    target[row * rows.columns + column] = Float(Double(value) - means[column])
                }
            }
        }
    }

    /// The `count` rows nearest to each of `centres`, nearest first, `[centres, count]`; equally near ones by row.
    private static func nearest(_ pool: Matrix<Float>, to centres: [Int], count: Int) -> [Int32] {
        let products = MatrixProduct.multiply(pool.rows(at: centres), transposed: false, pool, transposed: true)
        let halves = (0..<pool.rows).map { row in pool.row(row).reduce(Float(0)) { $0 + $1 * $1 } / 2 }
        let total = pool.rows
        return [Int32](unsafeUninitializedCapacity: centres.count * count) { target, initialized in
            // Each centre writes places of its own.
            nonisolated(unsafe) let target = target
            products.scalars.withUnsafeBufferPointer { products in
                nonisolated(unsafe) let products = products
                Parallel.forEach(centres.count) { place in
                    var keys = [UInt64](repeating: 0, count: total)
                    keys.withUnsafeMutableBufferPointer { keys in
                        for row in 0..<total {
                            // Half the squared distance, but for the centre's own half norm.
                            let distance = halves[row] - products[place * total + row]
                            keys[row] = UInt64(ordered(distance)) << 32 | UInt64(row)
                        }
                        selectLeast(count, of: keys)
                        keys[..<count].sort()
                        for rank in 0..<count {
                            target.initializeElement(
                                at: place * count + rank, to: Int32(truncatingIfNeeded: keys[rank]))
                        }
                    }
                }
            }
            initialized = centres.count * count
        }
    }

    /// A whole number that orders as the value does.
    private static func ordered(_ value: Float) -> UInt32 {
        let bits = value.bitPattern
        return bits >> 31 == 0 ? bits | 0x8000_0000 : ~bits
    }

    /// Moves the `count` least keys, which are all different, to the front, in no order.
    ///
    /// Source: Hoare 1961, algorithm 65.
    private static func selectLeast(_ count: Int, of keys: UnsafeMutableBufferPointer<UInt64>) {
        var (low, high) = (0, keys.count - 1)
        while low < high {
            let (first, middle, last) = (keys[low], keys[(low + high) / 2], keys[high])
            let pivot = max(min(first, middle), min(max(first, middle), last))
            var (left, right) = (low, high)
            while left <= right {
                while keys[left] < pivot { left += 1 }
                while keys[right] > pivot { right -= 1 }
                if left <= right {
                    keys.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if count - 1 <= right { high = right } else if count - 1 >= left { low = left } else { return }
        }
    }

    /// The chances of few and of many samples among the rows of a ball.
    private struct Tails: Sendable {
        /// Of at most so many samples, and of at least so many.
        let atMost: [Double]
        let atLeast: [Double]

        init(size: Int, population: Int, marked: Int) {
            let exact = Hypergeometric(population: population, marked: marked, drawn: size)
            var atMost = [Double](repeating: 0, count: size + 1)
            for (offset, probability) in exact.probabilities.enumerated() {
                atMost[exact.least + offset] = probability
            }
            var atLeast = atMost
            for count in 1...size { atMost[count] += atMost[count - 1] }
            for count in (0..<size).reversed() { atLeast[count] += atLeast[count + 1] }
            self.atMost = atMost
            self.atLeast = atLeast
        }

        func least(_ samples: Int) -> Double { min(atMost[samples], atLeast[samples]) }
    }

    /// Which rows lie in which balls.
    private struct Balls: Sendable {
        /// The largest ball's rows of each centre, nearest first.
        let members: [Int32]
        let largest: Int
        let sizes: [Int]
        let tails: [Tails]

        /// The smallest probability of any ball for each of 16 draws of which rows are samples.
        ///
        /// Tails fall with their counts, so that of all balls of a size only the least and the greatest count matter.
        func relabelled(rows: Int, samples: Int, _ generator: SeededGenerator) -> [Double] {
            var labels = [SIMD16<UInt16>](repeating: .zero, count: rows)
            for lane in 0..<lanes {
                var stream = generator.split(lane)
                for row in stream.sample(samples, below: rows) { labels[row][lane] = 1 }
            }
            var least = [SIMD16<UInt16>](repeating: SIMD16(repeating: .max), count: sizes.count)
            var greatest = [SIMD16<UInt16>](repeating: .zero, count: sizes.count)
            labels.withUnsafeBufferPointer { labels in
                members.withUnsafeBufferPointer { members in
                    for start in stride(from: 0, to: members.count, by: largest) {
                        var (sum, rank) = (SIMD16<UInt16>.zero, 0)
                        for (place, size) in sizes.enumerated() {
                            while rank < size {
                                sum &+= labels[Int(members[start + rank])]
                                rank += 1
                            }
                            least[place] = pointwiseMin(least[place], sum)
                            greatest[place] = pointwiseMax(greatest[place], sum)
                        }
                    }
                }
            }
            return (0..<lanes).map { lane in
                sizes.indices.reduce(1.0) { smallest, place in
                    min(
                        smallest, tails[place].atMost[Int(least[place][lane])],
                        tails[place].atLeast[Int(greatest[place][lane])])
                }
            }
        }
    }
}

extension NeighbourhoodScan {
    /// Adds the ball that differs most to a result.
    func describe(in result: inout MetricResult) {
        result.parts["neighbourhood_p_value"] = .number(pValue)
        result.parts["neighbourhood_rows"] = .count(rows)
        result.parts["neighbourhood_real_share"] = .number(realShare)
        result.parts["neighbourhood_generated_share"] = .number(generatedShare)
    }
}
