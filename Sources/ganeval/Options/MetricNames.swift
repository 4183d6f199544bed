import ArgumentParser
import GANEvaluation
import GANMetrics
import GANText

/// Metrics' names as people type them.
enum MetricNames {
    static func entry(_ name: String) throws -> MetricRegistry.Entry {
        guard let entry = MetricRegistry.entry(named: name) else {
            let question = MetricAlias.answer(name, in: MetricRegistry.all.map(\.name))
            throw ValidationError("There is no metric '\(name)'.\(question) `ganeval metrics` lists them.")
        }
        return entry
    }

    /// What "report", "all" or "a,b,c" asks a report for.
    static func choice(_ text: String) throws -> MetricChoice {
        switch text {
        case "report": return .report
        case "all": return .all
        default: return .named(try list(text))
        }
    }

    /// The names in "all" or "a,b,c", in the order in which they were given, each once.
    static func list(_ text: String) throws -> [String] {
        if text == "all" { return MetricRegistry.all.map(\.name) }
        var names: [String] = []
        for name in CommandText.list(text) ?? [] where !names.contains(name) {
            guard !name.isEmpty, name != "all" else {
                throw ValidationError("--metrics is '\(text)'; expected 'all' or names with commas between them.")
            }
            names.append(try entry(name).name)
        }
        return names
    }
}
