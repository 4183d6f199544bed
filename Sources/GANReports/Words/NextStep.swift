import GANEvaluation
import GANText

/// What to do after a report: a sentence, and the command that does it where there is one.
struct NextStep: Equatable {
    var text: String
    var command: String?

    /// The one step that helps most; what can't be trusted comes before what is not known, and that before what is wrong.
    init(_ report: EvaluationReport) {
        let verdict = report.verdict
        let own = ShellWords(reading: report.run.command)
        let isReport = own.words.count > 2 && own.words[1] == "report"
        let again = isReport ? own : nil
        if let check = verdict.failures.first(where: { $0.name != .sampleCount }) {
            let advice = CheckWords(report).advice(check)
            self.init(advice.isEmpty ? "Mend the data, then run it again:" : "\(advice) Then:", again)
        } else if verdict.shortage != nil {
            self.init(
                "Judge more samples:",
                again.flatMap { $0.value(of: "--generator") == nil ? nil : $0.setting("--samples", to: "10000") })
        } else if !verdict.hasHeldOut {
            self.init("Add real data that it was not trained on:", again?.setting("--held-out", to: "SOURCE"))
        } else if verdict.copying != nil {
            self.init("See which training data it copies:", again.flatMap(Self.audit))
        } else if verdict.grade == .good {
            self.init(
                "Before shipping, look for mirrored, shifted and partial copies:", again.flatMap(Self.audit))
        } else if verdict.grade == .cannotTell {
            self.init("Print every rule and what it would need:", again.map(Self.explaining))
        } else if !report.training.isEmpty, let series = again.flatMap(Self.series) {
            self.init("Look whether another checkpoint of the run is better:", series)
        } else {
            self.init("Print every rule behind the verdict:", again.map(Self.explaining))
        }
    }

    /// A step in words, which end in a colon where a command follows.
    init(_ text: String, _ command: ShellWords?) {
        self.text = command == nil && text.hasSuffix(":") ? text.dropLast() + "." : text
        self.command = command?.quoted
    }

    /// The same with every rule printed.
    private static func explaining(_ report: ShellWords) -> ShellWords {
        report.words.contains("--explain") ? report : ShellWords(report.words + ["--explain"])
    }

    /// Options of a report that say how images are converted on their way, and mean the same to other commands.
    private static let conversion = ["--resize", "--resize-rule", "--crop", "--as"]
    /// Options that say what a generator is asked for.
    private static let asked = [
        "--range", "--classes", "--labels", "--class", "--layout", "--truncation", "--noise", "--output", "--prior",
        "--force-prior", "--batch", "--device",
    ]
    /// Options of a report that say how its sources are read, and mean the same to an audit.
    private static let shared =
        [
            "--inputs", "--direction", "--reference-labels", "--class-names", "--samples", "--seed", "--weights",
            "--select", "--architecture", "--discriminator", "--discriminator-select", "--discriminator-architecture",
            "--store",
        ] + asked + conversion

    /// The options with their values of a report's that are among `options`, and its flags that say how it reads.
    private static func carried(_ options: [String], from report: ShellWords) -> [String] {
        options.flatMap { option in report.value(of: option).map { [option, $0] } ?? [] }
            + (report.words.contains("--clip") ? ["--clip"] : [])
    }

    /// The same samples audited; nil for a command that names none.
    private static func audit(_ report: ShellWords) -> ShellWords? {
        guard let reference = report.value(of: "--reference"), let out = report.value(of: "--out") else { return nil }
        let subject = ["--generator", "--generated"].compactMap { option in
            report.value(of: option).map { [option, $0] }
        }
        guard let judged = subject.first else { return nil }
        var words = [report.words[0], "audit"] + judged + ["--training", reference]
        if let heldOut = report.value(of: "--held-out") { words += ["--held-out", heldOut] }
        words += carried(shared, from: report)
        return ShellWords(words + ["--out", Self.beside(out, "audit")])
    }

    /// The checkpoints of the run that the generator's file lies in; nil where that is no file of a run's folder, and of generators that
    /// make images of images, which no series takes.
    private static func series(_ report: ShellWords) -> ShellWords? {
        guard let generator = report.value(of: "--generator"), let end = generator.lastIndex(of: "/"),
            let reference = report.value(of: "--reference"), let out = report.value(of: "--out"),
            report.value(of: "--inputs") == nil
        else { return nil }
        var words = [report.words[0], "series", String(generator[..<end]), "--reference", reference]
        words += carried(
            ["--held-out", "--reference-labels", "--class-names", "--known-modes", "--extractor", "--seed", "--store"]
                + asked + conversion, from: report)
        return ShellWords(words + ["--out", Self.beside(out, "series")])
    }

    /// A folder next to `folder`.
    private static func beside(_ folder: String, _ name: String) -> String {
        var folder = Substring(folder)
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        return "\(folder)-\(name)"
    }
}
