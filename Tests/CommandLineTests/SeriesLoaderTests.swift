import Foundation
import GANEvaluation
import GANModels
import OrderedCollections
import TestSupport
import Testing

@Suite struct SeriesLoaderTests {
    private func open(
        _ path: String, _ options: ModelOptions = ModelOptions()
    ) throws -> (
        head: SeriesLoader.Head, members: [SeriesLoader.Member]
    ) {
        try SeriesLoader(options: options).open(path)
    }

    @Test func aNativeCheckpointHoldsBothKinds() throws {
        let (head, members) = try open(try TrainedOnce.ring().checkpoint)
        #expect(head.step == 40 && head.imagesSeen.map { $0 > 0 } == true && head.digest.count == 64)
        #expect(members.map(\.trajectory) == ["moving average", "raw"])
        #expect(Set(members.map(\.generator.digest)).count == 2)
        let names = members.map { Array($0.weights?.keys ?? []).sorted() }
        #expect(names[0] == names[1] && !names[0].isEmpty)
        #expect(members[0].weights != members[1].weights)
    }

    @Test func oneKindMayBeAskedFor() throws {
        let path = try TrainedOnce.ring().checkpoint
        #expect(try open(path, ModelOptions(weights: .raw)).members.map(\.trajectory) == ["raw"])
        #expect(try open(path, ModelOptions(weights: .average)).members.map(\.trajectory) == ["moving average"])
        let weights = try SeriesLoader(options: ModelOptions()).weights(path, trajectory: "raw")
        #expect(try open(path).members[1].weights == weights)
    }

    @Test func aForeignStateDictIsOneKind() throws {
        let path = Fixture.url("checkpoints/generator.safetensors").path
        let options = ModelOptions(architecture: Fixture.url("checkpoints/architecture.json").path)
        let (head, members) = try open(path, options)
        #expect(members.map(\.trajectory) == ["weights"] && members[0].weights?.isEmpty == false)
        #expect(head.step == nil)
    }
}
