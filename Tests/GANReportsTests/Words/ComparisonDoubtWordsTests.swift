import GANEvaluation
import GANMetrics
import GANNumerics
import Testing

@testable import GANReports

@Suite struct ComparisonDoubtWordsTests {
    private static let said: [(ComparisonDoubt, String, String)] = [
        (
            .fewerSamplesUsed(subject: 1, count: 700, used: 600), "fewer_samples_used",
            "B has 700 samples; the first 600 are compared, as many as the smallest set has."
        ),
        (.equalSubjects(0, 2), "equal_subjects", "A and C are the same model or the same samples."),
        (
            .tooFewHeldOut(metrics: ["recall", "coverage"], heldOut: 50, samples: 90), "too_few_held_out",
            "No figure of real data for recall, coverage: 50 held-out rows are fewer than the 90 samples"
        ),
        (
            .fewerSamplesThanDimensions(samples: 9, dimensions: 64), "fewer_samples_than_dimensions",
            "9 samples of 64 features: covariances have no full rank"
        ),
        (.classesOfExtractor("Classes are the extractor's."), "classes_of_extractor", "Classes are the extractor's."),
        (.classesLeftOut(compared: 40, of: 100), "classes_left_out", "The 40 largest of 100 classes are compared."),
        (
            .failedCheck(subject: 1, found: "Too dark."), "failed_check",
            "A check of the report of B failed, and figures that rest on it say little: Too dark."
        ),
        (.intervalsAlone, "intervals_alone", "Compared from the reports' intervals, as independent sets"),
        (
            .metricsWithoutInterval(["realism"]), "metrics_without_interval",
            "Not compared, for want of intervals: realism."
        ),
    ]

    @Test func everyDoubtHasItsCodeAndItsSentence() {
        for (doubt, code, words) in Self.said {
            let found = ComparisonWords.said(doubt)
            #expect(found.code == code && found.message.contains(words) && found.severity == doubt.severity, "\(found)")
        }
        #expect(Set(Self.said.map(\.1)).count == Self.said.count)
    }

    @Test func everyPairingHasItsSentence() {
        func words(_ pairing: ComparisonReport.Pairing) -> String {
            var report = MockComparison.report()
            report.pairing = pairing
            return ComparisonWords(report: report).pairing
        }
        #expect(words(.sameLatents).hasPrefix("All models have the same prior"))
        #expect(words(.sameLatentsOfReports(metrics: ["recall"])).contains("differences of recall are those of pairs"))
        #expect(words(.madeBefore(subject: 1)).hasPrefix("B is a set of samples that was made before"))
        #expect(
            words(
                .noSharedLatents(
                    subject: 2, baseline: LatentPrior(shape: [2]),
                    prior: LatentPrior(distribution: .uniform, shape: [3]))
            ).hasPrefix("A draws 2 values (standard normal) and C 3 values (uniform): they share no latents"))
        let prior = LatentPrior(shape: [2])
        #expect(
            words(.noSharedLatents(subject: 1, baseline: prior, prior: prior)).hasPrefix(
                "A and B draw 2 values (standard normal), each with a seed of its own: they share no latents"))
        #expect(words(.notKept(subject: 2)).hasPrefix("C does not keep"))
        #expect(words(.otherLatents(subject: 1)).contains("A and B come from different latents"))
        #expect(words(.noMetricInPairs).hasSuffix("so the sets are taken as independent."))
    }
}
