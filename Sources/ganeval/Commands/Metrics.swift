import ArgumentParser
import GANEvaluation
import GANMetrics
import GANReports
import GANText

struct Metrics: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the metrics, or explain one.")

    @Argument(help: "A metric's name.")
    var name: String?

    @Flag(help: "Print JSON, schema \(MetricDocument.schema).")
    var json = false

    func validate() throws {
        if let name, MetricRegistry.described(name) == nil { _ = try MetricNames.entry(name) }
    }

    func run() throws {
        let entries = try name.map { [try MetricRegistry.described($0) ?? MetricNames.entry($0)] } ?? MetricRegistry.all
        if json {
            Console.result(MetricDocument.json(entries))
            return
        }
        let lines =
            name == nil
            ? MetricExplanation.list(entries, width: Console.width)
            : entries.flatMap { MetricExplanation.full($0, width: Console.width) }
        Console.result(lines.joined(separator: "\n"))
    }
}
