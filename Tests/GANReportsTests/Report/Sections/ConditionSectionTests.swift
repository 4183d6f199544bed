import GANData
import GANMetrics
import GANNumerics
import OrderedCollections
import Testing

@testable import GANEvaluation
@testable import GANReports

@Suite struct ConditionSectionTests {
    private static let mapping = ConditionFinding.Mapping(
        kind: "exchanged", exchanges: ["red→blue", "blue→red"], error: 31.4, others: 40.2, mappingError: 3.1,
        cycleError: 1.2)

    private static let findings: [ConditionFinding] =
        [
            .ignoresInput(.init(share: 0.51, truth: nil, probability: 0.4, pairs: 500)),
            .answersInput(.init(share: 0.97, truth: 0.99, probability: 0.001, pairs: 500)),
            .losesContent(.init(own: 0.01, others: 0.01, probability: 0.3)),
            .keepsContent(.init(own: 0.6, others: 0.1, probability: 0.001)),
            .ignoresLabel(.init(share: 0.11, chance: 0.1, real: 0.93, probability: 0.2)),
            .answersLabel(.init(share: 0.71, chance: 0.1, real: 0.93, probability: 0.001)),
            .teaches(.init(share: 0.41, chance: 0.1, real: 0.93, probability: nil)),
        ]
        + [
            .pairs(20), .differentTargets(recognized: 0.52), .samples(8), .samplesOfOtherClasses(1),
            .classifier(real: 0.2, chance: 0.15), .classifier(real: nil, chance: 0.15), .imagesOfStyles(["red"]),
        ].map { (want: ConditionFinding.Want) in .undecided(want) }
        + ["exchanged", "merged", "unclear", "intended", nil].map { kind in
            var mapping = mapping
            mapping.kind = kind
            return .mapping(mapping)
        }

    @Test(arguments: findings) func findingsAreSentencesAndShortReasons(finding: ConditionFinding) {
        let words = ConditionWords()
        #expect(words.said(finding).hasSuffix(".") && !words.clause(finding).hasSuffix("."))
        #expect(
            DecisionWords.count(words.brief(finding)) <= DecisionWords.mostWords && words.brief(finding).hasSuffix("."))
    }

    @Test func aModelThatIgnoresItsConditionIsNotCalledGood() {
        #expect(ConditionWords().said(Self.findings[0]).hasPrefix("It ignores its condition"))
        let said = ConditionWords().said(.mapping(Self.mapping))
        #expect(said.contains("A consistent other mapping") && said.contains("red→blue, blue→red"))
        let verdict = Verdict(
            grade: .alarming,
            tiles: [
                .init(
                    section: .condition, grade: .alarming, metric: ConditionUse.name,
                    finding: .condition(Self.findings[0]))
            ], findings: [])
        #expect(VerdictWords(verdict).sentence.contains("it ignores its condition"))
        #expect(DecisionWords(verdict).reason == "It ignores its condition: any input gives as good an answer.")
    }

    @Test func whatIsUndecidedIsNotSaidToBeIgnored() {
        let said = ConditionWords().said(.undecided(.pairs(20)))
        #expect(said.contains("20 pairs are too few to tell") && !said.contains("ignores"))
        var mapping = Self.mapping
        (mapping.kind, mapping.exchanges, mapping.unsure) = ("unclear", [], ["red", "green"])
        let unclear = ConditionWords().said(.mapping(mapping))
        #expect(unclear.hasPrefix("No consistent mapping: red, green go no one way (") && !unclear.contains("none"))
    }

    @Test func thePageAndTheDocumentShowThePairs() throws {
        var report = MockReport.full()
        let image = [Float](repeating: 9, count: 784)
        let example = TranslationPanel.Example(row: 7, value: 12.5, input: image, output: image, target: image)
        var error = MetricResult(value: 31.4, null: MetricReference(value: 40.2, basis: "others"))
        error.parts = [
            "style_errors": .numbers([30, 2, 3, 40]), "mapped_share": .numbers([1, 0.9]),
            "mapped_to": .texts(["blue", "red"]),
        ]
        let use = MetricResult(value: 0.9, ceiling: MetricReference(value: 0.97, basis: "another true answer"))
        report.translation = TranslationPanel(
            inputs: report.reference, targets: nil, knownTargets: "builtin:filled", rows: 80,
            figures: [ConditionUse.name: use, TranslationError.name: error],
            omitted: [CycleError.name: "needs a model of both directions"],
            ordering: .error, worst: [example], best: [example], plain: [example], hasOneAnswer: true,
            styles: ["red", "blue"])
        report.metrics[TranslationError.name] = MeasuredMetric(
            name: TranslationError.name, extractor: "pixels", result: error)
        let page = try HTMLReport.render(report)
        for words in [
            "sprite-translated", "input, output, target", "error 12.5", "red→blue", "Errors by style",
            "though the data have more than one true answer", "It needs a model of both directions.",
            "Condition: do they answer what was asked?",
        ] {
            #expect(page.contains(words), "\(words)")
        }
        let text = ReportDocument.json(report)
        for field in ["\"known_targets\": \"builtin:filled\"", "\"one_answer\": true", "\"ordered_by\": \"error\""] {
            #expect(text.contains(field), "\(field)")
        }
        #expect(ReportDocument.json(MockReport.full()).contains("\"condition\": null"))
    }

    @Test func classesThatWereAskedForHaveARowEach() throws {
        var report = MockReport.full()
        let share = MetricResult(value: 0.71, null: MetricReference(value: 0.1, basis: "chance"))
        report.classCondition = ClassConditionPanel(
            origin: "the generator's own labels", figures: [ClassAccuracy.name: share],
            omitted: [GANTrainAccuracy.name: "needs 10 samples"], classifiers: "a small network",
            classes: [
                .init(number: 0, name: "Coat", asked: 40, accuracy: 0.31, distance: 0.2, heldOutDistance: 0.1),
                .init(number: 1, name: "Bag", asked: 41, accuracy: 0.9),
            ])
        let page = try HTMLReport.render(report)
        for words in ["Least as asked: Coat, 31", "Classified as asked", "It needs 10 samples.", "a small network"] {
            #expect(page.contains(words), "\(words)")
        }
        let text = ReportDocument.json(report)
        #expect(
            text.contains("\"translation\": null") && text.contains("\"by_class\"") && text.contains("\"taught\": null")
        )
    }
}
