import Testing

@testable import GANMetrics

@Suite struct CopiedShareLimitTests {
    private func judge(
        _ limit: Double, _ verdict: CopiedShareLimit.Evidence.Verdict, _ interval: ClosedRange<Double>?,
        copies: Int = 0, exact: Int = 0, visible: Double? = 0.004
    ) -> (Outcome, CopiedShareLimit.Ground) {
        CopiedShareLimit.judge(
            .init(
                verdict: verdict, interval: interval, copies: copies, exactCopies: exact, samples: 1000,
                visibleShare: visible), atMost: limit)
    }

    @Test func theEndsOfTheIntervalDecide() {
        #expect(judge(0.05, .copying, 0.11...0.13, copies: 120) == (.failed, .beyond))
        #expect(judge(0.13, .copying, 0.11...0.13, copies: 120) == (.passed, .within))
        #expect(judge(0.12, .copying, 0.11...0.13, copies: 120) == (.inconclusive, .open))
        #expect(judge(0.5, .copying, 0...0.1) == (.inconclusive, .notCounted))
    }

    /// No evidence passes limits down to the least leak that would have been seen, and none below.
    @Test func seeingNothingSaysAsMuchAsCouldBeSeen() {
        #expect(judge(0.01, .noEvidence, 0...0.02) == (.passed, .nothingSeen))
        #expect(judge(0.004, .noEvidence, 0...0.02) == (.passed, .nothingSeen))
        #expect(judge(0.003, .noEvidence, 0...0.02) == (.inconclusive, .open))
        #expect(judge(0.003, .noEvidence, 0...0.002) == (.passed, .within))
        #expect(judge(0.01, .noEvidence, 0...0.02, visible: nil) == (.inconclusive, .open))
        #expect(judge(0.01, .noEvidence, 0...0.02, copies: 1) == (.inconclusive, .open))
        #expect(judge(0, .noEvidence, 0...0.02) == (.passed, .nothingSeen))
    }

    /// Nothing is listed: what is surely copied can fail a limit, and nothing can pass one.
    @Test func whatIsSureDecidesWithoutAList() {
        func judge(_ limit: Double, atLeast: Double) -> (Outcome, CopiedShareLimit.Ground) {
            CopiedShareLimit.judge(
                .init(
                    verdict: .copying, interval: nil, atLeast: atLeast, copies: 0, exactCopies: 0, samples: 1000,
                    visibleShare: 0.004), atMost: limit)
        }
        #expect(judge(0.5, atLeast: 0.81) == (.failed, .beyond))
        #expect(judge(0.9, atLeast: 0.81) == (.inconclusive, .notCounted))
        #expect(judge(0, atLeast: 0) == (.inconclusive, .notCounted))
    }

    @Test func anAuditThatCannotTellDecidesNothing() {
        #expect(judge(0.5, .inconclusive, 0...0.1) == (.inconclusive, .undecided))
        #expect(judge(0.05, .inconclusive, 0.1...0.2, copies: 90) == (.inconclusive, .undecided))
    }

    @Test func withoutPValuesOnlyExactCopiesFail() {
        #expect(judge(0.05, .copying, nil, copies: 100, exact: 80) == (.failed, .exactCopies))
        #expect(judge(0.09, .copying, nil, copies: 100, exact: 80) == (.inconclusive, .undecided))
        #expect(judge(0, .inconclusive, nil, copies: 100) == (.inconclusive, .undecided))
    }
}
