import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANMetrics

/// Defects that released tools have, or had, each as a test that fails where it is repeated.
@Suite struct PeerDefectTests {
    private static func evaluate(
        _ names: [String], real: Matrix<Float>, generated: Matrix<Float>, heldOut: Matrix<Float>? = nil,
        _ change: (inout MetricOptions) -> Void = { _ in }
    ) throws -> OrderedDictionary<String, MetricResult> {
        var options = MetricOptions()
        change(&options)
        return try MetricCatalogue.evaluate(
            names, inputs: .init(real: real, generated: generated, heldOut: heldOut), options: options
        ).results
    }

    // MARK: Memorization

    /// torchmetrics takes MiFID's cosine term from training rows to samples, and two implementations of authenticity look up
    /// the wrong row's distance: both find nothing to object to in a generator that replays ten training rows.
    @Test(arguments: [Float(0), 1e-4])
    func replayingTenTrainingRowsGetsNoCleanBill(noise: Float) throws {
        let (training, heldOut) = (normalRows(1, 400, 16), normalRows(2, 400, 16))
        let jitter = normalRows(3, 300, 16)
        var replay = training.rows(at: (0..<300).map { $0 % 10 })
        for index in replay.scalars.indices { replay.scalars[index] += noise * jitter.scalars[index] }
        let results = try Self.evaluate(
            [
                "memorization_informed_distance", "authenticity", "distance_ratio",
                "distance_to_closest_record_share", "data_copying", "feature_likelihood_divergence",
            ], real: training, generated: replay, heldOut: heldOut)
        let distance = try #require(results["memorization_informed_distance"])
        #expect(distance.value > 1e3 * number("frechet_distance", distance))
        #expect(distance.value > 1e3 * (try #require(distance.null).value))
        let authenticity = try #require(results["authenticity"])
        #expect(authenticity.value == 0)
        #expect(try #require(authenticity.null).value > 0.3)
        #expect(try #require(results["distance_ratio"]).value < 0.01)
        #expect(try #require(results["distance_to_closest_record_share"]).value > 0.99)
        #expect(try #require(results["data_copying"]).value < -5)
        #expect(try #require(results["feature_likelihood_divergence"]).value > 1e6)
    }

    /// Authenticity asks for the distance of x*, the real row nearest to *the sample*, to its own nearest neighbour.
    @Test func authenticityLooksUpTheRowNearestToTheSample() throws {
        // Row 0 is far from all others; rows 1 and 2 are close to each other.
        let training = rows([[10, 0], [0, 0], [0.1, 0]])
        // Its nearest row is 1, whose neighbour is 0.1 away: 0.5 is further. By row 0's distance it would be a copy.
        let fresh = rows([[-0.5, 0]])
        #expect(try Authenticity.evaluate(training: training, generated: fresh).value == 1)
        // Its nearest row is 0, 9.9 from the next. By row 1's distance it would be authentic.
        let near = rows([[10.5, 0]])
        #expect(try Authenticity.evaluate(training: training, generated: near).value == 0)
    }

    /// AuthPct is a percentage, and some print it less 50; this is the fraction.
    @Test func authenticityIsAFractionOfTheSamples() throws {
        let training = rows([[0, 0], [1, 0], [10, 0], [11, 0]])
        let generated = rows([[0, 0], [5, 0], [10, 0], [-7, 0]])
        #expect(try Authenticity.evaluate(training: training, generated: generated).value == 0.5)
    }

    // MARK: Roles

    /// The inception score of one run was that of the real set: here no figure of the samples moves with the real rows' classes.
    @Test func theInceptionScoreIsTheSamples() throws {
        let sharp = rows((0..<40).map { index in (0..<4).map { index % 4 == $0 ? 1 : 0 } })
        let flat = Matrix<Float>(rows: 40, columns: 4, repeating: 0.25)
        for (samples, real, expected) in [(sharp, flat, 4.0), (flat, sharp, 1)] {
            let inputs = MetricInputs(
                generated: normalRows(1, 40, 3), probabilities: samples, realProbabilities: real)
            let result = try #require(
                try MetricCatalogue.evaluate(["inception_score"], inputs: inputs).results["inception_score"])
            #expect(isClose(result.value, expected))
            #expect(isClose(try #require(result.ceiling).value, 5 - expected))
        }
    }

    /// A collapsed generator has high precision and low recall; one that scatters has the reverse.
    @Test func realAndGeneratedAreNotSwapped() throws {
        let real = normalRows(1, 500, 6)
        let names = ["precision", "recall", "alpha_precision", "vendi_score", "one_nearest_neighbour", "coverage"]
        let collapsed = try Self.evaluate(names, real: real, generated: mapped(normalRows(2, 500, 6)) { 0.1 * $0 })
        func value(_ name: String) throws -> Double { try #require(collapsed[name]).value }
        #expect(try value("precision") > 0.95)
        #expect(try value("recall") < 0.1)
        #expect(try value("coverage") < 0.3)
        let neighbour = try #require(collapsed["one_nearest_neighbour"])
        #expect(number("real", neighbour) < number("generated", neighbour))
        let scattered = try Self.evaluate(names, real: real, generated: mapped(normalRows(2, 500, 6)) { 3 * $0 })
        #expect(try #require(scattered["precision"]).value < 0.2)
        #expect(try #require(scattered["recall"]).value > 0.9)
        // The score of the samples, not of the real rows.
        let copies = real.rows(at: (0..<500).map { $0 % 2 })
        let vendi = try Self.evaluate(["vendi_score"], real: real, generated: copies)
        #expect(try #require(vendi["vendi_score"]).value <= 2 + 1e-9)
    }

    // MARK: Seeds

    /// dgm-eval's seed does not reach what it draws; here the same seed gives the same bytes and another one other bytes.
    @Test(arguments: [
        "frechet_distance_infinity", "kernel_distance_subsets", "sliced_wasserstein", "precision", "recall",
        "density", "coverage", "precision_recall_curve", "one_nearest_neighbour",
        "classifier_two_sample", "distinct_bins", "data_copying", "distance_to_closest_record_share",
        "feature_likelihood_divergence",
    ])
    func theSeedReachesEveryDraw(name: String) throws {
        func result(_ seed: UInt64) throws -> MetricResult {
            let results = try Self.evaluate(
                [name], real: normalRows(1, 450, 8), generated: mapped(normalRows(2, 400, 8)) { $0 + 0.1 },
                heldOut: normalRows(3, 300, 8)
            ) { options in
                (options.seed, options.subsets, options.subsetSize) = (seed, 4, 60)
            }
            return try #require(results[name])
        }
        let one = try result(1)
        #expect(try result(1) == one)
        #expect(try result(2) != one)
    }

    // MARK: The matrix root

    /// sqrtm goes complex, NaN or negative on singular covariances; some tools then drop the imaginary part in silence.
    @Test(arguments: [3, 20, 21, 400], [0, 7, 19])
    func singularCovariancesGiveRealDistances(count: Int, missing: Int) throws {
        func deficient(_ seed: UInt64, _ rows: Int) -> Matrix<Float> {
            var result = normalRows(seed, rows, 20)
            // Copies of column 0: the covariance loses that many ranks.
            for row in 0..<rows { for column in 1..<(1 + missing) { result[row, column] = result[row, 0] } }
            return result
        }
        let (real, generated) = (deficient(1, count), deficient(2, count))
        for (one, two) in [(real, generated), (generated, real), (real, normalRows(4, 300, 20))] {
            let result = try FrechetDistance.evaluate(real: one, generated: two)
            #expect(isFinite(result) && result.value > 0)
        }
        #expect(try FrechetDistance.evaluate(real: real, generated: real).value == 0)
        // Rows that differ in their last bits are nearly at 0, never below.
        let nearly = mapped(real) { $0.nextUp }
        let close = try FrechetDistance.evaluate(real: real, generated: nearly).value
        #expect(close >= 0 && close < 1e-4, "\(close)")
    }

    /// Nothing is added to a diagonal: an epsilon of 1e-6 would be seen at this scale.
    @Test func noEpsilonIsAdded() throws {
        let scale: Float = 0x1p-20
        let (real, generated) = (normalRows(1, 30, 40), mapped(normalRows(2, 30, 40)) { 2 * $0 })
        let value = try FrechetDistance.evaluate(real: real, generated: generated).value
        let small = try FrechetDistance.evaluate(
            real: mapped(real) { scale * $0 }, generated: mapped(generated) { scale * $0 }
        ).value
        #expect(isClose(small, value * Double(scale) * Double(scale), relative: 1e-9))
    }

    // MARK: Conventions

    @Test func theCovarianceDividesByNMinus1UnlessAsked() throws {
        // Variances 2 and 0 by n − 1, 1 and 0 by n; equal means.
        let (real, generated) = (rows([[-1], [1]]), rows([[0], [0]]))
        func value(_ convention: String) throws -> Double {
            let options = try #require(MetricOptions.convention(named: convention))
            let results = try Self.evaluate(["frechet_distance"], real: real, generated: generated) { $0 = options }
            return try #require(results["frechet_distance"]).value
        }
        for (convention, expected) in [("ganeval", 2.0), ("pytorch-fid", 2), ("stylegan", 1)] {
            #expect(isClose(try value(convention), expected), "\(convention)")
        }
    }

    /// Whole numbers lie on each other's balls: `<` and `<=` give every sample another verdict.
    @Test func theBoundaryOfABallBelongsToItWhereAsked() throws {
        let real = rows((0..<12).map { [Float($0)] })
        // NN_5 of row 11 is 5, of row 10 is 4 (9, 11, 8, 7, 6): 16 lies on row 11's surface.
        let generated = rows((0..<12).map { _ in [16] })
        for (boundary, expected) in [(Boundary.exclusive, 0.0), (.inclusive, 1)] {
            let results = try Self.evaluate(["precision", "density"], real: real, generated: generated) {
                $0.boundary = boundary
            }
            #expect(try #require(results["precision"]).value == expected)
            // One ball of 12 holds every sample, 5 are expected to.
            #expect(isClose(try #require(results["density"]).value, expected / 5, relative: 1e-12))
        }
    }

    /// The reference code of realism keeps squared distances; the paper's ratio is of distances.
    @Test func realismIsNotSquared() throws {
        // All balls have radius 4 at k = 3 (neighbours at 2, 2 and 4), but for the two at the ends, which are left out.
        let real = rows((0..<40).map { [Float($0) * 2] })
        #expect(try Realism.scores(real: real, generated: rows([[41], [38.5], [84]])) == [4, 8, 0.5])
    }

    /// Directions over the positive orthant alone would never tell these apart from their mirror image.
    @Test func directionsCoverTheWholeSphere() throws {
        // Both have variance 1 along (1, 1); along (1, −1) it is 1 and 4, which two positive entries hardly see.
        func rows(_ seed: UInt64, _ deviation: Float) -> Matrix<Float> {
            var result = normalRows(seed, 2000, 2)
            for row in 0..<2000 {
                let (sum, difference) = (result[row, 0], deviation * result[row, 1])
                let half = Float(0.5).squareRoot()
                (result[row, 0], result[row, 1]) = (half * (sum + difference), half * (sum - difference))
            }
            return result
        }
        let results = try Self.evaluate(["sliced_wasserstein"], real: rows(1, 1), generated: rows(2, 2))
        // √(2/π)·(mean of √(1 + 3 sin²) − 1) over the circle is 0.432; over the positive quarter 0.19.
        let value = try #require(results["sliced_wasserstein"]).value
        #expect(value > 0.38 && value < 0.48, "\(value)")
    }

    // MARK: Memory

    /// prdc holds three n × n matrices; the result of a pass is n × k.
    @Test func aPassKeepsRowsTimesNeighboursOnly() throws {
        var demand = PairStatistics.Demand()
        demand.neighbours = 5
        demand.manifolds = [.init(neighbours: 5, boundary: .exclusive)]
        let pairs = PairStatistics(real: normalRows(1, 900, 4), generated: normalRows(2, 700, 4), demand: demand)
        for (table, queries) in [
            (pairs.realNeighbours, 900), (pairs.generatedNeighbours, 700), (pairs.generatedToReal, 700),
            (pairs.realToGenerated, 900),
        ] {
            let table = try #require(table)
            #expect(table.queries == queries && table.count == 5 && table.distances.count == 5 * queries)
        }
    }
}
