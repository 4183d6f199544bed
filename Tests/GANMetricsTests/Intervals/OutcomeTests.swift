import Testing

@testable import GANMetrics

@Suite struct OutcomeTests {
    @Test(arguments: [
        ([Outcome](), Outcome.passed, Int32(0)), ([.passed, .passed], .passed, 0),
        ([.passed, .inconclusive], .inconclusive, 4),
        ([.inconclusive, .failed, .passed], .failed, 3),
    ])
    func theGravestDecides(outcomes: [Outcome], together: Outcome, code: Int32) {
        #expect(Outcome(outcomes) == together && Outcome(outcomes).exitCode == code)
    }

    @Test func inconclusiveMayCountAsOneOfTheOthers() {
        #expect(Outcome.inconclusive.counting(inconclusiveAs: .failed) == .failed)
        #expect(Outcome.inconclusive.counting(inconclusiveAs: nil) == .inconclusive)
        #expect(Outcome.failed.counting(inconclusiveAs: .passed) == .failed)
    }
}
