import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANEvaluation

/// Classes that a linear probe tells, beside the reference and inside.
@Suite struct ClassStageTests {
    private func report(
        _ generated: ArraySource, reference: any SampleSource, metrics: MetricChoice = .named(["mode_coverage"])
    ) throws -> EvaluationReport {
        try Evaluator(
            EvaluationRequest(
                subject: .samples(generated, count: 10_000), reference: reference, extractor: .pixelsPCA,
                metrics: metrics)
        ).evaluate(record: Sample.record)
    }

    @Test func aProbeTellsClassesWhereTheFeatureSpaceDoesNot() throws {
        let fresh = Sample.bands(count: 900, seed: 2)
        let labels = try #require(fresh.labels)
        let found = try report(
            Sample.rows(of: fresh, limit: 600) { labels[$0] != 3 }, reference: Sample.bands(count: 900, seed: 1))
        let result = try #require(found.metrics["mode_coverage"]?.result)
        #expect(result.parts["missing_classes"] == .counts([3]) && result.value == 4)
        #expect(result.diagnostics.contains { $0.code == "linear_probe" })
        #expect((result.number("classifier_accuracy") ?? 0) > 0.95)
        let modes = try #require(found.modes?.modes)
        #expect(modes.map(\.standing)[3] == .missing && modes.count { $0.standing == .frequent } >= 0)
        #expect(modes[3].interior == nil && modes[0].interior != nil && modes[0].samples.count == ClassStage.shown)
        let inside = try #require(modes[0].interior)
        #expect(!modes[0].isCollapsed && abs(inside.precision - inside.realPrecision) < 0.3)
        let share = try #require(modes[0].correctedShare)
        #expect(
            share.interval.low <= share.value && share.value <= share.interval.high && abs(share.value - 0.25) < 0.06)
        #expect(found.tile(.modes)?.grade == .alarming)
    }

    @Test func aClassAtHalfOfItsShareIsSaid() throws {
        let fresh = Sample.bands(count: 1800, seed: 2)
        let labels = try #require(fresh.labels)
        let found = try report(
            Sample.rows(of: fresh, limit: 1500) { labels[$0] != 3 || $0 % 2 == 0 },
            reference: Sample.bands(count: 1500, seed: 1))
        guard case .unevenClasses(let rare, _)? = found.tile(.modes)?.finding else {
            Issue.record("\(String(describing: found.tile(.modes)))")
            return
        }
        #expect(rare == ["class 3"] && found.tile(.modes)?.grade == .weak)
    }

    @Test(arguments: [1, 400]) func labelsThatTeachNothingAreNamed(classes: Int) throws {
        let bands = Sample.bands(count: 400, seed: 1)
        let reference = Sample.source(
            try bands.read(rows: 0..<400), shape: bands.shape, labels: (0..<400).map { $0 % classes }, name: "labelled")
        let found = try report(Sample.bands(count: 300, seed: 2), reference: reference)
        let reason = try #require(found.omitted["mode_coverage"])
        #expect(reason.contains(classes == 1 ? "one class only" : "fewer than 5 a class"), "\(reason)")
        #expect(found.modes == nil)
    }

    @Test func stackedImagesAreAThousandModes() throws {
        let single = Sample.bands(count: 500, seed: 1)
        let reference = try StackedSource(single)
        let extractor = try ExtractorChoice.automatic.extractor(
            for: reference, registry: .init(folder: ""), cache: MemoryCache(), progress: { _ in })
        #expect(extractor.name == "stacked-classifier" && extractor.classSpace == .referenceLabels)
        let found = try extractor.embed(reference.read(rows: 0..<60))
        let probabilities = try #require(found.probabilities)
        #expect(probabilities.rows == 60 && found.features.columns == 3 * 128)
        let labels = try #require(reference.labels)
        #expect(zip(probabilities.greatestColumns, labels).count { $0 == $1 } > 40 && probabilities.columns == 1000)
        for row in 0..<60 { #expect(abs(probabilities.row(row).reduce(0, +) - 1) < 1e-3) }
    }
}
