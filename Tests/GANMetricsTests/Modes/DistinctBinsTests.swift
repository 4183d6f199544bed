import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct DistinctBinsTests {
    private func list(_ part: String, _ result: MetricResult) -> [Int] {
        if case .counts(let values) = result.parts[part] { return values }
        return [-1]
    }

    @Test(arguments: GoldenCase.names)
    func agreesWithGolden(_ name: String) throws {
        let golden = try GoldenCase(name)
        let anchors = golden.real.rows(in: 0..<16)
        func counts(_ set: Matrix<Float>) -> [Int] {
            KMeans.nearestCentres(of: set, in: anchors).reduce(into: [Int](repeating: 0, count: 16)) {
                $0[Int($1)] += 1
            }
        }
        let (real, generated) = (counts(golden.real), counts(golden.generated))
        #expect(try real == golden.numbers("bins16_anchors_first16_real", "real").map { Int($0) })
        #expect(try generated == golden.numbers("bins16_anchors_first16_real", "generated").map { Int($0) })
        let result = try DistinctBins.evaluate(trainingCounts: real, generatedCounts: generated)
        let different = try golden.number("bins16_anchors_first16_real", "different_at_5pct")
        #expect(number("different_bins", result) == different && isClose(result.value, different / 16))
        let divergence = try golden.number("bins16_anchors_first16_real", "jensen_shannon_nats")
        #expect(isClose(number("jensen_shannon", result), divergence, relative: 1e-9) && isFinite(result))
    }

    @Test func agreesWithLinearCongruentialValues() throws {
        let expected = try Fixture.json("lcg/expected.json")
        let golden: [Any] = try lookUp(
            ["NDB fixed centres train[:10]: counts train, counts gen, NDB(0.05), JS(nats)"], in: expected)
        let training = LinearCongruential.training.converted(to: Float.self)
        let generated = LinearCongruential.generated.converted(to: Float.self)
        let counts = [training, generated].map { set in
            KMeans.nearestCentres(of: set, in: training.rows(in: 0..<10))
                .reduce(into: [Int](repeating: 0, count: 10)) { $0[Int($1)] += 1 }
        }
        #expect(golden[0] as? [Int] == counts[0] && golden[1] as? [Int] == counts[1])
        let result = try DistinctBins.evaluate(trainingCounts: counts[0], generatedCounts: counts[1])
        #expect(number("different_bins", result) == Double(try #require(golden[2] as? Int)))
        #expect(isClose(number("jensen_shannon", result), try #require(golden[3] as? Double), relative: 1e-9))
    }

    @Test func varianceIsPooled() throws {
        // Shares 0/40 and 3/30: pooled z = 2.04, but 1.83 with separate variances.
        let result = try DistinctBins.evaluate(trainingCounts: [0, 40], generatedCounts: [3, 27])
        #expect(number("different_bins", result) == 2)
    }

    @Test func divergenceIsInNats() throws {
        let result = try DistinctBins.evaluate(trainingCounts: [50, 0], generatedCounts: [0, 80])
        #expect(isClose(number("jensen_shannon", result), 0.693_147_180_559_945_3, relative: 1e-12))
        #expect(result.value == 1)
        let same = try DistinctBins.evaluate(trainingCounts: [50, 20, 0], generatedCounts: [50, 20, 0])
        #expect(same.value == 0 && number("jensen_shannon", same) == 0)
        #expect(list("corrected_bins", same) == [] && list("discovered_bins", same) == [])
    }

    @Test func nullIsTheRateOfRejectionsNotZero() throws {
        // Counts drawn from equal shares: over many draws the mean value is the mean null.
        var generator = SeededGenerator(seed: 5)
        var (values, nulls) = (0.0, 0.0)
        for _ in 0..<200 {
            func counts(_ total: Int) -> [Int] {
                (0..<total).reduce(into: [Int](repeating: 0, count: 10)) { counts, _ in
                    counts[min(generator.index(below: 10), generator.index(below: 10))] += 1
                }
            }
            let result = try DistinctBins.evaluate(trainingCounts: counts(300), generatedCounts: counts(250))
            values += result.value / 200
            nulls += try #require(result.null).value / 200
        }
        #expect(abs(values - nulls) < 0.012 && nulls > 0.035 && nulls < 0.06)
    }

    @Test func namesTheBinsThatDiffer() throws {
        let result = try DistinctBins.evaluate(
            trainingCounts: [100, 100, 100, 100, 100], generatedCounts: [100, 20, 180, 102, 98])
        #expect(list("corrected_bins", result) == [1, 2] && list("discovered_bins", result) == [1, 2])
    }

    @Test func droppedModesAreDistinctBinsAndHeldOutDataAreNot() throws {
        func modes(_ seed: UInt64, _ used: Int) -> Matrix<Float> {
            var rows = normalRows(seed, 1000, 5)
            for row in 0..<1000 { rows[row, 0] += Float(50 * (row % used)) }
            return rows
        }
        let options = DistinctBins.Options(bins: 20)
        let result = try DistinctBins.evaluate(
            training: modes(1, 5), generated: modes(2, 2), heldOut: modes(3, 5), options: options)
        let ceiling = try #require(result.ceiling)
        #expect(result.value > 0.5 && ceiling.value < 0.2 && isFinite(result))
        #expect(number("jensen_shannon", result) > 5 * number("held_out_jensen_shannon", result))
        #expect(!list("corrected_bins", result).isEmpty && result.interval == nil)
        #expect(result.diagnostics.contains { $0.code == "no_interval" })
    }

    @Test func binsThatFitTheirOwnRowsBreakTheNull() throws {
        let (training, generated) = (normalRows(1, 1000, 512), normalRows(2, 1000, 512))
        let apart = try DistinctBins.evaluate(training: training, generated: generated, options: .init(bins: 40))
        let fitted = try DistinctBins.evaluate(
            training: training, generated: generated, options: .init(bins: 40, countsFittedRows: true))
        #expect(apart.value <= 0.15 && fitted.value > apart.value, "\(apart.value), \(fitted.value)")
        #expect(fitted.diagnostics.contains { $0.code == "bins_fit_counted_rows" })
        #expect(!apart.diagnostics.contains { $0.code == "bins_fit_counted_rows" })
    }

    @Test func binsHoldEnoughRows() {
        // Thirty rows of the smaller set each, in 10…100, and never more than half of the training rows.
        let cases = [
            (10_000, 3000, 100), (5000, 1500, 50), (1000, 1500, 16), (4000, 300, 10), (200, 60, 10), (7, 60, 3),
            (2, 9, 2),
        ]
        for (training, generated, expected) in cases {
            #expect(
                DistinctBins.bins(training: training, generated: generated) == expected, "\(training), \(generated)")
        }
    }

    /// Ten soft modes without labels: one missing, one tenfold too rare, a mode of 1 % missing among many samples; and honest draws.
    @Test func faultsOfModesAreSeenAndHonestDrawsAreNot() throws {
        func mixture(_ shares: [Double], _ count: Int, seed: UInt64) -> Matrix<Float> {
            var rows = normalRows(seed, count, 8)
            var random = SeededGenerator(seed: seed).split("modes")
            let centres = normalRows(77, shares.count, 8)
            for row in 0..<count {
                var (draw, mode) = (random.uniform() * shares.reduce(0, +), 0)
                while mode < shares.count - 1, draw >= shares[mode] {
                    draw -= shares[mode]
                    mode += 1
                }
                for column in 0..<8 { rows[row, column] += 3 * centres[mode, column] }
            }
            return rows
        }
        let even = [Double](repeating: 1, count: 10)
        func changed(_ shares: [Double], _ mode: Int, to share: Double) -> [Double] {
            var shares = shares
            shares[mode] = share
            return shares
        }
        let real = mixture(even, 3000, seed: 1)
        let missing = try DistinctBins.evaluate(
            training: real, generated: mixture(changed(even, 3, to: 0), 1500, seed: 2))
        let rare = try DistinctBins.evaluate(
            training: real, generated: mixture(changed(even, 0, to: 0.1), 1500, seed: 3))
        for (result, lost) in [(missing, 0.1), (rare, 0.09)] {
            guard case .interval(let interval)? = result.parts["lost_share_interval"] else {
                Issue.record("nothing is lost")
                continue
            }
            #expect(!list("starved_bins", result).isEmpty && number("p_value", result) < 0.01)
            #expect(abs(number("lost_share", result) - lost) < 0.05, "\(number("lost_share", result))")
            #expect(interval.low > 0 && interval.low <= number("lost_share", result) && interval.high >= lost)
        }
        let rarity = [Double](repeating: 0.11, count: 9) + [0.01]
        let many = try DistinctBins.evaluate(
            training: mixture(rarity, 10_000, seed: 4), generated: mixture(changed(rarity, 9, to: 0), 10_000, seed: 5))
        #expect(!list("starved_bins", many).isEmpty)
        var (found, small) = (0, 0)
        for seed in 0..<50 {
            let honest = try DistinctBins.evaluate(
                training: mixture(even, 1000, seed: UInt64(100 + seed)),
                generated: mixture(even, 500, seed: UInt64(300 + seed)), options: .init(seed: UInt64(seed)))
            if !list("corrected_bins", honest).isEmpty { found += 1 }
            if number("p_value", honest) <= 0.05 { small += 1 }
            #expect(number("lost_share", honest) < 0.1)
        }
        // At 5 %, of 50: 7 or more come once in 100 runs.
        #expect(found <= 6 && small <= 6, "\(found) lists and \(small) p-values of 50")
    }

    @Test func starvedAndSwollenBinsAreTheCorrectedOnes() throws {
        let result = try DistinctBins.evaluate(
            trainingCounts: [100, 100, 100, 100, 100], generatedCounts: [100, 20, 180, 102, 98])
        #expect(list("starved_bins", result) == [1] && list("swollen_bins", result) == [2])
        #expect(isClose(number("starved_share", result), 0.2) && isClose(number("lost_share", result), 0.16))
        let same = try DistinctBins.evaluate(trainingCounts: [50, 50], generatedCounts: [50, 50])
        #expect(number("p_value", same) == 1 && number("lost_share", same) == 0)
    }

    /// Files are often sorted by class: bins are made from rows of all of them.
    @Test func sortedRowsMakeBinsOfAllClasses() throws {
        var training = normalRows(1, 2400, 4)
        for row in 0..<2400 { training[row, 0] += Float(200 * (row / 600)) }
        let result = try DistinctBins.evaluate(
            training: training, generated: training, options: .init(bins: 12))
        // Three bins a class; none holds two classes.
        #expect(list("training_counts", result).allSatisfy { $0 < 500 } && number("bins", result) == 12)
    }

    /// Wide features are binned by seeded directions: the null holds there too, and missing rows are seen.
    @Test func wideFeaturesAreBinned() throws {
        var (training, generated) = (normalRows(1, 800, 300), normalRows(2, 600, 300))
        let honest = try DistinctBins.evaluate(training: training, generated: generated)
        #expect(list("corrected_bins", honest) == [] && honest.value < 0.2)
        for row in 0..<400 { for column in 0..<300 { training[row, column] += 1 } }
        for row in 0..<60 { for column in 0..<300 { generated[row, column] += 1 } }
        let faulty = try DistinctBins.evaluate(training: training, generated: generated)
        #expect(abs(number("lost_share", faulty) - 0.4) < 0.12)
    }

    @Test func sparseBinsAreSaid() throws {
        let result = try DistinctBins.evaluate(
            training: normalRows(1, 240, 3), generated: normalRows(2, 100, 3), options: .init(bins: 100))
        #expect(result.diagnostics.contains { $0.code == "sparse_bins" } && isFinite(result))
    }

    @Test func sameBytesForAnyThreadCount() throws {
        let (training, generated) = (normalRows(1, 700, 30), normalRows(2, 600, 30))
        let options = DistinctBins.Options(bins: 12, seed: 3)
        let one = try withThreads(1) {
            try DistinctBins.evaluate(training: training, generated: generated, options: options)
        }
        let four = try withThreads(4) {
            try DistinctBins.evaluate(training: training, generated: generated, options: options)
        }
        #expect(one == four)
    }

    @Test func orderOfBinsAndRowsDoesNotMatterButTheSeedDoes() throws {
        let (first, second) = ([30, 5, 80, 0, 41], [22, 19, 60, 4, 40])
        let plain = try DistinctBins.evaluate(trainingCounts: first, generatedCounts: second)
        let turned = try DistinctBins.evaluate(trainingCounts: first.reversed(), generatedCounts: second.reversed())
        #expect(
            plain.value == turned.value && isClose(number("jensen_shannon", plain), number("jensen_shannon", turned)))
        let (training, generated) = (normalRows(1, 600, 6), normalRows(2, 500, 6))
        func evaluate(_ generated: Matrix<Float>, seed: UInt64) throws -> MetricResult {
            try DistinctBins.evaluate(training: training, generated: generated, options: .init(bins: 15, seed: seed))
        }
        let one = try evaluate(generated, seed: 1)
        #expect(try evaluate(generated.rows(at: (0..<500).reversed()), seed: 1) == one)
        #expect(try evaluate(generated, seed: 2).parts["training_counts"] != one.parts["training_counts"])
    }

    @Test func hostileInput() throws {
        let name = DistinctBins.name
        #expect(throws: MetricError.tooFewRows(metric: name, role: "training", rows: 199, needed: 200)) {
            try DistinctBins.evaluate(
                training: normalRows(1, 199, 2), generated: normalRows(2, 5, 2), options: .init(bins: 100))
        }
        #expect(throws: MetricError.widthsDiffer(metric: name, real: 2, generated: 3)) {
            try DistinctBins.evaluate(training: normalRows(1, 200, 2), generated: normalRows(2, 5, 3))
        }
        #expect(throws: MetricError.tooFewRows(metric: name, role: "generated", rows: 0, needed: 1)) {
            try DistinctBins.evaluate(trainingCounts: [3, 4], generatedCounts: [0, 0])
        }
        #expect(throws: MetricError.self) {
            try DistinctBins.evaluate(trainingCounts: [3, 4], generatedCounts: [1, 2, 3])
        }
        #expect(throws: MetricError.self) {
            try DistinctBins.evaluate(trainingCounts: [3, 4], generatedCounts: [1, -1])
        }
        let constant = Matrix<Float>(rows: 220, columns: 2, repeating: 5)
        let result = try DistinctBins.evaluate(training: constant, generated: constant)
        #expect(result.value == 0 && isFinite(result))
    }
}
