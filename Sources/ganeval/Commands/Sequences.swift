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
            derivative: by Gumbel-softmax or by policy gradient. Writes sequences.md, sequences.json and samples.txt, and of a training \
            checkpoint.safetensors, which --resume goes on from and --generator makes lines with.
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

    @Option(help: ArgumentHelp("The checkpoint of an earlier training, to make lines with.", valueName: "checkpoint"))
    var generator: String?

    @Option(help: "Train a generator first: gumbel_softmax or policy_gradient.")
    var train: SequenceGradient?

    @Flag(help: "Go on with the training in the folder.")
    var resume = false

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
        guard [generated != nil, generator != nil, train != nil].count(where: { $0 }) == 1 else {
            throw ValidationError(
                "Give either --generated, lines to judge, or --train, how to learn to make some, or --generator, a checkpoint that makes some."
            )
        }
        if resume, train == nil { throw ValidationError("--resume goes with --train: it goes on with a training.") }
        if !(1...1_000_000).contains(steps) { throw ValidationError("--steps is \(steps); expected 1 to 1000000.") }
        if !(1...100_000).contains(samples) { throw ValidationError("--samples is \(samples); expected 1 to 100000.") }
    }

    func run() throws {
        try OutputFolder.check(
            out, names: ["sequences.md", "sequences.json", "samples.txt"],
            against: [("the training lines", training), ("the held-out lines", heldOut), ("the lines", generated)])
        if train != nil {
            try OutputFolder.check(
                out, names: [SequenceSession.checkpointName],
                against: [("the training lines", training), ("the held-out lines", heldOut)])
        }
        let subject: SequenceSession.Subject =
            if let train { .trained(train, steps: steps) } else if let generator { .generator(generator) } else {
                .made(generated ?? "")
            }
        shared.apply()
        let session = SequenceSession(
            subject: subject, training: training, heldOut: heldOut, samples: samples, seed: seed, resume: resume,
            quiet: shared.quiet)
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
