import GANEvaluation
import GANMetrics
import GANText
import OrderedCollections

/// Whether a report's numbers may stand beside a paper's, and what it would take.
struct ComparabilityWords {
    private let report: EvaluationReport

    init(_ report: EvaluationReport) { self.report = report }

    /// What papers mean by FID: these many samples.
    private static let usual = 50_000
    private static let extractor = "inception-v3-fid"

    private var extractorName: String { report.evaluationProtocol.fields["extractor"] ?? "" }
    private var samples: Int { report.evaluationProtocol.fields["samples"].flatMap { Int($0) } ?? 0 }
    private var isInception: Bool { extractorName == Self.extractor }

    /// The answer in a sentence.
    var answer: String {
        guard isInception else {
            return
                "No. These are distances in the space of \(name), not FID: compare them with runs by the same protocol alone."
        }
        return samples >= Self.usual
            ? "Nearly: the network and the number of samples are those of most papers; the data and how they were read must be theirs, too."
            : "Not yet: the network is that of FID, but \(FigureText.count(samples)) samples make a larger FID than the \(FigureText.count(Self.usual)) of most papers."
    }

    private var name: String { extractorName.isEmpty ? "another network" : extractorName }

    /// What moves a published number, one an item.
    var conditions: [String] {
        [
            isInception
                ? "The network: \(name), with the weights that pytorch-fid uses."
                : "The network: FID is measured by Inception v3 with published weights (--extractor \(Self.extractor)); here it is \(name).",
            "The samples: \(FigureText.count(samples)); papers mostly take \(FigureText.count(Self.usual)), and fewer make FID larger.",
            "The real data: \(FigureText.count(report.reference.count)) rows of \(report.reference.name); a paper’s split and size decide its number.",
            "Reading and resizing: \(report.reference.rule). JPEG, another resize rule or a crop alone move FID by whole points.",
            "Truncation: papers on StyleGAN and BigGAN often shorten latent vectors; precision rises and recall falls.",
        ]
    }

    /// The command that gives a number like a paper's; nil where the report is one, or of no command.
    var command: String? {
        let own = ShellWords(reading: report.run.command)
        guard report.reference.shape.contains("image") || report.gallery.imageShape != nil, own.words.count > 2,
            own.words[1] == "report", !isInception || samples < Self.usual
        else { return nil }
        var wanted = own.setting("--extractor", to: Self.extractor)
        if own.value(of: "--generator") != nil { wanted = wanted.setting("--samples", to: "\(Self.usual)") }
        return wanted.quoted
    }
}
