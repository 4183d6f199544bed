import GANEvaluation
import GANMetrics
import Testing

@testable import GANReports

/// `DecisionWords.swift`, `NextStep.swift` and `ShellWords.swift`.
@Suite struct DecisionWordsTests {
    private static let measured = SectionFinding.Measured(value: 123.4567, real: 101.2345, isHeldOut: true)
    private static let look = SectionFinding.Look(
        metric: "appearance_difference", property: "left_right", difference: 2)

    private static let findings: [SectionFinding] =
        [
            .precision(.init(share: 0.4, heldOut: 0.9, isJudged: true)),
            .coverage(.init(share: 0.4, heldOut: 0.9, isJudged: true)), .crowded(measured),
            .critic("fresh_pixel_critic", measured), .distinct(.init(distinct: 8, samples: 2000, support: 9)),
            .fewDistinct(.init(distinct: 8, samples: 2000, support: 9), .noExactCopy), .look(look), .lookSpread(look),
            .regions(.init(starved: 3, swollen: 2, total: 40, share: 0.1)),
            .regions(.init(starved: 3, swollen: 2, total: 40, share: 0.1, missing: 0.2, missingBranches: 2)),
            .exactCopies(44), .exactCopiesAlone(44),
            .tooNear(.init(share: 0.3, heldOut: 0.01), pValue: 0.001, exactCopies: 3),
            .missingModes(["A long name of a class", "Another name that is long"], total: 10, isSure: false),
            .collapsedModes(["mode 1", "mode 2", "mode 3", "mode 4"], total: 8),
            .unevenClasses(rare: ["one", "two", "three", "four"], frequent: ["five"]),
            .classesMade(total: 10, divergence: 0.4), .modesReached(total: 8, share: 0.5, real: 0.97),
            .noCopying(
                .init(share: 0.01, heldOut: 0.01)),
        ] + MetricRegistry.all.map { .measured($0.name, measured) }
        + Check.Name.allCases.map { .spoiled(Check(name: $0, outcome: .failed)) }

    private func verdict(_ finding: SectionFinding, grade: Grade = .alarming) -> Verdict {
        Verdict(
            grade: grade,
            tiles: [.init(section: .quality, grade: grade, metric: "precision", finding: finding)], findings: [])
    }

    @Test(arguments: findings) func aReasonHasAtMostTwelveWords(of finding: SectionFinding) {
        for grade in [Grade.weak, .alarming] {
            let reason = DecisionWords(verdict(finding, grade: grade)).reason
            #expect(DecisionWords.count(reason) <= DecisionWords.mostWords, "\(reason)")
            #expect(reason.hasSuffix(".") && !reason.contains("  "), "\(reason)")
        }
    }

    @Test func whatCannotBeToldSaysWhy() {
        var open = verdict(.noExactCopy, grade: .cannotTell)
        #expect(DecisionWords(open).badge.word == "Can’t tell yet")
        open.hasHeldOut = false
        #expect(DecisionWords(open).reason.hasPrefix("Without held-out data"))
        open.failures = Check.Name.allCases.map { Check(name: $0, outcome: .failed) }
        for check in open.failures {
            open.failures = [check]
            let reason = DecisionWords(open).reason
            #expect(reason.hasPrefix("A check failed: ") && DecisionWords.count(reason) <= DecisionWords.mostWords)
        }
        open.shortage = .init(samples: 50, needed: 200)
        #expect(DecisionWords(open).reason == "50 samples are too few; give at least 200.")
    }

    @Test func theNextCommandIsWhatHelpsMost() {
        var report = MockReport.full()
        report.run.command =
            "ganeval report --generator 'my run/g.onnx' --reference=train.gz --held-out t.gz --samples 50 --out r/"
        #expect(
            NextStep(report).command
                == "ganeval audit --generator 'my run/g.onnx' --training train.gz --held-out t.gz --samples 50 --out r-audit"
        )
        report.verdict.copying = nil
        report.training = []
        #expect(NextStep(report).command?.hasSuffix("--out r/ --explain") == true)
        report.run.command += " --explain"
        #expect(NextStep(report).command?.hasSuffix("--out r/ --explain") == true)
        // What says how images are made and read goes along, and no series takes a model of images.
        report.run.command =
            "ganeval report --generator run/checkpoints/a.safetensors --inputs in.npz --direction backward --reference t.gz --as rgb --clip --out r/"
        report.training = MockReport.full().training
        #expect(NextStep(report).text.hasPrefix("Print every rule"))
        report.verdict.copying = MockReport.full().verdict.copying
        #expect(
            NextStep(report).command
                == "ganeval audit --generator run/checkpoints/a.safetensors --training t.gz --inputs in.npz --direction backward --as rgb --clip --out r-audit"
        )
        report.verdict.copying = nil
        report.run.command =
            "ganeval report --generator 'my run/g.onnx' --reference=train.gz --held-out t.gz --samples 50 --out r/"
        report.training = []
        report.verdict.shortage = .init(samples: 50, needed: 200)
        #expect(NextStep(report).command?.contains("--samples 10000 --out r/") == true)
        report.verdict.shortage = nil
        report.verdict.hasHeldOut = false
        report.run.command = "ganeval report --generated a.npy --reference b.npy --out r"
        #expect(NextStep(report).command?.hasSuffix("--out r --held-out SOURCE") == true)
        report.verdict.failures = [Check(name: .heldOutCopies, outcome: .failed, finding: .heldOutSamples(4, of: 9))]
        #expect(NextStep(report).text.contains("what it never saw. Then:"))
        // A library's caller has no command line.
        report.run.command = ""
        #expect(NextStep(report).command == nil)
    }

    @Test func wordsAreReadAsTheyWereWritten() {
        let words = ["a", "b c", "it's", "", "--x=y z", "d"]
        #expect(ShellWords(reading: ShellWords(words).quoted).words == words)
        #expect(ShellWords(words).value(of: "--x") == "y z")
        #expect(ShellWords(words).setting("--x", to: "q").words[4] == "--x=q")
    }
}
