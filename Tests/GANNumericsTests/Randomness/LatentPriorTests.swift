import Foundation
import Testing

@testable import GANNumerics

@Suite struct LatentPriorTests {
    @Test func sizeIsTheProductAndNeverOverflows() {
        #expect(LatentPrior(shape: [64, 1, 1]).size == 64)
        #expect(LatentPrior(shape: [3, 2, 2]).words == "12 values (standard normal)")
        #expect(LatentPrior(shape: [1 << 40, 1 << 40]).size == .max)
    }

    @Test func aNameThatNobodyKnowsIsKept() throws {
        let text = #"{"distribution":"cauchy","shape":[4]}"#
        let prior = try JSONDecoder().decode(LatentPrior.self, from: Data(text.utf8))
        #expect(prior == LatentPrior(distribution: "cauchy", shape: [4]) && prior.known == nil)
        #expect(LatentPrior(distribution: "normal on sphere", shape: [4]).known == .normalOnSphere)
    }
}
