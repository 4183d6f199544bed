import GANNumerics
import OrderedCollections
import Synchronization
import TestSupport
import Testing

@testable import GANMetrics

@Suite struct MetricCatalogueTests {
    /// All but those that need what only an extractor or images give.
    private static let names = MetricRegistry.all.filter {
        $0.needs.allSatisfy {
            ![.spatial, .appearance, .critic, .pixelCritic, .imagePairs, .perceptualPairs, .latentPaths].contains($0)
        }
    }.map(\.name)

    /// Feature sets in which most metrics have something to say: a shift, a smaller spread, copies.
    private static let real = normalRows(1, 420, 12)
    private static let generated = mapped(normalRows(2, 290, 12)) { 0.9 * $0 + 0.1 }
        .appendingRows(of: mapped(real.rows(in: 0..<10)) { $0 + 1e-3 })
    private static let heldOut = normalRows(3, 350, 12)
    private static let probabilities = InceptionScoreTests.softmax(
        mapped(normalRows(4, 300, 6)) { 2 * $0 }.converted(to: Double.self))
    private static let realProbabilities = InceptionScoreTests.softmax(
        mapped(normalRows(5, 420, 6)) { 2 * $0 }.converted(to: Double.self))

    private static var inputs: MetricInputs {
        MetricInputs(
            real: real, generated: generated, heldOut: heldOut, probabilities: probabilities,
            realProbabilities: realProbabilities)
    }

    private static var options: MetricOptions {
        var options = MetricOptions()
        options.seed = 7
        options.subsets = 5
        options.subsetSize = 100
        return options
    }

    /// Whether held-out rows in the samples' place give a figure; class probabilities of them are not among the inputs.
    private static func hasCeiling(_ name: String) -> Bool {
        let needs = MetricRegistry.entry(named: name)?.needs ?? []
        return MetricRegistry.metric(named: name)?.ceiling != CeilingRule.none && !needs.contains(.probabilities)
    }

    private static func readsPairs(_ name: String) -> Bool {
        MetricRegistry.metric(named: name)?.leastRows(options) != nil
    }

    /// All metrics in one call, made once.
    private static let together = Result {
        try MetricCatalogue.evaluate(names, inputs: inputs, options: options)
    }

    /// As many held-out rows as there are samples, drawn as the catalogue does.
    private static var drawn: Matrix<Float> {
        var generator = SeededGenerator(seed: options.seed).split("held-out rows")
        return heldOut.rows(at: generator.sample(generated.rows, below: heldOut.rows).sorted())
    }

    /// A metric by its own function, with `rows` in the samples' place.
    private static func alone(
        _ name: String, _ rows: Matrix<Float>, heldOut: Matrix<Float>?
    ) throws -> MetricResult? {
        let (seed, options) = (options.seed, options)
        switch name {
        case "frechet_distance":
            return try FrechetDistance.evaluate(real: real, generated: rows, options: options.frechet)
        case "frechet_distance_infinity":
            return try FrechetDistanceInfinity.evaluate(real: real, generated: rows, options: .init(seed: seed))
        case "kernel_distance": return try KernelDistance.evaluate(real: real, generated: rows)
        case "kernel_distance_subsets":
            // Held-out rows have no subsets of their own; all pairs estimate the same.
            return rows == generated
                ? try KernelDistanceSubsets.evaluate(real: real, generated: rows, options: options.kernelSubsets)
                : try KernelDistance.evaluate(real: real, generated: rows)
        case "mmd_rbf": return try GaussianDiscrepancy.evaluate(real: real, generated: rows)
        case "energy_distance": return try EnergyDistance.evaluate(real: real, generated: rows)
        case "sliced_wasserstein":
            return try SlicedWasserstein.evaluate(real: real, generated: rows, options: .init(seed: seed))
        case "precision": return try Precision.evaluate(real: real, generated: rows, options: options.manifold)
        case "recall": return try Recall.evaluate(real: real, generated: rows, options: options.manifold)
        case "density": return try Density.evaluate(real: real, generated: rows, options: options.manifold)
        case "coverage": return try Coverage.evaluate(real: real, generated: rows, options: options.manifold)
        case "precision_recall_curve":
            return try PrecisionRecallCurve.evaluate(real: real, generated: rows, options: .init(seed: seed))
        case "alpha_precision":
            return try AlphaPrecision.evaluate(real: real, generated: rows, options: .init(seed: seed))
        case "beta_recall": return try BetaRecall.evaluate(real: real, generated: rows, options: .init(seed: seed))
        case "realism": return try Realism.evaluate(real: real, generated: rows)
        case "rarity": return try Rarity.evaluate(real: real, generated: rows)
        case "vendi_score":
            return try VendiScore.evaluate(
                generated: rows, real: heldOut == nil ? nil : real, options: .init(seed: seed))
        case "one_nearest_neighbour":
            return try OneNearestNeighbour.evaluate(real: real, generated: rows, options: .init(seed: seed))
        case "classifier_two_sample":
            return try ClassifierTwoSample.evaluate(real: real, generated: rows, options: .init(seed: seed))
        case "distinct_samples": return try DistinctSamples.evaluate(real: real, generated: rows)
        case "birthday_support": return try BirthdaySupport.evaluate(real: real, generated: rows)
        case "distinct_bins":
            return try DistinctBins.evaluate(
                training: real, generated: rows, heldOut: heldOut == nil ? nil : drawn, options: .init(seed: seed))
        case "authenticity": return try Authenticity.evaluate(training: real, generated: rows, heldOut: heldOut)
        case "distance_ratio": return try DistanceRatio.evaluate(training: real, generated: rows, heldOut: heldOut)
        case "memorization_informed_distance":
            return try MemorizationInformedDistance.evaluate(
                training: real, generated: rows, heldOut: heldOut == nil ? nil : drawn)
        default: break
        }
        // These hold samples against held-out rows, or read class probabilities: nothing stands in the samples' place.
        guard let heldOut else { return nil }
        switch name {
        case "inception_score": return try InceptionScore.evaluate(generated: probabilities)
        case "mode_coverage":
            var counts = [Int](repeating: 0, count: 6)
            for row in 0..<realProbabilities.rows {
                let entries = Array(realProbabilities.row(row))
                counts[entries.firstIndex(of: entries.max() ?? 0) ?? 0] += 1
            }
            return try ModeCoverage.evaluate(generated: probabilities, referenceCounts: counts)
        case "data_copying":
            return try DataCopying.evaluate(
                training: real, generated: rows, heldOut: heldOut, options: .init(seed: seed))
        case "distance_to_closest_record_share":
            return try ClosestRecordShare.evaluate(
                training: real, heldOut: heldOut, generated: rows, options: .init(seed: seed))
        case "feature_likelihood_divergence":
            return try FeatureLikelihoodDivergence.evaluate(
                training: real, heldOut: heldOut, generated: rows, options: .init(seed: seed))
        default: return nil
        }
    }

    // MARK: Values

    @Test func aNameThatNoMetricHasIsAnErrorWithTheNearestOne() {
        let error = #expect(throws: MetricError.unknownMetric(name: "coverege")) {
            try MetricCatalogue.evaluate(["precision", "coverege"], inputs: Self.inputs)
        }
        #expect(error?.remedy.contains("'coverage'") == true)
    }

    @Test(arguments: names)
    func eachMetricIsWhatItsOwnFunctionGives(name: String) throws {
        let result = try #require(try Self.together.get().results[name])
        let alone = try #require(try Self.alone(name, Self.generated, heldOut: Self.heldOut))
        #expect(isClose(result.value, alone.value, relative: 1e-12, absolute: 1e-15), "\(result.value)")
        #expect(result.interval == nil ? alone.interval == nil : alone.interval != nil)
        if let one = result.interval, let two = alone.interval {
            #expect(isClose(one.low, two.low, relative: 1e-9, absolute: 1e-12) && one.method == two.method)
            #expect(isClose(one.high, two.high, relative: 1e-9, absolute: 1e-12) && one.level == two.level)
        }
        if name != SlicedWasserstein.name {
            #expect(result.null == nil ? alone.null == nil : alone.null != nil)
        }
        if let one = result.null, let two = alone.null { #expect(isClose(one.value, two.value, relative: 1e-9)) }
        // What held-out rows add is of the context alone.
        let parts = result.parts.keys.filter { $0 != FrechetDistance.heldOutPart }
        #expect(parts == alone.parts.keys && isFinite(result))
    }

    @Test(arguments: names.filter(hasCeiling))
    func theCeilingIsTheMetricOfHeldOutRows(name: String) throws {
        let ceiling = try #require(try Self.together.get().results[name]?.ceiling)
        // Its bins are cut anew, with all held-out rows counted in them.
        guard name != DistinctBins.name else { return }
        let alone = try #require(try Self.alone(name, Self.drawn, heldOut: nil))
        #expect(isClose(ceiling.value, alone.value, relative: 1e-12, absolute: 1e-15), "\(ceiling.value)")
        #expect(ceiling.basis == "held-out data, 300 rows")
    }

    @Test func metricsThatHoldSamplesAgainstHeldOutRowsHaveNoCeiling() throws {
        let results = try Self.together.get().results
        for name in Self.names where !Self.hasCeiling(name) && name != InceptionScore.name {
            #expect(try #require(results[name]).ceiling == nil, "\(name)")
        }
    }

    /// Real data's inception score needs their class probabilities; the samples' own would stand as real data's.
    @Test func theInceptionScoreOfSamplesIsNotTheirCeiling() throws {
        let names = [InceptionScore.name]
        var inputs = Self.inputs
        let with = try #require(try MetricCatalogue.evaluate(names, inputs: inputs).results[names[0]])
        let real = try InceptionScore.evaluate(generated: Self.realProbabilities)
        #expect(with.ceiling == MetricReference(value: real.value, basis: "real data, 420 rows"))
        #expect(!with.diagnostics.contains { $0.code == "smaller_held_out" })
        inputs.realProbabilities = nil
        let without = try #require(try MetricCatalogue.evaluate(names, inputs: inputs).results[names[0]])
        #expect(without.ceiling == nil && without.value == with.value)
    }

    @Test func realRowsClassProbabilitiesMustFitTheSamples() throws {
        func reason(_ real: Matrix<Float>) throws -> String? {
            var inputs = Self.inputs
            inputs.realProbabilities = real
            return try MetricCatalogue.evaluate([InceptionScore.name], inputs: inputs).omitted[InceptionScore.name]
        }
        let fewer = Matrix<Float>(rows: 420, columns: 1, repeating: 1)
        #expect(try reason(fewer)?.hasPrefix("real has 1 columns and generated 6") == true)
        #expect(try reason(mapped(Self.realProbabilities) { $0 / 2 })?.hasPrefix("real holds no probabilities") == true)
    }

    @Test(arguments: GoldenCase.names)
    func agreesWithGolden(_ name: String) throws {
        let golden = try GoldenCase(name)
        let keys: OrderedDictionary<String, [String]> = [
            "frechet_distance": ["frechet_distance"], "kernel_distance": ["kernel_distance_unbiased_full"],
            "mmd_rbf": ["mmd_rbf_sigma10_unbiased"], "energy_distance": ["energy_distance"],
            "vendi_score": ["vendi_score_cosine_q1"], "precision": ["prdc_k5", "precision"],
            "recall": ["prdc_k5", "recall"], "density": ["prdc_k5", "density"], "coverage": ["prdc_k5", "coverage"],
            "one_nearest_neighbour": ["one_nn_two_sample_loo", "accuracy"],
        ]
        let outcome = try MetricCatalogue.evaluate(
            Array(keys.keys) + [Authenticity.name],
            inputs: .init(real: golden.real, generated: golden.generated, heldOut: golden.heldOut))
        #expect(outcome.omitted.isEmpty)
        let singular = name == "fewer_samples_than_dims"
        for (metric, path) in keys {
            let expected = path.count == 1 ? try golden.number(path[0]) : try golden.number(path[0], path[1])
            let value = try #require(outcome.results[metric]).value
            let moments = ["frechet_distance", "mmd_rbf"].contains(metric)
            let relative = path.count == 2 ? 1e-12 : singular && moments ? 1e-4 : 1e-6
            #expect(isClose(value, expected, relative: relative), "\(metric): \(value) for \(expected)")
        }
        let authentic = try golden.number("authenticity_percent") / 100
        #expect(isClose(try #require(outcome.results[Authenticity.name]).value, authentic, relative: 1e-12))
    }

    // MARK: What is computed, and in which order

    @Test func resultsStandInTheOrderOfTheNames() throws {
        let names = ["recall", "frechet_distance", "inception_score", "rarity", "precision", "recall"]
        let outcome = try MetricCatalogue.evaluate(
            names, inputs: .init(real: Self.real, generated: Self.generated))
        #expect(Array(outcome.results.keys) == ["recall", "frechet_distance", "rarity", "precision"])
        #expect(outcome.omitted == ["inception_score": "needs class probabilities of the samples"])
        #expect(try Array(Self.together.get().results.keys) == Self.names)
        #expect(try MetricCatalogue.evaluate([], inputs: Self.inputs).results.isEmpty)
    }

    @Test func whatIsMissingIsSaid() throws {
        let alone = try MetricCatalogue.evaluate(Self.names, inputs: .init(generated: Self.generated))
        #expect(Array(alone.results.keys) == ["vendi_score"])
        #expect(alone.omitted["frechet_distance"] == "needs features of real data")
        #expect(alone.omitted["inception_score"] == "needs class probabilities of the samples")
        let pair = try MetricCatalogue.evaluate(
            Self.names,
            inputs: .init(real: Self.real, generated: Self.generated, probabilities: Self.probabilities))
        #expect(
            Array(pair.omitted.keys) == [
                "mode_coverage", "authenticity", "data_copying", "distance_ratio", "distance_to_closest_record_share",
                "feature_likelihood_divergence",
            ])
        let places = try MetricCatalogue.evaluate(["spatial_frechet_distance"], inputs: Self.inputs)
        #expect(places.omitted["spatial_frechet_distance"]?.hasPrefix("needs features of places") == true)
        #expect(pair.omitted["mode_coverage"] == "needs class probabilities of the real data")
        #expect(pair.omitted["data_copying"] == "needs features of held-out data")
        for (name, result) in pair.results { #expect(result.ceiling == nil, "\(name)") }
    }

    @Test func statisticsStandForRows() throws {
        func statistics(_ rows: Matrix<Float>) -> GaussianStatistics { GaussianStatistics(Moments(of: rows)) }
        let none = Matrix<Float>(rows: 0, columns: 12)
        let value = try FrechetDistance.evaluate(
            real: Self.real, generated: Self.generated, options: .init(interval: false)
        ).value
        for inputs in [
            MetricInputs(generated: Self.generated, heldOut: Self.heldOut, realStatistics: statistics(Self.real)),
            MetricInputs(
                real: Self.real, generated: none, heldOut: Self.heldOut,
                generatedStatistics: statistics(Self.generated)),
            MetricInputs(
                generated: none, realStatistics: statistics(Self.real), generatedStatistics: statistics(Self.generated)),
        ] {
            let outcome = try MetricCatalogue.evaluate(Self.names, inputs: inputs)
            let distance = try #require(outcome.results["frechet_distance"])
            #expect(isClose(distance.value, value, relative: 1e-10) && isFinite(distance))
            #expect(outcome.results["precision"] == nil && outcome.results.count <= 3)
            #expect(outcome.results.count + outcome.omitted.count == Self.names.count)
            if inputs.generated?.rows != nil {
                #expect(outcome.omitted["precision"] == "needs the rows of the real features, not their statistics")
                #expect(outcome.results["frechet_distance_infinity"] != nil && distance.ceiling != nil)
            } else {
                #expect(
                    outcome.omitted["precision"] == "needs the rows of the generated features, not their statistics")
            }
        }
    }

    @Test func matricesThatNoMetricCanUseAreErrors() throws {
        let good = normalRows(1, 20, 3)
        var broken = good
        broken[4, 2] = .nan
        for inputs in [
            MetricInputs(real: broken, generated: good), MetricInputs(real: good, generated: broken),
            MetricInputs(real: good, generated: good, heldOut: broken),
            MetricInputs(real: normalRows(1, 20, 4), generated: good),
            MetricInputs(real: good, generated: good, heldOut: normalRows(1, 20, 4)),
            MetricInputs(real: good, generated: Matrix(rows: 0, columns: 3)),
            MetricInputs(real: Matrix(rows: 5, columns: 0), generated: Matrix(rows: 5, columns: 0)),
            MetricInputs(real: good, generated: good, heldOut: Matrix(rows: 0, columns: 3)),
        ] {
            #expect(throws: MetricError.self) { try MetricCatalogue.evaluate(Self.names, inputs: inputs) }
        }
    }

    // MARK: Few rows

    @Test func smallSetsGiveFiniteFiguresOrReasons() throws {
        for count in [1, 2, 3, 4, 6, 9] {
            for (real, generated, heldOut) in [
                (count, count, count), (30, count, 30), (count, 30, 30), (30, 30, count),
            ] {
                let outcome = try MetricCatalogue.evaluate(
                    Self.names,
                    inputs: .init(
                        real: normalRows(1, real, 4), generated: normalRows(2, generated, 4),
                        heldOut: normalRows(3, heldOut, 4)))
                #expect(outcome.results.count + outcome.omitted.count == Self.names.count)
                for (name, result) in outcome.results {
                    #expect(isFinite(result) && result.ceiling?.value.isFinite ?? true, "\(name), \(count) rows")
                }
                for (name, reason) in outcome.omitted {
                    #expect(
                        reason.hasPrefix("needs ") || reason.contains("; expected: at least "), "\(name): \(reason)")
                }
            }
        }
    }

    /// What a metric asks of the pass must not depend on another being computed beside it.
    @Test(arguments: names)
    func eachMetricCanBeAskedForAlone(name: String) throws {
        for heldOutRows in [350, 300, 40, 4, 1] {
            var inputs = Self.inputs
            inputs.heldOut = Self.heldOut.rows(in: 0..<heldOutRows)
            let outcome = try MetricCatalogue.evaluate([name], inputs: inputs, options: Self.options)
            guard let result = outcome.results[name] else {
                #expect(outcome.omitted[name] != nil && heldOutRows < 10)
                continue
            }
            if heldOutRows == 350 {
                let beside = try #require(try Self.together.get().results[name])
                #expect(isClose(result.value, beside.value, relative: 1e-12, absolute: 1e-15))
                if let ceiling = result.ceiling, let other = beside.ceiling {
                    #expect(isClose(ceiling.value, other.value, relative: 1e-12, absolute: 1e-15))
                }
            }
            #expect(isFinite(result))
        }
    }

    @Test func fewHeldOutRowsGiveTheCeilingsThatTheyCan() throws {
        var inputs = Self.inputs
        inputs.heldOut = Self.heldOut.rows(in: 0..<4)
        let outcome = try MetricCatalogue.evaluate(Self.names, inputs: inputs, options: Self.options)
        let heldOut = try #require(inputs.heldOut)
        let kernel = try #require(outcome.results["kernel_distance"])
        let note = try #require(kernel.diagnostics.first { $0.code == "too_few_held_out" })
        #expect(kernel.ceiling == nil && note.message.contains("give at least 150 held-out rows, or judge at most 8"))
        let precision = try #require(outcome.results["precision"])
        #expect(precision.ceiling == nil && precision.besideReal == nil)
        #expect(precision.whyNotBesideReal?.contains("give at least 20 held-out rows") == true)
        // As many samples as that have a figure to compare with, if the metric has any of so few.
        inputs.generated = .rows(Self.generated.rows(in: 0..<4))
        inputs.probabilities = nil
        let few = try MetricCatalogue.evaluate(Self.names, inputs: inputs, options: Self.options)
        let alone = try KernelDistance.evaluate(real: Self.real, generated: heldOut).value
        #expect(isClose(try #require(few.results["kernel_distance"]?.ceiling).value, alone, relative: 1e-12))
        // The null comes from these rows however few they are.
        #expect(outcome.results["authenticity"]?.null != nil)
    }

    /// Fewer held-out rows than samples: the ceiling is theirs, and beside it stands the metric of as many samples.
    @Test(arguments: names.filter(hasCeiling))
    func smallerHeldOutSetsAreHeldAgainstAsManySamples(name: String) throws {
        let rule = try #require(MetricRegistry.metric(named: name)?.ceiling)
        for (count, isEnough) in [(200, true), (150, true), (149, false), (19, false)] {
            var inputs = Self.inputs
            inputs.heldOut = Self.heldOut.rows(in: 0..<count)
            let result = try #require(
                try MetricCatalogue.evaluate([name], inputs: inputs, options: Self.options).results[name])
            guard rule == .sameFunction else {
                #expect(result.matched == nil && (result.ceiling == nil) == (count < 20))
                continue
            }
            guard isEnough else {
                #expect(result.ceiling == nil && result.matched == nil, "\(count)")
                #expect(result.diagnostics.contains { $0.code == "too_few_held_out" })
                #expect(result.besideReal?.source != .heldOut && (result.besideReal == nil) == (result.null == nil))
                continue
            }
            let matched = try #require(result.matched)
            #expect(result.ceiling != nil && matched.basis == "\(count) of 300 samples")
            #expect(result.besideReal?.value == matched.value && result.besideReal?.real == result.ceiling?.value)
            var generator = SeededGenerator(seed: Self.options.seed).split("matched samples")
            let drawn = generator.sample(count, below: 300).sorted()
            guard name != DistinctBins.name,
                let alone = try Self.alone(name, Self.generated.rows(at: drawn), heldOut: inputs.heldOut)
            else { continue }
            #expect(isClose(matched.value, alone.value, relative: 1e-12, absolute: 1e-15), "\(matched.value)")
        }
    }

    /// A generator of few distinct samples is as near to a few held-out rows as these are to each other; the null tells them apart.
    @Test func fewHeldOutRowsHideNoCollapse() throws {
        let distinct = normalRows(11, 20, 8)
        let samples = distinct.rows(at: (0..<600).map { $0 % 20 })
        func coverage(_ heldOut: Int) throws -> MetricResult {
            try #require(
                try MetricCatalogue.evaluate(
                    [Coverage.name],
                    inputs: .init(real: normalRows(10, 900, 8), generated: samples, heldOut: normalRows(12, heldOut, 8))
                ).results[Coverage.name])
        }
        let few = try coverage(20)
        let null = Coverage.null(real: 900, generated: 600, neighbours: 5)
        #expect(few.value < 0.15 && few.ceiling == nil)
        #expect(few.besideReal?.source == .null && few.besideReal?.real == null && few.besideReal?.value == few.value)
        let half = try #require(try coverage(300).besideReal)
        #expect(half.source == .heldOut && half.value < 0.15 && half.real > 0.7 && half.interval != nil)
    }

    /// Reports of before measured their ceilings at any count, and said so.
    @Test func ceilingsOfFewerRowsInOldReportsAreLeftAside() {
        var result = MetricResult(
            value: 0.305, null: MetricReference(value: 0.969, basis: "exact"),
            ceiling: MetricReference(value: 0.308, basis: "held-out data, 100 rows"))
        #expect(result.besideReal?.real == 0.308)
        result.diagnostics.append(Diagnostic(code: "smaller_held_out", severity: .note, message: "Fewer."))
        #expect(result.besideReal?.real == 0.969 && result.besideReal?.source == .null)
        result.null = nil
        #expect(result.besideReal == nil && result.whyNotBesideReal == "Fewer.")
    }

    @Test func nullsFromHeldOutRowsStandWhereThereIsNoOther() throws {
        let results = try Self.together.get().results
        for name in ["sliced_wasserstein", "memorization_informed_distance"] {
            let result = try #require(results[name])
            #expect(result.null != nil && result.null?.value == result.ceiling?.value, "\(name)")
            #expect(!result.diagnostics.contains { $0.code == "null_needs_held_out" })
        }
        #expect(number("held_out_mean_distance", try #require(results["memorization_informed_distance"])) > 0.1)
        let without = try MetricCatalogue.evaluate(
            ["sliced_wasserstein"], inputs: .init(real: Self.real, generated: Self.generated))
        let result = try #require(without.results["sliced_wasserstein"])
        #expect(result.null == nil && result.diagnostics.contains { $0.code == "null_needs_held_out" })
    }

    @Test func aResultWithoutAnIntervalSaysWhy() throws {
        for (name, result) in try Self.together.get().results where result.interval == nil {
            #expect(result.diagnostics.contains { $0.code.contains("interval") }, "\(name)")
        }
    }

    // MARK: Determinism

    @Test func sameBytesForAnyNumberOfThreads() throws {
        let expected = try Self.together.get()
        for threads in [1, 3] {
            let outcome = try withThreads(threads) {
                try MetricCatalogue.evaluate(Self.names, inputs: Self.inputs, options: Self.options)
            }
            for name in Self.names { #expect(outcome.results[name] == expected.results[name], "\(name)") }
        }
    }

    /// Several stripes and tiles on both sides.
    @Test func thePassGivesTheSameBytesForAnyNumberOfThreads() throws {
        let inputs = MetricInputs(
            real: normalRows(1, 1500, 40), generated: mapped(normalRows(2, 1300, 40)) { 0.9 * $0 },
            heldOut: normalRows(3, 1100, 40))
        var options = Self.options
        options.interval = false
        let names = Self.names.filter { Self.readsPairs($0) }
        let outcomes = try [1, 4].map { threads in
            try withThreads(threads) { try MetricCatalogue.evaluate(names, inputs: inputs, options: options) }
        }
        for name in names { #expect(outcomes[0].results[name] == outcomes[1].results[name], "\(name)") }
    }

    /// Rows in another order meet in other tiles: counts stay, sums move by rounding only.
    @Test func theOrderOfRowsDoesNotMatter() throws {
        let names = Self.names.filter { name in
            Self.readsPairs(name)
                && !["kernel_distance_subsets", "data_copying"].contains(name)
        }
        var options = Self.options
        options.interval = false
        func values(_ inputs: MetricInputs) throws -> [Double] {
            let outcome = try MetricCatalogue.evaluate(names, inputs: inputs, options: options)
            return try names.map { try #require(outcome.results[$0]).value }
        }
        let plain = try values(.init(real: Self.real, generated: Self.generated, heldOut: Self.heldOut))
        let mixed = try values(
            .init(
                real: Self.real.rows(at: (0..<420).map { $0 * 11 % 420 }),
                generated: Self.generated.rows(at: (0..<300).reversed()), heldOut: Self.heldOut))
        for (name, (one, two)) in zip(names, zip(plain, mixed)) {
            #expect(isClose(one, two, relative: 1e-9), "\(name): \(one), \(two)")
        }
        for name in ["precision", "recall", "coverage", "one_nearest_neighbour", "authenticity"] {
            let index = try #require(names.firstIndex(of: name))
            #expect(plain[index] == mixed[index], "\(name)")
        }
    }

    @Test func progressNamesEveryStageAndEndsWithOne() throws {
        let calls = Mutex<[(stage: String, share: Double)]>([])
        let names = ["precision", "frechet_distance", "vendi_score"]
        _ = try MetricCatalogue.evaluate(
            names, inputs: Self.inputs, options: Self.options,
            progress: { stage, share in calls.withLock { $0.append((stage, share)) } })
        let seen = calls.withLock { $0 }
        #expect(seen.allSatisfy { (0...1 + 1e-12).contains($0.share) })
        for stage in ["pairs of rows", "pairs of held-out rows"] + names {
            #expect(seen.contains { $0.stage == stage }, "\(stage)")
        }
        #expect(abs((seen.filter { $0.stage == "pairs of rows" }.map(\.share).max() ?? 0) - 1) < 1e-9)
        #expect(seen.last?.stage == "metrics" && seen.last?.share == 1)
    }
}
