import GANNumerics
import TestSupport
import Testing

@testable import GANModels

@Suite struct GeneratorTests {
    @Test func aSampleDependsOnSeedAndNumberAlone() throws {
        let generator = try NativeGenerator(TinyNetworks.checkpoint(), weights: .raw)
        let series = try generator.sample(rows: 0..<100, seed: 7)
        #expect(try generator.sample(rows: 63..<66, seed: 7) == series.rows(in: 63..<66))
        #expect(try generator.sample(rows: 99..<100, seed: 7) == series.rows(in: 99..<100))
        #expect(try withThreads(5) { try generator.sample(rows: 0..<100, seed: 7) } == series)
        #expect(try generator.sample(rows: 0..<100, seed: 8) != series)
    }
}
