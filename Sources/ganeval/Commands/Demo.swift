import ArgumentParser
import Foundation
import GANData
import GANEvaluation
import GANReports
import GANTraining

struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a small GAN for about four minutes, then write a report on it.",
        discussion: HelpText.discussion(
            """
            Uses Fashion-MNIST where Debian's package dataset-fashion-mnist is installed, else builtin:shapes. Run again,
            it goes on where it stopped.
            """,
            examples: .init("The whole tour", "ganeval demo"),
            .init("A longer training", "ganeval demo --steps 4000 --out longer"),
            .init("A quick look", "ganeval demo --steps 100 --samples 2000 --out quick")))

    @Option(help: ArgumentHelp("Where to put the run and the report.", valueName: "folder"))
    var out = "ganeval-demo"

    @Option(help: "Training steps; at most about four minutes on two cores by default.")
    var steps = 2800

    @Option(help: "How many samples to judge.")
    var samples = 10_000

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if !(1...10_000_000).contains(steps) { throw ValidationError("--steps is \(steps); expected 1 to 10000000.") }
        if !(2...10_000_000).contains(samples) {
            throw ValidationError("--samples is \(samples); expected 2 to 10000000.")
        }
    }

    func run() throws {
        shared.apply()
        let data = DemoData.found()
        try OutputFolder.check(out)
        let store = try storeOptions.open()
        say("Training \(Preset.demo.name) on \(data.name) for \(steps) steps.")
        let checkpoint = try TrainingSession(
            source: data.training, preset: Preset.demo, folder: out + "/run", steps: steps, quiet: shared.quiet
        ).finished().checkpoint
        say("Judging \(samples) samples of \(checkpoint).")
        let folder = out + "/report"
        let report = try ReportSession(
            subject: .model(path: checkpoint),
            plan: data.plan(samples: samples, store: storeOptions.store), out: folder, store: store,
            quiet: shared.quiet,
            command: CommandText.quoted(
                [
                    "ganeval", "report", "--generator", checkpoint, "--reference", data.training,
                    "--held-out", data.heldOut, "--samples", "\(samples)",
                ] + (data.classNames.map { ["--class-names", $0.joined(separator: ",")] } ?? []) + ["--out", folder])
        ).run()
        TerminalSummary.lines(for: report).forEach { Console.result($0) }
        Console.result("Report: \(URL(fileURLWithPath: folder).standardizedFileURL.path)/index.html")
    }

    private func say(_ text: String) { if !shared.quiet { Console.note(text) } }
}
