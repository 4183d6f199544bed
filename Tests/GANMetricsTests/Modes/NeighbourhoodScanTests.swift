import GANNumerics
import Testing

@testable import GANMetrics

/// The ball in which two sets differ most.
@Suite struct NeighbourhoodScanTests {
    private func normal(_ seed: UInt64, _ rows: Int, _ columns: Int = 3) -> Matrix<Float> {
        SeededGenerator(seed: seed).normalRows(rows, columns: columns)
    }

    /// The smallest tail probability over all balls, by distances and sorting.
    @Test func ballIsTheMostUnevenOfAll() throws {
        let (real, generated) = (normal(1, 120), normal(2, 100))
        let found = try #require(NeighbourhoodScan(real: real, generated: generated, seed: 0))
        let pool = real.appendingRows(of: generated)
        var best = (probability: 2.0, rows: 0, samples: 0)
        for centre in 0..<220 {
            let order = (0..<220).sorted {
                (EuclideanDistance.between(pool, row: centre, pool, row: $0), $0)
                    < (EuclideanDistance.between(pool, row: centre, pool, row: $1), $1)
            }
            for size in [16, 24, 32, 48] {
                let samples = order.prefix(size).count { $0 >= 120 }
                let counts = Hypergeometric(population: 220, marked: 100, drawn: size)
                let few = counts.probabilities.prefix(samples - counts.least + 1).reduce(0, +)
                let many = counts.probabilities.dropFirst(samples - counts.least).reduce(0, +)
                // Balls that are as uneven within rounding are the same to a reader.
                if min(few, many) < best.probability * (1 - 1e-9) { best = (min(few, many), size, samples) }
            }
        }
        let counts = Hypergeometric(population: 220, marked: 100, drawn: found.rows)
        let samples = Int((found.generatedShare * 100).rounded())
        let few = counts.probabilities.prefix(samples - counts.least + 1).reduce(0, +)
        let many = counts.probabilities.dropFirst(samples - counts.least).reduce(0, +)
        #expect(abs(min(few, many) - best.probability) < 1e-9 * best.probability + 1e-12)
        #expect(Int((found.realShare * 120).rounded()) + samples == found.rows)
    }

    /// Of 60 pairs of equal sets at 5 %: nine or more come once in 400 times.
    @Test func equalSetsSeldomDiffer() throws {
        var few = 0
        for seed in 0..<60 {
            let found = NeighbourhoodScan(
                real: normal(UInt64(2 * seed + 10), 110), generated: normal(UInt64(2 * seed + 11), 100), seed: 0)
            if try #require(found).pValue <= 0.05 { few += 1 }
        }
        #expect(few <= 8, "\(few) of 60")
    }

    /// A cluster without a half of its samples, samples where no real row is, and offsets that cost no digits.
    @Test(arguments: [Float(0), 1e5]) func lackAndCrowdAreFound(offset: Float) throws {
        var real = normal(5, 600)
        for row in 0..<120 { real[row, 0] += 8 }
        var lacking = normal(6, 400)
        for row in 0..<20 { lacking[row, 0] += 8 }
        var crowded = normal(7, 400)
        for row in 0..<80 { crowded[row, 0] += 8 }
        for row in 80..<104 { crowded[row, 1] += 4 }
        for index in real.scalars.indices { real.scalars[index] += offset }
        for index in lacking.scalars.indices {
            lacking.scalars[index] += offset
            crowded.scalars[index] += offset
        }
        let lack = try #require(NeighbourhoodScan(real: real, generated: lacking, seed: 0))
        #expect(lack.pValue <= 0.004 && lack.generatedShare < 0.5 * lack.realShare)
        let crowd = try #require(NeighbourhoodScan(real: real, generated: crowded, seed: 0))
        #expect(crowd.pValue <= 0.004 && crowd.generatedShare > 2 * crowd.realShare)
        let turned = crowded.rows(at: (0..<crowded.rows).reversed())
        #expect(crowd == NeighbourhoodScan(real: real, generated: turned, seed: 0))
    }

    @Test func fewRowsAreNotScanned() {
        #expect(NeighbourhoodScan(real: normal(1, 99), generated: normal(2, 200), seed: 0) == nil)
        #expect(NeighbourhoodScan(real: normal(1, 200), generated: normal(2, 99), seed: 0) == nil)
        // More samples than a ball has rows leave no count impossible.
        #expect(NeighbourhoodScan(real: normal(1, 100), generated: normal(2, 1500), seed: 0) != nil)
    }

    /// What is half of a mode's share is seen nine times in ten at the size that is said.
    @Test func halvedModesAreSeenAtTheSizeThatIsSaid() throws {
        let (n, m, regions) = (2000, 1500, 20)
        let share = try #require(RegionBranches.smallestHalved(n: n, m: m, regions: regions))
        let expected = (share * Double(n), share / 2 * Double(m))
        var random = SeededGenerator(seed: 3)
        var seen = 0
        for _ in 0..<200 {
            let (x, y) = random.normalPair()
            let real = max(0, Int((expected.0 + x * expected.0.squareRoot()).rounded()))
            let made = max(0, Int((expected.1 + y * expected.1.squareRoot()).rounded()))
            let p = Hypergeometric(population: n + m, marked: real + made, drawn: m).twoSided(made)
            if p <= RegionBranches.level / (2 * Double(regions)) { seen += 1 }
        }
        #expect((160...198).contains(seen), "\(seen) of 200")
        #expect(RegionBranches.smallestHalved(n: 50, m: 50, regions: 10) == nil)
    }
}
