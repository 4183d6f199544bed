import ArgumentParser
import GANEvaluation

/// The reference of a series.
struct SeriesTarget: ParsableArguments {
    @Option(help: ArgumentHelp("What the generators were trained on.", valueName: "source"), completion: .file())
    var reference: String
}

/// What `series` measures beside what `MeasuringOptions` say.
struct SeriesMeasures: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What the best is chosen by: \(SeriesAnalysis.metrics.joined(separator: ", ")).", valueName: "name"))
    var metric = SeriesAnalysis.headline

    @Flag(
        name: .customLong("skill-rating"),
        help: "Let every generator play against every discriminator of the run, and rate them.")
    var skillRating = false

    @Flag(
        name: .customLong("duality-gap"),
        help: "Train each side of checkpoints on against the other; takes minutes for each checkpoint.")
    var dualityGap = false
}

/// What every checkpoint of a series is held against.
struct SeriesGates: ParsableArguments {
    @Option(
        help: ArgumentHelp("Hold every checkpoint to a policy, as `ganeval gate` does.", valueName: "file"),
        completion: .file())
    var policy: String?
}

/// Where a series goes, how long it goes on, and what of it is printed.
struct SeriesOutput: ParsableArguments {
    @Option(help: ArgumentHelp("Where to write.", valueName: "folder"), completion: .directory)
    var out: String

    @Flag(help: "Go on as new checkpoints come, until the run says that it has ended, or Ctrl-C.")
    var watch = false

    @Option(help: ArgumentHelp("Seconds between two looks for new checkpoints.", valueName: "seconds"))
    var poll = 2.0

    @Flag(help: "End with code 0 though a checkpoint could not be measured.")
    var keepGoing = false

    @Flag(help: "Print series.json on standard output instead of the summary.")
    var json = false
}
