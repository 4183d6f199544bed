import Foundation
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
        let view = try ExtractorChoice.classifier.extractor(
            for: SampleRange(reference, rows: 0..<400), registry: .init(folder: ""), cache: MemoryCache(),
            progress: { _ in })
        #expect(view.digest == extractor.digest)
    }

    /// Each channel classified by itself and all triples counted by hand: of a source, and of the same with modes that a generator dropped.
    @Test(arguments: [false, true]) func stackedModesAreARecountOfTheChannels(drops: Bool) throws {
        let reference = try StackedSource(Sample.bands(count: 1500, seed: 1))
        let fresh = try StackedSource(Sample.bands(count: 1200, seed: 2))
        let labels = try #require(fresh.labels)
        let samples = try Sample.rows(of: fresh, limit: 800) { !drops || labels[$0] / 100 != 2 }
        let found = try Evaluator(
            EvaluationRequest(
                subject: .samples(samples, count: samples.count), reference: reference, extractor: .automatic,
                metrics: .named(["mode_coverage"]))
        ).evaluate(record: Sample.record)
        let result = try #require(found.metrics["mode_coverage"]?.result)

        let extractor = try #require(
            ExtractorChoice.automatic.extractor(
                for: reference, registry: .init(folder: ""), cache: MemoryCache(), progress: { _ in })
                as? StackedExtractor)
        let images = try samples.read(rows: 0..<samples.count)
        let pixels = extractor.single.sampleShape.size
        var modes = [Int](repeating: 0, count: samples.count)
        for channel in 0..<3 {
            var plane = Matrix<Float>(rows: samples.count, columns: pixels)
            for row in 0..<samples.count {
                for pixel in 0..<pixels { plane[row, pixel] = images[row, 3 * pixel + channel] }
            }
            let classes = try #require(extractor.single.embed(plane).probabilities?.greatestColumns)
            for row in 0..<samples.count { modes[row] = 10 * modes[row] + classes[row] }
        }
        var counts = [Int](repeating: 0, count: 1000)
        for mode in modes { counts[mode] += 1 }
        #expect(result.parts["counts"] == .counts(counts))
        #expect(result.parts["classes_seen"] == .count(Set(modes).count))
        let known = Set(try #require(reference.labels))
        #expect(known.count > 100 && known.count <= 125 && result.parts["modes"] == .count(known.count))
        // What remains of them is the classifier's errors.
        let dropped = modes.count { $0 / 100 == 2 }
        #expect(drops ? dropped < 20 : dropped > 100)
        let total = Double(modes.count)
        let divergence = counts.filter { $0 > 0 }.reduce(0.0) {
            $0 + Double($1) / total * log(Double($1) / total * Double(known.count))
        }
        #expect(abs((result.number("kl_to_uniform") ?? .infinity) - divergence) < 1e-9)
    }
}
