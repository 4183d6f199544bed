import Foundation
import GANData
import GANMetrics
import GANModels
import GANNumerics
import OrderedCollections
import TestSupport
import Testing

@testable import GANEvaluation

/// Whose names the classes of an evaluation get: a dataset's never name the classes of a network that was trained on others.
@Suite struct ClassNamingTests {
    private let encoder = Fixture.url("onnx/encoder.yaml").path
    private let datasetNames = ["airplane", "automobile", "bird"]

    /// Images of one colour each, labelled in turn: labels that have nothing to do with the encoder's four classes.
    private func colours(_ count: Int, seed: UInt64) -> ArraySource {
        var random = SeededGenerator(seed: seed)
        let colours = (0..<count).map { _ in (0..<3).map { _ in Float(random.index(below: 256)) } }
        let samples = Matrix<Float>(rows: count, columns: 192) { target in
            for index in target.indices { target[index] = colours[index / 192][index % 3] }
        }
        return ArraySource(
            name: "colours \(seed)", rule: "test", shape: .image(height: 8, width: 8, channels: 3), samples: samples,
            labels: (0..<count).map { $0 % 3 }, classNames: datasetNames)
    }

    private func evaluate(
        _ generated: any SampleSource, against reference: any SampleSource, extractor: ExtractorChoice,
        classNames: [String]? = nil, metrics: MetricChoice = .named([ModeCoverage.name])
    ) throws -> EvaluationReport {
        try Evaluator(
            EvaluationRequest(
                subject: .samples(generated, count: 10_000), reference: reference, extractor: extractor,
                classNames: classNames, metrics: metrics)
        ).evaluate(record: Sample.record)
    }

    /// The encoder's description with names of its own for its classes, in a folder.
    private func named(_ names: String, in folder: TemporaryFolder) throws -> String {
        let text = try String(contentsOfFile: encoder, encoding: .utf8)
            .replacing("model: ", with: "classes: [\(names)]\nmodel: \(Fixture.url("onnx").path)/")
        try text.write(toFile: folder.file("named.yaml"), atomically: true, encoding: .utf8)
        return folder.file("named.yaml")
    }

    /// Labels that don't count from 0 in ones are as many classes as there are, by their own numbers.
    @Test(arguments: [[0, 9000], [1, 2]]) func gapsAreNoClasses(_ pair: [Int]) throws {
        let base = colours(40, seed: 3)
        func labelled(_ labels: [Int]) throws -> ArraySource {
            ArraySource(
                name: "gaps", rule: "test", shape: base.shape, samples: try base.read(rows: 0..<40), labels: labels)
        }
        var plan = MeasuringPlan(reference: try labelled((0..<40).map { pair[$0 % 2] }))
        plan.heldOut = try labelled((0..<40).map { $0 < 2 ? 7 : pair[1] })
        let numbered = NumberedClasses.numbered(plan)
        #expect(numbered.reference.labels == (0..<40).map { $0 % 2 } && numbered.heldOut?.labels?[1...2] == [2, 1])
        #expect(numbered.reference.rule == "test; the labels \(pair[0]), \(pair[1]) as 2 classes")
        #expect(try numbered.reference.contentDigest() == plan.reference.contentDigest())
        let trained = try ClassifierTrainer.train(
            on: numbered.reference, options: .init(epochs: 1, fewestSteps: 1, batchSize: 8))
        #expect(trained.classNames == pair.map { "class \($0)" })
        #expect(trained.embed(try base.read(rows: 0..<1)).probabilities?.columns == 2)
        plan.classNames = (0...pair[1]).map { "n\($0)" }
        #expect(NumberedClasses.numbered(plan).classNames == pair.map { "n\($0)" })
        plan.reference = base
        #expect(NumberedClasses.numbered(plan).reference is ArraySource)
    }

    @Test func anExtractorsOwnClassesAreNotCalledByTheDatasetsNames() throws {
        let report = try evaluate(colours(60, seed: 2), against: colours(90, seed: 1), extractor: .network(encoder))
        #expect(report.modes?.modes.map(\.name) == (0..<4).map { "class \($0) of colour-means" })
        #expect(report.modes?.note == "The classes are those of colour-means, not the reference's.")
        let diagnostics = report.metrics["mode_coverage"]?.result.diagnostics ?? []
        #expect(diagnostics.contains { $0.code == "classes_of_extractor" })
    }

    /// Classes of photographs are no modes of somebody's data: a report counts regions of the data instead.
    @Test func anExtractorsOwnClassesAreNoModesOfTheReference() throws {
        let report = try evaluate(
            colours(60, seed: 2), against: colours(90, seed: 1), extractor: .network(encoder), metrics: .report)
        #expect(report.metrics["mode_coverage"] == nil && report.modes == nil)
        #expect(report.metrics["distinct_bins"] != nil && report.metrics["inception_score"] != nil)
    }

    @Test func namesOfADescriptionNameItsClasses() throws {
        let folder = try TemporaryFolder()
        let path = try named("dark, light, warm, cold", in: folder)
        let report = try evaluate(colours(60, seed: 2), against: colours(90, seed: 1), extractor: .network(path))
        #expect(report.modes?.modes.map(\.name) == ["dark", "light", "warm", "cold"])
    }

    @Test func moreOrFewerNamesThanClassesAreRefused() throws {
        let folder = try TemporaryFolder()
        let path = try named("dark, light", in: folder)
        let error = #expect(throws: ModelError.self) {
            try evaluate(colours(60, seed: 2), against: colours(90, seed: 1), extractor: .network(path))
        }
        #expect(error?.fact == "its shape is [60, 4]", "\(String(describing: error))")
    }

    /// Images of what is missing are of the class that is missing, whatever number their label is.
    @Test func exemplarsAreOfTheExtractorsClassNotOfTheLabelOfItsNumber() throws {
        let reference = colours(90, seed: 1)
        let network = try ExtractorRegistry(folder: "").open(encoder, sampleShape: reference.shape)
        func classes(_ source: any SampleSource) throws -> [Int] {
            let found = try #require(try network.embed(source.read(rows: 0..<source.count)).probabilities)
            return found.greatestColumns
        }
        let own = try classes(reference)
        let missing = try #require(
            own.max { first, second in own.count { $0 == first } < own.count { $0 == second } })
        let fresh = colours(400, seed: 2)
        let others = try classes(fresh)
        let generated = try Sample.rows(of: fresh, limit: 80) { others[$0] != missing }
        let counting = CountingSource(reference)
        let report = try evaluate(generated, against: counting, extractor: .network(encoder))
        let mode = try #require(report.modes?.modes[missing])
        let expected = try own.indices.filter { own[$0] == missing }.prefix(3).map {
            try reference.read(rows: $0..<$0 + 1).scalars
        }
        #expect(mode.missing && mode.exemplars == expected)
        for (number, mode) in try #require(report.modes).modes.enumerated() {
            let expected = try own.indices.filter { own[$0] == number }.prefix(3).map {
                try reference.read(rows: $0..<$0 + 1).scalars
            }
            #expect(mode.exemplars == expected)
        }
    }

    @Test func givenNamesThatNameOtherClassesAreAnError() throws {
        let (generated, reference) = (colours(60, seed: 2), colours(90, seed: 1))
        #expect(throws: EvaluationError.namesOfOtherClasses(extractor: "colour-means")) {
            try evaluate(generated, against: reference, extractor: .network(encoder), classNames: datasetNames)
        }
        let unlabelled = try Sample.source(
            reference.read(rows: 0..<reference.count), shape: reference.shape, name: "unlabelled")
        #expect(throws: EvaluationError.namesOfNothing(source: "unlabelled", extractor: "pixels")) {
            try evaluate(generated, against: unlabelled, extractor: .pixels, classNames: datasetNames)
        }
        let subjects: [EvaluationSubject] = [.samples(generated, count: 60), .samples(colours(60, seed: 3), count: 60)]
        #expect(throws: EvaluationError.namesOfOtherClasses(extractor: "colour-means")) {
            try Comparer(
                ComparisonRequest(
                    subjects: subjects, reference: reference, extractor: .network(encoder), permutations: 50,
                    classNames: datasetNames)
            ).compare(record: Sample.record)
        }
        #expect(throws: EvaluationError.tooFewClassNames(count: 2, source: reference.name, greatest: 2)) {
            try Comparer(
                ComparisonRequest(
                    subjects: subjects, reference: reference, extractor: .pixels, permutations: 50,
                    classNames: ["a", "b"])
            ).compare(record: Sample.record)
        }
    }

    @Test func comparisonsNameAnExtractorsClassesAsItsOwn() throws {
        let report = try Comparer(
            ComparisonRequest(
                subjects: [.samples(colours(60, seed: 2), count: 60), .samples(colours(60, seed: 3), count: 60)],
                reference: colours(90, seed: 1), extractor: .network(encoder), permutations: 50)
        ).compare(record: Sample.record)
        let shares = try #require(report.classes)
        #expect(!shares.classes.isEmpty && shares.classes.allSatisfy { $0.name.hasSuffix(" of colour-means") })
        #expect(report.doubts.contains { $0.code == "classes_of_extractor" })
    }

    @Test func theReferencesOwnClassesKeepTheirNames() throws {
        let reference = colours(9, seed: 1)
        func naming(_ given: [String]?) throws -> ClassNaming {
            try ClassNaming(
                given: given, space: .referenceLabels, reference: reference, extractor: "classifier", noun: "class")
        }
        #expect(try (0..<4).map(naming(nil).name) == datasetNames + ["class 3"])
        #expect(try naming(["a", "b", "c"]).name(1) == "b" && naming(nil).note == nil)
        #expect(throws: EvaluationError.tooFewClassNames(count: 1, source: reference.name, greatest: 2)) {
            try naming(["a"])
        }
        let ring = try SampleSources.open("builtin:ring[0:50]")
        #expect(throws: EvaluationError.tooFewClassNames(count: 1, source: ring.name, greatest: 7)) {
            try ClassNaming(
                given: ["a"], space: .referenceLabels, reference: ring, extractor: "coordinates", noun: "mode")
        }
    }
}
