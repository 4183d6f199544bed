import ArgumentParser
import GANData
import GANReports

struct SelfTest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "What is a good worth here? Puts known faults into your own data and has them judged.",
        discussion: HelpText.discussion(
            """
            Rows are taken out of the reference at random and stand for a perfect generator's samples. They are judged as they are and
            with each of a list of faults (a dropped class, collapse, blur, noise, shifted colours, copies, exchanged labels), at several
            strengths, as `ganeval report` and `ganeval audit` judge. selftest.html, selftest.md and selftest.json say which metric
            and which sentence sees what, and from which strength on.

            A source is \(SourceFormats.words). It may end in a range of rows, images.npy[5000:].

            Exit codes: 0 done, 1 failed to run, 64 a mistake in the arguments.
            """,
            examples: .init(
                "One's own data", "ganeval selftest --reference train.npy --held-out test.npy --out selftest"),
            .init(
                "Points of a ring, in a minute",
                "ganeval selftest --reference builtin:ring --held-out builtin:ring-test --samples 1000 --out selftest"),
            .init(
                "Folders of pictures, without the search for copies",
                "ganeval selftest --reference photos/ --held-out others/ --no-audits --out selftest")))

    @OptionGroup var arguments: SelfTestArguments

    func run() throws {
        try arguments.check()
        arguments.shared.apply()
        let report = try SelfTestSession(
            arguments, store: try arguments.storeOptions.open(), command: CommandText.quoted(CommandLine.arguments)
        ).run()
        if arguments.json {
            Console.document(SelfTestDocument.json(report))
        } else {
            SelfTestWriter.lines(report, width: Console.width).forEach { Console.result($0) }
            Console.result("Self-test: \(arguments.out)/selftest.html")
        }
    }
}
