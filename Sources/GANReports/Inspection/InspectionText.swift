import GANCheckpoints
import GANFiles
package import GANModels
import GANNumerics
import GANText

/// What `ganeval inspect` prints for people.
package enum InspectionText {
    /// Entries of the tree that are printed.
    private static let treeLimit = 60

    /// The lines, without line ends; each at most `width` characters unless a single name is longer.
    package static func lines(_ inspection: WeightInspection, width: Int) -> [String] {
        var lines = heading(inspection, width: width)
        lines += tree(inspection, width: width)
        guard let selected = inspection.selected, let health = inspection.health else {
            let problem = inspection.problem ?? "The file holds no weights."
            let advice = inspection.stateDicts.isEmpty ? "" : " Choose weights with --select PATH."
            return lines + [""] + WrappedText.lines(clean(problem + advice), width: width)
        }
        lines += [""] + chosen(selected, width: width) + [""] + TensorTable.lines(health, width: width)
        lines += ["", total(health)]
        lines += findings(health, width: width)
        return lines
    }

    private static func heading(_ inspection: WeightInspection, width: Int) -> [String] {
        let file = inspection.file
        var facts = [
            ("format", file.format.rawValue), ("size", size(file.byteCount)), ("SHA-256", inspection.digest),
        ]
        if let description = inspection.description { facts += described(description) }
        var lines = [clean(file.path)]
        for (name, value) in facts {
            lines += WrappedText.labelled("  \(name)", clean(value), width: width, column: 16)
        }
        for note in file.notes { lines += WrappedText.labelled("  note", clean(note), width: width, column: 16) }
        if !file.unknownNames.isEmpty {
            let names = file.unknownNames.prefix(40).map { clean($0) }.joined(separator: ", ")
            let more = file.unknownNames.count > 40 ? " and \(file.unknownNames.count - 40) more" : ""
            lines += WrappedText.labelled(
                "  not read", "objects of \(names)\(more): their plain contents are shown, nothing was called",
                width: width, column: 16)
        }
        return lines
    }

    /// The facts about its model that a checkpoint of ganeval holds.
    private static func described(_ description: CheckpointDescription) -> [(String, String)] {
        var facts = [
            ("step", FigureText.count(description.step)), ("images seen", FigureText.count(description.imagesSeen)),
            ("samples", shape(description.sampleShape)),
            ("value range", "\(description.valueRange.map { FigureText.number($0) }.joined(separator: " to "))"),
        ]
        if let inputShape = description.inputShape {
            let ways = description.inverseGenerator == nil ? "" : ", and the other way by a second generator"
            facts.append(("takes", "images of \(shape(inputShape)): sample it with --inputs SOURCE\(ways)"))
        }
        if let latent = description.latent {
            facts.append(
                (
                    description.inputShape == nil ? "latent" : "noise", "\(shape(latent.shape)), \(latent.distribution)"
                ))
        } else {
            facts.append(("noise", "none: one image for each input"))
        }
        if let classes = description.classCount { facts.append(("classes", FigureText.count(classes))) }
        facts.append(("seed", "\(description.seed)"))
        facts.append(("written by", "ganeval \(description.toolVersion)"))
        if let plan = description.plan { facts.append(("plan", plan.text.replacing(",", with: ", "))) }
        return facts
    }

    private static func tree(_ inspection: WeightInspection, width: Int) -> [String] {
        let entries = InspectionTree.lines(inspection, limit: treeLimit)
        guard !entries.isEmpty else { return [] }
        let column = min(30, 4 + (entries.map { 2 * $0.depth + clean($0.name).count }.max() ?? 0)) + 2
        var lines = ["", "what is in it"]
        for entry in entries {
            let label = "  " + String(repeating: "  ", count: entry.depth) + clean(entry.name)
            let text = shortened(clean(entry.text), room: width - column)
            if label.count >= column {
                lines.append(label)
                lines += WrappedText.labelled("", text, width: width, column: column)
            } else {
                lines += WrappedText.labelled(label, text, width: width, column: column)
            }
        }
        return lines.map { trimmed($0) }
    }

    private static func chosen(_ selected: SelectedWeights, width: Int) -> [String] {
        let place = selected.path == "." ? "the file's own" : selected.path
        let role = selected.role == .other ? "" : " (\(selected.role.rawValue))"
        var text = "weights used: \(clean(place))\(role)"
        if !selected.prefix.isEmpty { text += ", names without \"\(clean(selected.prefix))\"" }
        var lines = WrappedText.lines(text, width: width)
        if !selected.alternatives.isEmpty {
            let others = selected.alternatives.prefix(12).map { clean($0) }.joined(separator: ", ")
            lines += WrappedText.lines("others for --select: \(others)", width: width)
        }
        if let assumed = selected.assumptions {
            lines += WrappedText.lines(clean(assumed), width: width)
        }
        for note in selected.notes { lines += WrappedText.lines(clean(note), width: width) }
        return lines
    }

    private static func total(_ health: WeightHealth) -> String {
        let buffers = health.elementCount - health.parameterCount
        return
            "\(FigureText.count(health.parameterCount)) parameters in \(InspectionTree.tensors(health.tensors.count))"
            + (buffers > 0 ? ", and \(FigureText.count(buffers)) values that training does not change" : "")
    }

    private static func findings(_ health: WeightHealth, width: Int) -> [String] {
        guard !health.findings.isEmpty else { return ["nothing wrong was found"] }
        var lines = [""]
        for finding in health.findings {
            let mark = finding.severity == .warning ? "(!)" : "(i)"
            lines += WrappedText.labelled(
                mark, clean("\(finding.tensor): \(finding.message)"), width: width, column: 4)
        }
        return lines
    }

    /// A text out of a file, fit for a terminal.
    static func clean(_ text: String) -> String { PrintableText.of(text, limit: 600) }

    /// A value in at most two lines; a word that is longer than one is cut.
    private static func shortened(_ text: String, room: Int) -> String {
        let words = text.prefix(2 * room).split(separator: " ", omittingEmptySubsequences: false)
        let cut = words.map { $0.count > room ? $0.prefix(room - 1) + "…" : $0 }.joined(separator: " ")
        return text.count > 2 * room && !cut.hasSuffix("…") ? cut + "…" : cut
    }

    /// "[64, 128, 4, 4]".
    static func shape(_ shape: [Int]) -> String { "[\(shape.map(String.init).joined(separator: ", "))]" }

    /// "8.7 MB".
    private static func size(_ bytes: Int) -> String {
        for (unit, size) in [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)] where Double(bytes) >= size {
            return "\(FigureText.number(Double(bytes) / size)) \(unit)"
        }
        return "\(bytes) bytes"
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
