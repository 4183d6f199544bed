import GANData
import GANMetrics
import Testing

@testable import GANAudit

@Suite struct AuditGateTests {
    private func findings(
        _ outcome: AuditVerdict.Outcome, share: (Double, Double, Double)?, copies: Int = 0, q: Double? = 0.01,
        exact: Int = 0, samples: Int = 1000, needed: Int? = nil
    ) -> AuditFindings {
        let listed = (0..<copies).map { index in
            AuditFindings.Copy(
                rank: index + 1, sample: index, trainingRow: index, origin: "row \(index)",
                transformation: .identity, distance: index < exact ? 0 : 2, score: 0.1, pValue: q, qValue: q,
                competitionQValue: q, isExact: index < exact, occurrences: 1)
        }
        var findings = AuditFindings(
            sources: .init(
                samples: "s", sampleCount: samples, training: "t", trainingCount: 5000, heldOut: "h",
                heldOutCount: 900, shape: .vector(3)),
            pool: .init(
                trainingRepeats: 0, heldOutRepeats: 0, overlap: [], trainingCompeting: 5000, heldOutCompeting: 900,
                calibrationRows: 900), copies: listed,
            copiedShare: share.map { .init(value: $0.0, low: $0.1, high: $0.2, level: 0.95, method: "test") },
            extraction: .init(distinctTrainingRows: copies, rate: 0, estimatedRows: 0, mostCopied: []), tests: [],
            diversity: .init(
                distinctSamples: samples, effectiveSamples: 500, effectiveReal: 500, isCollapsed: false),
            sensitivity: share.map { _ in
                .init(smallestVisibleShare: 0.004, leakOfInterest: 0.01, samplesNeeded: needed)
            }, search: [], doubts: [],
            verdict: AuditVerdict(outcome: outcome, reasons: [.noProbabilities, .nothingElseTested]))
        findings.sureShare = share.map { share in
            .init(
                low: share.1,
                byLabels: .init(value: share.0, low: share.1, high: 1, level: 0.95, method: "test"))
        }
        return findings
    }

    private func share(_ limit: Double, _ findings: AuditFindings) -> AuditGate {
        AuditGate(.copiedShare(atMost: limit), findings)
    }

    @Test func theLowerEndOfTheIntervalDecides() {
        let leaky = findings(.copying, share: (0.12, 0.11, 0.13), copies: 120)
        #expect(share(0.05, leaky).outcome == .failed)
        #expect(share(0.109, leaky).outcome == .failed)
        #expect(share(0.2, leaky).outcome == .passed)
        #expect(share(0.13, leaky).outcome == .passed)
        let between = share(0.115, leaky)
        #expect(between.outcome == .inconclusive)
        // Half the width must shrink to 0.005: four times the samples, and a fifth more.
        #expect(between.samplesToDecide == 4800)
        #expect(share(0.12, leaky).samplesToDecide == nil)
    }

    @Test func anHonestGeneratorPassesEvenALimitOfZero() {
        let honest = findings(.noEvidence, share: (0, 0, 0.004))
        for limit in [0, 0.004, 0.01, 0.5] { #expect(share(limit, honest).outcome == .passed) }
        // Of less than would have been seen nothing is known.
        #expect(share(0.001, honest).outcome == .inconclusive)
        #expect(AuditGate(.noCopies(falseDiscoveryRate: 0.05), honest).outcome == .passed)
    }

    @Test func moreSamplesOfFewImagesOrBesideKnownRowsWouldNotTell() {
        var collapsed = findings(.inconclusive, share: (0, 0, 0.3), samples: 10, needed: 800)
        collapsed.diversity.isCollapsed = true
        #expect(collapsed.verdict.samplesToDecide(collapsed) == nil)
        var overlapping = findings(.inconclusive, share: (0, 0, 0.3), samples: 10, needed: 800)
        overlapping.pool.overlap = (0..<9).map { .init(heldOutRow: $0, trainingRow: $0) }
        #expect(overlapping.verdict.samplesToDecide(overlapping) == 800 && !overlapping.heldOutOverlaps)
        overlapping.pool.overlap.append(.init(heldOutRow: 9, trainingRow: 9))
        #expect(overlapping.verdict.samplesToDecide(overlapping) == nil && overlapping.heldOutOverlaps)
    }

    @Test func tooFewSamplesAreInconclusive() {
        let few = findings(.inconclusive, share: (0, 0, 0.3), samples: 10, needed: 800)
        let gate = share(0.01, few)
        #expect(
            gate.outcome == .inconclusive && gate.samplesToDecide == 800
                && gate.ground == .undecided(few.verdict.reasons))
        #expect(AuditGate(.noCopies(falseDiscoveryRate: 0.05), few).samplesToDecide == 800)
        // An upper end below the limit does not help an audit that can't tell.
        #expect(share(0.5, few).outcome == .inconclusive)
    }

    @Test func copyingThatCannotBeCountedPassesNoLimit() {
        let hidden = findings(.copying, share: (0, 0, 0.001))
        #expect(share(0.01, hidden).outcome == .inconclusive)
        #expect(AuditGate(.noCopies(falseDiscoveryRate: 0.05), hidden).outcome == .inconclusive)
    }

    /// Nothing can be listed, and labels alone say that four in five samples at least are copies.
    @Test func whatIsSurelyCopiedFailsThoughNothingIsListed() {
        var hidden = findings(.copying, share: (0.86, 0.81, 1))
        hidden.copiedShare = nil
        let failed = share(0.5, hidden)
        #expect(failed.outcome == .failed)
        #expect(
            failed.ground == .share(.beyond, atLeast: 0.81, interval: nil, exactCopies: 0, samples: 1000))
        let open = share(0.9, hidden)
        #expect(open.outcome == .inconclusive && open.samplesToDecide == nil)
        let rate = AuditGate(.noCopies(falseDiscoveryRate: 0.05), hidden)
        #expect(rate.outcome == .failed && rate.ground == .unlisted(atLeast: 0.81))
    }

    @Test func theRateCountsListedCopies() {
        let leaky = findings(.copying, share: (0.12, 0.11, 0.13), copies: 1, q: 0.04)
        let failed = AuditGate(.noCopies(falseDiscoveryRate: 0.05), leaky)
        #expect(failed.outcome == .failed && failed.ground == .listed(1))
        // A finding of copying passes no rate, though the list at that rate is empty.
        let stricter = AuditGate(.noCopies(falseDiscoveryRate: 0.03), leaky)
        #expect(stricter.outcome == .failed && stricter.ground == .unlisted(atLeast: 0.11))
    }

    @Test func withoutHeldOutDataOnlyExactCopiesFail() {
        let exact = findings(.copying, share: nil, copies: 100, q: nil, exact: 80)
        #expect(share(0.05, exact).outcome == .failed)
        #expect(share(0.09, exact).outcome == .inconclusive)
        #expect(AuditGate(.noCopies(falseDiscoveryRate: 0.05), exact).outcome == .failed)
        let near = findings(.inconclusive, share: nil, copies: 100, q: nil)
        #expect(share(0, near).outcome == .inconclusive && share(0, near).samplesToDecide == nil)
    }

    @Test func splitsThatDifferDecideNothing() {
        var odd = findings(.inconclusive, share: (0.2, 0.15, 0.25), copies: 200, q: nil, needed: 5000)
        odd.sureShare = nil
        #expect(!odd.hasProbabilities)
        #expect(share(0.05, odd).outcome == .inconclusive && share(0.05, odd).samplesToDecide == nil)
    }
}
