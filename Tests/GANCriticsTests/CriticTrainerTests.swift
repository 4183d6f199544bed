import GANData
import GANMetrics
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANCritics

@Suite struct CriticTrainerTests {
    static func rows(
        _ seed: UInt64, _ count: Int, columns: Int = 2, shift: Float = 0, scale: Float = 1
    ) -> Matrix<
        Float
    > {
        var rows = SeededGenerator(seed: seed).split("rows").normalRows(count, columns: columns)
        for index in rows.scalars.indices {
            rows.scalars[index] = scale * (rows.scalars[index] + (index % columns == 0 ? shift : 0))
        }
        return rows
    }

    private static func classify(
        _ real: Matrix<Float>, _ generated: Matrix<Float>, shape: SampleShape? = nil, steps: Int = 60, seed: UInt64 = 1,
        patience: Int = 3
    ) throws -> CriticScores {
        try CriticTrainer(
            objective: .classification, shape: shape ?? .vector(real.columns),
            budget: CriticBudget(steps: steps, batchSize: 32, checkEvery: 10, patience: patience), seed: seed
        ).scores(real: real, generated: generated)
    }

    // MARK: What it finds

    @Test func aShiftIsFoundAsWellAsItCanBe() throws {
        let scores = try Self.classify(Self.rows(1, 900), Self.rows(2, 900, shift: 1.5), steps: 150)
        let result = try FreshCritic.evaluate(scores)
        // Nobody gets more than Φ(1.5/√2) = 0.856.
        #expect(result.value > 0.78 && result.value < 0.91, "\(result.value)")
        let bound = try CriticJensenShannon.evaluate(scores)
        #expect(bound.value > 0.1 && bound.value < 0.3, "\(bound.value)")
    }

    /// A ring around the other set: no linear function tells them apart.
    @Test func differencesOfHigherOrderAreFound() throws {
        let scores = try Self.classify(Self.rows(3, 900), Self.rows(4, 900, scale: 0.3), steps: 200)
        #expect(try FreshCritic.evaluate(scores).value > 0.75)
    }

    /// The intervals and both p-values hold what they promise where there is nothing to find.
    @Test func realAgainstRealIsAGuess() throws {
        var (outside, values) = (0, [Double]())
        for seed in 0..<50 as Range<UInt64> {
            let result = try FreshCritic.evaluate(
                try Self.classify(Self.rows(2 * seed, 240), Self.rows(2 * seed + 1, 240), steps: 40, seed: seed))
            let interval = try #require(result.interval)
            if interval.low > 0.5 || interval.high < 0.5 { outside += 1 }
            if case .number(let value)? = result.parts["permutation_p_value"] { values.append(value) }
        }
        // Of 50 at 5 %: seven or more come by chance once in 85 times, and these draws are fixed.
        #expect(outside <= 6, "\(outside)")
        #expect(values.count == 50)
        for level in [0.1, 0.5] {
            let share = Double(values.count { $0 <= level }) / 50
            #expect(abs(share - level) < 3.5 * (level * (1 - level) / 50).squareRoot(), "\(level): \(share)")
        }
    }

    /// Images of noise, and the same blurred.
    @Test func blurIsFoundInPixels() throws {
        let side = 10
        func images(_ seed: UInt64, blurred: Bool) -> Matrix<Float> {
            var images = Self.rows(seed, 300, columns: side * side, scale: 60)
            let sharp = images
            for image in 0..<300 where blurred {
                for y in 0..<side {
                    for x in 0..<side {
                        let here = image * side * side + y * side
                        images.scalars[here + x] =
                            (sharp.scalars[here + x] + sharp.scalars[here + max(0, x - 1)]
                                + sharp.scalars[here + min(side - 1, x + 1)]) / 3
                    }
                }
            }
            return images
        }
        let scores = try Self.classify(
            images(1, blurred: false), images(2, blurred: true),
            shape: .image(height: side, width: side, channels: 1), steps: 200, patience: 20)
        #expect(try FreshPixelCritic.evaluate(scores).value > 0.9)
    }

    // MARK: Distances

    private static func distance(
        _ real: Matrix<Float>, _ generated: Matrix<Float>, steps: Int = 150
    ) throws
        -> CriticScores
    {
        try CriticTrainer(
            objective: .wasserstein(penalty: 10), shape: .vector(real.columns),
            budget: CriticBudget(steps: steps, batchSize: 32, checkEvery: 25), seed: 1
        ).scores(real: real, generated: generated)
    }

    /// Sets that differ by a shift are as far apart as it is long.
    @Test(arguments: [1, 100 as Float]) func aShiftIsADistance(scale: Float) throws {
        let scores = try Self.distance(Self.rows(1, 600, scale: scale), Self.rows(2, 600, shift: 3, scale: scale))
        let result = try CriticWasserstein.evaluate(scores)
        #expect(result.value > 2 * Double(scale) && result.value < 3.6 * Double(scale), "\(result.value)")
        let norm = try #require(scores.gradientNorm)
        #expect(norm > 0.5 && norm < 1.5, "\(norm)")
    }

    /// Few rows that come again and again are learnt by heart; as many different ones are not.
    @Test func aMemorizerIsPunished() throws {
        let heldOut = Self.rows(1, 400, columns: 8)
        let few = Self.rows(2, 8, columns: 8).rows(at: (0..<400).map { $0 % 8 })
        let honest = try NeuralNetworkDivergence.evaluate(try Self.distance(heldOut, Self.rows(3, 400, columns: 8)))
        let copied = try NeuralNetworkDivergence.evaluate(try Self.distance(heldOut, few))
        #expect(copied.value > 2 * abs(honest.value) + 0.2, "\(copied.value), \(honest.value)")
    }

    // MARK: Determinism and bad input

    @Test func sameScoresForAnyNumberOfThreads() throws {
        let images = SampleShape.image(height: 9, width: 8, channels: 1)
        for objective in [CriticObjective.classification, .wasserstein(penalty: 10)] {
            let trainer = CriticTrainer(
                objective: objective, shape: images, budget: CriticBudget(steps: 6, batchSize: 16, checkEvery: 3),
                seed: 5)
            let (real, generated) = (Self.rows(1, 60, columns: 72), Self.rows(2, 60, columns: 72, shift: 1))
            let found = try [1, 3].map { threads in
                try withThreads(threads) { try trainer.scores(real: real, generated: generated) }
            }
            #expect(found[0] == found[1])
        }
    }

    @Test func badRowsAreRefusedInClearSentences() {
        func refusal(_ real: Matrix<Float>, _ generated: Matrix<Float>, shape: SampleShape? = nil) -> String {
            do {
                _ = try Self.classify(real, generated, shape: shape)
                return ""
            } catch { return "\(error)" }
        }
        let good = Self.rows(1, 40)
        #expect(refusal(Self.rows(2, 11), good).contains("real rows: there are 11, too few for parts"))
        #expect(refusal(good, Self.rows(2, 0)).contains("generated rows: there are none, and a critic of one kind"))
        #expect(refusal(good, Self.rows(2, 40, columns: 3)).contains("2 columns and generated ones 3"))
        var broken = good
        broken.scalars[7] = .nan
        #expect(refusal(good, broken).contains("generated rows: row 3 holds NaN or infinity in column 1"))
        let small = Self.rows(1, 40, columns: 49)
        #expect(
            refusal(small, small, shape: .image(height: 7, width: 7, channels: 1)).contains(
                "each sample is a 7×7×1 image, too small for convolutions"))
        #expect(refusal(good, Self.rows(2, 12)).isEmpty)
    }

    /// Features that never vary leave nothing to learn, and nothing is claimed.
    @Test func constantFeaturesProveNothing() throws {
        let constant = Matrix<Float>(rows: 60, columns: 3, repeating: 7)
        let result = try FreshCritic.evaluate(try Self.classify(constant, constant))
        #expect(result.value == 0.5 && result.diagnostics.contains { $0.code == "constant_critic" })
        let distance = try CriticWasserstein.evaluate(try Self.distance(constant, constant, steps: 25))
        #expect(distance.value == 0)
    }

    /// A critic sees nothing of its test rows before they are read.
    @Test func testRowsDecideNothing() throws {
        let (real, generated) = (Self.rows(1, 60), Self.rows(2, 60, shift: 1))
        let plain = try Self.classify(real, generated)
        var stream = SeededGenerator(seed: 1).split("critic").split("generated rows")
        let tested = stream.sample(60, below: 60)[40...]
        var changed = generated
        for row in tested { changed.scalars[2 * row] += 50 }
        let other = try Self.classify(real, changed)
        #expect(other.training == plain.training && other.validation == plain.validation)
        #expect(other.test.real == plain.test.real && other.test.generated != plain.test.generated)
        #expect(plain.training.real.count == 30 && plain.validation.real.count == 10 && plain.test.real.count == 20)
    }
}
