import Testing

@testable import GANGate

@Suite struct GateErrorTests {
    @Test func everyErrorSaysWhereWhatAndWhatToDo() {
        let errors: [GateError] = [
            .unreadablePolicy(path: "p", line: 3, column: 4, problem: "max is \"x\"", expected: "a number"),
            .unreadableDocument(path: "r", problem: "it is not JSON", expected: "a report"),
            .newerSchema(path: "r", found: "ganeval.report/9", known: "ganeval.report/1"),
            .protocolsDiffer(path: "r", other: "b", differences: ["samples 1 instead of 2"]),
            .protocolUnmet(
                path: "r", policy: "p", line: 1, column: 2, name: "extractor", found: nil, wanted: "classifier"),
            .notMeasured(
                policy: "p", line: 1, column: 2, metric: "coverage", problem: "there is none", remedy: "Measure it."),
            .auditOfAnother(path: "a", found: "x", report: "r"),
            .noEarlierRun(store: "s", fingerprint: "f", wanted: ""),
        ]
        for error in errors {
            for text in [error.location, error.fact, error.expectation, error.remedy] { #expect(!text.isEmpty) }
            #expect(!error.fact.hasSuffix(".") && error.remedy.hasSuffix("."))
        }
        #expect(errors[0].location == "p, line 3, column 4")
        #expect(errors[4].fact == "its protocol has no extractor")
    }
}
