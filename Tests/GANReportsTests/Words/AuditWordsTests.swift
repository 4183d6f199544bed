import GANMetrics
import Testing

@testable import GANAudit
@testable import GANReports

@Suite struct AuditWordsTests {
    private func said(_ reasons: AuditReason...) -> [String] {
        var findings = MockAudit.ofGenerator(withImages: false).findings
        findings.verdict.reasons = reasons
        return AuditWords(findings).reasons
    }

    @Test func everyReasonIsASentence() {
        let share = AuditFindings.Estimate(value: 0.12345, low: 0.1, high: 0.15, level: 0.95, method: "test")
        #expect(
            said(
                .matched(copies: 40, samples: 1000, falseDiscoveryRate: 0.1, share: share),
                .manyExactCopies(1, expected: 0.000123), .improbable(pValue: 0.00001), .withinChance(pValue: 0.5),
                .leakUnseen(share: 0.01, samplesNeeded: 800), .leakUnseen(share: 0.01, samplesNeeded: nil),
                .leakVisible(share: 0.004), .exactCopies(2), .exactCopiesAlone(2, samples: 10),
                .heldOutOverlaps(rows: 3, heldOut: 9)) == [
                    "40 of 1000 samples are matched to training rows, at a false discovery rate of 10.0 %: at least 12.3 % are copies, 10.0 % to 15.0 % as far as can be shown.",
                    "1 sample is an exact copy of a training row; of as many real rows at most about 0.00012 would be equal to another one.",
                    "A generator that copies nothing would give such matches with p < 0.0001.",
                    "The matches are no more than chance gives (p = 0.5).",
                    "But a leak of 1.0 % would not have been seen. 800 samples would show it.",
                    "But a leak of 1.0 % would not have been seen. More calibration rows or held-out rows are needed.",
                    "Clear copies of 0.4 % of the samples would have been seen.",
                    "2 samples are exact copies of training rows.",
                    "2 of 10 samples are exact copies of training rows.",
                    "3 of 9 held-out rows are training rows: they can't show what an honest generator does.",
                ])
    }

    @Test func testsOfTheWholeSetAreReasons() {
        let all = said(
            .leansToTraining(share: 0.6, pValue: 0.01), .nearnessTells(area: 0.71234, pValue: 0.01),
            .discriminatorTells(area: 0.71234, pValue: 0.01), .splitsDiffer(pValue: 0.001), .recoversTraining)
        #expect(all[0].hasSuffix("60.0 % are nearer to them than to as many held-out rows (p = 0.01)."))
        #expect(all[1].hasSuffix("area under the curve 0.712 (p = 0.01)."))
        #expect(all[2].hasPrefix("The discriminator knows its training rows"))
        #expect(all[3].hasSuffix("so wins of training rows prove nothing."))
        #expect(all[4].hasPrefix("The generator comes nearer to training rows than to held-out rows: "))
    }

    @Test func otherPreparationIsNamedWithWhatToDo() {
        func words(_ clue: AuditFindings.Appearance.Clue) -> String {
            said(
                .preparedDifferently(
                    .init(area: 0.9963, pValue: 1e-9, isAlike: false, rows: (600, 200), clue: clue)))[0]
        }
        #expect(words(.greyLevels(onlyTraining: 8, onlyHeldOut: 0)).contains("never hold 8 that training rows do"))
        #expect(words(.brightness(training: 72.86, heldOut: 80.86)).contains("their brightness, 73.0 against 81.0"))
        #expect(words(.sharpness(isHeldOutSharper: false)).contains("training rows are sharper"))
        #expect(words(.borders).contains("area under the curve 0.996, p < 0.0001"))
        #expect(words(.colour).hasSuffix("(decoding, scaling, resizing, rounding) and audit again."))
    }

    @Test func whatCannotBeListedIsStillSaid() {
        #expect(
            said(.unlisted(atLeast: 0.81))[0].hasPrefix(
                "At least 81.0 % of the samples are copies, by how many are nearest"))
        #expect(said(.unlisted(atLeast: 0))[0].hasPrefix("There is copying, but"))
        #expect(
            said(.listedByLabels(falseDiscoveryRate: 0.003))[0].hasSuffix("an estimated 0.3 % of the list by chance."))
    }

    @Test func limitsSayWhatWasFoundAndWhatMayBe() {
        let findings = MockAudit.copying().findings
        let words = AuditWords(findings)
        #expect(
            words.reason(AuditGate(.copiedShare(atMost: 0.01), findings)).hasSuffix(
                "of the samples are copies; at most 1.0 % may be."))
        #expect(
            words.reason(AuditGate(.noCopies(falseDiscoveryRate: 0.05), findings)).hasSuffix(
                "samples are copies at a false discovery rate of 5.0 %."))
        let alone = MockAudit.withoutHeldOut().findings
        #expect(
            AuditWords(alone).reason(AuditGate(.copiedShare(atMost: 0.01), alone))
                == "Without held-out rows no p-value is possible.")
    }
}
