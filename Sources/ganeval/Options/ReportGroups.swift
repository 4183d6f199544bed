import ArgumentParser
import GANMetrics
import GANReports

/// What `report` measures beside what `MeasuringOptions` say.
struct ReportMeasures: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "'report', 'all' that the data allow, or names with commas between them; `ganeval metrics` lists them.",
            valueName: "name,…"))
    var metrics = "report"

    @Option(
        help: ArgumentHelp(
            "How many k-means regions to cut the reference into: 2 to 1000, or 'stable' for as many as its rows agree on. Default: by its size, at most 100.",
            valueName: "count|\(RegionCount.stableName)"))
    var bins: String?

    @Option(
        help: ArgumentHelp(
            "Weights of LPIPS, by which perceptual distances are then measured: the state dict of an lpips.LPIPS object.",
            valueName: "file"),
        completion: .file())
    var lpips: String?

    @Flag(help: "Measure precision and recall with shortened latents, too: 0.25 to 1 times their length.")
    var truncationSweep = false

    @Flag(help: "Measure samples of other latent priors than the generator's own, too: what a changed prior costs.")
    var priorMismatch = false

    @Flag(
        name: .customLong("fresh-critics"),
        help: "Train small networks to tell the samples from real data, and read them on rows that they never saw.")
    var freshCritics = false

    /// How many regions were asked for; nil where nothing was.
    func regions() throws -> RegionCount? {
        guard let bins else { return nil }
        if bins == RegionCount.stableName { return .stable }
        guard let count = Int(bins), (2...1000).contains(count) else {
            throw ValidationError("--bins is \(bins); expected 2 to 1000, or '\(RegionCount.stableName)'.")
        }
        return .fixed(count)
    }
}

/// What `report` is held against.
struct ReportGates: ParsableArguments {
    @Option(help: ArgumentHelp("Hold the report against this policy.", valueName: "file"), completion: .file())
    var policy: String?

    @Option(
        help: ArgumentHelp("audit.json or its folder, for rules of the policy on the audit.", valueName: "audit.json"),
        completion: .file())
    var audit: String?

    /// The audit's file, which may be named by its folder.
    var auditFile: String? { audit.map { ReportFile.path($0, holding: "audit.json") } }
}

/// Where a report goes, and what of it is printed.
struct ReportOutput: ParsableArguments {
    @Option(help: ArgumentHelp("Where to write.", valueName: "folder"), completion: .directory)
    var out: String

    @Flag(help: "Put the images at native size into the page, as many as 12 MB hold, instead of a folder beside it.")
    var embed = false

    @Flag(help: "Print every rule of the verdict and what it said.")
    var explain = false

    @Flag(help: "Print report.json on standard output instead of the summary.")
    var json = false
}
