import GANNumerics
import Testing

@Suite struct SeededGeneratorTests {
    /// The known-answer vectors of Random123 (`kat_vectors`, philox4x32 with 10 rounds).
    @Test(arguments: [
        (
            SIMD4<UInt32>(0, 0, 0, 0), SIMD2<UInt32>(0, 0),
            SIMD4<UInt32>(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
        ),
        (
            SIMD4<UInt32>(repeating: .max), SIMD2<UInt32>(repeating: .max),
            SIMD4<UInt32>(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
        ),
        (
            SIMD4<UInt32>(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), SIMD2<UInt32>(0xa409_3822, 0x299f_31d0),
            SIMD4<UInt32>(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
        ),
    ])
    func knownAnswers(counter: SIMD4<UInt32>, key: SIMD2<UInt32>, expected: SIMD4<UInt32>) {
        #expect(SeededGenerator.block(counter: counter, key: key) == expected)
    }

    @Test func drawsAreTheWordsOfSuccessiveBlocks() {
        var generator = SeededGenerator(seed: 0)
        #expect(generator.next() == 0xe169_c58d_6627_e8d5)
        #expect(generator.next() == 0x9b00_dbd8_bc57_ac4c)
        let second = SeededGenerator.block(counter: SIMD4(1, 0, 0, 0), key: SIMD2(0, 0))
        #expect(generator.next() == UInt64(second[0]) | UInt64(second[1]) << 32)
        #expect(generator.blocksDrawn == 2)
    }

    @Test func splittingDoesNotMoveTheParentAndIsAFunctionOfTheLabel() {
        var generator = SeededGenerator(seed: 7)
        let before = generator
        var first = generator.split("latents")
        var again = generator.split("latents")
        #expect(generator == before)
        #expect(first.next() == again.next())
        _ = generator.next()
        #expect(generator.split("latents").key == before.split("latents").key)
    }

    @Test func streamsOfDifferentLabelsIndicesAndSeedsDiffer() {
        let root = SeededGenerator(seed: 7)
        var keys = Set<SIMD2<UInt32>>([root.key, SeededGenerator(seed: 8).key])
        for label in ["", "a", "b", "ab", "ba", "latents"] { keys.insert(root.split(label).key) }
        for index in -2..<1000 { keys.insert(root.split(index).key) }
        keys.insert(SeededGenerator(seed: 8).split(0).key)
        keys.insert(root.split("a").split("b").key)
        keys.insert(root.split("b").split("a").key)
        #expect(keys.count == 2 + 6 + 1002 + 3)
    }

    @Test func neighbouringStreamsAreUncorrelated() {
        let root = SeededGenerator(seed: 11)
        var products = 0.0
        let count = 20_000
        for index in 0..<count {
            var (first, second) = (root.split(index), root.split(index + 1))
            products += (first.uniform() - 0.5) * (second.uniform() - 0.5) * 12
        }
        // The mean of 20,000 products of variance 1 has a standard error of 0.007; five of them.
        #expect(abs(products / Double(count)) < 0.036)
    }

    @Test func uniformDrawsHaveTheMomentsOfTheUniformDistribution() {
        var generator = SeededGenerator(seed: 3)
        let draws = (0..<100_000).map { _ in generator.uniform() }
        #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
        #expect(abs(Statistics.mean(draws) - 0.5) < 0.005)
        #expect(abs(Statistics.variance(draws) - 1.0 / 12) < 0.002)
    }

    @Test func normalDrawsHaveTheMomentsOfTheNormalDistribution() {
        let count = 200_000
        var generator = SeededGenerator(seed: 5)
        var draws = [Float](repeating: 0, count: count)
        draws.withUnsafeMutableBufferPointer { generator.fillNormal($0, standardDeviation: 2) }
        let values = draws.map { Double($0) / 2 }
        func moment(_ power: Int) -> Double {
            values.reduce(0) { sum, x in sum + (0..<power).reduce(1.0) { product, _ in product * x } } / Double(count)
        }
        // Five standard errors: √(1, 2, 15, 96 / n).
        #expect(abs(moment(1)) < 0.0112)
        #expect(abs(moment(2) - 1) < 0.0159)
        #expect(abs(moment(3)) < 0.0434)
        #expect(abs(moment(4) - 3) < 0.11)
        let tail = values.count { abs($0) > 1.959_963_985 }
        #expect(abs(Double(tail) / Double(count) - 0.05) < 0.0025)
    }

    @Test func normalRowsDoNotDependOnHowTheyAreBatched() {
        let generator = SeededGenerator(seed: 9)
        let whole = generator.normalRows(10, columns: 7)
        let parts = generator.normalRows(4, columns: 7)
            .appendingRows(of: generator.normalRows(6, columns: 7, firstRow: 4))
        #expect(whole == parts)
        #expect(Set(whole.scalars).count == 70)
    }

    @Test func permutationsAndSamplesHoldEachIndexOnce() {
        var generator = SeededGenerator(seed: 1)
        let order = generator.permutation(of: 100)
        #expect(order.sorted() == Array(0..<100))
        #expect(order != Array(0..<100))
        let sample = generator.sample(40, below: 50)
        #expect(Set(sample).count == 40)
        #expect(sample.allSatisfy { (0..<50).contains($0) })
        #expect(generator.sample(0, below: 0).isEmpty)
    }

    @Test func samplesAreUniform() {
        var generator = SeededGenerator(seed: 2)
        var hits = [Int](repeating: 0, count: 10)
        for _ in 0..<20_000 { for index in generator.sample(3, below: 10) { hits[index] += 1 } }
        // Each index is drawn with probability 0.3; five standard deviations of 65.
        #expect(hits.allSatisfy { abs($0 - 6000) < 325 })
    }
}
