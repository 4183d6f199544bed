import GANMetrics
import Testing

@testable import GANAudit
@testable import GANReports

@Suite struct AuditDoubtWordsTests {
    private static let said: [(AuditDoubt, String, String)] = [
        (
            .noHeldOutRows(wereGiven: false), "no_held_out_rows",
            "Without held-out rows no p-value, share or test is possible"
        ),
        (
            .heldOutOverlaps(rows: 3, heldOut: 50), "held_out_overlaps_training",
            "3 of 50 held-out rows are equal to training rows and take no part."
        ),
        (.repeatedTrainingRows(7), "repeated_training_rows", "7 training rows repeat another one; each competes once."),
        (
            .collapsed(samples: 4.6, real: 99.7), "few_distinct_samples",
            "The samples are about 5 different images, where as many real rows are about 100: a collapse."
        ),
        (.repeatedSamples(2, samples: 9), "repeated_samples", "2 of 9 samples are equal to an earlier one;"),
        (
            .splitNotExchangeable(share: 0.25, chance: 0.5, pValue: 0.001), "split_not_exchangeable",
            "25.0 % of the held-out rows are nearest to training rows where 50.0 % are expected"
        ),
        (
            .splitPreparedDifferently(area: 0.75, pValue: 0.001), "split_prepared_differently",
            "Single training and held-out rows are told apart with an area under the curve of 0.75"
        ),
        (
            .fewDecoys(trainingRowsForEach: 12.2, copiedRowsNeeded: 40), "few_decoys",
            "12 training rows for each held-out row: labels alone need 40 copied rows to show copying."
        ),
        (
            .calibrationContradicted(pValue: 0.01), "calibration_contradicted",
            "More held-out rows are among the flagged"
        ),
        (.heldOutRowsPreferred(pValue: 0.01), "held_out_rows_preferred", "was the generator trained on them?"),
        (
            .screenedSearch(channel: "moved", provenShare: 0.5), "screened_search",
            "In the channel \"moved\" 50.0 % of the nearest rows are proved to be the nearest;"
        ),
        (
            .setMeasuresDrawn(training: 10, ofTraining: 30, heldOut: 5, ofHeldOut: 20), "set_measures_drawn",
            "took 10 of 30 training rows and 5 of 20 held-out rows, drawn at random"
        ),
        (
            .measureOmitted(name: "authenticity", found: "it has 1 row", expected: "2"), "authenticity_omitted",
            "authenticity is left out: it has 1 row; expected: 2."
        ),
        (
            .rowsNotRecovered(samplesForEach: 475, usual: 40), "rows_not_recovered",
            "each costs up to 475 samples. --recover 40 asks for it."
        ),
    ]

    @Test func everyDoubtHasItsCodeAndItsSentence() {
        for (doubt, code, words) in Self.said {
            let found = AuditWords.said(doubt)
            let message = found.message
            #expect(found.code == code && message.contains(words), "\(found)")
            #expect(found.severity == doubt.severity)
        }
        #expect(Set(Self.said.map(\.1)).count == Self.said.count)
    }

    @Test func whatAnAuditTellsWhileItWorksIsSaidTo() {
        #expect(AuditWords.said(AuditRun.Notice.fewerThreads(2)).hasPrefix("2 threads:"))
        #expect(AuditWords.said(AuditRun.Notice.searchBeginsAnew).hasSuffix("begins anew."))
        #expect(AuditRun.Notice.searchBeginsAnew.isWarning && !AuditRun.Notice.fewerThreads(2).isWarning)
    }
}
