import GANEvaluation
import GANGate
import Testing

@testable import GANReports

@Suite struct GateAnnotationsTests {
    @Test func errorsForFailuresAndWarningsForTheRest() throws {
        let lines = GateAnnotations.lines(try MockGate.record())
        #expect(lines.count == 3)
        #expect(
            lines[0]
                == "::error file=policies/release.yaml,line=3,col=37,title=frechet_distance failed::frechet_distance is 12.3 [11.9, 12.8]; wanted is at most 10. The whole interval lies beyond it."
        )
        #expect(
            lines[2].hasPrefix("::warning file=policies/release.yaml,line=5,col=27,title=recall can't be decided::"))
        let counted = GateAnnotations.lines(try MockGate.record(inconclusive: .fail))
        #expect(counted.allSatisfy { $0.hasPrefix("::error ") })
        #expect(GateAnnotations.lines(try MockGate.record(policy: "gates: [{metric: recall, min: 0.1}]")).isEmpty)
    }

    /// The runner's own rules: % CR LF in messages, and : , in properties as well.
    @Test func textsAreEscaped() {
        #expect(GateAnnotations.data("90 % of a: b, c::d") == "90 %25 of a: b, c::d")
        #expect(GateAnnotations.property("a: b, 5 %") == "a%3A b%2C 5 %25")
        #expect(GateAnnotations.data("a\r\nb\u{1b}") == "a  b")
    }

    @Test func aHostilePathStaysInItsLine() throws {
        let lines = GateAnnotations.lines(try MockGate.record(path: "a,line=1::b\n::set-output name=x::y"))
        #expect(lines.count == 3 && lines.allSatisfy { !$0.contains("\n") })
        #expect(lines[0].hasPrefix("::error file=a%2Cline=1%3A%3Ab %3A%3Aset-output name=x%3A%3Ay,line=3,"))
    }

    @Test func noMoreThanGitHubShows() throws {
        let rules = MetricNamesForTests.paths.map { "  - {metric: \($0), max: 0}" }.joined(separator: "\n")
        let report = MockGate.report(metrics: MetricNamesForTests.paths.map { ($0, MockGate.figure(0.5, 0.4, 0.6)) })
        let lines = GateAnnotations.lines(try MockGate.record(policy: "gates:\n\(rules)", report: report))
        #expect(lines.count == 10)
        #expect(
            lines.last == "::error title=ganeval gate::\(MetricNamesForTests.paths.count - 9) more gates did not pass.")
    }
}
