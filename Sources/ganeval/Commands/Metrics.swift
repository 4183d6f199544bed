import ArgumentParser
import GANEvaluation
import GANMetrics
import GANReports
import GANText

struct Metrics: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the metrics, or explain one.",
        discussion: HelpText.discussion(
            examples: .init("All, by the question that they answer", "ganeval metrics"),
            .init("All about one", "ganeval metrics frechet_distance"),
            .init("By another tool's name", "ganeval metrics kid")))

    @Argument(help: "A metric's name, or what other tools call it.")
    var name: String?

    @Flag(help: "Print JSON, schema \(MetricDocument.schema).")
    var json = false

    func validate() throws {
        if let name { _ = try found(name) }
    }

    func run() throws {
        let entries = try name.map { try found($0) } ?? MetricRegistry.all
        if json {
            Console.document(MetricDocument.json(entries))
            return
        }
        guard let name else {
            return Console.result(MetricExplanation.list(entries, width: Console.width).joined(separator: "\n"))
        }
        if MetricRegistry.described(name) == nil, let alias = MetricAlias.named(name) { Console.note(alias.sentence) }
        let blocks = entries.map { MetricExplanation.full($0, width: Console.width) }
        Console.result(blocks.joined(separator: [""]).joined(separator: "\n"))
    }

    /// The metric of this name, or those that another tool calls so.
    private func found(_ name: String) throws -> [MetricRegistry.Entry] {
        if let entry = MetricRegistry.described(name) { return [entry] }
        if let alias = MetricAlias.named(name) { return try alias.metrics.map { try MetricNames.entry($0) } }
        return [try MetricNames.entry(name)]
    }
}
