import ArgumentParser
import GANEvaluation
import GANModels

/// What samples may be copies of, and what calibrates the search.
struct AuditData: ParsableArguments {
    @Option(
        name: [.customLong("training"), .customLong("reference")],
        help: ArgumentHelp("What the generator was trained on.", valueName: "source"))
    var training: String

    @Option(help: ArgumentHelp("Real data of the same kind that it was not trained on.", valueName: "source"))
    var heldOut: String?

    @Option(
        name: [.customLong("training-labels"), .customLong("reference-labels")],
        help: ArgumentHelp("Labels of the training data, where its files do not hold them.", valueName: "file"))
    var trainingLabels: String?

    @Option(
        help: ArgumentHelp("The classes' names in the order of their numbers, for the report.", valueName: "name,…"))
    var classNames: String?
}

/// How `audit` searches.
struct AuditSearch: ParsableArguments {
    @Option(help: "How many samples to audit. Default: 10000 of a generator, all of a source.")
    var samples: Int?

    @Option(help: "Seeds sampling and every choice of rows.")
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "The transformations to look through: \(AuditViews.names.joined(separator: ", ")), all, or none. Default: all.",
            valueName: "name,…"))
    var views: String?

    @Option(help: ArgumentHelp("How far a copy may be shifted, in pixels.", valueName: "pixels"))
    var largestShift = 2

    @Option(
        help: ArgumentHelp(
            "Search the space of this extractor as well: \(ExtractorChoice.names.joined(separator: ", ")), or a name of `ganeval extractor list`.",
            valueName: "name"))
    var extractor: String?

    @Option(help: "Real rows that calibrate p-values; more of them make smaller leaks visible.")
    var calibrationRows = 10_000

    @Option(
        help: ArgumentHelp(
            "Training rows, and as many held-out rows, to look for in the generator's latent space; 0 leaves the latent space alone. Default: 32 with a generator that ganeval runs itself; none with ONNX, where each row costs thousands of samples.",
            valueName: "rows"))
    var recover: Int?

    @Option(
        help: ArgumentHelp(
            "About how much memory to use, 4G or in bytes, beside what an extractor, a discriminator or a search of the latent "
                + "space takes; the training data stream through it.",
            valueName: "bytes"))
    var memory: ByteCount?
}

/// What an audit is held against.
struct AuditLimits: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "End with code 3 when the share of copies is above this, by the lower end of its interval.",
            valueName: "share"))
    var maxCopiedShare: Double?

    @Option(
        help: ArgumentHelp(
            "The false discovery rate of the list of copies, 0.05 unless given; end with code 3 when any is found.",
            valueName: "rate"))
    var fdr: Double?

    @Option(help: ArgumentHelp("Hold the audit against this policy.", valueName: "file"))
    var policy: String?

    @Option(
        help: ArgumentHelp(
            "The same model's report.json or its folder, for rules of the policy on the report.",
            valueName: "report.json"))
    var report: String?
}

/// Where an audit goes, and what of it is written and printed.
struct AuditOutput: ParsableArguments {
    @Option(help: ArgumentHelp("Where to write.", valueName: "folder"))
    var out: String

    @Flag(help: "Leave all images out of what is written, for private data; rows and names stay.")
    var noImages = false

    @Flag(help: "Print audit.json on standard output instead of the summary.")
    var json = false
}
