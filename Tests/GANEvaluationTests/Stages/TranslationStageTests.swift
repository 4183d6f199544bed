import GANData
import GANMetrics
import GANModels
import GANNumerics
import GANText
import OrderedCollections
import Testing

@testable import GANEvaluation

@Suite struct TranslationStageTests {
    private static let count = 80

    private func world(_ name: String) throws -> any SampleSource {
        try SampleSources.open("builtin:\(name)[0:\(Self.count)]")
    }

    private func panel(
        _ samples: Matrix<Float>, _ translation: JudgedTranslation
    ) throws -> TranslationPanel {
        let shape = try #require(
            translation.known(SampleShape.image(height: 32, width: 32, channels: samples.columns / 1024))
        ).shape
        return try #require(
            try TranslationStage(
                translation: translation, samples: samples, shape: shape,
                extractors: ExtractorRegistry(folder: "none"), seed: 1, perceptualRows: 4
            ).panel { _ in })
    }

    /// What the rules of the section say of a panel.
    private func witnesses(_ panel: TranslationPanel) -> [Witness] {
        var metrics: OrderedDictionary<String, MeasuredMetric> = [:]
        for (name, result) in panel.figures {
            metrics[name] = MeasuredMetric(name: name, extractor: "pixels", result: result)
        }
        let evidence = Evidence(metrics: metrics, hasHeldOut: false, modes: nil)
        return VerdictRules.all.compactMap { $0.witness(evidence) }
    }

    private func value(_ panel: TranslationPanel, _ name: String) throws -> Double {
        try #require(panel.figures[name], "\(name)").value
    }

    @Test func trueAnswersAreAsGoodAsTheyCanBe() throws {
        let inputs = try world("outlines")
        let known = try #require(inputs.knownTranslation)
        let answers = known.images(of: Array(0..<Self.count), draw: 2)
        let found = try panel(answers, JudgedTranslation(inputs: inputs, targets: world("filled")))
        let use = try #require(found.figures[ConditionUse.name])
        let truth = try #require(use.ceiling?.value)
        #expect(use.value > 0.9 && abs(use.value - truth) < 0.05, "\(use.value), \(truth)")
        let error = try #require(found.figures[PairedAbsoluteError.name])
        let (other, ceiling) = (try #require(error.null?.value), try #require(error.ceiling?.value))
        #expect(error.value < 0.7 * other && abs(error.value - ceiling) < 0.15 * ceiling)
        #expect(try value(found, PairedStructuralSimilarity.name) > 0.3)
        #expect(try value(found, ContentAgreement.name) > 0.3)
        #expect(found.figures[TranslationError.name] == nil && found.hasOneAnswer == nil)
        // Nobody knows the model of samples that were made before.
        let now = JudgedTranslation(inputs: inputs, isMadeNow: true, targets: try world("filled"))
        #expect(try panel(answers, now).hasOneAnswer == true)
        #expect(found.worst.count == 6 && found.worst[0].value >= found.best[0].value)
        #expect(found.worst[0].input?.count == 1024 && found.worst[0].target?.count == 1024)
        let said = witnesses(found)
        #expect(said.map(\.rule) == ["condition_use"] && said[0].grade == .good)
    }

    @Test func aModelThatIgnoresItsInputIsCalledSo() throws {
        let (inputs, targets) = (try world("outlines"), try world("filled"))
        // True fills, of other outlines.
        let others = try targets.read(rows: 0..<Self.count).rows(at: PairAssignment.others(Self.count, seed: 9))
        let found = try panel(others, JudgedTranslation(inputs: inputs, targets: targets))
        #expect(abs(try value(found, ConditionUse.name) - 0.5) < 0.1)
        let said = try #require(witnesses(found).first)
        #expect(said.grade == .alarming)
        guard case .condition(.ignoresInput) = said.finding else {
            Issue.record("\(said.finding)")
            return
        }
        // Without targets the inputs' edges tell, and without a world that knows them.
        let blind = JudgedTranslation(
            inputs: ArraySource(
                name: "outlines", rule: "", shape: inputs.shape, samples: try inputs.read(rows: 0..<Self.count)))
        let stage = TranslationStage(
            translation: blind, samples: others, shape: targets.shape, extractors: ExtractorRegistry(folder: "none"),
            seed: 1, perceptualRows: 4)
        let unpaired = try #require(try stage.panel { _ in })
        #expect(Array(unpaired.figures.keys) == [ContentAgreement.name])
        #expect(witnesses(unpaired).map(\.grade) == [.alarming])
        #expect(unpaired.omitted[ConditionUse.name]?.contains("--targets") == true)
    }

    @Test(arguments: [
        ([0, 1, 2], "intended", Grade.good), ([1, 0, 2], "exchanged", .alarming), ([2, 2, 2], "merged", .alarming),
    ])
    func unpairedMappingsAreHeldAgainstTheTruth(became: [Int], kind: String, grade: Grade) throws {
        let inputs = try world("world-a")
        let known = try #require(inputs.knownTranslation)
        var scalars: [Float] = []
        for row in 0..<Self.count {
            scalars += known.images(of: [row], style: became[known.style(of: row)]).scalars.map { min(255, $0 + 2) }
        }
        let outputs = Matrix(rows: Self.count, columns: 3072, scalars: scalars)
        // The way back leads to the inputs, whatever the mapping is.
        let found = try panel(outputs, JudgedTranslation(inputs: inputs, returned: { _ in inputs }))
        #expect(try value(found, CycleError.name) == 0 && found.figures[CycleError.name]?.null?.value ?? 0 > 5)
        let error = try #require(found.figures[TranslationError.name])
        #expect(error.parts["mapping"] == .text(kind))
        #expect((error.value < 3) == (kind == "intended"))
        let said = try #require(witnesses(found).first)
        #expect(said.grade == grade && witnesses(found).count == 1)
        guard case .condition(.mapping(let mapping)) = said.finding else {
            Issue.record("\(said.finding)")
            return
        }
        #expect(mapping.cycleError == 0)
        if kind == "exchanged" { #expect(mapping.exchanges == ["red→green", "green→red"]) }
    }

    /// What the rules say of one figure.
    private func witness(_ name: String, _ result: MetricResult) throws -> Witness {
        let metrics: OrderedDictionary<String, MeasuredMetric> = [
            name: MeasuredMetric(name: name, extractor: "pixels", result: result)
        ]
        let evidence = Evidence(metrics: metrics, hasHeldOut: false, modes: nil)
        return try #require(VerdictRules.all.compactMap { $0.witness(evidence) }.first)
    }

    @Test func targetsThatRepeatAreTheCeiling() throws {
        // Three targets, each of which 20 inputs have, and right outputs.
        let targets = Matrix<Float>(rows: 60, columns: 1, scalars: (0..<60).map { Float($0 % 3 * 50) })
        let own = PairAssignment(outputs: targets, partners: targets, seed: 1)
        let result = ConditionUse.result(own, targets: own)
        #expect(result.value < 0.9 && result.ceiling?.value == result.value)
        let said = try witness(ConditionUse.name, result)
        #expect(said.grade == .good || said.grade == .cannotTell)
        guard case .condition(.answersInput(let found)) = said.finding else {
            Issue.record("\(said.finding)")
            return
        }
        #expect(found.truth == nil)
        // Targets that are all the same tell nothing of any model.
        let same = Matrix<Float>(rows: 60, columns: 1, repeating: 7)
        let blind = PairAssignment(outputs: same, partners: same, seed: 1)
        #expect(try witness(ConditionUse.name, ConditionUse.result(blind, targets: blind)).grade == .cannotTell)
    }

    @Test(arguments: [
        (3, [0, 1, 2] as [Int?], 3, Grade.cannotTell), (40, [nil, nil, 2], 48, .alarming),
        (40, [nil, 1, 2], 20, .weak),
    ])
    func mappingsThatAreNotSureAreGradedByTheirError(
        each: Int, became: [Int?], error: Double, grade: Grade
    ) throws {
        let styles = (0..<3 * each).map { $0 / each }
        var errors = Matrix<Double>(rows: 3 * each, columns: 4, repeating: 50)
        for (row, style) in styles.enumerated() { errors[row, became[style] ?? row % 3] = error }
        let result = TranslationError.result(
            (0..<3 * each).map { error + 0.01 * Double($0 % 2) }, others: [50, 50],
            mapping: StyleMapping(errors: errors, styles: styles), styles: ["red", "green", "blue", "grey"])
        let said = try witness(TranslationError.name, result)
        #expect(said.grade == grade)
        switch said.finding {
        case .condition(.undecided(let want)): #expect(want == .imagesOfStyles(["red", "green", "blue"]))
        case .condition(.mapping(let mapping)):
            #expect(mapping.exchanges.isEmpty && mapping.unsure.first == "red" && !mapping.unsure.contains("grey"))
        default: Issue.record("\(said.finding)")
        }
    }

    @Test func unequalCountsAreAnErrorWithBoth() throws {
        let (inputs, targets) = (try world("outlines"), try SampleSources.open("builtin:filled[0:70]"))
        let judged = JudgedTranslation(inputs: inputs, isMadeNow: true, targets: targets)
        let error = #expect(throws: EvaluationError.self) {
            try judged.check(outputs: "made", count: 60, shape: targets.shape)
        }
        #expect(
            error
                == .pairsDiffer(
                    source: "builtin:filled[0:70]", count: 70, partner: "builtin:outlines[0:80]", expected: 80))
        #expect(error?.description.contains("it has 70 images; expected 80, one for each of") == true)
        // Samples of before are as many as their inputs.
        #expect(throws: EvaluationError.self) {
            try JudgedTranslation(inputs: inputs).check(outputs: "made", count: 60, shape: targets.shape)
        }
    }
}
