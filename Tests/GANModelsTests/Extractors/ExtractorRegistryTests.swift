import Foundation
import GANData
import GANNumerics
import TestSupport
import Testing

@testable import GANModels

@Suite struct ExtractorRegistryTests {
    private let description = Fixture.url("onnx/encoder.yaml").path

    /// Images `[n, 8, 8, 3]` of one colour each.
    private func colours(_ colours: [[Float]]) -> Matrix<Float> {
        Matrix(
            rows: colours.count, columns: 192,
            scalars: colours.flatMap { colour in (0..<64).flatMap { _ in colour } })
    }

    @Test func aDescriptionFileOpensAnExtractor() throws {
        let registry = ExtractorRegistry(folder: "/nonexistent")
        let extractor = try registry.open(description, sampleShape: .image(height: 8, width: 8, channels: 3))
        #expect(extractor.name == "colour-means")
        let embedding = try extractor.embed(colours([[255, 0, 51], [0, 102, 0]]))
        #expect(embedding.features.columns == 3)
        for (found, expected) in zip(embedding.features.scalars, [1, 0, 0.2, 0, 0.4, 0] as [Float]) {
            #expect(abs(found - expected) < 1e-6)
        }
        let probabilities = try #require(embedding.probabilities)
        #expect(abs(probabilities.row(0).reduce(0, +) - 1) < 1e-6)
        #expect(embedding.spatial?.columns == 192)
    }

    /// The names come from the description or from nowhere.
    @Test func anExtractorSaysWhichClassesItsScoresSpeakOf() throws {
        let shape = SampleShape.image(height: 8, width: 8, channels: 3)
        let registry = ExtractorRegistry(folder: "/nonexistent")
        #expect(try registry.open(description, sampleShape: shape).classSpace == .own(.init(extractor: "colour-means")))
        let folder = try TemporaryFolder()
        let text = try String(contentsOfFile: description, encoding: .utf8)
            .replacing("model: ", with: "classes: [a, b, c, d]\nmodel: \(Fixture.url("onnx").path)/")
        try text.write(toFile: folder.file("named.yaml"), atomically: true, encoding: .utf8)
        let named = ClassSpace.own(.init(extractor: "colour-means", names: ["a", "b", "c", "d"]))
        #expect(try registry.open(folder.file("named.yaml"), sampleShape: shape).classSpace == named)
        // Adding keeps them.
        let added = ExtractorRegistry(folder: folder.file("extractors"))
        _ = try added.add(folder.file("named.yaml"), weights: nil)
        #expect(try added.open("colour-means", sampleShape: shape).classSpace == named)
        #expect(PixelExtractor(sampleShape: shape).classSpace == nil)
        #expect(
            BuiltinNetwork.allCases.allSatisfy {
                if case .unnamed? = $0.description.classes { true } else { false }
            })
    }

    /// Features are kept by the digest: what makes other numbers of the same outputs must be in it.
    @Test func outputsOfOtherMeaningHaveOtherDigests() throws {
        let folder = try TemporaryFolder()
        let text = try String(contentsOfFile: description, encoding: .utf8)
            .replacing("model: ", with: "model: \(Fixture.url("onnx").path)/")
        func digest(_ outputs: String) throws -> String {
            let described = text.replacing("  logits: logits\n  spatial: places\n", with: outputs)
            let path = folder.file("\(UUID().uuidString).yaml")
            try described.write(toFile: path, atomically: true, encoding: .utf8)
            return try ExtractorRegistry(folder: "").open(
                path, sampleShape: .image(height: 8, width: 8, channels: 3)
            ).digest
        }
        let digests = [
            try digest("  logits: logits\n"), try digest("  probabilities: logits\n"),
            try digest("  spatial: logits\n"),
            try digest("  spatial: places\n"), try digest("  logits: logits\n  spatial: places\n"),
            try digest("  probabilities: logits\n  spatial: places\n"), try digest(""),
        ]
        #expect(Set(digests).count == digests.count)
        #expect(try digest("  logits: logits\n") == digests[0])
        // Names of classes change no number.
        #expect(try digest("  logits: logits\nclasses: [a, b, c, d]\n") == digests[0])
    }

    @Test func rowsDoNotDependOnTheirCompanyOrOnThreads() throws {
        let extractor = try ExtractorRegistry(folder: "").open(
            description, sampleShape: .image(height: 20, width: 12, channels: 1))
        let images = Matrix<Float>(
            rows: 23, columns: 240,
            scalars: SeededGenerator(seed: 1).normalRows(23, columns: 240).scalars.map { 128 + 40 * $0 })
        let whole = try withThreads(3) { try extractor.embed(images).features }
        #expect(try withThreads(1) { try extractor.embed(images).features } == whole)
        #expect(try extractor.embed(images.rows(in: 8..<23)).features == whole.rows(in: 8..<23))
    }

    @Test func anAddedExtractorIsListedOpenedAndVerified() throws {
        let folder = try TemporaryFolder()
        let registry = ExtractorRegistry(folder: folder.file("extractors"))
        #expect(try registry.add(description, weights: nil) == "colour-means")
        let entry = try #require(registry.list().entries.first { $0.description.name == "colour-means" })
        #expect(!entry.isShipped)
        #expect(entry.file == Fixture.url("onnx/encoder.onnx").path)
        #expect(try registry.verify("colour-means").difference == 0)
        let shape = SampleShape.image(height: 8, width: 8, channels: 3)
        #expect(
            try registry.open("colour-means", sampleShape: shape).digest
                == registry.open(description, sampleShape: shape).digest)
    }

    @Test func anUnreadableRecordSpoilsNoOther() throws {
        let folder = try TemporaryFolder()
        let registry = ExtractorRegistry(folder: folder.path)
        try "{\"schema\": 3}".write(toFile: folder.file("broken.json"), atomically: true, encoding: .utf8)
        _ = try registry.add(description, weights: nil)
        let listing = registry.list()
        #expect(listing.entries.map(\.description.name).suffix(1) == ["colour-means"])
        #expect(listing.unreadable.map(\.name) == ["broken"])
        #expect("\(try #require(listing.unreadable.first).problem)".contains("schema"))
    }

    @Test func aChangedModelIsRefused() throws {
        let folder = try TemporaryFolder()
        let files = FileManager.default
        try files.copyItem(atPath: description, toPath: folder.file("encoder.yaml"))
        let model = folder.file("encoder.onnx")
        try files.copyItem(atPath: Fixture.url("onnx/encoder.onnx").path, toPath: model)
        let registry = ExtractorRegistry(folder: folder.file("extractors"))
        _ = try registry.add(folder.file("encoder.yaml"), weights: nil)
        try files.removeItem(atPath: model)
        try files.copyItem(atPath: Fixture.url("onnx/tanh.onnx").path, toPath: model)
        let error = #expect(throws: ModelError.self) { try registry.verify("colour-means") }
        guard case .extractorChanged(let name, let path, _, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect((name, path) == ("colour-means", model))
    }

    @Test func missingWeightsTellWhereTheyWereSoughtAndHowToGetThem() throws {
        let folder = try TemporaryFolder()
        let registry = ExtractorRegistry(folder: folder.path)
        let error = #expect(throws: ModelError.self) {
            try registry.open("inception-v3-fid", sampleShape: .image(height: 8, width: 8, channels: 3))
        }
        #expect(error?.fact.contains(folder.file("weights/pt_inception-2015-12-05-6726825d.pth")) == true)
        #expect(error?.remedy.contains("ganeval extractor add inception-v3-fid --weights") == true)
    }

    @Test func anUnknownNameListsTheKnownOnes() {
        let error = #expect(throws: ModelError.self) {
            try ExtractorRegistry(folder: "").open("clip", sampleShape: .image(height: 8, width: 8, channels: 3))
        }
        #expect(error == .unknownExtractor(name: "clip", known: ["inception-v3-fid", "efficientnet-lite0"]))
    }

    @Test func colourImagesAreNotMadeGreyInSilence() throws {
        let folder = try TemporaryFolder()
        let text = try String(contentsOfFile: description, encoding: .utf8)
            .replacing("  resize:", with: "  channels: grey\n  resize:").replacing(
                "model: ", with: "model: \(Fixture.url("onnx").path)/")
        try text.write(toFile: folder.file("grey.yaml"), atomically: true, encoding: .utf8)
        #expect(throws: ModelError.self) {
            try ExtractorRegistry(folder: "").open(
                folder.file("grey.yaml"), sampleShape: .image(height: 8, width: 8, channels: 3))
        }
    }

    @Test(arguments: [
        ("size: [8, 8]", "size: [8]", "size"), ("resize: torch-bilinear", "resize: bilinear", "pil-bilinear"),
        ("divide: 255", "divide: 0", "divide"), ("batch: 4", "batch: 0", "batch"),
        ("batch: 4", "bach: 4", "bach"), ("subtract: 0", "subtract: [1, 2]", "subtract"),
        ("name: colour-means", "name: ../evil", "name"), ("features: features", "feature: features", "feature"),
        ("model: encoder.onnx", "", "model"), ("batch: 4", "classes: [one]", "classes holds 1 names"),
        ("batch: 4", "classes: [one, \"\"]", "classes holds a name that is empty"),
        (
            "  logits: logits\n  spatial: places\n", "  spatial: places\nclasses: [a, b]\n",
            "neither logits nor probabilities"
        ),
    ])
    func wrongDescriptionsAreRefusedWithTheKey(right: String, wrong: String, word: String) throws {
        let folder = try TemporaryFolder()
        let text = try String(contentsOfFile: description, encoding: .utf8).replacing(right, with: wrong)
        try text.write(toFile: folder.file("a.yaml"), atomically: true, encoding: .utf8)
        let error = #expect(throws: ModelError.self) {
            try ExtractorRegistry(folder: "").description(of: folder.file("a.yaml"))
        }
        guard case .unreadableExtractor(_, let problem) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problem.contains(word), "\(problem)")
    }

    @Test func outputsThatAreNotThereAreNamed() throws {
        let folder = try TemporaryFolder()
        let text = try String(contentsOfFile: description, encoding: .utf8)
            .replacing("features: features", with: "features: embedding").replacing(
                "model: ", with: "model: \(Fixture.url("onnx").path)/")
        try text.write(toFile: folder.file("a.yaml"), atomically: true, encoding: .utf8)
        let error = #expect(throws: ModelError.self) {
            try ExtractorRegistry(folder: "").open(
                folder.file("a.yaml"), sampleShape: .image(height: 8, width: 8, channels: 3))
        }
        #expect(error?.fact.contains("\"embedding\"; it has features, logits, places") == true)
    }
}
