import Testing

@testable import GANGate

@Suite struct PolicyConsistencyTests {
    private func fact(_ gates: String) -> String? {
        do throws(GateError) {
            _ = try GatePolicy(text: "gates:\n\(gates)", path: "p.yaml")
            return nil
        } catch { return "\(error.location): \(error.fact)" }
    }

    @Test func boundsThatContradictEachOtherAreRefused() {
        #expect(
            fact("  - metric: frechet_distance\n    max: 10\n    min: 20\n")
                == "p.yaml, line 4, column 10: min of frechet_distance contradicts max in line 3")
        #expect(
            fact("  - {metric: coverage, min: 0.9}\n  - {metric: recall, min: 0.9}\n  - {metric: coverage, max: 0.8}\n")
                == "p.yaml, line 4, column 29: max of coverage contradicts min in line 2")
        #expect(
            fact("  - {metric: mode_coverage.missing_classes, equals: 0, min: 1}\n")?.contains("contradicts") == true)
        #expect(fact("  - {metric: coverage, min: 0.9, max: 0.9}\n") == nil)
    }

    @Test func oneRuleIsStatedOnce() {
        #expect(
            fact("  - {metric: coverage, min: 0.9}\n  - {metric: coverage, min: 0.8}\n")?
                .contains("coverage has min twice; first in line 2") == true)
    }

    @Test func boundsLieWithinTheMetricsValues() {
        #expect(fact("  - {metric: coverage, max: 30}\n")?.contains("where coverage never is") == true)
        #expect(fact("  - {metric: coverage, min: -1}\n")?.contains("never is") == true)
        #expect(fact("  - {metric: audit.copied_share, max: 5}\n")?.contains("never is") == true)
        // 5 is meant as 5 %, and would always hold.
        #expect(fact("  - {metric: distance_ratio.tail_share, max: 5}\n")?.contains("never is") == true)
        #expect(fact("  - {metric: distance_ratio.tail_share, max: 5 %}\n") == nil)
        #expect(fact("  - {metric: kernel_distance, max: -1}\n") == nil)
        #expect(fact("  - {metric: coverage, min: 1}\n") == nil)
    }

    @Test func wordsAreEqualOrNot() {
        #expect(fact("  - {metric: audit.verdict, max: 1}\n")?.contains("audit.verdict is a word") == true)
        #expect(fact("  - {metric: audit.verdict, equals: honest}\n")?.contains("never \"honest\"") == true)
        #expect(fact("  - {metric: coverage, equals: good}\n")?.contains("equals is \"good\"") == true)
        #expect(fact("  - {metric: audit.verdict, equals: no_evidence}\n") == nil)
    }
}
