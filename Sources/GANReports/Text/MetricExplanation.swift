package import GANMetrics
import GANText

/// The registry's entries for people: what `ganeval metrics` prints.
package enum MetricExplanation {
    /// One line an entry under the question that it answers: the name, which way it gets better, its title, and what others call it.
    package static func list(_ entries: [MetricRegistry.Entry], width: Int) -> [String] {
        let column = 2 + 2 + (entries.map(\.name.count).max() ?? 0)
        var lines: [String] = []
        for section in MetricSection.allCases {
            let asked = entries.filter { $0.section == section }
            if asked.isEmpty { continue }
            lines += (lines.isEmpty ? [] : [""]) + [question(section)]
            for entry in asked {
                let others = MetricAlias.all.filter { $0.metrics.contains(entry.name) }.map(\.name)
                let better = entry.direction == .closerToNull ? "near null" : words(entry.direction)
                lines += WrappedText.labelled(
                    "  " + entry.name,
                    better + String(repeating: "\u{A0}", count: max(0, 11 - better.count)) + entry.title
                        + (others.isEmpty ? "" : " (\(others.joined(separator: ", ")))"),
                    width: width, column: column)
            }
        }
        let note =
            "The way is the better one; in brackets what others call it. `ganeval metrics NAME` says all about one."
        return (lines + ["", note])
            .flatMap { $0.hasPrefix(" ") ? [$0] : WrappedText.lines($0, width: width) }
            .map { $0.replacing("\u{A0}", with: " ") }
    }

    private static func question(_ section: MetricSection) -> String {
        switch section {
        case .quality: return "Are the samples like real data?"
        case .diversity: return "Are they as varied?"
        case .memorization: return "Are they copies?"
        case .modes: return "Which classes or modes do they reach?"
        case .condition: return "Do they answer what they were asked for?"
        case .discriminator: return "What does a discriminator say?"
        }
    }

    /// Everything that is known about one metric.
    package static func full(_ entry: MetricRegistry.Entry, width: Int) -> [String] {
        let isOfScores = MetricRegistry.discriminatorFigures.contains(entry)
        let needs = ReportText.list(
            isOfScores
                ? ["a discriminator"]
                : MetricRegistry.conditionFigures.contains(entry)
                    ? ["samples with what they were asked for (report --inputs, --targets or a generator of classes)"]
                    : ["features of the samples"] + entry.needs.map { words($0) })
        let fields: [(label: String, text: String)] = [
            ("better", words(entry.direction)), ("range", entry.range), ("formula", entry.formula), ("needs", needs),
            ("sees", entry.sees), ("blind to", entry.blindTo), ("reading", entry.reading), ("null", entry.references),
            ("interval", entry.uncertainty), ("conventions", entry.conventions), ("paper", entry.paper),
        ]
        var lines = ["\(entry.title) (\(entry.name))"]
        for field in fields {
            lines.append("")
            lines += WrappedText.labelled("  " + field.label + ":", field.text, width: width, column: 16)
        }
        return lines
    }

    /// Which way a metric gets better.
    private static func words(_ direction: MetricRegistry.Direction) -> String {
        switch direction {
        case .lower: return "lower"
        case .higher: return "higher"
        case .closerToNull: return "closer to the null"
        }
    }

    /// What an input is, for people.
    private static func words(_ input: MetricRegistry.Input) -> String {
        switch input {
        case .real: return "features of the real data"
        case .heldOut: return "features of held-out real data"
        case .spatial: return "features of places within the images"
        case .appearance: return "the images themselves, of samples and real data"
        case .imagePairs: return "random pairs of the images themselves"
        case .perceptualPairs: return "random pairs of images in the layers of efficientnet-lite0"
        case .latentPaths: return "a generator, and the layers of efficientnet-lite0"
        case .probabilities: return "class probabilities of the samples"
        case .modes: return "the reference's classes or known modes"
        case .pixelCritic: return "a critic of the samples' own values that is trained for it (report --fresh-critics)"
        case .critic: return "a critic that is trained for it (report --fresh-critics)"
        }
    }
}
