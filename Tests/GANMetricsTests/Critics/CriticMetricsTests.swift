import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct CriticMetricsTests {
    /// Scores of a critic that prefers real rows by `shift` standard deviations.
    static func scores(_ seed: UInt64, shift: Float, rows: Int = 200) -> CriticScores {
        let draws = normalRows(seed, 6 * rows, 1).scalars
        func part(_ number: Int, _ shift: Float) -> CriticScores.Part {
            let start = 2 * number * rows
            return .init(
                real: draws[start..<start + rows].map { Double($0 + shift / 2) },
                generated: draws[start + rows..<start + 2 * rows].map { Double($0 - shift / 2) })
        }
        return CriticScores(
            training: part(0, shift), validation: part(1, shift), test: part(2, shift), steps: 40, trainedSteps: 60)
    }

    private func number(_ part: String, _ result: MetricResult) -> Double {
        if case .number(let value)? = result.parts[part] { return value }
        return .nan
    }

    // MARK: Two-sample tests

    @Test func theAreaIsTheShareOfPairsInTheRightOrder() throws {
        var scores = Self.scores(1, shift: 0.5)
        scores.test = .init(real: [3, 1, 1, 5], generated: [0, 1, 4, -2])
        let result = try FreshCritic.evaluate(scores)
        // By hand: of 16 pairs 3 beats 0, 1, −2; each 1 beats 0, −2 and ties with 1; 5 beats all: 12.
        #expect(result.value == 0.75)
        #expect(number("accuracy", result) == 5.0 / 8 && number("real_accuracy", result) == 1)
        // Five of eight heads or more: (56 + 28 + 8 + 1)/256; one score of 0 alone is no hit.
        #expect(abs(number("p_value", result) - 93.0 / 256) < 1e-12)
        #expect(result.diagnostics.contains { $0.code == "few_test_rows" })
    }

    @Test func aShiftIsFoundAndItsGapIsSmall() throws {
        let result = try FreshCritic.evaluate(Self.scores(2, shift: 2))
        let interval = try #require(result.interval)
        // Φ(2/√2).
        #expect(interval.low < 0.9214 && 0.9214 < interval.high && interval.high - interval.low < 0.1)
        #expect(number("p_value", result) < 1e-9 && number("permutation_p_value", result) == 1.0 / 2000)
        #expect(abs(number("generalization_gap", result)) < 0.05 && result.diagnostics.isEmpty)
    }

    /// Exact: p ≤ α happens in a share α of repeats, whatever the critic.
    @Test func pValuesOfExchangeableScoresAreUniform() {
        let values = (0..<400).map { seed in
            let draws = normalRows(UInt64(seed), 40, 1).scalars.map { Double($0.rounded()) }
            return PermutationTest.probability(
                real: Array(draws[..<20]), generated: Array(draws[20...]), relabellings: 99,
                stream: SeededGenerator(seed: UInt64(seed)))
        }
        for level in [0.05, 0.2, 0.5] {
            let share = Double(values.count { $0 <= level }) / 400
            // Four standard deviations of the share.
            #expect(abs(share - level) < 4 * (level * (1 - level) / 400).squareRoot(), "\(level): \(share)")
        }
    }

    /// 4 against 4 without ties: all 70 relabellings can be counted.
    @Test func relabellingsAgreeWithTheExactDistribution() {
        let (real, generated) = ([9.0, 7, 6, 2], [8.0, 5, 3, 1])
        let all = real + generated
        func area(_ mask: Int) -> Int {
            let (ours, theirs) = (
                all.indices.filter { mask >> $0 & 1 == 1 }, all.indices.filter { mask >> $0 & 1 == 0 }
            )
            return ours.reduce(0) { sum, i in sum + theirs.count { all[i] > all[$0] } }
        }
        let masks = (0..<256).filter { $0.nonzeroBitCount == 4 }
        let exact = Double(masks.count { area($0) >= area(0b1111) }) / 70
        let found = PermutationTest.probability(
            real: real, generated: generated, relabellings: 9999, stream: SeededGenerator(seed: 3))
        #expect(abs(found - exact) < 0.02, "\(found) for \(exact)")
    }

    @Test func aSilentCriticProvesNothing() throws {
        var scores = Self.scores(1, shift: 0)
        scores.test = .init(
            real: [Double](repeating: 0, count: 60), generated: [Double](repeating: 0, count: 60))
        let result = try FreshPixelCritic.evaluate(scores)
        #expect(result.value == 0.5 && number("permutation_p_value", result) == 1)
        #expect(number("p_value", result) > 0.5 && result.diagnostics.contains { $0.code == "constant_critic" })
        let bound = try CriticJensenShannon.evaluate(scores)
        #expect(bound.value <= 0 && bound.interval?.low == bound.value)
    }

    // MARK: Divergences

    @Test func boundsComeWithIntervalsAndGaps() throws {
        let result = try CriticJensenShannon.evaluate(Self.scores(3, shift: 1))
        for name in ["kl", "reverse_kl", "pearson_chi_squared"] {
            guard case .interval(let interval)? = result.parts["\(name)_interval"] else {
                Issue.record("\(name) has no interval")
                continue
            }
            #expect(interval.low < number(name, result) && number(name, result) < interval.high)
            #expect(number("\(name)_gap", result).isFinite)
        }
        #expect(try #require(result.interval).high <= 0.6931471805599453)
    }

    @Test func theWassersteinEstimateIsTheDifferenceOfMeansInTheRowsUnit() throws {
        var scores = Self.scores(4, shift: 1)
        let plain = Statistics.mean(scores.test.real) - Statistics.mean(scores.test.generated)
        (scores.unit, scores.gradientNorm) = (3, 0.8)
        #expect(isClose(try CriticWasserstein.evaluate(scores).value, 3 * plain, relative: 1e-12))
        // A critic that is steeper than 1 is no Lipschitz function until it is divided by its slope.
        scores.gradientNorm = 1.5
        #expect(isClose(try CriticWasserstein.evaluate(scores).value, 2 * plain, relative: 1e-12))
    }

    @Test func theMemorizerStandsBesideTheDivergence() throws {
        let result = try NeuralNetworkDivergence.evaluate(
            Self.scores(5, shift: 0.2), memorizer: Self.scores(6, shift: 1.5))
        #expect(number("memorizer", result) > 1 && result.value < 0.6)
        #expect(result.parts["memorizer_interval"] != nil)
    }

    // MARK: Bad input and determinism

    @Test func badScoresAreRefused() {
        func refusal(_ change: (inout CriticScores) -> Void) -> String? {
            var scores = Self.scores(1, shift: 1)
            change(&scores)
            do {
                _ = try FreshCritic.evaluate(scores)
                return nil
            } catch { return "\(error)" }
        }
        #expect(refusal { $0.test.real[3] = .nan }?.contains("NaN or infinity in row 3") == true)
        #expect(refusal { $0.validation.generated = [1] }?.contains("generated validation part has 1 rows") == true)
        #expect(refusal { $0.test.real.removeLast() }?.contains("199 real and 200 generated rows") == true)
        #expect(refusal { _ in } == nil)
    }

    @Test func metricsWithoutACriticSayWhoTrainsOne() throws {
        let outcome = try MetricCatalogue.evaluate(
            MetricSet.critics.names, inputs: .init(real: normalRows(1, 30, 2), generated: normalRows(2, 30, 2)))
        #expect(outcome.results.isEmpty && outcome.omitted.count == 5)
        for reason in outcome.omitted.values { #expect(reason.contains("ganeval report --fresh-critics")) }
    }

    @Test func sameFiguresForAnyNumberOfThreads() throws {
        let scores = Self.scores(7, shift: 0.1)
        let results = try [1, 3].map { threads in try withThreads(threads) { try FreshCritic.evaluate(scores) } }
        #expect(results[0] == results[1])
    }
}
