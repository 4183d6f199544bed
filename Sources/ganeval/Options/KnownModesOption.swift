import ArgumentParser

/// The truth about points, for `report` and `series`.
struct KnownModesOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The Gaussians that a reference of points is drawn from: centres, spreads and weights, in JSON, YAML or CSV.",
            valueName: "file"), completion: .file())
    var knownModes: String?

    /// What this option reads.
    var inputs: [OutputFolder.Input] { [("the known modes", knownModes)] }

    /// Throws for a feature space whose points are others than the samples.
    func check(extractor: String) throws {
        if knownModes != nil, !["automatic", "pixels"].contains(extractor) {
            throw ValidationError(
                "--known-modes are points among the samples' own values; leave out --extractor \(extractor).")
        }
    }
}
