import ArgumentParser
import Foundation
import GANModels
import OrderedCollections
import TestSupport
import Testing

@testable import ganeval

@Suite struct SeriesLoaderTests {
    private func loader(_ arguments: String...) throws -> SeriesLoader {
        SeriesLoader(model: try GeneratorOptions.parse(arguments))
    }

    @Test func aNativeCheckpointHoldsBothKinds() throws {
        let path = try TrainedOnce.ring().checkpoint
        let head = try loader().head(path)
        #expect(head.step == 40 && head.imagesSeen.map { $0 > 0 } == true && head.digest.count == 64)
        let members = try loader().members(path)
        #expect(members.map(\.trajectory) == ["moving average", "raw"])
        #expect(Set(members.map(\.generator.digest)).count == 2)
        let names = members.map { Array($0.weights?.keys ?? []).sorted() }
        #expect(names[0] == names[1] && !names[0].isEmpty)
        #expect(members[0].weights != members[1].weights)
    }

    @Test func oneKindMayBeAskedFor() throws {
        let path = try TrainedOnce.ring().checkpoint
        #expect(try loader("--weights", "raw").members(path).map(\.trajectory) == ["raw"])
        #expect(try loader("--weights", "average").members(path).map(\.trajectory) == ["moving average"])
        #expect(try loader().members(path, only: "raw").map(\.trajectory) == ["raw"])
    }

    @Test func aForeignStateDictIsOneKind() throws {
        let path = Fixture.url("checkpoints/generator.safetensors").path
        let found = try loader("--architecture", Fixture.url("checkpoints/architecture.json").path).members(path)
        #expect(found.map(\.trajectory) == ["weights"] && found[0].weights?.isEmpty == false)
        #expect(try loader().head(path).step == nil)
    }

    @Test func commandsAreCutToWhatDecidesResults() {
        let text = CommandText.reproducing([
            "/usr/bin/ganeval", "series", "run", "--watch", "--poll", "3", "--threads=2", "--store", "/s", "--out", "o",
            "--quiet", "--seed", "4",
        ])
        #expect(text == "ganeval series run --out o --seed 4")
    }
}
