import Testing

@testable import GANGate

/// `GatePolicy+Reading.swift`: every mistake at its line and column.
@Suite struct PolicyReadingTests {
    private func error(_ text: String) -> GateError? {
        do throws(GateError) {
            _ = try GatePolicy(text: text, path: "p.yaml")
            return nil
        } catch { return error }
    }

    @Test func readsWhatAPersonWrites() throws {
        let policy = try GatePolicy(
            text: """
                name: release
                level: 99 %
                multiplicity: holm
                inconclusive: fail
                protocol: {extractor: classifier, samples: "5000"}
                gates:
                  - metric: frechet_distance
                    max: 30
                    min: 0
                  - metric: coverage
                    at_least_share_of_real: 90 %
                  - metric: audit.copied_share
                    max: 0.1%
                  - metric: kernel_distance
                    no_worse_than_baseline: { margin: 0.002 }
                  - metric: mode_coverage.missing_classes
                    equals: 0
                  - {metric: audit.verdict, equals: no_evidence}
                """, path: "p.yaml")
        #expect(policy.name == "release" && policy.level == 0.99 && policy.multiplicity == .holm)
        #expect(policy.inconclusive == .fail && policy.needsAudit && policy.needsBaseline && policy.needsReport)
        #expect(policy.protocolFields.map(\.name) == ["extractor", "samples"])
        #expect(
            policy.rules.map(\.requirement) == [
                .atMost(30), .atLeast(0), .atLeastShareOfReal(0.9), .atMost(0.001), .noWorseThanBaseline(margin: 0.002),
                .equals(.number(0)), .equals(.text("no_evidence")),
            ])
        #expect(policy.rules[0].line == 8 && policy.rules[0].column == 10)
        #expect(policy.rules[5].metric.source == .part("missing_classes"))
    }

    @Test func readsJSONToo() throws {
        let policy = try GatePolicy(text: #"{"gates": [{"metric": "coverage", "min": 0.5}]}"#, path: "p.json")
        #expect(policy.rules.map(\.requirement) == [.atLeast(0.5)] && policy.level == 0.95)
    }

    /// Text, line, column, and words that the message must have.
    @Test(arguments: [
        ("gates:\n  - metric: frechet_distnce\n    max: 3\n", 2, 13, "Did you mean 'frechet_distance'?"),
        ("gates:\n  - metric: audit.copied_shar\n    max: 3\n", 2, 13, "Did you mean 'audit.copied_share'?"),
        ("gates:\n  - metric: coverage\n    minimum: 3\n", 3, 5, "\"minimum\" is unknown"),
        ("gates:\n  - metric: coverage\n    min: high\n", 3, 10, "min is \"high\""),
        ("gates:\n  - metric: coverage\n    min: \"0.5\"\n", 3, 10, "min is \"0.5\""),
        ("gates:\n  - metric: coverage\n    min: nan\n", 3, 10, "min is \"nan\""),
        ("gates:\n  - metric: coverage\n    min: 0x1p-1\n", 3, 10, "0x1p-1"),
        ("gates:\n  - metric: coverage\n    min: 1e999\n", 3, 10, "1e999"),
        ("gates:\n  - metric: coverage\n    min: [1]\n", 3, 10, "min is a list"),
        ("gates:\n  - metric: coverage\n    min:\n", 3, 9, "min is empty"),
        ("gates:\n  - metric: coverage\n", 2, 5, "has no rule"),
        ("gates:\n  - max: 3\n", 2, 5, "names no metric"),
        ("gates:\n  - coverage\n", 2, 5, "a gate is \"coverage\""),
        ("gates: []\n", 1, 8, "gates is an empty list"),
        ("gates: {}\n", 1, 8, "gates is a mapping"),
        ("name: x\n", 1, 1, "the key gates is missing"),
        ("- metric: coverage\n", 1, 1, "a policy is a list"),
        ("gate:\n  - metric: coverage\n", 1, 1, "\"gate\" is unknown. Did you mean 'gates'?"),
        ("level: 2\ngates:\n  - {metric: coverage, min: 0.1}\n", 1, 8, "level is 2"),
        ("multiplicity: holmes\ngates:\n  - {metric: coverage, min: 0.1}\n", 1, 15, "Did you mean 'holm'?"),
        ("inconclusive: maybe\ngates:\n  - {metric: coverage, min: 0.1}\n", 1, 15, "inconclusive is \"maybe\""),
        ("protocol: [a]\ngates:\n  - {metric: coverage, min: 0.1}\n", 1, 11, "protocol is a list"),
        (
            "gates:\n  - {metric: kernel_distance, no_worse_than_baseline: 0.1}\n", 2, 55,
            "no_worse_than_baseline is \"0.1\""
        ),
        (
            "gates:\n  - {metric: kernel_distance, no_worse_than_baseline: {margn: 1}}\n", 2, 56,
            "Did you mean 'margin'?"
        ),
        ("gates:\n  - {metric: kernel_distance, no_worse_than_baseline: {margin: -1}}\n", 2, 64, "margin is -1"),
        ("gates:\n  - {metric: mode_coverage.modes, no_worse_than_baseline: {margin: 1}}\n", 2, 59, "does not suit"),
        (
            "gates:\n  - {metric: frechet_distance, at_least_share_of_real: 0.9}\n", 2, 56,
            "does not suit frechet_distance"
        ),
        ("gates:\n  - {metric: coverage, at_most_multiple_of_real: 2}\n", 2, 50, "does not suit coverage"),
        ("gates:\n  - {metric: kernel_distance, at_most_multiple_of_real: 2}\n", 2, 57, "can be negative"),
        ("gates:\n  - {metric: audit.copied_share, at_most_multiple_of_real: 2}\n", 2, 60, "does not suit"),
        ("gates:\n  - {metric: coverage, at_least_share_of_real: 90}\n", 2, 48, "at_least_share_of_real is 90"),
    ])
    func everyMistakeHasItsPlace(text: String, line: Int, column: Int, words: String) {
        let error = error(text)
        #expect(error?.location == "p.yaml, line \(line), column \(column)")
        #expect(error?.fact.contains(words) == true, "\(error.map { "\($0)" } ?? "no error")")
        #expect(error?.expectation.isEmpty == false)
    }

    @Test func whatIsNoYAMLHasItsLineToo() {
        #expect(error("gates: [\n")?.location.hasPrefix("p.yaml, line ") == true)
        #expect(error("")?.fact == "it is empty")
        #expect(error("gates:\n  - &a {metric: coverage, min: 0.1}\n  - *a\n")?.location == "p.yaml, line 2")
        #expect(error("gates: 1\ngates: 2\n")?.fact.contains("comes twice") == true)
        #expect(error(String(repeating: "[", count: 5000)) != nil)
    }

    @Test func thousandsOfGatesAreRefused() {
        let gate = "  - {metric: coverage, min: 0.1}\n"
        #expect(error("gates:\n" + String(repeating: gate, count: 1002))?.fact.contains("more than 1000") == true)
    }

    @Test(
        arguments: [
            ("0.9", 0.9), ("90 %", 0.9), ("0.1%", 0.001), ("-3", -3), ("+2e3", 2000), (".5", 0.5), ("%", nil),
            ("", nil),
            ("inf", nil), ("1_000", nil), ("1 000", nil), ("e", nil), ("--1", nil),
        ] as [(String, Double?)])
    func numbersAreDecimal(text: String, number: Double?) {
        #expect(PolicyReader.number(text) == number)
    }
}
