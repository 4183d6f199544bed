import ArgumentParser

struct Course: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show on small data what losses and regularizers do.",
        discussion: HelpText.discussion(
            """
            Two lines that don't overlap, as a divergence and as a distance; ring and grid by loss over several seeds; how steep
            critics become; expressions learnt symbol by symbol; images by loss, of a class, with pairs and without, and of a
            few that are learnt by heart. Writes course.md and course.json.
            """,
            examples: .init("A look", "ganeval course --steps 200 --seeds 1 --image-steps 50 --out course"),
            .init("With figures to trust, an hour and more", "ganeval course --steps 3000 --seeds 5 --out course"),
            .init("Images alone", "ganeval course --only images --image-steps 2000 --out course"),
            .init("In a script", "ganeval course --quiet --out course")))

    @Option(help: ArgumentHelp("Where to put the page.", valueName: "folder"))
    var out = "ganeval-course"

    @Option(help: "Steps of each training.")
    var steps = 1000

    @Option(help: "Runs of each training, with seeds from 1 on.")
    var seeds = 5

    @Option(help: "Steps of a DCGAN on images; other networks get as many as take as long.")
    var imageSteps = 2000

    @Option(
        help: ArgumentHelp(
            "What to show: \(CourseSession.parts.joined(separator: ", ")), with commas between. Default: all.",
            valueName: "parts"))
    var only: String?

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if !(1...1_000_000).contains(steps) { throw ValidationError("--steps is \(steps); expected 1 to 1000000.") }
        if !(1...1_000_000).contains(imageSteps) {
            throw ValidationError("--image-steps is \(imageSteps); expected 1 to 1000000.")
        }
        if !(1...100).contains(seeds) { throw ValidationError("--seeds is \(seeds); expected 1 to 100.") }
        if let unknown = chosen.first(where: { !CourseSession.parts.contains($0) }) {
            throw ValidationError(
                "--only names \(unknown); there are \(CourseSession.parts.joined(separator: ", ")).")
        }
    }

    private var chosen: [String] {
        only.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? CourseSession.parts
    }

    func run() throws {
        try OutputFolder.check(out)
        shared.apply()
        Console.result(
            try CourseSession(
                steps: steps, seeds: seeds, chosen: Set(chosen), imageSteps: imageSteps, store: try storeOptions.open(),
                storeFolder: storeOptions.store, quiet: shared.quiet
            ).run(into: out))
    }
}
