public import ArgumentParser
import GANEvaluation
import GANReports
public import GANTraining

struct Sequences: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judge lines of text beside those that they were learnt from, or train a small generator of lines.",
        discussion: HelpText.discussion(
            """
            Valid lines (of builtin:grammar, whose rule is known), novel, different and memorized ones, n-grams and self-BLEU, each \
            beside as many real lines. Symbols are characters. --train learns from the lines first, although choosing a symbol has no \
            derivative: by Gumbel-softmax or by policy gradient. Writes sequences.md, sequences.json and samples.txt.
            """,
            examples: .init(
                "Lines that were made before",
                "ganeval sequences --training train.txt --held-out test.txt --generated samples.txt --out report"),
            .init(
                "A generator of expressions",
                "ganeval sequences --training builtin:grammar --train gumbel_softmax --out grammar"),
            .init(
                "One of names, without a derivative",
                "ganeval sequences --training names.txt --train policy_gradient --steps 5000 --out names")))

    @Option(help: ArgumentHelp("The training lines: builtin:grammar or a text file.", valueName: "file"))
    var training: String

    @Option(help: ArgumentHelp("Real lines that nothing was trained on.", valueName: "file"))
    var heldOut: String?

    @Option(help: ArgumentHelp("Lines to judge.", valueName: "file"))
    var generated: String?

    @Option(help: "Train a generator first: gumbel_softmax or policy_gradient.")
    var train: SequenceGradient?

    @Option(help: "Steps of the training.")
    var steps = 3000

    @Option(help: "Lines that a trained generator makes.")
    var samples = 1000

    @Option(help: "Seeds training and lines.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Where to put the page.", valueName: "folder"))
    var out = "ganeval-sequences"

    @Flag(help: "Print JSON, schema ganeval.sequences/1.")
    var json = false

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if (generated == nil) == (train == nil) {
            throw ValidationError("Give either --generated, lines to judge, or --train, how to learn to make some.")
        }
        if !(1...1_000_000).contains(steps) { throw ValidationError("--steps is \(steps); expected 1 to 1000000.") }
        if !(1...100_000).contains(samples) { throw ValidationError("--samples is \(samples); expected 1 to 100000.") }
    }

    func run() throws {
        try OutputFolder.check(
            out, names: ["sequences.md", "sequences.json", "samples.txt"],
            against: [("the training lines", training), ("the held-out lines", heldOut), ("the lines", generated)])
        shared.apply()
        let session = SequenceSession(
            subject: train.map { .trained($0, steps: steps) } ?? .made(generated ?? ""), training: training,
            heldOut: heldOut, samples: samples, seed: seed, quiet: shared.quiet)
        let report = try session.run(into: out)
        if json {
            Console.document(try SequencePage.json(report))
        } else {
            let findings = report.findings
            SequencePage.sentences(findings.generated, findings.real).forEach { Console.result($0) }
            Console.result("\(out)/sequences.md")
        }
    }
}

extension SequenceGradient: ExpressibleByArgument {}
