import Foundation
import GANData
import GANModels
import GANONNX
import TestSupport
import Testing

@testable import GANEvaluation

@Suite struct NamedSubjectTests {
    private func fixture(_ name: String) -> String { Fixture.url("checkpoints/" + name).path }

    @Test func endingsTellModelsFromSamples() {
        #expect(NamedSubject("a/b.PT") == .model(path: "a/b.PT"))
        #expect(NamedSubject("a/b.pkl") == .model(path: "a/b.pkl"))
        #expect(NamedSubject("a/b.npz") == .samples("a/b.npz"))
        #expect(NamedSubject("model:a/b.npz") == .model(path: "a/b.npz"))
        #expect(NamedSubject("samples:x.bin") == .samples("x.bin"))
        #expect(NamedSubject("builtin:ring") == .samples("builtin:ring"))
    }

    @Test func countsAreTheFirstOfASourceAndTheUsualOfAGenerator() throws {
        let source = try NamedSubject("builtin:ring[0:50]").open(ModelOptions(), seed: 1)
        #expect(source.subject.count == 50 && source.model == nil && source.notes.isEmpty && source.training.isEmpty)
        #expect(try NamedSubject("builtin:ring[0:50]").open(ModelOptions(), seed: 1, count: 20).subject.count == 20)
        let model = NamedSubject(fixture("generator.safetensors"))
        #expect(try model.open(ModelOptions(), seed: 1).subject.count == NamedSubject.usualSamples)
        #expect(try model.open(ModelOptions(), seed: 1, count: 7).subject.count == 7)
    }

    /// An option that says nothing about the only model is a mistake; among several it may be another's.
    @Test func optionsOfOthersAreLeftOut() throws {
        let model = NamedSubject(fixture("generator.safetensors"))
        let options = ModelOptions(truncation: 0.5)
        #expect(throws: ModelOptionError.self) { try model.open(options, seed: 1) }
        var shared = SharedModelOptions()
        _ = try model.open(options, sharing: &shared, seed: 1)
        #expect(throws: ModelOptionError.self) { try shared.finish() }
    }

    @Test func aDeviceThatIsLeftIsSaid() throws {
        let model = NamedSubject(fixture("generator.safetensors"))
        let notes = try model.open(ModelOptions(device: .cuda), seed: 1).notes
        #expect(notes.contains { $0.contains("on the processor; --device is for what ONNX Runtime runs") })
        #expect(try !model.open(ModelOptions(), seed: 1).notes.contains { $0.contains("--device") })
        let series = try SeriesLoader(options: ModelOptions(device: .cuda)).open(fixture("generator.safetensors"))
        #expect(series.members[0].notes.contains { $0.contains("--device is for what ONNX Runtime runs") })
    }

    @Test func guessesAreToldWithTheirFile() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("average.safetensors")
        try StateDictFile.averaged(fixture("generator.safetensors"), to: path)
        let notes = try NamedSubject(path).open(ModelOptions(), seed: 1).notes
        #expect(notes.count == 2 && notes.allSatisfy { $0.hasPrefix("\(path): ") })
        #expect(notes[0].contains("assumed, since shapes don't tell: ReLU, tanh at the end, eps 1e-5"))
        #expect(notes[1].contains("n_averaged"))
    }

    @Test func aNamedPlanOpensItsSources() throws {
        let plan = try NamedPlan(
            reference: "builtin:ring[0:50]", heldOut: "builtin:ring-test[0:20]", seed: 3, neighbours: 4,
            classNames: ["a"]
        ).open()
        #expect(plan.reference.count == 50 && plan.heldOut?.count == 20 && plan.classNames == ["a"])
        #expect(plan.seed == 3 && plan.neighbours == 4)
        #expect(throws: (any Error).self) { try NamedPlan(reference: "nowhere.npy").open() }
    }
}
