import GANData
import GANMetrics
import GANNumerics
import OrderedCollections
import Testing

@testable import GANEvaluation

@Suite struct PriorStageTests {
    /// A generator that hands its latents on fits normal data by its own prior alone.
    @Test func theOwnPriorComesFirstAndOthersCost() throws {
        let rows = SeededGenerator(seed: 8).normalRows(400, columns: 2)
        let reference = ArraySource(name: "normal", rule: "drawn", shape: .vector(2), samples: rows)
        var request = EvaluationRequest(
            subject: .generator(
                PointGenerator(centre: (0, 0), spread: 1), path: "p", facts: [:], seed: 1, count: 300),
            reference: reference, heldOut: nil)
        request.metrics = .named(["precision"])
        request.comparesPriors = true
        let report = try Evaluator(request).evaluate(record: Sample.record)
        #expect(report.priors.map(\.distribution).first == .standardNormal && report.priors[0].isOwn)
        #expect(Set(report.priors.map(\.distribution)) == Set(LatentDistribution.allCases))
        #expect(report.priors.allSatisfy { $0.samples == 300 && $0.isOwn == ($0.distribution == .standardNormal) })
        let uniform = try #require(report.priors.first { $0.distribution == .uniform })
        // Standard deviations of 1 and √⅓ on two axes: 2 · (1 − 0.577)² = 0.36.
        #expect(report.priors[0].distance.value < 0.1 && abs(uniform.distance.value - 0.36) < 0.15)
        #expect(uniform.recall < report.priors[0].recall)
    }

    @Test func samplesWithoutLatentsHaveNoPrior() throws {
        let reference = try SampleSources.open("builtin:ring[0:60]")
        var request = EvaluationRequest(
            subject: .samples(try SampleSources.open("builtin:ring-test[0:60]"), count: 60), reference: reference,
            heldOut: nil)
        request.metrics = .named(["precision"])
        request.comparesPriors = true
        let report = try Evaluator(request).evaluate(record: Sample.record)
        #expect(report.priors.isEmpty && report.omitted["prior_mismatch"]?.contains("needs a generator") == true)
    }
}
