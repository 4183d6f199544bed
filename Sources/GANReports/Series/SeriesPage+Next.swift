import GANEvaluation
import GANMetrics
import GANModels
import GANText

/// What a series is called, and what is done next with its best checkpoint.
extension SeriesPage {
    /// The run's folder: what all checkpoints' paths have in common, without the folder that every run calls so.
    var runName: String {
        let folders = findings.checkpoints.map {
            $0.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        }
        guard var shared = folders.first else { return "no checkpoints" }
        for folder in folders.dropFirst() {
            shared = shared.prefix(zip(shared, folder).prefix { $0 == $1 }.count)
        }
        if shared.last == "checkpoints", shared.count > 1 { shared = shared.dropLast() }
        let name = shared.joined(separator: "/")
        if !name.isEmpty { return name }
        return folders.count == 1
            ? findings.checkpoints[0].path : FigureText.count(findings.checkpoints.count, "checkpoint")
    }

    /// A whole report on the best checkpoint by the series' own protocol; nil where there is no best, or nobody knows the command
    /// of the series.
    var nextStep: NextStep? {
        guard let best = findings.ranking?.best else { return nil }
        let series = ShellWords(reading: report.command)
        guard series.words.count > 2, series.words[1] == "series" else { return nil }
        let candidate = findings.candidates[best]
        var words = [
            series.words[0], "report", "--generator", findings.checkpoints[candidate.checkpoint].path,
        ]
        if findings.trajectories[candidate.trajectory] == ModelFile.Variant.raw { words += ["--weights", "raw"] }
        for option in Self.optionsOfReports {
            if let value = series.value(of: option) { words += [option, value] }
        }
        let folder = "\(series.value(of: "--out") ?? "series")-step-\(findings.step(of: best))"
        return NextStep(
            "A whole report on \(SeriesText.label(best, findings)):", ShellWords(words + ["--out", folder]))
    }

    /// Options of a series that mean the same in `report`.
    private static let optionsOfReports = [
        "--reference", "--held-out", "--reference-labels", "--class-names", "--extractor", "--samples", "--seed",
        "--neighbours", "--policy", "--baseline", "--inconclusive", "--select", "--architecture", "--range",
        "--classes",
        "--layout", "--truncation", "--output", "--prior", "--device", "--discriminator", "--discriminator-select",
        "--discriminator-architecture", "--discriminator-scores", "--store",
    ]
}
