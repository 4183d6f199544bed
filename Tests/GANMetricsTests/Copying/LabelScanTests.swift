import TestSupport
import Testing

@testable import GANMetrics

@Suite struct LabelScanTests {
    @Test func prefixesDoubleAndEndWithAll() {
        #expect(LabelScan.prefixes(5) == [5])
        #expect(LabelScan.prefixes(8) == [8])
        #expect(LabelScan.prefixes(30) == [8, 12, 16, 24, 30])
    }

    @Test func honestLabelsGiveUniformValues() throws {
        var (low, half, randomized) = (0, 0, 0.0)
        let repeats = 400
        for seed in 0..<UInt64(repeats) {
            let labels = CopyTables.drawnLabels(120, training: 500, heldOut: 100, seed: seed)
            let contests = CopyTables.rowContests(labels, training: 500, heldOut: 100)
            let scan = try #require(LabelScan(contests, draws: 199, seed: seed))
            if scan.copying <= 0.05 { low += 1 }
            if scan.randomizedCopying <= 0.5 { half += 1 }
            randomized += scan.randomizedCopying / Double(repeats)
            #expect(scan.randomizedCopying <= scan.copying)
        }
        // Binomial: 20 ± 4.4, 200 ± 10, and a mean of ½ ± 0.0144; bounds at four deviations.
        #expect(low <= 38)
        #expect(abs(half - 200) <= 40)
        #expect(abs(randomized - 0.5) <= 0.058)
    }

    @Test func fewClearCopiesAmongManyHonestContestsAreSeen() throws {
        let honest = CopyTables.drawnLabels(2000, training: 4000, heldOut: 1000, seed: 9)
        let copies = [Bool](repeating: true, count: 32)
        let scan = try #require(
            LabelScan(CopyTables.rowContests(copies + honest, training: 4000, heldOut: 1000), draws: 999, seed: 1))
        #expect(scan.copying <= 0.01)
        #expect(scan.clearest >= 32 && scan.clearest <= 64)
        // The plain share hides them.
        #expect(scan.overall > 0.05)
        #expect(scan.reverse > 0.05)
    }

    @Test func heldOutRowsInFrontAreTheReverse() throws {
        let honest = CopyTables.drawnLabels(500, training: 2000, heldOut: 1000, seed: 2)
        let labels = [Bool](repeating: false, count: 24) + honest
        let scan = try #require(
            LabelScan(CopyTables.rowContests(labels, training: 2000, heldOut: 1000), draws: 999, seed: 1))
        #expect(scan.reverse <= 0.01)
        #expect(scan.copying > 0.2)
    }

    @Test func aFewWinnersProveNothingHoweverManySamples() throws {
        // Eight rows win 5,000 samples, all for the training set: p = (2/3)^8.
        let rows = (0..<5000).map { Int32($0 % 8) }
        let contests = RowContests(
            rows: rows, isTraining: [Bool](repeating: true, count: 5000),
            strengths: [Double](repeating: 0.5, count: 5000), trainingRows: 2000, heldOutRows: 1000, seed: 1)
        let scan = try #require(LabelScan(contests, draws: 1999, seed: 1))
        #expect(contests.entries.count == 8)
        #expect(scan.copying > 0.02 && scan.copying < 0.07)
        #expect(scan.trainingShare == 1)
    }

    @Test func threadsDoNotMatterAndNoHeldOutRowsMeanNoTest() {
        let labels = CopyTables.drawnLabels(90, training: 300, heldOut: 100, seed: 4)
        let contests = CopyTables.rowContests(labels, training: 300, heldOut: 100)
        let one = withThreads(1) { LabelScan(contests, draws: 500, seed: 7) }
        #expect(withThreads(3) { LabelScan(contests, draws: 500, seed: 7) } == one)
        #expect(LabelScan(CopyTables.rowContests([true], training: 5, heldOut: 0), seed: 1) == nil)
        #expect(LabelScan(CopyTables.rowContests([], training: 5, heldOut: 5), seed: 1) == nil)
    }
}
