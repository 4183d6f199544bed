import ArgumentParser
import GANMetrics

struct Metrics: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the metrics, or explain one.")

    @Argument(help: "A metric's name.")
    var name: String?

    func validate() throws {
        if let name, MetricRegistry.entry(named: name) == nil {
            throw ValidationError("There is no metric '\(name)'. `ganeval metrics` lists them.")
        }
    }

    func run() {
        if let name, let entry = MetricRegistry.entry(named: name) {
            Console.result("\(entry.title) (\(entry.name))")
            Console.result("  better:    \(Self.words(entry.direction))")
            Console.result("  range:     \(entry.range)")
            Console.result("  sees:      \(entry.sees)")
            Console.result("  blind to:  \(entry.blindTo)")
            Console.result("  paper:     \(entry.paper)")
            return
        }
        let width = MetricRegistry.all.map(\.name.count).max() ?? 0
        for entry in MetricRegistry.all {
            Console.result(entry.name + String(repeating: " ", count: width + 2 - entry.name.count) + entry.sees)
        }
    }

    private static func words(_ direction: MetricRegistry.Direction) -> String {
        switch direction {
        case .lower: return "lower"
        case .higher: return "higher"
        case .closerToNull: return "closer to the null"
        }
    }
}
