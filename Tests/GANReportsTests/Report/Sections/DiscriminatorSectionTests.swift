import GANMetrics
import GANNumerics
import OrderedCollections
import Testing

@testable import GANEvaluation
@testable import GANReports

@Suite struct DiscriminatorSectionTests {
    private static func scores(_ count: Int, seed: UInt64, mean: Double) -> [Double] {
        SeededGenerator(seed: seed).normalRows(count, columns: 1).scalars.map { Double($0) + mean }
    }

    /// A report with the panel of a discriminator that is too sure of itself.
    private static func report(
        _ scale: DiscriminatorScores.Scale = .logit, heldOut: Bool = true
    ) throws -> EvaluationReport {
        let found = try DiscriminatorScores(
            training: scores(400, seed: 1, mean: 3), heldOut: heldOut ? scores(400, seed: 2, mean: 1) : nil,
            generated: scores(400, seed: 3, mean: -2), scale: scale)
        var figures = try DiscriminatorFigures(found)
        let comparison = CalibrationComparison(found, seed: 1)
        figures.add(comparison, scores: found)
        let images = (0..<3).map {
            DiscriminatorPanel.Scored(sample: $0, score: Double(-$0), image: [Float](repeating: 9, count: 784))
        }
        let precision = MetricResult(value: 0.5, interval: MetricInterval(low: 0.45, high: 0.55, method: "test"))
        var better = precision
        better.value = 0.8
        let acceptance = DiscriminatorRejection.evaluate(logits: found.generated, seed: 1).acceptance
        let selection = DiscriminatorPanel.Selection(
            scheme: .rejection, method: .platt, acceptance: acceptance, pool: 200, accepted: 60, measured: 60,
            comparisons: [
                "precision": .init(
                    plain: precision, accepted: better, difference: 0.3,
                    interval: MetricInterval(low: 0.2, high: 0.4, method: "test"))
            ])
        let panel = DiscriminatorPanel(
            name: "d.onnx", path: "runs/d.onnx", digest: "ab12", scale: scale, scaleOrigin: .assumed,
            counts: (400, heldOut ? 400 : nil, 400), figures: figures.inOrder,
            distribution: .init(found, bins: 40),
            calibrations: comparison.map(DiscriminatorPanel.Calibration.all) ?? [], selections: [selection],
            convincing: images, unconvincing: images, omitted: figures.omitted)
        var report = MockReport.full()
        report.discriminator = panel
        for (name, result) in panel.figures {
            report.metrics[name] = MeasuredMetric(name: name, extractor: "", result: result)
        }
        return report
    }

    @Test func thePageShowsScoresDiagramChoicesAndPictures() throws {
        let page = try HTMLReport.render(try Self.report())
        for words in [
            "for real.", "Most convincing", "Least convincing", "sprite-scored", "stated probability of being real",
            "after isotonic regression", "Rejection sampling keeps", "better precision",
            "Discriminator, overfitting r_v",
            "as was assumed",
        ] {
            #expect(page.contains(words), "\(words)")
        }
    }

    @Test func theDocumentHoldsAllOfIt() throws {
        let text = ReportDocument.json(try Self.report())
        for field in [
            "\"discriminator_overfitting\"", "\"scores_known_from\": \"assumed\"", "\"method\": \"isotonic\"",
            "\"scheme\": \"rejection_sampling\"", "\"least_convincing\"", "\"observed\"",
        ] {
            #expect(text.contains(field), "\(field)")
        }
        var report = MockReport.full()
        #expect(ReportDocument.json(report).contains("\"discriminator\": null"))
        report.discriminatorFault = DiscriminatorFault(location: "a.safetensors", fact: "it returns NaN")
        #expect(ReportDocument.json(report).contains("\"fact\": \"it returns NaN\""))
    }

    @Test func aCriticsPageSaysWhyFiguresAreMissing() throws {
        let critic = try #require(try Self.report(.critic).discriminator)
        let words = DiscriminatorWords(critic)
        #expect(words.scores.hasPrefix("The critic scores a real row above a sample in"))
        #expect(words.origin.contains("Not measured: accuracy, training sign r_t, calibration error"))
        #expect(words.reliability.hasPrefix("A critic gives no probabilities"))
        #expect(words.said(.critic).contains("neither a threshold nor probabilities"))
        let page = try HTMLReport.render(try Self.report(.critic, heldOut: false))
        #expect(page.contains("Figures that are not there") && page.contains("--held-out"))
        #expect(!page.contains("stated probability"))
    }

    @Test func whatFailsTheTestIsSaidToFail() throws {
        let panel = try #require(try Self.report().discriminator)
        let words = DiscriminatorWords(panel)
        // Held-out rows are taken for generated more often than the logits say.
        #expect(words.reliability.contains("fail the z-test as they are"))
        #expect(words.kinds.map(\.name) == ["training rows", "held-out rows", "samples"])
    }
}
