package import GANMetrics
import GANText

/// The registry's entries for people: what `ganeval metrics` prints.
package enum MetricExplanation {
    /// Each entry in a block of a few lines whose first begins with the metric's name.
    package static func list(_ entries: [MetricRegistry.Entry], width: Int) -> [String] {
        let blocks = entries.map { entry in
            let fields: [(label: String, text: String)] = [
                ("sees", entry.sees), ("blind to", entry.blindTo),
                ("better", "\(words(entry.direction)); \(entry.range)"), ("paper", entry.paper),
            ]
            var lines = [entry.name]
            for field in fields {
                lines += WrappedText.labelled("  " + field.label, field.text, width: width, column: 12)
            }
            return lines
        }
        return Array(blocks.joined(separator: [""]))
    }

    /// Everything that is known about one metric.
    package static func full(_ entry: MetricRegistry.Entry, width: Int) -> [String] {
        let isOfScores = MetricRegistry.discriminatorFigures.contains(entry)
        let needs = ReportText.list(
            isOfScores ? ["a discriminator"] : ["features of the samples"] + entry.needs.map { words($0) })
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
        case .probabilities: return "class probabilities of the samples"
        case .modes: return "the reference's classes or known modes"
        case .pixelCritic: return "a critic of the samples' own values that is trained for it (report --fresh-critics)"
        case .critic: return "a critic that is trained for it (report --fresh-critics)"
        }
    }
}
